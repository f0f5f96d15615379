"""What a closing report is worth, read only."""

from exchanges.enums import Mode, OutcomeKind
from exchanges.models import Exchange


def likely_outcome(exchange: Exchange, working_days: int) -> OutcomeKind:
    """What happened, as far as host and report say: the manager confirms or corrects it."""
    if exchange.mode == Mode.VIRTUAL:
        return OutcomeKind.VIRTUAL
    planned = exchange.planned_quote
    if planned is not None and working_days < planned.working_days:
        return OutcomeKind.SHORTER
    return OutcomeKind.TOOK_PLACE
