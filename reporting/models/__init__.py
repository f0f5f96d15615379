from reporting.models.activity import Activity
from reporting.models.deliverable import Deliverable
from reporting.models.ledger import LedgerCell, LedgerEntry, LedgerLine, LedgerMember
from reporting.models.public_page import LinkedNetwork, NewsItem

__all__ = [
    "Activity",
    "Deliverable",
    "LedgerCell",
    "LedgerEntry",
    "LedgerLine",
    "LedgerMember",
    "LinkedNetwork",
    "NewsItem",
]
