from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActivityKind(TextChoices):
    """What a partnership does beside the exchanges, after the tasks of the work programme."""

    TRAINING = "training", _("Training of cluster staff")
    STRATEGY_REVIEW = "strategy_review", _("Review of a cluster strategy")
    ROADMAP = "roadmap", _("Roadmap, mission or vision statement")
    NEW_SERVICE = "new_service", _("New service")
    BETTER_SERVICE = "better_service", _("Service improved or adapted")
    SERVICE_PILOT = "service_pilot", _("Pilot of a service")
    ANALYSIS = "analysis", _("Analysis")
    MAPPING = "mapping", _("Mapping")
    FORESIGHT = "foresight", _("Foresight")
    SURVEY = "survey", _("Survey")
    WORKSHOP = "workshop", _("Workshop")
    STUDY_VISIT = "study_visit", _("Study visit of the consortium")
    STUDY_TRIP = "study_trip", _("Study trip with members")
    LEARNING_TANDEM = "learning_tandem", _("Learning tandem")
    TWINNING = "twinning", _("Twinning of two clusters")
    MATCHMAKING = "matchmaking", _("Matchmaking event")
    WEBINAR = "webinar", _("Webinar")
    LOCAL_EVENT = "local_event", _("Local event")
    JOINT_PROJECT = "joint_project", _("Joint project")
    COOPERATION = "cooperation", _("Cooperation agreement")
    BUSINESS = "business", _("Business agreement")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    PARTNERSHIP = "partnership", _("Partnership between regions")
    SKILLS_LINK = "skills_link", _("Link or contribution to the Pact for Skills")


@dataclass(frozen=True)
class Feeds:
    """An indicator that a kind of activity counts for; `each` adds one a record, whatever the number in it."""

    code: str
    each: bool = False


COUNTS_FOR: dict[str, tuple[Feeds, ...]] = {
    ActivityKind.TRAINING: (Feeds("O1.staff"), Feeds("EU1.activities", each=True)),
    ActivityKind.STRATEGY_REVIEW: (Feeds("O1.strategies"), Feeds("EU2.strategies")),
    ActivityKind.ROADMAP: (Feeds("EU2.strategies"),),
    ActivityKind.NEW_SERVICE: (Feeds("O3.services"), Feeds("EU1.activities")),
    ActivityKind.BETTER_SERVICE: (Feeds("EU1.activities"),),
    ActivityKind.SERVICE_PILOT: (Feeds("EU1.activities"),),
    ActivityKind.ANALYSIS: (Feeds("EU3.analyses"),),
    ActivityKind.MAPPING: (Feeds("EU3.analyses"),),
    ActivityKind.FORESIGHT: (Feeds("EU3.analyses"),),
    ActivityKind.SURVEY: (Feeds("EU3.analyses"),),
    ActivityKind.WORKSHOP: (Feeds("EU3.analyses"),),
    ActivityKind.STUDY_VISIT: (Feeds("O4.activities"),),
    ActivityKind.STUDY_TRIP: (Feeds("O4.activities"),),
    ActivityKind.LEARNING_TANDEM: (Feeds("O4.activities"), Feeds("EU1.activities")),
    ActivityKind.TWINNING: (Feeds("O4.activities"), Feeds("EU1.activities")),
    ActivityKind.MATCHMAKING: (Feeds("O4.activities"),),
    ActivityKind.WEBINAR: (Feeds("O4.activities"),),
    ActivityKind.LOCAL_EVENT: (),
    ActivityKind.JOINT_PROJECT: (Feeds("O4.activities"), Feeds("EU4.projects")),
    ActivityKind.COOPERATION: (Feeds("EU4.cooperation"),),
    ActivityKind.BUSINESS: (Feeds("EU4.business"),),
    ActivityKind.MEMORANDUM: (Feeds("EU4.memoranda"),),
    ActivityKind.PARTNERSHIP: (Feeds("EU4.partnerships"),),
    ActivityKind.SKILLS_LINK: (Feeds("O5.links"),),
}


class ActivityState(TextChoices):
    RECORDED = "recorded", _("To be reviewed")
    COUNTED = "counted", _("Counted")
    RETURNED = "returned", _("Sent back")


class ServiceNovelty(TextChoices):
    NEW = "new", _("New")
    ADAPTED = "adapted", _("Improved or adapted")


class ServiceStage(TextChoices):
    IDEA = "idea", _("Idea")
    DESIGNED = "designed", _("Designed")
    PILOTED = "piloted", _("Piloted")
    IN_USE = "in_use", _("In use")


class Edition(TextChoices):
    PUBLIC = "public", _("Public edition")
    CONFIDENTIAL = "confidential", _("Confidential edition")


class Repeats(TextChoices):
    """How many issues a deliverable has."""

    ONCE = "once", _("One issue")
    HALF_YEARLY = "half_yearly", _("One issue each half-year")
    EACH = "each", _("One issue for each subject")


class DeliverableState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Thrown away")


class WorkPackage(TextChoices):
    MANAGEMENT = "1", _("Project management and monitoring")
    SKILLS = "2", _("Capacity building: skills")
    CLUSTER_SERVICES = "3", _("Capacity building: services of one cluster")
    JOINT_SERVICES = "4", _("Capacity building: joint services")
    JOINT_ACTIVITIES = "5", _("Joint collaboration activities")
    EXCHANGES = "6", _("Implementation of the ClusterXchange scheme")
    OUTREACH = "7", _("Outreach and awareness raising")


class NetworkKind(TextChoices):
    """What a partnership is linked with (objectives O1 and O5 of EXCITE)."""

    S3_PLATFORM = "s3_platform", _("Smart specialisation platform (S3)")
    VANGUARD = "vanguard", _("Vanguard Initiative")
    REGIONAL = "regional", _("Regional programme or strategy")
    SKILLS = "skills", _("Pact for Skills")
    CLUSTERS = "clusters", _("Cluster or network of clusters")
    ALLIANCE = "alliance", _("Industrial alliance")
    OTHER = "other", _("Other network")


class NewsKind(TextChoices):
    NEWS = "news", _("News")
    EVENT = "event", _("Event")
