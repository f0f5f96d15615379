from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    CLUSTER = "cluster", _("Cluster organisation")
    SME = "sme", _("Small or medium-sized enterprise (SME)")
    TECH_CENTRE = "tech_centre", _("Technology centre")
    RESEARCH = "research", _("Research institute")
    INNOVATION_HUB = "innovation_hub", _("Innovation hub")
    FAB_LAB = "fab_lab", _("Fab lab")
    CREATIVE_HUB = "creative_hub", _("Creative hub")
    RESOURCE_EFFICIENCY = "resource_efficiency", _("Resource-efficiency service provider")
    INCUBATOR = "incubator", _("Incubator or accelerator")
    TRAINING = "training", _("Training provider")
    LARGE_COMPANY = "large_company", _("Large company")
    PUBLIC_AUTHORITY = "public_authority", _("Public authority")
    INNOVATION_AGENCY = "innovation_agency", _("Innovation agency")


SCALING_UP_KINDS = (
    OrganisationKind.TECH_CENTRE,
    OrganisationKind.RESEARCH,
    OrganisationKind.INNOVATION_HUB,
    OrganisationKind.FAB_LAB,
    OrganisationKind.CREATIVE_HUB,
    OrganisationKind.RESOURCE_EFFICIENCY,
    OrganisationKind.INCUBATOR,
)


class SmeSize(TextChoices):
    MICRO = "micro", _("Micro: fewer than 10 people")
    SMALL = "small", _("Small: fewer than 50 people")
    MEDIUM = "medium", _("Medium: fewer than 250 people")
    NOT_SME = "not_sme", _("Not an SME")


class RoleKind(TextChoices):
    REPRESENTATIVE = "representative", _("Representative")
    MANAGER = "manager", _("Cluster manager")
    FINANCE = "finance", _("Finance")
    COORDINATOR = "coordinator", _("Coordinator")
    AUDITOR = "auditor", _("Auditor")
    SUPPORT_OFFICE = "support_office", _("Support office")


class MembershipState(TextChoices):
    REQUESTED = "requested", _("Waiting for the cluster")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Run out")


class AttestationKind(TextChoices):
    MEMBERSHIP = "membership", _("Membership of a cluster")
    SME_STATUS = "sme_status", _("SME status")


class Taxonomy(TextChoices):
    NACE = "nace", _("Economic activity (NACE)")
    CROSS_SECTORAL = "cross_sectoral", _("Cross-sectoral industry")
    ECOSYSTEM = "ecosystem", _("Industrial ecosystem")
    TECHNOLOGY = "technology", _("Technology field")
    S3 = "s3", _("Smart specialisation priority")
    ALLIANCE = "alliance", _("Industrial alliance")
    THEME = "theme", _("Theme")


class ClusterLabel(TextChoices):
    """Labels of cluster management excellence (ESCA)."""

    BRONZE = "bronze", _("Bronze label")
    SILVER = "silver", _("Silver label")
    GOLD = "gold", _("Gold label")


class PartnershipKind(TextChoices):
    EXCELLENCE = "excellence", _("European Cluster Partnership: excellence")
    GOING_INTERNATIONAL = "international", _("European Cluster Partnership: going international")
    SMART_SPECIALISATION = "s3", _("European Cluster Partnership: smart specialisation investments")
    INNOVATION = "innovation", _("European Cluster Partnership: innovation")
    EUROCLUSTER = "eurocluster", _("Eurocluster")
    OTHER = "other", _("Other partnership of clusters")


class PartnershipOrigin(TextChoices):
    COSME = "cosme", _("COSME programme")
    SINGLE_MARKET = "single_market", _("Single Market Programme")
    HORIZON = "horizon", _("Horizon 2020 or Horizon Europe")
    INTERREG = "interreg", _("Interreg")
    REGIONAL = "regional", _("National or regional programme")
    OWN = "own", _("Initiative of the clusters")


class DevelopmentLevel(TextChoices):
    """Categories of regions in the cohesion policy of the EU."""

    MORE = "more", _("More developed")
    TRANSITION = "transition", _("In transition")
    LESS = "less", _("Less developed")


class Check(TextChoices):
    """What a cluster says about a statement of an organisation."""

    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class LeadState(TextChoices):
    NEW = "new", _("New")
    ANSWERED = "answered", _("Answered")
    CONVERTED = "converted", _("Registered")
    CLOSED = "closed", _("Closed")


class LeadReason(TextChoices):
    NO_ANSWER = "no_answer", _("No answer any more")
    NOT_ELIGIBLE = "not_eligible", _("May not take part")
    NO_INTEREST = "no_interest", _("Not interested any more")
    ELSEWHERE = "elsewhere", _("Helped elsewhere")
    SPAM = "spam", _("Advertising or nonsense")
    DONE = "done", _("Question answered, nothing more to do")


class LeadEntryKind(TextChoices):
    RECEIVED = "received", _("Wrote to us")
    ASSIGNED = "assigned", _("Given to")
    NOTE = "note", _("Note")
    PLANNED = "planned", _("Next step")
    MAIL = "mail", _("Answered by mail")
    INVITED = "invited", _("Invited to register")
    REGISTERED = "registered", _("Registered")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")


class ConsentPurpose(TextChoices):
    CATALOGUE = "catalogue", _("Entry in the public catalogue")
    PHOTO = "photo", _("Photos of you")
    QUOTE = "quote", _("A sentence from your closing report, with your name")
    CONTACT = "contact", _("Your name as contact on a public page")
