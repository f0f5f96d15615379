"""The tables of the archive about the partnership itself: figures, events, activities, deliverables, and who did what."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from clusters.models import Cluster, Partnership, Target
from core import clock
from core.models import AuditEvent, TransitionLog
from core.tables import DATE, TEXT
from exchanges.models import Mission, Participant, Presence
from reporting import indicators
from reporting.archive import knowledge, papers, visits
from reporting.archive.columns import NUMBER, Column, Level, Table, key
from reporting.deliverables.publishing import View
from reporting.models import Activity, Deliverable, DeliverableEdition, LinkedNetwork, NewsItem, PlannedIssue
from reporting.periods import Period
from reporting.selectors.tally import Tally


def _figures(partnership: Partnership, level: Level) -> Iterator[tuple[Any, ...]]:
    """As the dashboard tells them; in a public archive as the public page does, without small numbers."""
    period = Period(partnership, until=clock.today())
    tally = Tally(period)
    view = View(tally, indicators.measure(period, tally), level == Level.PUBLIC)
    for row in view.shown():
        yield (
            row["code"], row["label"], row["value"], row["target"], row["unit"], row["rule"], period.until,
        )  # fmt: skip


PARTNERSHIP = Table(
    "partnership",
    "One row: the partnership.",
    (
        key("partnership", "Code of the partnership", "code"),
        Column("name", "Name", "name"),
        Column("coordinator", "Short name of the coordinating cluster", "coordinator__short_name"),
        Column("first_day", "First day of the project", "start_on"),
        Column("last_day", "Last day of the project", "end_on"),
        Column("budget", "Money for lump sums", "budget", unit="EUR", level=Level.NAMED),
        Column("grant", "Grant or call", "grant_reference"),
        Column("website", "Website", "website"),
    ),
    "clusters.Partnership",
    lambda partnership: Partnership.objects.filter(pk=partnership.pk),
    level=Level.PUBLIC,
)

CLUSTERS = Table(
    "clusters",
    "One row for each cluster of the partnership.",
    (
        key("cluster", "Short name of the cluster", "short_name"),
        Column("name", "Name", "name"),
        Column("country", "ISO code of the country", "organisation__country"),
        Column("town", "Town", "organisation__city"),
        Column("website", "Website", "organisation__website"),
        Column(
            "eccp_profile",
            "Address of its profile on the European Cluster Collaboration Platform",
            "profile_url",
        ),
    ),
    "clusters.Cluster",
    lambda partnership: Cluster.objects.filter(places__partnership=partnership),
    level=Level.PUBLIC,
)

TARGETS = Table(
    "targets",
    "One row for each promise of the grant.",
    (
        Column("code", "Code of the indicator", "code", joins="figures.code"),
        Column("target", "What was promised", "value"),
    ),
    "clusters.Target",
    lambda partnership: Target.objects.filter(partnership=partnership),
    level=Level.PUBLIC,
)

FIGURES = Table(
    "figures",
    "One row for each indicator, as the portal counts it on the day of the archive. Nothing recorded is empty, never 0.",
    (
        Column("code", "Code of the indicator", kind=TEXT),
        Column("label", "What it counts", kind=TEXT),
        Column(
            "value",
            "The number; empty where nothing is recorded, or a public archive hides a small one",
            kind=NUMBER,
        ),
        Column("target", "What was promised", kind=NUMBER),
        Column("unit", "What is counted", kind=TEXT),
        Column("rule", "The rule by which it is counted", kind=TEXT),
        Column("as_of", "Day up to which it is counted", kind=DATE),
    ),
    lines=_figures,
    level=Level.PUBLIC,
)

MISSIONS = Table(
    "missions",
    "One row for each mission or other event.",
    (
        key("mission", "Name of the event in addresses", "slug"),
        Column("title", "Title", "title"),
        Column("kind", "What kind of event", "kind"),
        Column("state", "How far it is", "state"),
        Column("mode", "On site or online", "mode"),
        Column("first_day", "First day", "start_on"),
        Column("last_day", "Last day", "end_on"),
        Column("country", "ISO code of the country", "country"),
        Column("town", "Place", "city"),
        Column("host_cluster", "Short name of the host's cluster", "host_cluster__short_name"),
        Column(
            "host",
            "The organisation that receives",
            "host",
            joins="organisations.organisation",
            level=Level.NAMED,
        ),
        Column("places", "How many may come", "places", unit="people"),
        Column("lump_sum", "Whether visitors are paid a lump sum", "with_lump_sum"),
        Column("summary", "What it is about", "summary"),
    ),
    "exchanges.Mission",
    lambda partnership: Mission.objects.filter(partnership=partnership),
    level=Level.PUBLIC,
    public_rows=lambda rows: rows.exclude(state__in=["draft", "cancelled"]),
)


def _participants(partnership: Partnership) -> QuerySet[Participant]:
    return Participant.objects.filter(mission__partnership=partnership)


PARTICIPANTS = Table(
    "participants",
    "One row for each person at an event. Names of travellers stand in travellers.",
    (
        key("participant", "Number of the participant"),
        Column("mission", "The event", "mission__slug", joins="missions.mission"),
        Column(
            "traveller", "The traveller of a file, if it is one", "traveller", joins="travellers.traveller"
        ),
        Column("side", "Visitor, local company, or staff", "side"),
        Column("state", "Whether the person comes", "state"),
        Column("organisation", "Organisation, where the portal knows it", "organisation"),
        Column("organisation_name", "Organisation, where it does not", "organisation_name"),
        Column("country", "ISO code of the country", "country"),
        Column("first_name", "First name", "first_name"),
        Column("last_name", "Last name", "last_name"),
        Column("email", "Mail address", "email"),
        Column("position", "Position", "position"),
    ),
    "exchanges.Participant",
    _participants,
    level=Level.FULL,
)

PRESENCE = Table(
    "presence",
    "One row for each half of a day that was noted for a participant.",
    (
        Column("participant", "The participant", "participant", joins="participants.participant"),
        Column("day", "Day", "day"),
        Column("half", "Half of the day", "half"),
        Column("present", "Whether the person was there", "present"),
        Column("how", "How it was noted", "how"),
        Column("noted_at", "When it was noted", "noted_at"),
        Column("late", "Noted after the day was over, with a reason", "late"),
        Column("reason", "The reason", "reason"),
    ),
    "exchanges.Presence",
    lambda partnership: Presence.objects.filter(participant__mission__partnership=partnership),
    level=Level.FULL,
)

ACTIVITIES = Table(
    "activities",
    "One row for each activity that no exchange produces. It counts in the state counted: a second person reviewed it.",
    (
        key("activity", "Number of the activity"),
        Column("kind", "What it was; the indicator it counts for follows from it", "kind"),
        Column(
            "cluster",
            "Short name of the cluster that recorded it",
            "cluster__short_name",
            joins="clusters.cluster",
        ),
        Column("day", "Day; it counts from here", "held_on"),
        Column("number", "People for a training, else how many of the kind", "count"),
        Column("state", "Whether it counts", "state"),
        Column("mode", "On site or online", "mode"),
        Column("place", "Where it was", "place"),
        Column(
            "participants", "People who took part, as far as they were counted", "participants", unit="people"
        ),
        Column("organisations", "Organisations that took part", "organisations"),
        Column("counterpart", "What the partner of an agreement is", "counterpart"),
        Column("evidence", "Address of the evidence", "evidence_url"),
        Column("recorded_at", "When it was recorded", "recorded_at"),
        Column("reviewed_at", "When a second person reviewed it", "reviewed_at"),
        Column("title", "Title", "title"),
        Column("note", "What was done, and with whom", "note"),
    ),
    "reporting.Activity",
    lambda partnership: Activity.objects.filter(partnership=partnership),
)

NETWORKS = Table(
    "networks",
    "One row for each network the partnership is linked with.",
    (
        key("network", "Name of the network", "name"),
        Column("kind", "What kind of network", "kind"),
        Column("location", "Where it is", "location"),
        Column("linked_on", "Linked since", "linked_on"),
        Column("website", "Website", "website"),
        Column(
            "activity",
            "The activity it counts as",
            "activity",
            joins="activities.activity",
            level=Level.NAMED,
        ),
    ),
    "reporting.LinkedNetwork",
    lambda partnership: LinkedNetwork.objects.filter(partnership=partnership),
    level=Level.PUBLIC,
)

NEWS = Table(
    "news",
    "One row for each entry of the public page, also those that are not published.",
    (
        key("news", "Number of the entry"),
        Column("kind", "What kind of entry", "kind"),
        Column("day", "Its date", "dated_on"),
        Column("published_at", "When it was published", "published_at"),
        Column("link", "Link", "link"),
        Column("title", "Title", "title"),
        Column("text", "Text", "text"),
    ),
    "reporting.NewsItem",
    lambda partnership: NewsItem.objects.filter(partnership=partnership),
)

DELIVERABLES = Table(
    "deliverables",
    "One row for each issue of a deliverable.",
    (
        key("deliverable", "Number of the issue"),
        Column("code", "Code in the grant agreement", "code"),
        Column("title", "Title", "title"),
        Column("subject", "What it is about, where there is one for each subject", "subject"),
        Column("work_package", "Work package", "work_package"),
        Column("issue", "Issue, from 1", "number"),
        Column("from", "First day it is about", "since"),
        Column("until", "Last day it is about", "as_of"),
        Column("period_sha256", "SHA-256 of the closed period it was made from", "period__snapshot_hash"),
        Column("state", "How far it is", "state"),
        Column("approved_at", "When a second person approved it", "approved_at"),
        Column("published_at", "When it was published", "published_at"),
        Column("submitted_on", "Day on which it went to the granting authority", "submitted_on"),
    ),
    "reporting.Deliverable",
    lambda partnership: Deliverable.objects.filter(partnership=partnership),
    level=Level.PUBLIC,
    public_rows=lambda rows: rows.filter(state="published"),
)

PLAN = Table(
    "deliverable_plan",
    "One row for each issue of which the plan says more than its type, or that was handed in without the portal. Its document "
    "lies in deliverables/earlier/, where it is part of this archive.",
    (
        Column("code", "Code in the grant agreement", "code"),
        Column("issue", "Issue, from 1", "number"),
        Column("due_on", "Day on which it is due", "due_on", level=Level.NAMED),
        Column("lead", "Short name of the leading cluster", "lead__short_name", level=Level.NAMED),
        Column("wanted", "Whether it is part of the plan", "wanted", level=Level.NAMED),
        Column("submitted_on", "Day on which it went to the granting authority", "submitted_on"),
        Column("title", "Title of what was handed in", "submitted_title"),
        Column("link", "Where it can be read", "submitted_link"),
        Column("public", "Whether everybody may read it", "submitted_public"),
        Column("sha256", "SHA-256 of its document", "submitted_file__sha256"),
        Column("note", "Note", "note"),
    ),
    "reporting.PlannedIssue",
    lambda partnership: PlannedIssue.objects.filter(partnership=partnership),
    level=Level.PUBLIC,
    public_rows=lambda rows: rows.filter(submitted_public=True),
)

EDITIONS = Table(
    "deliverable_editions",
    "One row for each edition of an issue. Its PDF lies in deliverables/, where the edition is part of this archive.",
    (
        key("edition_number", "Number of the edition"),
        Column("deliverable", "Number of the issue", "deliverable_id"),
        Column("edition", "Public, or with the confidential annex", "edition"),
        Column("figures_sha256", "SHA-256 of the frozen figures", "snapshot_hash"),
        Column("proof", "Code printed on the document", "proof"),
        Column("pdf_sha256", "SHA-256 of the PDF", "pdf__sha256"),
        Column("pages", "Pages of the PDF", "pages", unit="pages"),
    ),
    "reporting.DeliverableEdition",
    lambda partnership: DeliverableEdition.objects.filter(deliverable__partnership=partnership),
    level=Level.PUBLIC,
    public_rows=lambda rows: rows.filter(deliverable__state="published", edition="public"),
)


def _about(partnership: Partnership, kind: str, number: str) -> Q:
    """The rows of a log that are about a record of the archive."""
    found = Q(pk__in=[])
    for label, table in _of_models().items():
        assert table.rows is not None
        found |= Q(**{kind: label, f"{number}__in": table.rows(partnership).order_by().values("pk")})
    return found


def _of_models() -> dict[str, Table]:
    """The table for each model; the first where several read it."""
    found: dict[str, Table] = {}
    for table in TABLES:
        if table.model and not table.model.startswith("core."):
            found.setdefault(apps.get_model(table.model)._meta.label_lower, table)
    return found


HISTORY = Table(
    "history",
    "One row for each move of a record from one state to another.",
    (
        key("step", "Number of the step"),
        Column("record", "Kind of the record", "subject_type"),
        Column("number", "Number of the record in its table", "subject_id"),
        Column("move", "What was done", "name"),
        Column("from", "State before", "source"),
        Column("to", "State after", "target"),
        Column("at", "When it happened", "occurred_at"),
        Column("noted_at", "When the portal noted it", "recorded_at"),
        Column("as", "Role of whoever did it", "actor_hat"),
        Column("who", "Who did it", "actor_label"),
        Column("comment", "What they said to it", "comment"),
    ),
    "core.TransitionLog",
    lambda partnership: TransitionLog.objects.filter(_about(partnership, "subject_type", "subject_id")),
)

AUDIT = Table(
    "audit",
    "One row for each act that the portal noted about a record of this archive; in the portal these rows are a chain of hashes.",
    (
        key("event", "Number of the event"),
        Column("act", "What was done", "action"),
        Column("record", "Kind of the record", "object_type"),
        Column("number", "Number of the record in its table", "object_id"),
        Column("label", "The record in words", "object_label"),
        Column("as", "Role of whoever did it; names are kept as keyed hashes only", "actor_hat"),
        Column("at", "When it happened", "occurred_at"),
        Column("noted_at", "When the portal noted it", "recorded_at"),
    ),
    "core.AuditEvent",
    lambda partnership: AuditEvent.objects.filter(_about(partnership, "object_type", "object_id")),
    level=Level.FULL,
)

TABLES: tuple[Table, ...] = (
    *(PARTNERSHIP, CLUSTERS, TARGETS, FIGURES),
    *visits.TABLES,
    *papers.TABLES,
    *(MISSIONS, PARTICIPANTS, PRESENCE, ACTIVITIES, NETWORKS, NEWS, DELIVERABLES, PLAN, EDITIONS),
    *knowledge.TABLES,
    *(HISTORY, AUDIT),
)
