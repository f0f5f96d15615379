"""From the confirmed match to the plan that goes out for signature, and back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from core.models import AuditEvent
from exchanges.models import DocumentVersion, Exchange, Party
from exchanges.policies import current_document
from exchanges.services import building
from tests.support.world import FIRST_DAY, LAST_DAY, World

pytestmark = pytest.mark.django_db


def test_create_exchange_seats_four_parties_and_freezes_the_sum(world: World) -> None:
    exchange = world.building()
    parties = Party.objects.filter(exchange=exchange)
    assert sorted(parties.values_list("role", "organisation__name")) == [
        ("host", "Mobilité Azur SAS"),
        ("host_cluster", "Azur Secure"),
        ("visitor", "Elbe Sensors GmbH"),
        ("visitor_cluster", "Elbe Valley"),
    ]
    assert exchange.state == "building"
    assert exchange.planned_quote is not None
    assert (exchange.planned_quote.kind, exchange.planned_quote.amount) == ("planned", Decimal("450.00"))
    assert (exchange.first_day, exchange.last_day) == (FIRST_DAY, LAST_DAY)
    assert exchange.visitor_kind == "sme"
    application = exchange.application
    assert application.current_exchange_id == exchange.pk
    assert [person.stay for person in application.travellers.all()] == [exchange.stay]


def test_create_exchange_fills_the_plan_from_the_application(world: World) -> None:
    plan = world.building().plan
    assert plan.objectives == "We want to see how smart mobility is tested on real roads."
    assert plan.expected_results == "A shared test plan with the host."
    assert plan.venue == "Mobilité Azur SAS, Sophia Antipolis"
    assert plan.host_duties.startswith("Receives the visitor")
    assert plan.visitor_duties.startswith("Takes part")


def test_create_exchange_refused_when_a_traveller_is_booked(world: World) -> None:
    world.building()
    with pytest.raises(Refused, match="Vera Visitor already has a visit in these days"):
        world.building(host_choice="listed")
    assert Exchange.objects.count() == 1


def test_save_plan_stale_version_changes_nothing(world: World) -> None:
    exchange, visitor = world.building(), world.actor("visitor")
    seen = exchange.version
    building.save_plan(exchange=exchange, by=visitor, version=seen, venue="Lab one")
    with pytest.raises(StaleVersion):
        building.save_plan(exchange=exchange, by=visitor, version=seen, venue="Lab two")
    exchange.plan.refresh_from_db()
    assert exchange.plan.venue == "Lab one"


@pytest.mark.parametrize(
    "persona", ["host", "host_manager", "finance", "coordinator", "auditor", "other_manager"]
)
def test_save_plan_wrong_role(world: World, persona: str) -> None:
    with pytest.raises(NotAllowed):
        building.save_plan(exchange=world.building(), by=world.actor(persona), venue="Elsewhere")


def test_save_plan_unknown_field(world: World) -> None:
    with pytest.raises(InvalidInput):
        building.save_plan(exchange=world.building(), by=world.actor("visitor"), state="paid")


def test_save_plan_while_signing(world: World) -> None:
    with pytest.raises(WrongState):
        building.save_plan(exchange=world.commitment_signing(), by=world.actor("visitor"), venue="Elsewhere")


def test_save_plan_is_audited_without_values(world: World) -> None:
    exchange = world.building()
    building.save_plan(exchange=exchange, by=world.actor("visitor"), venue="A secret lab")
    event = AuditEvent.objects.filter(action="exchange.save_plan").latest("id")
    assert list(event.digests) == ["venue"]
    assert "secret" not in str(event.digests)


def test_set_agenda_outside_the_visit(world: World) -> None:
    with pytest.raises(InvalidInput, match="outside"):
        building.set_agenda(
            exchange=world.building(),
            by=world.actor("visitor"),
            items=[{"day": date(2026, 5, 22), "title": "Too late"}],
        )


def test_set_agenda_leaves_out_rows_without_title(world: World) -> None:
    exchange = world.building()
    items: list[dict[str, Any]] = [{"day": FIRST_DAY, "title": " Welcome "}, {"day": LAST_DAY, "title": " "}]
    building.set_agenda(exchange=exchange, by=world.actor("visitor"), items=items)
    assert list(exchange.agenda.values_list("day", "title")) == [(FIRST_DAY, "Welcome")]


def test_change_dates_quotes_anew_and_moves_the_programme(world: World) -> None:
    exchange, visitor = world.building(), world.actor("visitor")
    building.set_agenda(
        exchange=exchange,
        by=visitor,
        items=[{"day": FIRST_DAY, "title": "First"}, {"day": LAST_DAY, "title": "Fourth"}],
    )
    building.change_dates(exchange=exchange, by=visitor, start=date(2026, 6, 1), end=date(2026, 6, 5))
    exchange.refresh_from_db()
    assert exchange.planned_quote is not None
    assert (exchange.planned_quote.working_days, exchange.planned_quote.amount) == (5, Decimal("900.00"))
    assert exchange.quotes.filter(kind="planned").count() == 2
    assert list(exchange.agenda.values_list("day", "title")) == [
        (date(2026, 6, 1), "First"),
        (date(2026, 6, 4), "Fourth"),
    ]
    assert exchange.application.travellers.get().stay == exchange.stay


def test_change_dates_keeps_what_no_longer_fits_on_the_last_day(world: World) -> None:
    exchange, visitor = world.building(), world.actor("visitor")
    building.set_agenda(exchange=exchange, by=visitor, items=[{"day": LAST_DAY, "title": "Fourth"}])
    building.change_dates(exchange=exchange, by=visitor, start=date(2026, 6, 2), end=date(2026, 6, 4))
    assert list(exchange.agenda.values_list("day", "title")) == [(date(2026, 6, 4), "Fourth")]


def test_send_plan_names_the_empty_days(world: World) -> None:
    exchange = world.building()
    with pytest.raises(Refused, match="2026-05-18, 2026-05-19, 2026-05-20, 2026-05-21|18 May"):
        building.send_plan(exchange=exchange, by=world.actor("visitor"))
    assert not DocumentVersion.objects.exists()


def test_send_plan_makes_both_documents(world: World) -> None:
    exchange = world.commitment_signing()
    assert exchange.state == "commitment_signing"
    assert exchange.waiting_for == "visitor visitor_cluster host host_cluster"
    assert sorted(exchange.documents.values_list("kind", "number")) == [("agreement", 1), ("commitment", 1)]


def test_send_plan_on_unconfirmed_grid_outside_demo(world: World, settings: Any) -> None:
    exchange = world.commitment_signing()
    building.change_plan(exchange=exchange, by=world.actor("visitor"), reason="A better hall")
    grid = exchange.planned_quote.grid
    grid.confirmed_by = grid.confirmed_at = None
    grid.save(update_fields=["confirmed_by", "confirmed_at"])
    settings.PORTAL_ENV = "production"
    with pytest.raises(Refused, match="not confirmed"):
        building.send_plan(exchange=Exchange.objects.get(), by=world.actor("visitor"))
    assert Exchange.objects.get().state == "building"


def test_change_plan_needs_a_reason(world: World) -> None:
    exchange = world.commitment_signing()
    with pytest.raises(Refused):
        building.change_plan(exchange=exchange, by=world.actor("visitor"), reason=" ")
    assert Exchange.objects.get().state == "commitment_signing"


def test_change_plan_new_words_make_a_new_version_and_ask_all_four(world: World) -> None:
    exchange, visitor = world.commitment_signing(), world.actor("visitor")
    world.sign(exchange, "commitment", "host", "Hugo Host")
    building.change_plan(exchange=exchange, by=visitor, reason="The hall changed")
    building.save_plan(exchange=exchange, by=visitor, venue="Hall two")
    building.send_plan(exchange=exchange, by=visitor)
    assert exchange.waiting_for == "visitor visitor_cluster host host_cluster"
    rows = exchange.documents.filter(kind="commitment").order_by("number")
    assert [(row.number, row.superseded_at is None, row.signatures.count()) for row in rows] == [
        (1, False, 1),
        (2, True, 0),
    ]


def test_change_plan_does_not_ask_again_for_terms_that_stand(world: World) -> None:
    """The agreement's terms did not change, so the contact cluster's signature under it stands."""
    exchange, visitor = world.commitment_signing(), world.actor("visitor")
    world.sign(exchange, "agreement", "manager", "Mara Manager")
    building.change_plan(exchange=exchange, by=visitor, reason="The hall changed")
    building.save_plan(exchange=exchange, by=visitor, venue="Hall two")
    building.send_plan(exchange=exchange, by=visitor)
    agreement = current_document(exchange, "agreement")
    assert agreement is not None
    assert (agreement.number, agreement.signatures.count()) == (1, 1)


def test_change_plan_sent_back_unchanged_keeps_all_signatures(world: World) -> None:
    exchange, visitor = world.agreement_signing(), world.actor("visitor")
    building.change_plan(exchange=exchange, by=visitor, reason="We thought of another hall")
    building.send_plan(exchange=exchange, by=visitor)
    assert exchange.state == "agreement_signing"
    assert exchange.documents.count() == 2


def test_cancel_frees_the_travellers_and_the_file(world: World) -> None:
    exchange = world.commitment_signing()
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="Illness")
    application = exchange.application
    application.refresh_from_db()
    assert (exchange.state, exchange.end_reason) == ("cancelled", "Illness")
    assert application.current_exchange is None
    assert application.travellers.get().stay is None
    assert Party.objects.filter(application=application, active=True).count() == 2
    assert not exchange.documents.filter(superseded_at=None).exists()


def test_cancelled_file_can_be_matched_again(world: World) -> None:
    from exchanges.services import proposals

    exchange = world.commitment_signing()
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="The host moved house")
    offer = world.offer
    offer.pk, offer.organisation = None, world.clusters["vilnius"].organisation
    offer.host_cluster, offer.contact_email = world.clusters["vilnius"], "dovile@neris.example"
    offer.save()
    offer.periods.create(first_day=offer.available_from, last_day=offer.available_until)
    proposal = proposals.propose_host(
        application=exchange.application, host_offer=offer, by=world.actor("manager")
    )
    again = building.create_exchange(proposal=proposal, by=world.actor("manager"))
    assert sorted(again.parties.values_list("role", flat=True)) == [
        "host",
        "host_cluster",
        "visitor",
        "visitor_cluster",
    ]
    assert Exchange.objects.exclude(state="cancelled").count() == 1


def test_same_host_can_be_asked_again_after_a_cancelled_visit(world: World) -> None:
    from exchanges.services import proposals

    exchange = world.commitment_signing()
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="Our engineer is ill")
    again = proposals.propose_host(
        application=exchange.application, host_offer=world.offer, by=world.actor("manager")
    )
    assert again.host == exchange.host
    assert exchange.application.proposals.count() == 2


def test_cancel_wrong_role(world: World) -> None:
    with pytest.raises(NotAllowed):
        building.cancel_exchange(exchange=world.building(), by=world.actor("finance"), reason="No money")
