"""A second partnership with a file of its own, and rows of every kind that hang on a file: what could leak."""

from datetime import date
from typing import Any

from django.apps import apps

from clusters.models import Partnership, PartnershipCluster
from core import files
from core.actors import Actor
from exchanges.models import (
    AgendaItem,
    Application,
    BankAccount,
    ClosingReport,
    DocumentVersion,
    Evidence,
    Exchange,
    FileMessage,
    FollowUp,
    Outcome,
    Party,
    Proposal,
    Signature,
    VisitPlan,
)
from tests.support import credited
from tests.support.world import World, make_cluster, make_organisation, moment

DAY = date(2026, 4, 1)


def seat(application: Application, cluster: Any, **more: Any) -> None:
    Party.objects.create(
        application=application, role="visitor", organisation=application.organisation, **more
    )
    Party.objects.create(
        application=application,
        role="visitor_cluster",
        organisation=cluster.organisation,
        cluster=cluster,
        **more,
    )


def foreign_partnership(world: World) -> Partnership:
    """Of Sofia and a cluster that the first partnership does not know."""
    partnership = Partnership.objects.create(
        code="OTHER",
        slug="other",
        name="OTHER partnership",
        start_on=date(2025, 1, 1),
        end_on=date(2027, 12, 31),
        coordinator=world.clusters["sofia"],
        deputy=make_cluster("Canary Cluster", "PL", "Lublin", ("51.24645", "22.56844")),
        budget=1000,
    )
    PartnershipCluster.objects.create(partnership=partnership, cluster=world.clusters["sofia"])
    return partnership


def foreign(world: World, partnership: Partnership) -> Application:
    """A credited visit of the other partnership, with everything a file can have."""
    visitor = make_organisation("Canary Visitor", "sme", "BG", "Sofia", ("42.69751", "23.32415"))
    host = make_organisation("Canary Host", "sme", "PL", "Lublin", ("51.24645", "22.56844"))
    exchange = credited.credited(world, visitor, host, DAY)
    sofia = world.clusters["sofia"]
    application = exchange.application
    Application.objects.filter(pk=application.pk).update(partnership=partnership, visitor_cluster=sofia)
    sides = {"partnership": partnership, "visitor_cluster": sofia, "host_cluster": partnership.deputy}
    Exchange.objects.filter(pk=exchange.pk).update(**sides)
    Proposal.objects.filter(pk=exchange.proposal_id).update(host_cluster=partnership.deputy)
    exchange.refresh_from_db()
    seat(application, sofia, exchange=exchange)
    Party.objects.create(
        application=application, exchange=exchange, proposal=exchange.proposal, role="host", organisation=host
    )
    fill(exchange, world)
    return application


def fill(exchange: Exchange, world: World) -> None:
    """One row of every kind that hangs on an exchange, where it has none yet."""
    made = {"exchange": exchange}
    VisitPlan.objects.get_or_create(**made)
    AgendaItem.objects.create(**made, day=exchange.first_day, title="Canary day")
    BankAccount.objects.get_or_create(
        **made, defaults={"holder": "Canary", "iban": "DE89370400440532013000", "given_at": moment(DAY)}
    )
    Outcome.objects.create(**made)
    ClosingReport.objects.create(**made)
    FollowUp.objects.create(**made, kind="project", partner="Canary", status="planned")
    proof = files.store_bytes(b"%PDF-1.7", "canary.pdf", "application/pdf", Actor.system("test"))
    Evidence.objects.create(**made, kind="hotel", file=proof, added_at=moment(DAY))
    document = DocumentVersion.objects.create(
        **made, kind="commitment", number=1, content={}, content_hash="0" * 64, created_at=moment(DAY)
    )
    Signature.objects.create(
        document=document,
        party=Party.objects.filter(exchange=exchange).earliest("pk"),
        signer_name="Canary",
        signer_email="canary@x.example",
        how="portal",
        content_hash="0" * 64,
        signed_at=moment(DAY),
    )
    apps.get_model("exchanges.DayDecision").objects.create(
        **made, day=exchange.first_day, reason="Canary", asked_by=world.actor("manager").user
    )
    FileMessage.objects.create(
        application=exchange.application,
        author=world.actor("other_manager").user,
        author_side="contact_cluster",
        audience="staff",
        text="Canary",
    )
    credited.asked(exchange, "visitor", DAY)
    exchange.actual_quote = exchange.actual_quote or credited.quote(exchange, "actual", 450)
    credited.paid(world, exchange, DAY)
