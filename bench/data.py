"""Fills an empty, migrated database with files in bulk. For measuring only: rows are inserted, no story is told."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, models

from clusters.models import (
    Cluster,
    Organisation,
    Partnership,
    PartnershipCluster,
    Role,
    Target,
    User,
)
from exchanges import lump_sum
from exchanges.models import Application, Exchange, Mission, Proposal, Quote, Rulebook, Traveller
from exchanges.selectors import rulebooks

BATCH = 2000
MOMENT = datetime(2026, 1, 5, 9, tzinfo=UTC)
_COUNTRIES = ("DE", "PL", "FR", "LT", "BG", "ES")
_STATES = ("in_review", "submitted", "accepted", "accepted", "accepted", "accepted", "accepted", "rejected")
_EXCHANGE_STATES = (
    "building",
    "commitment_signing",
    "ready_to_start",
    "awaiting_report",
    "report_submitted",
    "paid",
    "closed",
)


# Most rows of a file say again what its own row says, so the database makes them.
_VISITS = """
UPDATE exchanges_application file SET current_exchange_id = visit.id
FROM exchanges_exchange visit WHERE visit.application_id = file.id
"""
_VISITOR_SIDES = """
INSERT INTO exchanges_party
    (application_id, exchange_id, role, organisation_id, cluster_id, contact_name, contact_email, contact_phone, active)
SELECT file.id, file.current_exchange_id, side.role,
    CASE WHEN side.role = 'visitor' THEN file.organisation_id ELSE own.organisation_id END,
    CASE WHEN side.role = 'visitor' THEN NULL ELSE own.id END,
    file.contact_name, file.contact_email, '', true
FROM exchanges_application file JOIN clusters_cluster own ON own.id = file.visitor_cluster_id
CROSS JOIN (VALUES ('visitor'), ('visitor_cluster')) AS side (role) ORDER BY file.id, side.role
"""
_HOST_SIDES = """
INSERT INTO exchanges_party
    (application_id, proposal_id, exchange_id, role, organisation_id, cluster_id, contact_name, contact_email,
    contact_phone, active)
SELECT visit.application_id, visit.proposal_id, visit.id, side.role,
    CASE WHEN side.role = 'host' THEN visit.host_id ELSE own.organisation_id END,
    CASE WHEN side.role = 'host' THEN NULL ELSE own.id END,
    'Hugo Host', 'hugo@host.example', '', true
FROM exchanges_exchange visit JOIN clusters_cluster own ON own.id = visit.host_cluster_id
CROSS JOIN (VALUES ('host'), ('host_cluster')) AS side (role) ORDER BY visit.id, side.role
"""
_LOGS = """
INSERT INTO core_transitionlog
    (subject_type, subject_id, name, source, target, actor_kind, actor_user_id, actor_label, actor_hat, comment, data,
    occurred_at, recorded_at)
SELECT 'exchanges.application', file.id, step.name, step.source, step.target, 'person', %(user)s, 'Mara Manager', '', '',
    '{}', %(moment)s, %(moment)s
FROM exchanges_application file
CROSS JOIN (VALUES (1, 'create', '', 'draft'), (2, 'submit', 'draft', 'submitted'),
    (3, 'open_review', 'submitted', 'in_review')) AS step (place, name, source, target)
