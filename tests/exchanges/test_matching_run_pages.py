"""Pages of matching runs: made, watched, changed, compared, sent; what each hat reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import outbox
from exchanges.models import MatchingRun, Proposal
from exchanges.services import applications
from tests.exchanges.test_matching_runs import make, pairs
from tests.support.waiting import offers, waits

pytestmark = pytest.mark.django_db

LIST = "/matching/runs/"


@pytest.fixture
def two(world):
    world.offer.periods.update(capacity=1)
    return waits(world), waits(world, name="Second GmbH"), offers(world, "Neris", country="LT")


def text(response):
    return response.content.decode()


def rows_of(client, run):
    """The matches as CSV, as far as this hat reads them."""
    return b"".join(
        client.get(f"/exports/at-once/matching-run.csv?scope={run.pk}").streaming_content
    ).decode()


def fields(**changes):
    return {"name": "Spring", "sme_share": "50", "budget": "900", "per_host": "", "host_countries": "",
            "home_countries": ""} | changes  # fmt: skip


def test_coordinator_makes_a_run_and_sees_it_solved(world, two):
    client = world.client("coordinator")
    form = text(client.get(f"{LIST}new/"))
    assert 'name="sme_share" value="50"' in form
    assert 'name="budget" value="50000.00"' in form
    page = client.post(f"{LIST}new/", fields(), follow=True)
    assert "You may leave this page" in text(page)
    outbox.run_due()
    run = MatchingRun.objects.get()
    page = text(client.get(f"{LIST}{run.pk}/"))
    for words in ("2 of 2", "Proven best", "Elbe Sensors GmbH", "Neris", "Send the matches"):
        assert words in page
    assert "Proven best" in text(client.get(LIST))
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"host_countries": "France 10"}, "“France 10” cannot be read."),
        ({"home_countries": "XX 1"}, "These are no country codes: XX."),
        ({"name": ""}, "Name"),
        ({"sme_share": "101"}, "“SMEs among the matches, at least, in %” must be at most 100."),
    ],
)
def test_limits_that_cannot_be_read_are_told_and_kept(world, two, change, said):
    page = world.client("coordinator").post(f"{LIST}new/", fields(**change))
    assert said in text(page)
    assert next(iter(change.values())) in text(page)
    assert not MatchingRun.objects.exists()


def test_copy_with_more_money_is_compared(world, two):
    client, run = world.client("coordinator"), make(world, budget=45_000)
    copy = fields(name="More money", same_input="on", budget="1000")
    client.post(f"{LIST}new/?like={run.pk}", copy)
    outbox.run_due()
    other = MatchingRun.objects.get(name="More money")
    assert (other.based_on_id, other.matched) == (run.pk, 2)
    page = text(client.get(f"{LIST}compare/?run={run.pk}&run={other.pk}"))
    for words in ("1 of 2", "2 of 2", "1,000", "1 file has another host", 'data-label="More money">2 of 2'):
        assert words in page
    link = f"/matching/runs/compare/?run={run.pk}&amp;run={other.pk}"
    assert link in text(client.get(f"{LIST}{other.pk}/"))
    assert "compare/?run=" not in text(client.get(f"{LIST}{run.pk}/"))
    assert client.get(f"{LIST}compare/?run={run.pk}").status_code == 302


def test_what_if_fills_in_a_tenth_more_money_and_writes_nothing(world, two):
    client, run = world.client("coordinator"), make(world, budget=45_000)
    address = f"{LIST}new/?like={run.pk}&more=1"
    assert address.replace("&", "&amp;") in text(client.get(f"{LIST}{run.pk}/"))
    page = text(client.get(address))
    for words in ('value="495.00"', f"{run.name}, 10 % more money", "checked"):
        assert words in page
    assert MatchingRun.objects.count() == 1


def test_copy_of_a_long_name_can_be_sent_as_it_stands(world, two):
    run = make(world)
    MatchingRun.objects.filter(pk=run.pk).update(name="Visits of the spring " * 3 + "and of the summer")
    page = world.client("coordinator").get(f"{LIST}new/?like={run.pk}")
    name = page.context["form"]["name"].value()
    assert (len(name), name.startswith("Copy of Visits"), name.endswith("…")) == (80, True, True)


def test_double_click_makes_one_run(world, two):
    client = world.client("coordinator")
    first, second = (client.post(f"{LIST}new/", fields()) for _click in range(2))
    assert first.url == second.url
    assert MatchingRun.objects.count() == 1
    outbox.run_due()
    assert client.post(f"{LIST}new/", fields()).url != first.url


def test_host_is_looked_for_only_where_one_is_possible(world, two):
    run = make(world, budget=45_000)
    (left,) = run.unplaced
    address, look = f"{LIST}{run.pk}/?show=unplaced", f"/files/{left['file']}/"
    client = world.client("coordinator")
    assert look in text(client.get(address))
    run.unplaced = [{**left, "why": {"inactive": 1}}]
    run.save()
    page = text(client.get(address))
    assert "has not said that it is still interested" in page
    assert look not in page


def test_change_shows_what_it_costs_before_it_is_made(world, two):
    client, run = world.client("coordinator"), make(world)
    file, host = min(pairs(run))
    url = f"{LIST}{run.pk}/files/{file}/"
    assert "What would it cost?" in text(client.get(url))
    page = text(client.get(f"{url}?act=must_not&host={host}"))
    assert "Change and solve again" in page
    assert "are lost" in page
    assert pairs(MatchingRun.objects.get(pk=run.pk)) == pairs(run)
    sent = {"act": "must_not", "host": host, "version": run.version}
    assert "Change by hand" not in text(client.post(url, sent, follow=True))
    assert (file, host) not in pairs(run)
    assert client.post(url, sent).status_code == 409
    run.refresh_from_db()
    client.post(f"{LIST}{run.pk}/undo/", {"version": run.version})
    assert (file, host) in pairs(run)


def test_sending_names_the_mails_first_and_goes_out_once(world, two):
    client, run = world.client("coordinator"), make(world)
    page = text(client.get(f"{LIST}{run.pk}/send/"))
    assert "hugo@azur.example" in page
    sent = {"version": run.version}
    client.post(f"{LIST}{run.pk}/send/", sent)
    client.post(f"{LIST}{run.pk}/send/", sent)
    outbox.run_due()
    assert Proposal.objects.count() == 2
    assert "2 of 2 matches are sent, 0 could not go." in text(client.get(f"{LIST}{run.pk}/"))


def test_file_that_has_gone_is_named_before_sending(world, two):
    client, run = world.client("coordinator"), make(world)
    applications.withdraw_application(application=two[0], by=world.actor("visitor"))
    assert "1 of the files and offers has changed since." in text(client.get(f"{LIST}{run.pk}/"))
    page = text(client.get(f"{LIST}{run.pk}/send/"))
    assert "The file no longer looks for a host." in page
    client.post(f"{LIST}{run.pk}/send/", {"version": run.version, "allowed_only": "on"})
    outbox.run_due()
    assert Proposal.objects.count() == 1


def test_manager_reads_only_what_concerns_its_files(world, two):
    run = make(world)
    seen = {}
    for persona in ("host_manager", "deputy"):
        page = text(world.client(persona).get(f"{LIST}{run.pk}/"))
        seen[persona] = ("Elbe Sensors GmbH" in page, "Second GmbH" in page, "Send the matches" in page)
        assert world.client(persona).get(f"{LIST}{run.pk}/send/").status_code == 403
        table = rows_of(world.client(persona), run)
        assert ("Second GmbH" in table) == seen[persona][1]
    assert seen == {"host_manager": (True, True, False), "deputy": (False, False, False)}
    assert world.client("other_manager").get(f"{LIST}{run.pk}/").status_code == 404
    assert world.client("visitor").get(f"{LIST}{run.pk}/").status_code == 404
    assert world.client("visitor").get(LIST).status_code == 403


def test_run_is_thrown_away_and_stays_in_the_list(world, two):
    client, run = world.client("coordinator"), make(world)
    client.post(f"{LIST}{run.pk}/discard/")
    run.refresh_from_db()
    assert run.state == "discarded"
    assert "Thrown away" in text(client.get(LIST))


@pytest.mark.parametrize("number", [1, 3])
def test_pages_have_a_fixed_number_of_statements(world, number):
    for one in range(number):
        waits(world, name=f"Firm {one}")
        offers(world, f"Host {one}")
        run = make(world)
    client = world.client("coordinator")
    counts = {}
    for path in (LIST, f"{LIST}{run.pk}/", f"{LIST}{run.pk}/?show=hosts", f"{LIST}{run.pk}/?show=unplaced"):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        counts[path.replace(str(run.pk), "n")] = len(caught)
    assert counts == {
        "/matching/runs/": 6,
        "/matching/runs/n/": 12,
        "/matching/runs/n/?show=hosts": 12,
        "/matching/runs/n/?show=unplaced": 10,
    }
