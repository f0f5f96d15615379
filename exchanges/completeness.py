"""What an application must say before it can be sent, task by task. Looks at the answers only, never at a stored mark.

A task without problems is complete. Whether the visit is eligible is another question (`exchanges.eligibility`):
an answer that will not do in the end is still an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from exchanges.enums import ActivityType, HostChoice, Use
from exchanges.models import Application, KindRule

Sentences = list[Any]


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the task list. `problems` are (page, sentence); `started` tells "not started" from "in progress"."""

    code: str
    name: Any
    page: str
    started: bool
    problems: tuple[tuple[str, Any], ...]

    @property
    def complete(self) -> bool:
        return not self.problems

    @property
    def next_page(self) -> str:
        """Where to go on: a task that was begun opens at the first page on which something is missing."""
        return self.problems[0][0] if self.started and self.problems else self.page

    @property
    def state(self) -> str:
        if self.complete:
            return "completed"
        return "in_progress" if self.started else "not_started"


def visit(application: Application) -> Sentences:
    problems = []
    if not set(application.uses) & set(Use.values):
        problems.append(("visit", _("Say what the visit is for.")))
    if not set(application.activity_types) & set(ActivityType.values):
        problems.append(("visit", _("Say what you want to do there.")))
    if not application.motivation.strip():
        problems.append(("goals", _("Say why you want to go.")))
    if not application.expected_results.strip():
        problems.append(("goals", _("Say what you want to bring home.")))
    return problems


def where(application: Application) -> Sentences:
    choice = application.host_choice
    if not choice:
        return [("host", _("Say where you want to go."))]
    problems = []
    mission = application.mission
    if choice == HostChoice.MISSION and mission is None:
        problems.append(("mission", _("Choose the mission that you want to join.")))
    elif choice == HostChoice.MISSION and mission is not None and mission.state == "cancelled":
        problems.append(("mission", _("The mission was cancelled. Choose another one, or another host.")))
    if choice == HostChoice.LISTED and application.host_offer is None:
        problems.append(("offer", _("Choose the host that you want to visit.")))
    if choice == HostChoice.INVITE and getattr(application, "host_invitation", None) is None:
        problems.append(("invite", _("Say which host you want to invite.")))
    country = host_country(application)
    if country is not None and country == application.organisation.country_id:
        problems.append(("host", _("This host is in your own country. A visit goes to another country.")))
    if choice == HostChoice.FIND and not application.languages:
        problems.append(("wishes", _("Say in which languages you can work.")))
    return problems


def when(application: Application) -> Sentences:
    start, end = application.planned_start, application.planned_end
    if start is None or end is None:
        return [("dates", _("Give your first and last day at the host."))]
    problems: list[tuple[str, Any]] = []
    if start < clock.today():
        problems.append(("dates", _("The first day lies in the past. Choose a later day.")))
    mission = application.mission
    joins = application.host_choice == HostChoice.MISSION
    if joins and mission is not None and (end < mission.start_on or start > mission.end_on):
        problems.append(("dates", _("These days lie outside the mission. Please check the dates.")))
    partnership = application.partnership
    if partnership is not None and end > partnership.end_on:
        problems.append(
            ("dates", _("The visit ends after the end of %(name)s.") % {"name": partnership.name})
        )
    return problems


def who(application: Application) -> Sentences:
    if not application.pk or not application.travellers.all():
        return [("travellers", _("Name at least one person who travels."))]
    return []


def handling(application: Application) -> Sentences:
    if application.partnership is None or application.visitor_cluster is None:
        return [("partnership", _("Choose a partnership, or let us choose one for you."))]
    return []


def declarations(application: Application) -> Sentences:
    problems = []
    if application.earlier_visit is None:
        problems.append(("declarations", _("Say whether you visited with ClusterXchange before.")))
    if not application.residence_confirmed:
        problems.append(("declarations", _("Confirm where the travellers live or work.")))
    if not application.no_double_funding:
        problems.append(("declarations", _("Confirm that nobody else pays for the same visit.")))
    if not application.privacy_version:
        problems.append(("declarations", _("Confirm that you have read the privacy notice.")))
    return problems


TASKS: tuple[tuple[str, Any, str, Callable[[Application], Sentences], tuple[str, ...]], ...] = (
    (
        "visit",
        _("Describe your visit and your goals"),
        "visit",
        visit,
        ("uses", "activity_types", "motivation", "expected_results"),
    ),
    ("where", _("Choose where to go"), "host", where, ("host_choice",)),
    ("when", _("Choose the days and see the lump sum"), "dates", when, ("planned_start", "planned_end")),
    ("who", _("Say who travels"), "travellers", who, ()),
    ("handling", _("Choose who handles your application"), "partnership", handling, ("partnership_id",)),
    (
        "declarations",
        _("Read and confirm the declarations"),
        "declarations",
        declarations,
        ("earlier_visit", "residence_confirmed"),
    ),
)
# The applicant confirms these personally, so a manager who enters an application leaves them out.
APPLICANTS_OWN = ("declarations",)


def tasks(application: Application, *, own_part: bool = True) -> list[Task]:
    """All tasks in order; without those that only the applicant can answer when `own_part` is false."""
    return [
        Task(code, name, page, _started(application, fields), tuple(check(application)))
        for code, name, page, check, fields in TASKS
        if own_part or code not in APPLICANTS_OWN
    ]


def problems(application: Application, *, own_part: bool = True) -> list[tuple[str, Any]]:
    """(page, sentence) of everything still missing."""
    return [problem for task in tasks(application, own_part=own_part) for problem in task.problems]


def host_country(application: Application) -> str | None:
    """The country of the mission, of the host chosen from the list, or of the one to invite."""
    if application.host_choice == HostChoice.MISSION and application.mission is not None:
        return application.mission.host.country_id
    if application.host_choice == HostChoice.LISTED and application.host_offer is not None:
        return application.host_offer.organisation.country_id
    if (
        application.host_choice == HostChoice.INVITE
        and getattr(application, "host_invitation", None) is not None
    ):
        return application.host_invitation.country_id
    return None


def cannot_visit(rule: KindRule) -> Any:
    """The sentence for a kind of organisation that may host only; None when it may visit."""
    if rule.may_visit:
        return None
    return _("This kind of organisation can be a host, but cannot visit. Offer to host instead.")


def _started(application: Application, fields: tuple[str, ...]) -> bool:
    return any(getattr(application, field) not in (None, "", [], False) for field in fields)
