from reporting.models.activity import Activity
from reporting.models.deliverable import Deliverable, DeliverableEdition
from reporting.models.double_claim import DoubleClaimDecision
from reporting.models.knowledge import BestPractice, Opportunity, TrainingModule
from reporting.models.ledger import LedgerCell, LedgerEntry, LedgerLine, LedgerMember
from reporting.models.period import Correction, FrozenDocument, ReportingPeriod
from reporting.models.public_page import LinkedNetwork, NewsItem
from reporting.models.schedules import (
    Rhythm,
    RunResult,
    RunShare,
    ScheduledExport,
    ScheduledRun,
    ScheduleRecipient,
)
from reporting.models.service import Service
from reporting.models.target import TargetVersion
from reporting.models.writing import PlannedIssue, ReviewComment, TextPart, TextVersion

__all__ = [
    "Activity",
    "BestPractice",
    "Correction",
    "Deliverable",
    "DeliverableEdition",
    "DoubleClaimDecision",
    "FrozenDocument",
    "LedgerCell",
    "LedgerEntry",
    "LedgerLine",
    "LedgerMember",
    "LinkedNetwork",
    "NewsItem",
    "Opportunity",
    "Rhythm",
    "RunResult",
    "RunShare",
    "ScheduleRecipient",
    "ScheduledExport",
    "ScheduledRun",
    "PlannedIssue",
    "ReviewComment",
    "TextPart",
    "TextVersion",
    "Service",
    "TargetVersion",
    "TrainingModule",
    "ReportingPeriod",
]
