"""The board of staff: who waits, what is in demand, and the weights with what they would change."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.http import QueryDict
from django.urls import reverse

from clusters.models import Term
from core.listings import Asked
from core.models import AuditEvent
from exchanges import exporting_lists
from exchanges.matching.parts import CODES, DEFAULT
from exchanges.models import MatchingWeights
from exchanges.selectors import demand
from exchanges.selectors.weights import weights_of
from exchanges.services import proposals
from tests.exchanges.test_proposals import more_offers
from tests.exchanges.test_suggestions import vilnius
from tests.support.waiting import waits

pytestmark = pytest.mark.django_db
BOARD, DEMAND, WEIGHTS = (
    reverse(f"exchanges:{name}") for name in ("matching", "matching_demand", "matching_weights")
)
ONLY_TEXT = dict.fromkeys(CODES, 0) | {"text": 100}


@pytest.fixture
def file(world):
    return world.accepted(host_choice="find", host_offer=None)


def test_board_shows_what_is_looked_for_and_the_best_hosts(world, file):
    text = world.client("manager").get(BOARD).content.decode()
    for shown in ("1 visitor waits", "Elbe Sensors GmbH", "Learn from another cluster", "Mobilité Azur SAS"):
        assert shown in text


def test_board_shows_open_matches_with_their_days_left(world, file):
    proposals.propose_host(application=file, host_offer=world.offer, by=world.actor("manager"))
    text = world.client("coordinator").get(BOARD).content.decode()
    assert "Mobilité Azur SAS: 14 days left" in text
    assert "No host fits" in text


def test_board_is_empty_for_another_cluster_and_after_the_match(world, file):
    assert "Nobody waits for a host" in world.client("other_manager").get(BOARD).content.decode()
    assert "Nobody waits for a host" in world.client("host_manager").get(BOARD).content.decode()
    world.ready()
    assert "1 visitor waits" in world.client("manager").get(BOARD).content.decode()


def test_board_costs_the_same_for_one_and_three_files(world, file, django_assert_num_queries):
    client = world.client("manager")
    client.get(BOARD)
    with django_assert_num_queries(16):
        client.get(BOARD)
    for _number in range(2):
        world.accepted(host_choice="find", host_offer=None)
    with django_assert_num_queries(16):
        client.get(BOARD)


def test_filters_find_a_visitor_and_those_whom_nobody_was_asked_for(world, file):
    other = waits(world, name="Zeta Metering sp. z o.o.")
    client = world.client("coordinator")

    def names(**given):
        text = client.get(BOARD, given).content.decode()
        return {name for name in ("Elbe Sensors GmbH", "Zeta Metering") if f">{name}" in text}

    assert names() == {"Elbe Sensors GmbH", "Zeta Metering"}
    assert names(q="metering") == {"Zeta Metering"}
    assert names(q=file.reference) == {"Elbe Sensors GmbH"}
    proposals.propose_host(application=other, host_offer=world.offer, by=world.actor("manager"))
    assert names(asked="nobody") == {"Elbe Sensors GmbH"}
    assert names(asked="asked") == {"Zeta Metering"}
    assert names(country="PT") == set()
    empty = client.get(BOARD, {"country": "PT"}).content.decode()
    assert "Nobody who waits fits these filters" in empty and "Nobody waits for a host" not in empty


def test_export_of_the_board_holds_what_the_filters_show(world, file):
    waits(world, name="Zeta Metering sp. z o.o.")
    (waiting,) = (one for one in exporting_lists.LISTINGS if one.name == "waiting")
    found = waiting.find(Asked(world.actor("coordinator"), QueryDict("q=metering"), ""))
    lines = "".join(found.lines())
    assert "Zeta Metering" in lines and "Elbe Sensors" not in lines


# --- unmet demand ---


def photonics(world):
    term = Term.objects.filter(taxonomy="s3", parent__isnull=False).order_by("id").first()
    world.firm.terms.add(term)
    return term


def test_demand_counts_by_field_and_group_of_countries(world, file):
    term = photonics(world)
    file.preferred_countries = ["SE", "LT"]
    file.save()
    offer = vilnius(world)
    offer.terms.add(term)
    found = {one.sentence: one for one in demand.unmet(world.actor("manager"))}
    assert set(found) == {
        f"1 visitor looks for {term.label} in Nordics",
        f"1 visitor looks for {term.label} in Baltics",
    }
    assert found[f"1 visitor looks for {term.label} in Baltics"].hosts == {offer.pk: "Baltic Lasers UAB"}
    assert found[f"1 visitor looks for {term.label} in Nordics"].hosts == {}
    text = world.client("manager").get(DEMAND).content.decode()
    assert f"{file.reference} Elbe Sensors GmbH" in text and "No host yet" in text
    table = b"".join(world.client("coordinator").get(f"{DEMAND}list.csv").streaming_content).decode()
    assert f"{term.label};Baltics;1;{file.reference};1;Baltic Lasers UAB" in table.replace(",", ";")


def test_demand_is_met_when_a_host_is_asked(world, file):
    photonics(world)
    assert len(demand.unmet(world.actor("manager"))) == 1
    proposals.propose_host(application=file, host_offer=world.offer, by=world.actor("manager"))
    assert demand.unmet(world.actor("manager")) == []
    assert demand.unmet(world.actor("other_manager")) == []


# --- weights ---


def test_weights_must_be_a_hundred_and_keep_what_was_typed(world):
    page = world.client("coordinator").post(
        WEIGHTS, {**DEFAULT.points, "fields": 26, "reason": "More fields."}
    )
    text = page.content.decode()
    assert "The points are 101 together. Please make them 100." in text and "More fields." in text
    assert not MatchingWeights.objects.exists()


def test_preview_tells_whose_best_host_changes_and_saves_nothing(world, file):
    vilnius(world, description="We want to see how smart mobility is tested on real roads: smart roads.")
    text = world.client("coordinator").post(WEIGHTS, {**ONLY_TEXT, "preview": "1"}).content.decode()
    assert "1 waiting visitor was tried. The best host changes for 1." in text
    assert "Mobilité Azur SAS" in text and "Baltic Lasers UAB" in text
    assert not MatchingWeights.objects.exists()


def test_new_version_is_named_by_the_suggestions_that_use_it(world, file):
    response = world.client("coordinator").post(WEIGHTS, {**ONLY_TEXT, "reason": "A trial."})
    assert response.status_code == 302
    row = MatchingWeights.objects.get()
    assert (row.version, row.points["text"]) == (1, 100)
    assert weights_of(world.partnership.pk)["fields"] == 0
    assert AuditEvent.objects.filter(action="matching.weights").count() == 1
    board = world.client("manager").get(BOARD).content.decode()
    assert "Scores use version 1 of the partnership" in board, board[board.find("list-count") :][:400]
    text = world.client("coordinator").get(WEIGHTS).content.decode()
    assert "A trial." in text and "Fields: 25 → 0" in text


def test_same_weights_again_make_no_version(world):
    world.client("coordinator").post(WEIGHTS, dict(DEFAULT.points))
    assert not MatchingWeights.objects.exists()


def test_second_editor_sees_what_the_first_saved(world):
    client = world.client("coordinator")
    seen = client.get(WEIGHTS).context["seen"]
    client.post(WEIGHTS, {**ONLY_TEXT, "seen": seen})
    page = client.post(WEIGHTS, {**DEFAULT.points, "fields": 24, "uses": 13, "seen": seen})
    assert page.status_code == 409
    assert "Somebody changed this in the meantime" in page.content.decode()
    assert MatchingWeights.objects.count() == 1


@pytest.mark.parametrize(
    ("constraint", "version"), [("matching_weights_version_once", 1), ("matching_weights_version_counts", 0)]
)
def test_versions_count_from_one_and_are_there_once(world, constraint, version):
    world.client("coordinator").post(WEIGHTS, ONLY_TEXT)
    first = MatchingWeights.objects.get()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MatchingWeights.objects.create(
            partnership=first.partnership, version=version, points=ONLY_TEXT, created_by=first.created_by
        )


def test_host_answers_yes_or_no_only(world, file):
    proposal = proposals.propose_host(application=file, host_offer=world.offer, by=world.actor("manager"))
    proposal.host_answer = "may"
    with pytest.raises(IntegrityError, match="proposal_host_answer_known"), transaction.atomic():
        proposal.save(update_fields=["host_answer"])


def test_saved_version_cannot_be_changed(world):
    world.client("coordinator").post(WEIGHTS, ONLY_TEXT)
    with pytest.raises(InternalError, match="[Cc]annot"), transaction.atomic():
        MatchingWeights.objects.update(points=DEFAULT.points | {})


@pytest.mark.parametrize("persona", ["manager", "visitor", "finance", "auditor", "stranger"])
def test_weights_are_the_coordinators(world, persona):
    assert world.client(persona).post(WEIGHTS, ONLY_TEXT).status_code == 403
    assert not MatchingWeights.objects.exists()


def test_hosts_of_one_cluster_stay_on_the_board(world, file):
    more_offers(world, 4)
    text = world.client("manager").get(BOARD).content.decode()
    assert "and 2 more" in text