ORDER BY file.id, step.place
"""


def fill(files: int) -> dict[str, User]:
    """`files` applications, most with an exchange; returns a manager and a coordinator to log in as.

    Not in one transaction: the triggers of 100,000 rows that were inserted in the same one take longer with each row.
    """
    rng = random.Random(7)
    clusters = [_cluster(number, country) for number, country in enumerate(_COUNTRIES)]
    partnership = _partnership(clusters)
    people = _people(clusters[0], partnership)
    firms = Organisation.objects.bulk_create(
        Organisation(
            name=f"Firm {number} {rng.choice(('Sensors', 'Robotics', 'Optics'))}",
            kind="sme" if number % 4 else "tech_centre",
            country_id=_COUNTRIES[number % 6],
            city="Town",
            latitude=Decimal("50.0"),
            longitude=Decimal(10 + number % 9),
        )
        for number in range(max(200, files // 5))
    )
    Role.objects.create(user=people["visitor"], kind="representative", organisation=firms[0])
    quote = _quote(Rulebook.objects.get())
    applications = bulk(
        Application,
        (_application(n, firms, clusters, partnership, people["visitor"], quote) for n in range(files)),
    )
    accepted = [row for row in applications if row.state == "accepted"]
    proposals = bulk(Proposal, (_proposal(n, row, firms, clusters) for n, row in enumerate(accepted)))
    quotes = bulk(
        Quote, (Quote(application=p.application, kind="planned", **quote["row"]) for p in proposals)
    )
    bulk(Exchange, (_exchange(n, *pair) for n, pair in enumerate(zip(proposals, quotes, strict=True))))
    with connection.cursor() as cursor:
        for statement in (_VISITS, _VISITOR_SIDES, _HOST_SIDES):
            cursor.execute(statement)
        cursor.execute(_LOGS, {"user": people["manager"].pk, "moment": MOMENT})
    bulk(Mission, (_mission(number, clusters, partnership) for number in range(max(50, files // 100))))
    return people


def _mission(number: int, clusters: list[Cluster], partnership: Partnership) -> Mission:
    first = date(2027, 1, 4) + timedelta(weeks=number % 50)
    return Mission(
        partnership=partnership,
        slug=f"mission-{number}",
        title=f"Mission {number}",
        state="open",
        state_since=MOMENT,
        host_cluster=clusters[number % 6],
        host=clusters[number % 6].organisation,
        country_id=_COUNTRIES[number % 6],
        city="Town",
        start_on=first,
        end_on=first + timedelta(days=3),
        summary="Three days with hosts.",
        with_lump_sum=False,
    )


def drafts(number: int, people: dict[str, User]) -> list[Application]:
    """Complete drafts of the visitor, ready to be sent and then decided on."""
    firm = Organisation.objects.get(roles__user=people["visitor"])
    cluster = Cluster.objects.get(roles__user=people["manager"])
    first = datetime.now(UTC).date() + timedelta(days=60)
    first -= timedelta(days=first.weekday())
    rows = bulk(
        Application,
        (
            Application(
                state="draft",
                state_since=MOMENT,
                partnership=Partnership.objects.get(),
                organisation=firm,
                organisation_kind=firm.kind,
                created_by=people["visitor"],
                contact_name="Vera Visitor",
                contact_email="vera@firm.example",
                home_cluster=cluster,
                visitor_cluster=cluster,
                uses=["learn"],
                activity_types=["knowledge"],
                motivation="We want to learn.",
                expected_results="Contacts.",
                planned_start=first,
                planned_end=first + timedelta(days=3),
                host_choice="find",
                languages=["en"],
                earlier_visit=False,
                residence_confirmed=True,
                no_double_funding=True,
                privacy_version="2026-1",
                privacy_read_at=MOMENT,
            )
            for _number in range(number)
        ),
    )
    bulk(
        Traveller,
        (
            Traveller(application=row, first_name="Vera", last_name="Visitor", email="vera@firm.example")
            for row in rows
        ),
    )
    return rows


def bulk(model: type[models.Model], rows: Any) -> list[Any]:
    made: list[Any] = []
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            made += model._default_manager.bulk_create(batch)
            batch = []
    return made + model._default_manager.bulk_create(batch)


def _cluster(number: int, country: str) -> Cluster:
    organisation = Organisation.objects.create(
        name=f"Cluster {number}",
        kind="cluster",
        country_id=country,
        city="Town",
        latitude=50,
        longitude=10 + number,
    )
    return Cluster.objects.create(
        organisation=organisation,
        name=f"Cluster {number}",
        short_name=f"Cluster {number}",
        slug=f"cluster-{number}",
        contact_name="Contact",
        contact_email=f"contact{number}@bench.example",
    )


def _partnership(clusters: list[Cluster]) -> Partnership:
    partnership = Partnership.objects.create(
        code="BENCH",
        slug="bench",
        name="BENCH",
        start_on=date(2025, 1, 1),
        end_on=date(2027, 12, 31),
        coordinator=clusters[0],
        deputy=clusters[1],
        budget=Decimal(9_000_000),
    )
    for position, cluster in enumerate(clusters, start=1):
        PartnershipCluster.objects.create(partnership=partnership, cluster=cluster, position=position)
    for code, value in {"O2.exchanges": 96, "O2.smes": 48, "O4.activities": 20}.items():
        Target.objects.create(partnership=partnership, code=code, value=value)
    return partnership


def _people(cluster: Cluster, partnership: Partnership) -> dict[str, User]:
    manager = User.objects.create(email="manager@bench.example", first_name="Mara", last_name="Manager")
    coordinator = User.objects.create(
        email="coordinator@bench.example", first_name="Cora", last_name="Ordinator"
    )
    visitor = User.objects.create(email="vera@firm.example", first_name="Vera", last_name="Visitor")
    Role.objects.create(user=manager, kind="manager", cluster=cluster)
    Role.objects.create(user=coordinator, kind="coordinator", partnership=partnership)
    return {"manager": manager, "coordinator": coordinator, "visitor": visitor}


def _quote(rulebook: Rulebook) -> dict[str, Any]:
    inputs = lump_sum.Inputs(
        home_country="DE", host_country="FR", start=date(2026, 5, 11), end=date(2026, 5, 14), distance_km=967
    )
    result = lump_sum.calculate(inputs, rulebooks.as_rules(rulebook), rulebooks.as_grid(rulebook.grid))
    row = {
        "rulebook": rulebook,
        "grid": rulebook.grid,
        "inputs": inputs.to_json(),
        "result": result.to_json(),
        "eligible": True,
        "working_days": result.working_days,
        "distance_km": 967,
        "amount": result.amount,
        "created_at": MOMENT,
    }
    return {"rulebook": rulebook, "row": row}


def _application(
    n: int,
    firms: list[Organisation],
    clusters: list[Cluster],
    partnership: Partnership,
    user: User,
    quote: dict[str, Any],
) -> Application:
    firm = firms[n % len(firms)]
    cluster = clusters[n % 6]
    return Application(
        reference=f"CXC-2026-{n + 1:06d}",
        state=_STATES[n % len(_STATES)],
        state_since=MOMENT,
        waiting_for="visitor_cluster",
        due_on=date(2026, 3, 1) + timedelta(days=n % 60),
        partnership=partnership,
        rulebook=quote["rulebook"],
        organisation=firm,
        organisation_kind=firm.kind,
        created_by=user,
        contact_name="Vera Visitor",
        contact_email="vera@firm.example",
        home_cluster=cluster,
        visitor_cluster=cluster,
        uses=["learn"],
        activity_types=["knowledge"],
        motivation="We want to learn.",
        expected_results="Contacts.",
        planned_start=date(2026, 5, 11),
        planned_end=date(2026, 5, 14),
        host_choice="find",
        submitted_at=MOMENT,
    )


def _proposal(n: int, row: Application, firms: list[Organisation], clusters: list[Cluster]) -> Proposal:
    host = firms[(n * 7 + 1) % len(firms)]
    if host.country_id == row.organisation.country_id:
        host = next(firm for firm in firms if firm.country_id != row.organisation.country_id)
    return Proposal(
        application=row,
        host=host,
        host_cluster=clusters[(n + 2) % 6],
        stay=(row.planned_start, row.planned_end + timedelta(days=1)),
        host_contact_name="Hugo Host",
        host_contact_email="hugo@host.example",
        state="confirmed",
        state_since=MOMENT,
    )


def _exchange(n: int, proposal: Proposal, quote: Quote) -> Exchange:
    row, state = proposal.application, _EXCHANGE_STATES[n % len(_EXCHANGE_STATES)]
    return Exchange(
        application=row,
        proposal=proposal,
        partnership=row.partnership,
        visitor=row.organisation,
        visitor_kind=row.organisation_kind,
        visitor_country_id=row.organisation.country_id,
        host=proposal.host,
        host_kind=proposal.host.kind,
        host_country_id=proposal.host.country_id,
        visitor_cluster=row.visitor_cluster,
        host_cluster=proposal.host_cluster,
        stay=proposal.stay,
        planned_quote=quote,
        credited_on=date(2026, 1, 1) + timedelta(days=n % 300) if state in ("paid", "closed") else None,
        state=state,
        state_since=MOMENT,
        waiting_for="visitor",
        due_on=date(2026, 6, 1),
    )
