"""Codes of what the clusters know: best practices, training modules, cooperation opportunities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PracticeState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("To be reviewed")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Sent back")
    DROPPED = "dropped", _("Dropped")


class ModuleState(TextChoices):
    LISTED = "listed", _("Offered")
    GONE = "gone", _("No longer offered")


class ModuleLevel(TextChoices):
    BEGINNER = "beginner", _("Beginners")
    INTERMEDIATE = "intermediate", _("With first knowledge")
    ADVANCED = "advanced", _("Advanced")
    ALL = "all", _("All levels")


class OpportunityKind(TextChoices):
    PROJECT = "project", _("Joint project")
    SERVICE = "service", _("Joint service")
    CALL = "call", _("Call for funding")


class OpportunityState(TextChoices):
    FOUND = "found", _("Found")
    PURSUED = "pursued", _("Being pursued")
    REALISED = "realised", _("Came true")
    DROPPED = "dropped", _("Not pursued")
