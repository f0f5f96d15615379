from core.models.audit import AuditEvent, AuditLink, AuditValue
from core.models.changes import ChangeCount
from core.models.exports import DownloadLog, ExportJob
from core.models.files import StoredFile
from core.models.imports import ImportMapping, ImportProblem, ImportRow, ImportRun
from core.models.jobs import ClockOffset, Counter, OutboxItem
from core.models.links import AccessLink
from core.models.mail import Mail
from core.models.transitions import TransitionLog, Workflowed

__all__ = [
    "AccessLink",
    "AuditEvent",
    "AuditLink",
    "AuditValue",
    "ChangeCount",
    "ClockOffset",
    "Counter",
    "DownloadLog",
    "ExportJob",
    "ImportMapping",
    "ImportProblem",
    "ImportRow",
    "ImportRun",
    "Mail",
    "OutboxItem",
    "StoredFile",
    "TransitionLog",
    "Workflowed",
]
