"""What the review screen reads in wide statements, beside the same counted or asked for plainly."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.models import Cluster
from core.imports.importer import named
from core.services import imports
from exchanges.models import (
    Application,
    DecisionReason,
    DeclaredConflict,
    Exchange,
    FileMessage,
    PastExchange,
    ReviewPoint,
    ReviewTick,
)
from exchanges.selectors import review_facts
from exchanges.selectors.guidance import guidance_of
from exchanges.selectors.review import membership_of
from exchanges.selectors.review_facts import Totals
from exchanges.services import conflicts, decisions, messages
from tests.support import credited
from tests.support.foreign import foreign_partnership
from tests.support.tables import upload
from tests.support.world import World, make_organisation

pytestmark = pytest.mark.django_db


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def brought_along(world: World, number: int, first: date, amount: int | None = 300) -> PastExchange:
    table = upload(b"Name;Town\nNew;Dresden\n", "members.csv")
    run = imports.upload_file(importer=named("members"), upload=table, by=world.actor("manager"))
    return PastExchange.objects.create(
        partnership=world.partnership,
        reference=f"OLD-{number}",
        visitor=world.firm,
        visitor_kind="sme" if number % 2 else "tech_centre",
        visitor_country=world.firm.country,
        host=world.host,
        host_kind="sme",
        host_country=world.host.country,
        stay=DateRange(first, first + timedelta(days=3)),
        working_days=3,
        amount=amount,
        credited_on=first,
        import_run=run,
    )


def several_visits(world: World) -> None:
    """In every kind of state, of several kinds of visitors to several countries, with and without an actual sum."""
    hosts = [world.host, make_organisation("Baltic Lab", "tech_centre", "LT", "Vilnius", ("54.7", "25.3"))]
    states = ("building", "ready_to_start", "validated", "cancelled", "not_eligible", "discontinued", "paid")
    for number, state in enumerate(states * 2):
        visitor = credited.organisation(f"Visitor {number}", "sme" if number % 3 else "tech_centre", "DE")
        on = date(2026, 1, 10) + timedelta(days=number)
        exchange = credited.credited(world, visitor, hosts[number % 2], on, state=state, amount=400 + number)
        if number % 4 == 0:
            exchange.planned_quote = credited.quote(exchange, "planned", 1000)
            exchange.save(update_fields=["planned_quote"])
        if number % 5 == 0:
            exchange.actual_quote = None
            exchange.save(update_fields=["actual_quote"])


def recounted(world: World, but: Application, country: str) -> Totals:
    visits = [
        row
        for row in Exchange.objects.all()
        if row.partnership_id == world.partnership.pk
        and row.application_id != but.pk
        and row.state not in ("cancelled", "not_eligible", "discontinued")
    ]
    past = list(PastExchange.objects.filter(partnership=world.partnership))
    sums = [row.actual_quote or row.planned_quote for row in visits]
    return Totals(
        granted=sum((row.amount for row in sums if row), Decimal(0)) + sum(row.amount or 0 for row in past),
        visits=len(visits) + len(past),
        smes=sum(row.visitor_kind == "sme" for row in [*visits, *past]),
        there=sum(row.host_country_id == country for row in [*visits, *past]),
    )


def test_totals_are_what_a_recount_finds(world: World) -> None:
    several_visits(world)
    for number, amount in enumerate((300, None, 450)):
        brought_along(world, number, date(2025, 3, 3), amount)
    Exchange.objects.filter(visitor__name="Visitor 2").update(partnership=foreign_partnership(world))
    own = Exchange.objects.filter(state="building").earliest("id").application
    for file in (own, world.submitted()):
        for host, country in ((world.host, "FR"), (None, "")):
            read = review_facts.read(fresh(file), host, "off")
            assert read.totals == recounted(world, file, country)
            assert read.totals.granted > 1000
            assert 0 < read.totals.smes < read.totals.visits


def test_totals_of_a_partnership_without_visits_are_zero(world: World) -> None:
    read = review_facts.read(world.submitted(), world.host, "organisation")
    assert read.totals == Totals(Decimal(0), 0, 0, 0)
    assert (read.earlier, read.overlapping) == ((), ())


def test_earlier_visits_of_an_organisation_are_told_in_order_and_no_more_than_five(world: World) -> None:
    for number, day in enumerate((20, 4, 12)):
        brought_along(world, number, date(2025, 3, day))
    for day in (1, 15, 25):
        credited.credited(world, world.firm, world.host, date(2025, 4, day))
    credited.credited(world, world.firm, world.host, date(2025, 2, 1), state="cancelled")
    read = review_facts.read(world.submitted(), world.host, "organisation")
    assert [stay.start for stay in read.earlier] == [
        date(2025, 3, 4), date(2025, 3, 12), date(2025, 3, 18), date(2025, 3, 20), date(2025, 4, 1),
    ]  # fmt: skip
    assert read.earlier[0].end == date(2025, 3, 6)


def test_earlier_visits_of_a_person_are_told_once_for_two_who_went_together(world: World) -> None:
    exchange = credited.matched(world, world.firm, world.host, date(2025, 3, 3), state="closed", travellers=2,
                                credited_on=date(2025, 3, 20))  # fmt: skip
    credited.matched(world, world.firm, world.host, date(2025, 4, 3), state="building")
    file = world.submitted()
    for number, traveller in enumerate(exchange.application.travellers.all()):
        traveller.email = f"t{number}+label@x.example"
        traveller.save()
        file.travellers.create(first_name="T", last_name="T", email=f"t{number}@x.example")
    read = review_facts.read(file, world.host, "person")
    assert [stay.reference for stay in read.earlier] == [exchange.application.reference]


def test_membership_is_the_one_that_the_file_names(world: World) -> None:
    names: list[Cluster] = [world.clusters["nice"], world.clusters["dresden"], world.clusters["sofia"]]
    for cluster in names:
        world.firm.memberships.create(
            cluster=cluster, state="confirmed", state_since=credited.at(date(2026, 1, 1))
        )
    file = world.submitted()
    found = membership_of(file)
    assert found is not None
    assert found.cluster == world.clusters["dresden"]
    file.home_cluster = None
    found = membership_of(file)
    assert found is not None
    assert found.cluster == world.clusters["sofia"]


def test_guidance_tells_what_the_tables_hold(world: World) -> None:
    file, manager, rest = world.submitted(), world.actor("manager"), world.submitted()
    rulebook = file.rulebook
    assert rulebook is not None
    decisions.hold_application(application=file, by=manager, question="Which test site?")
    for application, text in ((file, "Looks well."), (rest, "Of another file.")):
        messages.send_message(application=application, by=manager, audience="staff", text=text)
    messages.send_message(application=file, by=manager, audience="visitor", text="For the visitor.")
    point = ReviewPoint.objects.filter(rulebook=rulebook).latest("id")
    ReviewTick.objects.create(application=file, point=point, ticked_by=manager.user)
    ReviewTick.objects.create(application=rest, point=point, ticked_by=world.actor("coordinator").user)
    conflicts.declare_conflict(application=file, by=manager, reason="Kin")
    guide = guidance_of(fresh(file), manager.user_id)
    rows = DecisionReason.objects.filter(rulebook=rulebook).order_by("decision", "position", "id")
    assert sorted(guide.reasons, key=lambda row: row.decision) == list(rows)
    assert [row.texts for row in guide.reasons] == [
        DecisionReason.objects.get(pk=row.pk).texts for row in guide.reasons
    ]
    points = list(ReviewPoint.objects.filter(rulebook=rulebook).order_by("-required", "position", "id"))
    assert [looked.point for looked in guide.points] == points
    [looked] = [looked for looked in guide.points if looked.when]
    assert (looked.point, looked.who) == (point, "Mara Manager")
    assert looked.when == ReviewTick.objects.get(application=file).ticked_at
    [note] = guide.notes
    written = FileMessage.objects.get(text="Looks well.")
    assert (note.pk, note.who, note.text, note.when, note.own) == (
        written.pk, "Mara Manager", "Looks well.", written.sent_at, True,
    )  # fmt: skip
    assert guide.conflicts == [("Mara Manager", DeclaredConflict.objects.get().reason)]
    assert [row["note"] for row in guide.history][:1] == ["Which test site?"]
    assert not guidance_of(fresh(file), world.actor("coordinator").user_id).notes[0].own
