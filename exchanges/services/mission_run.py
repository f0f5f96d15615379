"""Acts on all visits of a mission at once, by those who run it. Each file keeps its own papers, its own sum and its own day.

Each visit is judged again when it is done; what is no longer possible is left out and told.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from core.actors import Actor
from core.exceptions import InvalidInput, Refused, WrongState
from exchanges.models import Mission
from exchanges.permissions import check_relation
from exchanges.selectors import desk as desk_acts
from exchanges.selectors import mission_run as select
from exchanges.services import building, desk, report_drafts
from exchanges.workflows.mission import mission_relations

Left = list[tuple[str, str]]


def act_on_all(*, mission: Mission, act: str, numbers: Sequence[int], by: Actor) -> tuple[int, Left]:
    """To how many visits it was done, and (reference, reason) of the others. One visit that fails stops no other."""
    check_relation(mission_relations(mission, by), "host_manager", "coordinator")
    if act not in select.ACTS:
        raise InvalidInput("Unknown act.")
    judged = select.verdicts(act, select.rows(mission, by, numbers), by)
    left = [(found.row.exchange.reference, found.why_not) for found in judged if found.why_not]
    possible = [found.row.exchange for found in judged if not found.why_not]
    if act == select.REMIND:
        return _remind(possible, left, by)
    done = 0
    for exchange in possible:
        try:
            with transaction.atomic():
                _DO[act](exchange, by)
        except Refused as error:
            reasons = getattr(error, "reasons", None) or [error.message]
            left.append((exchange.reference, " ".join(str(reason) for reason in reasons)))
        except WrongState as error:
            left.append((exchange.reference, str(error.message)))
        else:
            done += 1
    return done, left


def _remind(possible: list[Any], left: Left, by: Actor) -> tuple[int, Left]:
    """By the same act as in the list of files: each side at most once a day."""
    if not possible:
        return 0, left
    numbers = [exchange.application_id for exchange in possible]
    run = desk.act_on(act=desk_acts.REMIND, numbers=numbers, by=by)
    refused = [(reference, why_not) for _pk, reference, why_not, _before in run.results if why_not]
    return len(possible) - len(refused), left + refused


_DO: dict[str, Callable[[Any, Actor], Any]] = {
    select.PROGRAMME: lambda exchange, by: building.take_over_programme(exchange=exchange, by=by),
    select.SEND: lambda exchange, by: building.send_plan(exchange=exchange, by=by, with_mission=True),
    select.DRAFT: lambda exchange, by: report_drafts.prepare_draft(exchange=exchange, by=by),
}
