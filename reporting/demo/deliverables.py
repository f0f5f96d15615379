"""What the demo's partnerships wrote: EXCITE's reports are published, EXCITE-NEXT's next scoreboard is being written.

The texts are invented; every number in the documents comes from the files.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role
from core import clock
from core.actors import Actor
from reporting.deliverables import issues
from reporting.demo import texts, texts_more
from reporting.models import Deliverable, ReportingPeriod
from reporting.services import deliverable_files, deliverable_texts, deliverables, earlier_submissions

WORDS = texts.TEXTS | texts_more.TEXTS
# The final reports tell of the whole project; the others were made when their work was done.
END = date(2024, 3, 26)
SCOREBOARD = "D1.3"
PUBLISHED = {
    "D2.2": date(2022, 7, 28),
    "D5.2": date(2022, 11, 24),
    # Of the closed period, whose figures came first.
    SCOREBOARD: date(2024, 4, 9),
    "D1.5": END,
    "D5.1": END,
    "D6.2": END,
    "D6.3": END,
}
# Handed in before EXCITE used the portal for them: type, issue, day, title. The titles are those of EXCITE's list of public
# deliverables, the days are invented.
EARLIER = (
    ("D1.3", 1, date(2022, 7, 29), "Initial monitoring scoreboard"),
    ("D1.3", 2, date(2023, 3, 30), "Monitoring scoreboard, second period"),
    ("D1.3", 3, date(2023, 9, 28), "Monitoring scoreboard, third period"),
    ("D1.4", 1, date(2022, 10, 28), "Initial report on collection of best practices"),
    ("D2.4", 1, date(2022, 10, 27), "Plan for upskilling and reskilling of SME members in digital transformation"),
    ("D3.3", 1, date(2023, 7, 27), "Pilot report and improvement actions for each tested service"),
    ("D4.1", 1, date(2023, 1, 30), "Report on cooperation opportunities"),
    ("D4.3", 1, date(2023, 4, 26), "Report on upskilling and reskilling opportunities of the partnership"),
    ("D4.4", 1, date(2023, 12, 20), "Roadmap for implementation of joint services"),
    ("D5.3", 1, date(2024, 1, 30), "Webinars on strategic cooperation"),
    ("D5.5", 1, date(2022, 12, 20), "Matchmaking event 2"),
    ("D5.6", 1, date(2023, 7, 26), "Matchmaking event 3"),
    ("D5.7", 1, date(2023, 12, 19), "Matchmaking event 4"),
    ("D5.8", 1, date(2024, 3, 7), "Matchmaking event 5"),
    ("D6.1", 1, date(2023, 7, 28), "Informative webinars and local events"),
    ("D7.1", 1, date(2022, 4, 29), "Dissemination, outreach and communication plan"),
)  # fmt: skip
# What the plan says of the published ones: type, issue, due on, place of the lead, note. Reports on the whole project are due two
# months after its end. Days and leads are invented.
DUE_AT_THE_END = date(2024, 3, 31)
PLANNED = (
    ("D2.2", 1, date(2022, 7, 31), 2, "Kept online since then; new modules are added each quarter."),
    ("D5.2", 1, date(2022, 11, 30), 2, ""),
    ("D5.8", 1, DUE_AT_THE_END, 1, ""),
    ("D7.1", 1, date(2022, 4, 30), 3, "Agreed at the first meeting of the partners."),
    (SCOREBOARD, 4, date(2024, 4, 25), 0, ""),
    ("D1.5", 1, DUE_AT_THE_END, 0, ""),
    ("D5.1", 1, DUE_AT_THE_END, 5, ""),
    ("D6.2", 1, DUE_AT_THE_END, 0, ""),
    ("D6.3", 1, DUE_AT_THE_END, 0, ""),
)
# Written in the live partnership, and waiting for somebody who sends them; their files are made on demand.
DRAFTS = ("D1.4", "D4.1")


@dataclass(frozen=True)
class Printing:
    """An approved issue whose files are being made, while the rest of the demo is told."""

    issue: Deliverable
    on: date
    begun: list[issues.Begun]


def tell(told: Partnership) -> list[Printing]:
    for code, number, day, title in EARLIER:
        _hand_in_earlier(told, code, number, day, title)
    _plan(told)
    return [
        _approve(told, code, day, _last_closed(told) if code == SCOREBOARD else None)
        for code, day in PUBLISHED.items()
    ]


def publish(printing: list[Printing]) -> None:
    for one in printing:
        _publish(one.issue, one.on, one.begun)


def _last_closed(partnership: Partnership) -> ReportingPeriod:
    return partnership.reporting_periods.filter(closed_at__isnull=False).order_by("-last_day")[0]


def _hand_in_earlier(partnership: Partnership, code: str, number: int, day: date, title: str) -> None:
    with clock.at(_morning(day)):
        earlier_submissions.note_earlier_submission(
            partnership=partnership,
            code=code,
            number=number,
            by=_coordinator(partnership),
            submitted_on=day,
            title=title,
            public=True,
        )


def _approve(
    partnership: Partnership, code: str, on: date, period: ReportingPeriod | None = None
) -> Printing:
    """Written, and read by a second person."""
    coordinator, finance = _coordinator(partnership), _finance(partnership)
    with clock.at(_morning(on - timedelta(days=6))):
        issue = deliverables.begin_deliverable(
            partnership=partnership, code=code, by=coordinator, until=clock.today()
        )
    with clock.at(_morning(on)):
        deliverables.freeze_again(deliverable=issue, by=coordinator, until=on, period=period)
        for part in issue.texts.order_by("position"):
            text = WORDS[code].get(part.key)
            if text:
                deliverable_texts.save_text(part=part, text=text, finished=True, by=coordinator)
        deliverables.move_deliverable(deliverable=issue, move="send", by=coordinator)
        deliverables.move_deliverable(deliverable=issue, move="approve", by=finance)
        return Printing(issue, on, issues.begin_all(issue, deliverable_files.note_progress(issue)))


def _publish(issue: Deliverable, on: date, begun: list[issues.Begun]) -> None:
    coordinator = _coordinator(issue.partnership)
    with clock.at(_morning(on)):
        deliverable_files.make_files(issue, begun)
        issue.refresh_from_db()
        deliverables.move_deliverable(deliverable=issue, move="publish", by=coordinator)
        deliverables.note_submission(
            deliverable=issue, by=coordinator, submitted_on=on, note="By the portal of the granting authority"
        )


def _draft(partnership: Partnership, code: str) -> None:
    coordinator = _coordinator(partnership)
    with clock.at(clock.now() - timedelta(days=9)):
        issue = deliverables.begin_deliverable(
            partnership=partnership, code=code, by=coordinator, until=clock.today()
        )
        for part in issue.texts.order_by("position"):
            text = WORDS[code].get(part.key)
            if text:
                deliverable_texts.save_text(part=part, text=text, finished=True, by=coordinator)


def _plan(partnership: Partnership) -> None:
    clusters = [
        place.cluster for place in partnership.places.select_related("cluster").order_by("position", "id")
    ]
    coordinator = _coordinator(partnership)
    with clock.at(_morning(partnership.start_on)):
        for code, number, due_on, lead, note in PLANNED:
            deliverables.plan_issue(
                partnership=partnership,
                code=code,
                number=number,
                by=coordinator,
                due_on=due_on,
                lead=clusters[lead],
                note=note,
            )


def tell_running(partnership: Partnership) -> Deliverable:
    """Drafts; the one about the closed half-year is written by several people, with a comment that is still open."""
    for code in DRAFTS:
        _draft(partnership, code)
    coordinator = _coordinator(partnership)
    manager, cluster = _a_manager(partnership)
    with clock.at(clock.now() - timedelta(days=4)):
        issue = deliverables.begin_deliverable(
            partnership=partnership, code=SCOREBOARD, by=coordinator, period=_last_closed(partnership)
        )
        summary = issue.texts.get(key="summary")
        deliverable_texts.save_text(
            part=summary,
            by=coordinator,
            text="The half-year began with few exchanges. Two missions are prepared.",
        )
        activities = issue.texts.get(key="activities")
        deliverable_texts.assign_part(part=activities, cluster=cluster, by=coordinator)
    with clock.at(clock.now() - timedelta(days=1)):
        deliverable_texts.save_text(
            part=activities,
            by=manager,
            text="The training on green services had more people than places.\n\n* It is held again in the autumn.",
        )
        deliverable_texts.save_text(
            part=summary,
            by=coordinator,
            text="The half-year began with few exchanges. **Two missions are prepared** and will bring most of the visits.",
        )
        deliverable_texts.add_comment(
            deliverable=issue, key="summary", by=manager, text="Please name the two missions and their hosts."
        )
    return issue


def _a_manager(partnership: Partnership) -> tuple[Actor, Cluster]:
    """Of the first cluster that is not the coordinator's."""
    clusters = partnership.places.order_by("position", "id").values_list("cluster", flat=True)[1:]
    for pk in clusters:
        role = (
            Role.objects.filter(kind=RoleKind.MANAGER, cluster=pk, ended_at=None)
            .select_related("user", "cluster")
            .first()
        )
        if role is not None and role.cluster is not None:
            return Actor.person(role.user, role), role.cluster
    raise LookupError("the demo has no manager outside the coordinator's cluster")


def _coordinator(partnership: Partnership) -> Actor:
    return _of(partnership, RoleKind.COORDINATOR)


def _finance(partnership: Partnership) -> Actor:
    return _of(partnership, RoleKind.FINANCE)


def _of(partnership: Partnership, kind: str) -> Actor:
    roles = Role.objects.filter(kind=kind, partnership=partnership, ended_at=None)
    role = roles.select_related("user").order_by("id")[0]
    return Actor.person(role.user, role)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
