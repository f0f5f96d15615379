from clusters.models.absence import Absence
from clusters.models.cluster import Cluster
from clusters.models.directory import DirectoryEntry, DirectoryWord
from clusters.models.invitation import Invitation, JoinRequest
from clusters.models.lead import Lead, LeadEntry
from clusters.models.membership import Attestation, Membership
from clusters.models.organisation import Organisation
from clusters.models.partnership import Partnership, PartnershipCluster, Target
from clusters.models.place import Establishment, Region, RegionLevel, Town
from clusters.models.privacy import (
    Consent,
    DataExport,
    DeletionRequest,
    LegalHold,
    NoticeReading,
    RetentionRun,
)
from clusters.models.role import Role
from clusters.models.taxonomy import Country, Term
from clusters.models.user import User

__all__ = [
    "Absence",
    "Attestation",
    "Cluster",
    "Consent",
    "Country",
    "DirectoryEntry",
    "DirectoryWord",
    "Establishment",
    "Invitation",
    "JoinRequest",
    "DataExport",
    "DeletionRequest",
    "Lead",
    "LeadEntry",
    "LegalHold",
    "Membership",
    "NoticeReading",
    "Organisation",
    "Partnership",
    "PartnershipCluster",
    "Region",
    "RegionLevel",
    "RetentionRun",
    "Role",
    "Target",
    "Term",
    "Town",
    "User",
]
