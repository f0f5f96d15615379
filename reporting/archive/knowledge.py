"""The tables of the archive about what the clusters know, and about the reporting periods."""

from reporting.archive.columns import Column, Level, Table, key
from reporting.models import BestPractice, Correction, Opportunity, ReportingPeriod, Service, TrainingModule

_CLUSTER = Column(
    "cluster", "Short name of the cluster it belongs to", "cluster__short_name", joins="clusters.cluster"
)

PRACTICES = Table(
    "best_practices",
    "One row for each best practice that a cluster wrote.",
    (
        key("practice", "Number of the practice"),
        _CLUSTER,
        Column("state", "Whether it was accepted", "state"),
        Column("may_publish", "Whether it may be published", "may_publish"),
        Column("written_at", "When it was written", "created_at"),
        Column("reviewed_at", "When it was reviewed", "reviewed_at"),
        Column("evidence", "Address of the evidence", "evidence_url"),
        Column("title", "Title", "title"),
        Column("audience", "For whom", "audience"),
        Column("done", "What was done", "done"),
        Column("result", "What came of it", "result"),
        Column("copying", "How others can copy it", "copying"),
    ),
    "reporting.BestPractice",
    lambda partnership: BestPractice.objects.filter(partnership=partnership),
)

MODULES = Table(
    "training_modules",
    "One row for each training module in the catalogue.",
    (
        key("module", "Number of the module"),
        _CLUSTER,
        Column("title", "Title", "title"),
        Column("provider", "Who offers it", "provider"),
        Column("languages", "ISO codes of its languages", "languages"),
        Column("hours", "How long it takes", "hours", unit="hours"),
        Column("level", "For which level", "level"),
        Column("cost", "What it costs; 0 is free, empty is not known", "cost", unit="EUR"),
        Column("link", "Address", "link"),
        Column("state", "Whether it is offered", "state"),
        Column("checked_on", "Day on which the address was last looked at", "checked_on"),
    ),
    "reporting.TrainingModule",
    lambda partnership: TrainingModule.objects.filter(partnership=partnership),
)

OPPORTUNITIES = Table(
    "opportunities",
    "One row for each cooperation opportunity.",
    (
        key("opportunity", "Number of the opportunity"),
        _CLUSTER,
        Column("kind", "What kind", "kind"),
        Column("state", "How far it is", "state"),
        Column("regions", "Regions", "regions"),
        Column("deadline", "Deadline of the call", "deadline"),
        Column("next_on", "Day of the next step", "next_on"),
        Column("may_publish", "Whether it may be published", "may_publish"),
        Column("follow_up", "What came of a visit it grew from", "follow_up", joins="follow_ups.follow_up"),
        Column("title", "Title", "title"),
        Column("about", "What it is about", "about"),
        Column("next_step", "The next step", "next_step"),
        Column("outcome", "What came of it", "outcome"),
    ),
    "reporting.Opportunity",
    lambda partnership: Opportunity.objects.filter(partnership=partnership),
)

SERVICES = Table(
    "services",
    "One row for each service that a cluster made new, or adapted.",
    (
        key("service", "Number of the service"),
        _CLUSTER,
        Column("name", "Name", "name"),
        Column("novelty", "New or adapted", "novelty"),
        Column("stage", "How far it is", "stage"),
        Column("price", "Price", "price"),
        Column("website", "Website", "website"),
        Column("offered_on", "Offered since", "offered_on"),
        Column("pilot_from", "First day of the pilot", "pilot_from"),
        Column("pilot_until", "Last day of the pilot", "pilot_until"),
        Column("pilot_users", "Users in the pilot", "pilot_users"),
        Column("activity", "The activity it counts as", "activity", joins="activities.activity"),
        Column("summary", "What it is", "summary"),
        Column("business_model", "Who pays for it, and how it lasts", "business_model"),
        Column("pilot_result", "Result of the pilot", "pilot_result"),
    ),
    "reporting.Service",
    lambda partnership: Service.objects.filter(partnership=partnership),
)

PERIODS = Table(
    "reporting_periods",
    "One row for each reporting period. A closed one has frozen figures; their hash proves them.",
    (
        key("period", "Number of the period", "number"),
        Column("title", "Title", "title"),
        Column("first_day", "First day", "first_day"),
        Column("last_day", "Last day: what counts by this day belongs to the period", "last_day"),
        Column("due_on", "Day on which the report is due", "due_on"),
        Column("closed_at", "When it was closed", "closed_at"),
        Column("figures_sha256", "SHA-256 of the frozen figures", "snapshot_hash"),
    ),
    "reporting.ReportingPeriod",
    lambda partnership: ReportingPeriod.objects.filter(partnership=partnership),
)

CORRECTIONS = Table(
    "corrections",
    "One row for each correction of a closed period: never silent, reviewed by a second person.",
    (
        key("correction", "Number of the correction"),
        Column("period", "The period", "period__number", joins="reporting_periods.period"),
        Column("code", "Code of the indicator", "code", joins="figures.code"),
        Column("difference", "What is added or taken away", "difference"),
        Column("noted_at", "When it was noted", "noted_at"),
        Column("reviewed_at", "When it was reviewed", "reviewed_at"),
        Column("agreed", "Whether the second person agreed", "agreed"),
        Column("change", "What changed", "change"),
        Column("reason", "Why", "reason"),
        Column("answer", "Why not", "answer"),
    ),
    "reporting.Correction",
    lambda partnership: Correction.objects.filter(period__partnership=partnership),
    level=Level.NAMED,
)

TABLES = (PRACTICES, MODULES, OPPORTUNITIES, SERVICES, PERIODS, CORRECTIONS)
