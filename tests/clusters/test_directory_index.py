"""The directory's index: written by the database with the row it is about, and equal to a recount at any moment."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from clusters.models import DirectoryEntry, Term
from clusters.selectors import directory as selectors
from clusters.services import directory, organisations, privacy
from core import clock
from exchanges import invariants
from exchanges.models import HostOffer, Mission
from exchanges.services import mission_cancel, missions, offers
from tests.support.world import FIRST_DAY, LAST_DAY, World, make_cluster, moment

pytestmark = pytest.mark.django_db


def shown(kind: str) -> list[str]:
    return list(DirectoryEntry.objects.filter(kind=kind).order_by("title").values_list("title", flat=True))


def entry(kind: str) -> DirectoryEntry:
    return DirectoryEntry.objects.get(kind=kind)


def listed(world: World, yes: bool = True) -> None:
    organisations.update_organisation(organisation=world.firm, by=world.actor("visitor"), listed=yes)


def make_mission(world: World) -> Mission:
    return missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Roads of the Riviera",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )


def test_an_organisation_stands_there_only_while_it_agrees(world):
    assert shown("organisation") == []
    listed(world)
    assert shown("organisation") == ["Elbe Sensors GmbH"]
    listed(world, False)
    assert shown("organisation") == []


def test_who_did_not_answer_is_hidden_with_its_offers(world):
    listed(world)
    world.firm.hidden_at = world.host.hidden_at = clock.now()
    world.firm.save()
    world.host.save()
    assert (shown("organisation"), shown("offer")) == ([], [])
    world.host.hidden_at = None
    world.host.save()
    assert shown("offer") == ["Smart mobility test road"]


def test_a_cluster_is_listed_once_and_only_when_it_works_in_the_portal(world):
    cluster = world.clusters["sofia"]
    cluster.organisation.listed = True
    cluster.organisation.save()
    assert "Vitosha Digital" in shown("cluster") and shown("organisation") == []
    cluster.in_portal = False
    cluster.save()
    assert "Vitosha Digital" not in shown("cluster")
    make_cluster("Short Lived", "PL", "Lublin", ("51.24645", "22.56844")).delete()
    assert "Short Lived" not in shown("cluster")


def test_an_offer_follows_its_host_and_ends_when_it_is_closed(world):
    term = Term.objects.filter(parent__isnull=False).earliest("id")
    offers.update_offer(offer=world.offer, by=world.actor("host"), terms=[term], languages=["lt"])
    world.host.name = "Routes d'Azur"
    world.host.save()
    found = entry("offer")
    assert found.owner == "Routes d'Azur"
    assert {"l:lt", f"t:{term.pk}", f"t:{term.parent_id}", "c:FR", "p:FR/Sophia Antipolis"} <= set(
        found.facets
    )
    assert "l:fr" not in found.facets
    offers.close_offer(offer=world.offer, by=world.actor("host"))
    assert shown("offer") == []


def test_free_days_are_those_of_the_periods(world):
    first = date(2026, 6, 1)
    world.offer.periods.all().delete()
    world.offer.periods.create(first_day=first, last_day=first + timedelta(days=4))
    world.offer.periods.create(first_day=first + timedelta(days=30), last_day=first + timedelta(days=40))

    def found(start: date, end: date) -> int:
        search = selectors.Search(chosen={"kind": ("offer",)}, free_from=start, free_until=end)
        return selectors.find(search)[1].total

    assert found(first, first) == 1
    assert found(first + timedelta(days=10), first + timedelta(days=20)) == 0
    assert found(first + timedelta(days=39), first + timedelta(days=60)) == 1
    world.offer.periods.all().delete()
    assert found(date(2026, 3, 1), date(2026, 3, 2)) == 1, "without periods the days of the offer count"


def test_a_mission_stands_there_from_its_call_until_long_after(world):
    mission = make_mission(world)
    assert shown("mission") == []
    missions.publish_mission(mission=mission, by=world.actor("host_manager"))
    assert (entry("mission").rank, "s:open" in entry("mission").facets) == (1, True)
    missions.close_mission(mission=mission, by=world.actor("host_manager"))
    with clock.at(moment(mission.end_on)):
        missions.finish_mission(mission=mission, by=world.actor("host_manager"))
    assert (entry("mission").rank, entry("mission").free) == (5, None)


def test_a_cancelled_mission_disappears(world):
    mission = make_mission(world)
    missions.publish_mission(mission=mission, by=world.actor("host_manager"))
    mission_cancel.cancel_mission(mission=mission, by=world.actor("host_manager"), reason="No host")
    assert shown("mission") == []


def test_an_offer_that_ran_out_is_not_found(world):
    after = world.offer.available_until + timedelta(days=1)
    with clock.at(clock.midnight(after)):
        assert selectors.find(selectors.Search(chosen={"kind": ("offer",)}))[1].total == 0


def test_deleted_rows_leave(world):
    HostOffer.objects.all().delete()
    assert shown("offer") == []


def test_offer_of_who_restricted_their_data_is_not_shown_until_they_lift_it(world):
    contact = world.actor("host").user
    HostOffer.objects.update(contact_email=contact.email)
    privacy.restrict(by=world.actor("host"))
    assert shown("offer") == []
    offers.update_offer(offer=world.offer, by=world.actor("host_manager"), title="Canary road")
    assert shown("offer") == [], "a change of the offer does not bring it back"
    assert list(directory.differences()) == []
    HostOffer.objects.update(contact_email="colleague@azur.example")
    assert shown("offer") == ["Canary road"], "another contact has restricted nothing"
    HostOffer.objects.update(contact_email=contact.email)
    privacy.lift_restriction(by=world.actor("host"))
    assert shown("offer") == ["Canary road"]


def test_restriction_follows_a_change_of_address(world):
    contact = world.actor("host").user
    privacy.restrict(by=world.actor("host"))
    HostOffer.objects.update(contact_email="new@azur.example")
    assert shown("offer") == ["Smart mobility test road"]
    contact.refresh_from_db()
    contact.email = "new@azur.example"
    contact.save()
    assert shown("offer") == []


def test_each_town_of_an_organisation_finds_it(world):
    listed(world)
    site = world.firm.establishments.create(
        name="Test field", country_id="PL", city="Gliwice", latitude="50.3", longitude="18.7"
    )
    found = entry("organisation")
    assert (found.also, {"p:PL/Gliwice", f"p:DE/{world.firm.city}"} <= set(found.facets)) == ("Gliwice", True)
    search = selectors.Search(words=("gliwice",))
    assert selectors.find(search)[1].total == 1
    site.delete()
    assert (entry("organisation").also, selectors.find(search)[1].total) == ("", 0)
    assert list(directory.differences()) == []


def test_index_equals_a_recount_and_the_check_sees_when_it_does_not(world):
    listed(world)
    assert list(directory.differences()) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # what waits for the commit would hold up the next lines
        cursor.execute("UPDATE clusters_directoryentry SET title = 'x' WHERE kind = 'offer'")
        cursor.execute("DELETE FROM clusters_directoryentry WHERE kind = 'organisation'")
        cursor.execute("ALTER TABLE clusters_organisation DISABLE TRIGGER USER")
        cursor.execute("UPDATE clusters_organisation SET city = 'Y' WHERE name = 'Neris Hive'")
        cursor.execute("ALTER TABLE clusters_organisation ENABLE TRIGGER USER")
        cursor.execute("INSERT INTO clusters_directoryentry (kind, subject_id, organisation_id, slug, title, owner, city,"
                       " country, blurb, rank, sort_key, facets, fuzzy, search, created_at)"
                       " SELECT kind, 0, 0, slug, title, owner, city, country, blurb, rank, sort_key, facets, fuzzy,"
                       " search, created_at FROM clusters_directoryentry WHERE title = 'Elbe Valley'")  # fmt: skip
    found = {(kind, what) for kind, what, _pk in directory.differences()}
    assert found == {
        ("offer", "out of date"),
        ("organisation", "missing"),
        ("cluster", "out of date"),
        ("cluster", "too much"),
    }
    assert {finding.check for finding in invariants.directory_equals_recount()} == {
        "directory_equals_recount"
    }
    call_command("rebuild_directory")
    assert list(directory.differences()) == []


def test_a_row_has_one_entry(world):
    row = DirectoryEntry.objects.earliest("id")
    row.pk = None
    with pytest.raises(IntegrityError, match="directory_entry_once"), transaction.atomic():
        row.save(force_insert=True)
