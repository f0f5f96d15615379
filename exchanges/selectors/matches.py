"""Matches for their pages: of one file, and one by one with what a host may know."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import workflow
from core.actors import Actor, wearer_of
from core.dates import human
from core.prepared import Prepared
from exchanges.enums import OPEN_PROPOSAL_STATES, ActivityType, Use
from exchanges.models import Application, Proposal
from exchanges.selectors.one_row import visible
from exchanges.selectors.queue import WHO
from exchanges.visibility import Stage, sees

_TONES = {"declined": "off", "expired": "off", "withdrawn": "off", "agreed": "active", "confirmed": "ok"}


def file_for_matching(actor: Actor, reference: str) -> Application | None:
    return visible(_file, actor, reference=reference)


def _file_of(kind: str, *, reference: Any, user: Any, **places: Any) -> QuerySet[Application]:
    return (
        Application.objects.visible_to(wearer_of(kind, user=user, **places))
        .filter(reference=reference)
        .select_related(
            "organisation__country",
            "organisation__cluster",
            "partnership__coordinator",
            "partnership__deputy",
            "rulebook",
            "visitor_cluster",
            "current_exchange",
        )
    )


_file = Prepared("matching", _file_of)


def proposal_for_page(actor: Actor) -> QuerySet[Proposal]:
    return Proposal.objects.visible_to(actor).select_related(
        "application__organisation__country",
        "application__partnership__deputy",
        "application__visitor_cluster",
        "application__current_exchange",
        "host__country",
        "host_cluster",
        "host_offer",
        "mission",
    )


def asked_hosts(application: Application, actor: Actor) -> list[dict[str, Any]]:
    """Every proposal of the file, newest first, with what it waits for, and whether the actor may agree to it."""
    rows = application.proposals.select_related("host__country", "host_cluster").order_by("-id")
    found = []
    for proposal in rows:
        proposal.application = application
        found.append(_asked(proposal) | {"may_agree": workflow.may(proposal, "visitor_agrees", actor)})
    return found


def _asked(proposal: Proposal) -> dict[str, Any]:
    open_ = proposal.state in OPEN_PROPOSAL_STATES
    return {
        "proposal": proposal,
        "host": proposal.host,
        "period": (proposal.stay.lower, last_day(proposal)),
        "state": workflow.of(proposal).state(proposal.state).label,
        "tone": _TONES.get(proposal.state, "waiting"),
        "open": open_,
        "waiting": ", ".join(str(WHO.get(code, code)) for code in proposal.waiting_for.split())
        if open_
        else "",
        "due": proposal.due_on if open_ else None,
        "reason": proposal.decline_reason,
    }


def last_day(proposal: Proposal) -> date:
    return proposal.stay.upper - timedelta(days=1)


def facts_of(proposal: Proposal, role: str) -> list[dict[str, Any]]:
    """What a role of `visibility` may know about a proposed visit: who, when, why; no more of the file."""
    application, home = proposal.application, proposal.application.organisation
    rows = [
        _row(_("Visitor"), [home.name, f"{home.city}, {home.country}", home.website]),
        _row(_("What it does"), home.about),
        _row(_("Who comes"), travellers_for(proposal, role)),
        _row(_("Host"), [proposal.host.name, f"{proposal.host.city}, {proposal.host.country}"]),
        _row(
            _("When"),
            _("%(start)s to %(end)s")
            % {"start": human(proposal.stay.lower), "end": human(last_day(proposal))},
        ),
        _row(_("What for"), [str(Use(code).label) for code in application.uses]),
        _row(_("Activities"), [str(ActivityType(code).label) for code in application.activity_types]),
        _row(_("Why"), application.motivation),
        _row(_("Expected results"), application.expected_results),
        _row(_("Message"), proposal.message),
    ]
    return [row for row in rows if row["value"]]


def stage_of(proposal: Proposal) -> Stage:
    return Stage.AGREED if proposal.state == "confirmed" else Stage.ASKED


def travellers_for(proposal: Proposal, role: str) -> list[str]:
    """Names and positions; for those who may not know the names yet, how many and which positions."""
    people = list(proposal.application.travellers.order_by("id"))
    if role == "visitor" or sees("visitor.traveller", role, stage_of(proposal)):
        return [", ".join(filter(None, (one.full_name, one.position))) for one in people]
    number = ngettext("%(number)d person", "%(number)d people", len(people)) % {"number": len(people)}
    positions = ", ".join(one.position for one in people if one.position)
    return [f"{number}: {positions}" if positions else number]


def _row(label: str, value: Any) -> dict[str, Any]:
    return {"label": label, "value": [text for text in value if text] if isinstance(value, list) else value}
