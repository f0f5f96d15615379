from clusters.models.cluster import Cluster
from clusters.models.lead import Lead
from clusters.models.membership import Attestation, Membership
from clusters.models.organisation import Organisation
from clusters.models.partnership import Partnership, PartnershipCluster, Target
from clusters.models.role import Role
from clusters.models.taxonomy import Country, Term
from clusters.models.user import User

__all__ = [
    "Attestation",
    "Cluster",
    "Country",
    "Lead",
    "Membership",
    "Organisation",
    "Partnership",
    "PartnershipCluster",
    "Role",
    "Target",
    "Term",
    "User",
]
