"""What the demo's partnerships wrote: EXCITE's reports are published, EXCITE-NEXT's next scoreboard is being written.

The texts are invented; every number in the documents comes from the files.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role
from core import clock
from core.actors import Actor
from reporting import demo_texts
from reporting.deliverables import issues
from reporting.models import Deliverable, ReportingPeriod
from reporting.services import deliverable_files, deliverable_texts, deliverables

TEXTS = {
    "D1.3": {
        "summary": (
            "All objectives of the partnership are reached. **The exchanges passed their target in the last weeks**, after a "
            "slow first year.\n\n* Exchanges grew from 60 to 98 in the last six months.\n* Most visitors of that time are SMEs, "
            "invited by missions.\n* Reports were checked within a few days, so that payments stayed within the ten days."
        ),
        "activities": "Study visits led to more than the plan asked for: each was followed by a matchmaking event.",
        "outlook": "No deviations are open. The clusters keep meeting each spring and autumn.",
    },
    "D6.2": {
        "summary": (
            "The scheme was opened in spring 2022 and filled slowly, as travel began again. From autumn 2023 on, missions of "
            "several firms brought most of the exchanges.\n\n**What worked:** one host cluster prepares a week for several "
            "visitors, each with an agenda of its own."
        ),
        "missions": (
            "The week in Dresden in June 2023 is a good example. Visitors met hosts in the mornings and each other in the "
            "evenings; two follow-up visits were agreed on the spot."
        ),
        "lessons": (
            "1. Ask hosts before visitors: a known host doubles the answers.\n2. Short agendas are better than full ones.\n"
            "3. A lump sum that is paid within days convinces small firms more than its amount."
        ),
    },
}
SCOREBOARD = "D1.3"
WORDS = demo_texts.TEXTS | TEXTS
PUBLISHED = ("D1.3", "D1.5", "D2.2", "D5.1", "D5.2", "D6.2", "D6.3")
# Written, and waiting for somebody who sends them; their files are made on demand.
DRAFTS = ("D1.4", "D4.1", "D5.5", "D7.1")
PLANNED = (
    ("D2.2", "Kept online since then; new modules are added each quarter."),
    ("D7.1", "Agreed at the first meeting of the partners."),
)


@dataclass(frozen=True)
class Printing:
    """An approved issue whose files are being made, while the rest of the demo is told."""

    issue: Deliverable
    on: date
    begun: list[issues.Begun]


def tell(told: Partnership, on: date) -> list[Printing]:
    printing = []
    for code in PUBLISHED:
        if code == SCOREBOARD:
            printing.append(_approve(told, code, on + timedelta(days=14), _last_closed(told)))
        else:
            printing.append(_approve(told, code, on))
    for code in DRAFTS:
        _draft(told, code, on)
    for code, note in PLANNED:
        _plan(told, code, note, on)
    return printing


def publish(printing: list[Printing]) -> None:
    for one in printing:
        _publish(one.issue, one.on, one.begun)


def _last_closed(partnership: Partnership) -> ReportingPeriod:
    return partnership.reporting_periods.filter(closed_at__isnull=False).order_by("-last_day")[0]


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


def _draft(partnership: Partnership, code: str, on: date) -> None:
    coordinator = _coordinator(partnership)
    with clock.at(_morning(on)):
        issue = deliverables.begin_deliverable(partnership=partnership, code=code, by=coordinator, until=on)
        for part in issue.texts.order_by("position"):
            text = WORDS[code].get(part.key)
            if text:
                deliverable_texts.save_text(part=part, text=text, finished=True, by=coordinator)


def _plan(partnership: Partnership, code: str, note: str, on: date) -> None:
    with clock.at(_morning(on)):
        deliverables.plan_issue(
            partnership=partnership,
            code=code,
            number=1,
            by=_coordinator(partnership),
            due_on=None,
            lead=None,
            note=note,
        )


def tell_running(partnership: Partnership) -> Deliverable:
    """A draft about the closed half-year that several people write, with a comment that is still open."""
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
