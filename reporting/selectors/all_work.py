"""Everything that waits for the hat, of all kinds of records: start page and Monday mail read the same."""

from core.actors import Actor
from exchanges.selectors import work
from exchanges.selectors.work import WorkItem
from reporting.selectors import claim_work, deliverable_work, knowledge_work, lead_work, reporting_periods

_SOURCES = (
    work.waiting,
    lead_work.waiting,
    knowledge_work.waiting,
    reporting_periods.waiting,
    claim_work.waiting,
    deliverable_work.waiting,
)


def waiting(actor: Actor) -> list[WorkItem]:
    """What is due first stands first."""
    return work.in_order([item for source in _SOURCES for item in source(actor)])
