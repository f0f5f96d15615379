"""The tables of the archive about files, visits and what came of them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clusters.models import Organisation, Partnership
from core.tables import TEXT
from exchanges.enums import ActivityType, Use
from exchanges.models import (
    Application,
    Exchange,
    FollowUp,
    Mission,
    Outcome,
    PastExchange,
    Questionnaire,
    Traveller,
)
from reporting.archive.columns import (
    Column,
    Level,
    Table,
    code_of_kind,
    first_day,
    key,
    last_day,
)

REFERENCE = "Number of the file; the same in every table about it"
EXCHANGE = "Number of the visit"


def files_of(partnership: Partnership) -> QuerySet[Application]:
    """As staff see them: nobody but its own side sees a draft."""
    return Application.objects.filter(partnership=partnership, reference__isnull=False).exclude(state="draft")


def _visits(partnership: Partnership) -> QuerySet[Exchange]:
    return Exchange.objects.filter(partnership=partnership)


def _organisations(partnership: Partnership) -> QuerySet[Organisation]:
    """Those that apply, visit or host, then or before the portal, and those that receive a mission."""
    named = (
        files_of(partnership).filter(organisation=OuterRef("pk")),
        _visits(partnership).filter(Q(visitor=OuterRef("pk")) | Q(host=OuterRef("pk"))),
        PastExchange.objects.filter(partnership=partnership).filter(
            Q(visitor=OuterRef("pk")) | Q(host=OuterRef("pk"))
        ),
        Mission.objects.filter(partnership=partnership, host=OuterRef("pk")),
    )
    wanted = Q(pk__in=[])
    for rows in named:
        wanted |= Q(Exists(rows.order_by()))
    return Organisation.objects.filter(wanted)


ORGANISATIONS = Table(
    "organisations",
    "One row for each organisation that applied, visited or hosted.",
    (
        key("organisation", "Number of the organisation"),
        Column("name", "Legal name", "name"),
        Column("kind", "Kind of organisation", "kind"),
        Column("country", "ISO code of the country", "country"),
        Column("region", "ISO 3166-2 code of the region, where holidays or sums depend on it", "region"),
        Column("town", "Town", "city"),
        Column("registration_number", "Number in the trade register", "registration_number"),
        Column("vat_number", "VAT number", "vat_number"),
        Column("pic", "Participant identification code of the EU", "pic"),
        Column("website", "Website", "website"),
        Column("founded", "Year of foundation", "founded", unit="year"),
        Column("sme_size", "Size class by the SME test", "sme_size"),
    ),
    "clusters.Organisation",
    _organisations,
)

FILES = Table(
    "files",
    "One row for each application that was sent.",
    (
        key("reference", REFERENCE, "reference"),
        Column(
            "organisation", "The visiting organisation", "organisation", joins="organisations.organisation"
        ),
        Column(
            "organisation_kind",
            "Its kind when it applied; indicators count by it",
            "organisation_kind",
            choices=code_of_kind,
        ),
        Column("state", "How far the application is", "state"),
        Column(
            "contact_cluster",
            "Short name of the cluster that handles the file",
            "visitor_cluster__short_name",
        ),
        Column(
            "home_cluster",
            "Short name of the cluster the organisation belongs to",
            "home_cluster__short_name",
        ),
        Column("mission", "The mission it applied for, if any", "mission__slug", joins="missions.mission"),
        Column("purposes", "What the visit is for", "uses", choices=lambda: Use.choices),
        Column("activities", "Planned activities", "activity_types", choices=lambda: ActivityType.choices),
        Column("planned_first_day", "First day at the host, as applied for", "planned_start"),
        Column("planned_last_day", "Last day at the host, as applied for", "planned_end"),
        Column("rules", "Version of the rules the file goes by", "rulebook__code"),
        Column("sent_at", "When it was sent", "submitted_at"),
        Column("decided_at", "When it was decided", "decided_at"),
        Column("contact_name", "Contact person of the visitor", "contact_name"),
        Column("contact_email", "Mail address of the contact", "contact_email"),
        Column("motivation", "Why they want to go", "motivation"),
        Column("expected_results", "What they want to bring home", "expected_results"),
        Column("decision_reason", "Reason of the decision", "decision_reason"),
    ),
    "exchanges.Application",
    files_of,
)

EXCHANGES = Table(
    "exchanges",
    "One row for each visit. It counts (O2.exchanges) from the day in credited_on; rows without that day do not count.",
    (
        key("exchange", EXCHANGE),
        Column("reference", REFERENCE, "application__reference", joins="files.reference"),
        Column("state", "How far the visit is", "state"),
        Column("visitor", "The visiting organisation", "visitor", joins="organisations.organisation"),
        Column("visitor_kind", "Its kind then", "visitor_kind", choices=code_of_kind),
        Column("visitor_country", "ISO code of the country it came from", "visitor_country"),
        Column("host", "The organisation visited", "host", joins="organisations.organisation"),
        Column("host_kind", "Its kind then", "host_kind", choices=code_of_kind),
        Column("host_country", "ISO code of the country visited", "host_country"),
        Column(
            "contact_cluster", "Short name of the visitor's contact cluster", "visitor_cluster__short_name"
        ),
        Column("host_cluster", "Short name of the host's cluster", "host_cluster__short_name"),
        Column("mission", "The mission it belongs to, if any", "mission__slug", joins="missions.mission"),
        Column("mode", "On site or online", "mode"),
        first_day("stay", "First day at the host"),
        last_day("stay", "Last day at the host"),
        Column("planned_sum", "Lump sum agreed before the visit", "planned_quote__amount", unit="EUR"),
        Column("actual_sum", "Lump sum by what really happened", "actual_quote__amount", unit="EUR"),
        Column(
            "credited_on",
            "Day of the first validation of the closing report: the visit counts for the partnership that pays, from this day",
            "credited_on",
        ),
        Column("ended_on", "Day on which a visit ended that did not go to its end", "ended_on"),
        Column("end_reason", "Why it ended", "end_reason"),
    ),
    "exchanges.Exchange",
    _visits,
)

PAST = Table(
    "past_exchanges",
    "One row for each visit from before the portal, as it was imported. It counts (O2.exchanges) from credited_on.",
    (
        key("past_exchange", "Number of the visit"),
        Column("reference", "The partnership's own reference", "reference"),
        Column("visitor", "The visiting organisation", "visitor", joins="organisations.organisation"),
        Column("visitor_kind", "Its kind then", "visitor_kind"),
        Column("visitor_country", "ISO code of the country it came from", "visitor_country"),
        Column("host", "The organisation visited", "host", joins="organisations.organisation"),
        Column("host_kind", "Its kind then", "host_kind"),
        Column("host_country", "ISO code of the country visited", "host_country"),
        first_day("stay", "First day"),
        last_day("stay", "Last day"),
        Column("working_days", "Working days", "working_days", unit="days"),
        Column("mission", "Name of the mission", "mission_name"),
        Column("travellers", "How many people travelled", "travellers", unit="people"),
        Column("sum", "Lump sum paid", "amount", unit="EUR"),
        Column("paid_on", "Day of the payment", "paid_on"),
        Column("credited_on", "Day from which it counts", "credited_on"),
    ),
    "exchanges.PastExchange",
    lambda partnership: PastExchange.objects.filter(partnership=partnership),
)

TRAVELLERS = Table(
    "travellers",
    "One row for each person who travels.",
    (
        key("traveller", "Number of the traveller"),
        Column("reference", REFERENCE, "application__reference", joins="files.reference"),
        Column("first_name", "First name", "first_name"),
        Column("last_name", "Last name", "last_name"),
        Column("email", "Mail address", "email"),
        Column("position", "Position", "position"),
    ),
    "exchanges.Traveller",
    lambda partnership: Traveller.objects.filter(
        application__in=files_of(partnership).order_by().values("pk")
    ),
    level=Level.FULL,
)

OUTCOMES = Table(
    "outcomes",
    "What really happened, once for each visit: from host and visitor, confirmed by the manager.",
    (
        Column("exchange", EXCHANGE, "exchange", joins="exchanges.exchange"),
        Column("host_said", "What the host said", "host_kind"),
        Column("confirmed", "What the manager confirmed; it counts", "kind"),
        Column("host_answered_at", "When the host answered", "host_answered_at"),
        Column("confirmed_at", "When it was confirmed", "confirmed_at"),
    ),
    "exchanges.Outcome",
    lambda partnership: Outcome.objects.filter(exchange__partnership=partnership),
)

FOLLOW_UPS = Table(
    "follow_ups",
    "One row for each thing that came, or may come, of a visit. Plans do not count.",
    (
        key("follow_up", "Number of the entry"),
        Column("exchange", EXCHANGE, "exchange", joins="exchanges.exchange"),
        Column("kind", "What came of it", "kind"),
        Column("status", "How far it is", "status"),
        Column("expected_on", "By when it is expected", "expected_on"),
        Column("partner", "With whom", "partner"),
    ),
    "exchanges.FollowUp",
    lambda partnership: FollowUp.objects.filter(exchange__partnership=partnership),
)

FEEDBACK = Table(
    "feedback",
    "One row for each questionnaire. Nobody is named; published are figures only, never of fewer than five answers.",
    (
        key("questionnaire", "Number of the questionnaire"),
        Column("exchange", EXCHANGE, "exchange", joins="exchanges.exchange"),
        Column("respondent", "Who was asked", "respondent"),
        Column("wave", "0 right after the stay, else months later", "wave", unit="months"),
        Column("state", "Whether it was answered", "state"),
        Column("asked_at", "When they were asked", "invited_at"),
        Column("answered_at", "When they answered", "answered_at"),
        Column("score", "Mean of the scale answers, 1 to 5", "score"),
        Column("recommend", "Would they recommend it, 0 to 10", "recommend"),
    ),
    "exchanges.Questionnaire",
    lambda partnership: Questionnaire.objects.filter(exchange__partnership=partnership),
    level=Level.FULL,
)


def _answers(values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    questionnaire, answers = values
    for code, answer in sorted(answers.items()):
        yield questionnaire, code, " ".join(answer) if isinstance(answer, list) else answer


ANSWERS = Table(
    "feedback_answers",
    "One row for each answer to one question.",
    (
        key("questionnaire", "Number of the questionnaire", joins="feedback.questionnaire"),
        Column("question", "Code of the question", kind=TEXT),
        Column("answer", "The answer: a number, codes, or the person's own words", kind=TEXT, free_text=True),
    ),
    "exchanges.Questionnaire",
    lambda partnership: Questionnaire.objects.filter(exchange__partnership=partnership, state="answered"),
    _answers,
    ("answers",),
    level=Level.FULL,
)

TABLES = (ORGANISATIONS, FILES, EXCHANGES, PAST, TRAVELLERS, OUTCOMES, FOLLOW_UPS, FEEDBACK, ANSWERS)
