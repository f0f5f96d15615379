"""A new person describes the organisation: place, SME questions, roles; the pure rules behind it."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clusters import places, sme
from clusters.enums import SmeSize
from clusters.models import Organisation, Region, Role
from clusters.services import organisations, roles, sme_status
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed
from core.geo import great_circle_km
from tests.support.world import make_user

FIRM = {"name": "Neu GmbH", "kind": "sme", "country": "DE", "city": "Dresden"}
FURTHER = {"fewer_than_10": False, "up_to_2_million": False, "stands_alone": True, "public_quarter": False}


def text(response):
    return unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def nora(world):
    return make_user("nora@neu.example", "Nora", "Neu")


@pytest.fixture
def client(nora):
    client = Client()
    client.force_login(nora)
    return client


# --- the pages ---


def test_way_from_the_first_page_to_the_application(world, nora, client):
    response = client.post(reverse("clusters:organisation_new"), FIRM)
    firm = Organisation.objects.get(name="Neu GmbH")
    assert (firm.region, firm.latitude, firm.longitude) == ("SN", Decimal("51.05089"), Decimal("13.73832"))
    assert Role.objects.get(user=nora).organisation == firm
    assert response.url == reverse("clusters:sme_test", kwargs={"pk": firm.pk})
    answers = {"fewer_than_10": "yes", "up_to_2_million": "yes", "stands_alone": "yes"}
    response = client.post(response.url, answers)
    firm.refresh_from_db()
    assert firm.sme_size == "micro"
    assert response.url == reverse("clusters:membership_new", kwargs={"pk": firm.pk})
    response = client.post(response.url, {"cluster": world.clusters["dresden"].pk, "direct": "yes"})
    detail = reverse("clusters:organisation_detail", kwargs={"pk": firm.pk})
    assert response.url == detail
    shown = text(client.get(detail))
    assert "You can apply for a visit now." in shown
    assert "Waiting for Elbe Valley" in shown
    assert client.get(reverse("exchanges:application_new")).status_code == 200


def test_person_without_a_name_gives_it_first(world):
    client = Client()
    client.force_login(make_user("anon@neu.example", "", ""))
    new = reverse("clusters:organisation_new")
    response = client.get(new)
    assert response.url == f"{reverse('clusters:profile')}?next={new}"
    data = {"first_name": "Ann", "last_name": "Antal", "language": "en"}
    assert client.post(response.url, data).url == new


def test_profile_leads_to_own_pages_only(client):
    data = {"first_name": "Ann", "last_name": "Antal", "language": "en"}
    url = f"{reverse('clusters:profile')}?next=https://evil.example/"
    assert client.post(url, data).url == reverse("clusters:profile")


def test_unknown_town_is_placed_by_the_nearest_one(world, client):
    new = FIRM | {"city": "Kleinkleckersdorf"}
    assert "We do not know “Kleinkleckersdorf”. Which is it?" in text(
        client.post(reverse("clusters:organisation_new"), new)
    )
    response = client.post(reverse("clusters:organisation_new"), new | {"town": "none"})
    firm = Organisation.objects.get(name="Neu GmbH")
    place = reverse("clusters:organisation_place", kwargs={"pk": firm.pk})
    assert (response.url, firm.latitude) == (place, None)
    assert "Enter the nearest larger town" in text(client.post(place, {}))
    shown = text(client.post(place, {"near": "Neustadt"}))
    assert "Several towns fit: Neustadt an der Weinstraße (Rhineland-Palatinate)" in shown
    client.post(place, {"near": "Leipzig"})
    firm.refresh_from_db()
    assert (firm.latitude, firm.region, firm.area.name) == (Decimal("51.33962"), "SN", "Saxony")


def test_unknown_town_is_placed_by_its_position(world, client):
    client.post(reverse("clusters:organisation_new"), FIRM | {"city": "Kleinkleckersdorf", "town": "none"})
    firm = Organisation.objects.get(name="Neu GmbH")
    place = reverse("clusters:organisation_place", kwargs={"pk": firm.pk})
    saxony = Region.objects.get(country="DE", code="13")
    client.post(place, {"latitude": "50.9", "longitude": "14.8", "area": saxony.pk})
    firm.refresh_from_db()
    assert (firm.latitude, firm.longitude, firm.region) == (Decimal("50.90000"), Decimal("14.80000"), "SN")


def test_larger_firm_answers_four_more_questions(world, client):
    client.post(reverse("clusters:organisation_new"), FIRM)
    firm = Organisation.objects.get(name="Neu GmbH")
    first = reverse("clusters:sme_test", kwargs={"pk": firm.pk})
    response = client.post(first, {"fewer_than_10": "no", "up_to_2_million": "no", "stands_alone": "yes"})
    assert response.url.startswith(reverse("clusters:sme_further", kwargs={"pk": firm.pk}))
    assert not firm.attestations.exists()
    answers = {"headcount": "35", "turnover_million": "4.5", "balance_million": "3", "public_quarter": "no"}
    result = client.post(response.url, answers).url
    assert "Small: fewer than 50 people" in text(client.get(result))
    assert not firm.attestations.exists()
    client.post(result, {"year_before": "same"})
    firm.refresh_from_db()
    attestation = firm.attestations.get()
    assert (firm.sme_size, firm.headcount, attestation.result) == ("small", 35, "small")
    assert attestation.inputs["turnover_million"] == "4.5"
    assert attestation.expires_on == date(2028, 3, 2)


def test_stating_again_ends_the_earlier_statement(world):
    for _time in range(2):
        sme_status.state_sme_status(organisation=world.firm, by=world.actor("visitor"), answers=sme.MICRO)
    assert world.firm.attestations.filter(kind="sme_status").count() == 2
    assert world.firm.attestations.filter(kind="sme_status", revoked_on=None).count() == 1


@pytest.mark.parametrize("persona", ["host", "other_manager", "stranger"])
@pytest.mark.parametrize("page", ["organisation_detail", "organisation_edit", "sme_test", "membership_new"])
def test_organisation_of_others_is_unknown(world, persona, page):
    url = reverse(f"clusters:{page}", kwargs={"pk": world.firm.pk})
    assert world.client(persona).get(url).status_code == 404


def test_manager_sees_a_member_but_may_not_edit(world):
    from clusters.services import memberships

    memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    client = world.client("manager")
    detail = reverse("clusters:organisation_detail", kwargs={"pk": world.firm.pk})
    assert client.get(detail).status_code == 200
    edit = reverse("clusters:organisation_edit", kwargs={"pk": world.firm.pk})
    assert client.post(edit, FIRM).status_code == 403
    world.firm.refresh_from_db()
    assert world.firm.name == "Elbe Sensors GmbH"


def test_moving_brings_new_coordinates(world):
    organisations.update_organisation(
        organisation=world.firm, by=world.actor("visitor"), country="FR", city="Nice"
    )
    world.firm.refresh_from_db()
    assert (world.firm.country_id, world.firm.region, world.firm.latitude) == ("FR", "", Decimal("43.70313"))


def test_registration_number_is_used_once(world, client):
    organisations.update_organisation(
        organisation=world.firm, by=world.actor("visitor"), registration_number="HRB 1"
    )
    response = client.post(
        reverse("clusters:organisation_new"), FIRM | {"registration_number": "HRB 1", "another": "yes"}
    )
    assert "is already here" in text(response)
    assert not Organisation.objects.filter(name="Neu GmbH").exists()


def test_hat_switch_takes_own_roles_only(world, nora, client):
    own = roles.give_role(user=nora, kind="representative", by=Actor.system("test"), organisation=world.host)
    foreign = Role.objects.get(user=world.actor("coordinator").user)
    switch = reverse("clusters:hat_switch")
    client.post(switch, {"hat": foreign.pk})
    assert client.session.get("hat") is None
    client.post(switch, {"hat": own.pk})
    assert client.session["hat"] == own.pk


def test_roles_are_given_from_one_level_above(world, nora):
    with pytest.raises(NotAllowed):
        roles.give_role(
            user=nora, kind="manager", by=world.actor("visitor"), cluster=world.clusters["dresden"]
        )
    role = roles.give_role(
        user=nora, kind="manager", by=world.actor("coordinator"), cluster=world.clusters["dresden"]
    )
    again = roles.give_role(
        user=nora, kind="manager", by=world.actor("manager"), cluster=world.clusters["dresden"]
    )
    assert role == again
    roles.end_role(role=role, by=world.actor("manager"))
    assert role.ended_at is not None


# --- the rules ---


@pytest.mark.parametrize(
    ("people", "turnover", "balance", "size"),
    [
        (9, "2", "2", SmeSize.MICRO),
        (9, "2.01", "2", SmeSize.MICRO),
        (9, "2.01", "2.01", SmeSize.SMALL),
        (10, "1", "1", SmeSize.SMALL),
        (49, "10", "99", SmeSize.SMALL),
        (50, "10", "10", SmeSize.MEDIUM),
        (249, "50", "99", SmeSize.MEDIUM),
        (249, "50.01", "43", SmeSize.MEDIUM),
        (249, "50.01", "43.01", SmeSize.NOT_SME),
        (250, "1", "1", SmeSize.NOT_SME),
    ],
)
def test_judge_at_the_ceilings(people, turnover, balance, size):
    answers = FURTHER | {
        "headcount": people,
        "turnover_million": Decimal(turnover),
        "balance_million": Decimal(balance),
    }
    assert sme.judge(answers).size == size


def test_judge_public_quarter_is_no_sme():
    answers = FURTHER | {"headcount": 1, "turnover_million": 1, "balance_million": 1, "public_quarter": True}
    assert sme.judge(answers).size == SmeSize.NOT_SME


@pytest.mark.parametrize(
    "wrong",
    [{"headcount": -1}, {"headcount": True}, {"turnover_million": Decimal("NaN")}, {"balance_million": None}],
)
def test_judge_refuses_what_is_no_answer(wrong):
    answers = FURTHER | {"headcount": 1, "turnover_million": 1, "balance_million": 1} | wrong
    with pytest.raises(InvalidInput):
        sme.judge(answers)


def test_judge_asks_no_more_of_a_micro_enterprise():
    assert sme.settles(sme.MICRO)
    assert sme.judge(sme.MICRO).size == SmeSize.MICRO
    with pytest.raises(InvalidInput):
        sme.settles({"fewer_than_10": True})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "town", "found"),
    [
        ("DE", "  dresden ", "Dresden"),
        ("DE", "München", "Munich"),
        ("DE", "Koeln", "Köln"),
        ("PL", "Lodz", "Łódź"),
        ("BG", "София", "Sofia"),
        ("TR", "Izmir", "İzmir"),
        ("FR", "Dresden", None),
    ],
)
def test_find_place(country, town, found):
    place = places.find(country, town)
    assert (place.name if place else None) == found


@pytest.mark.django_db
@given(st.text(max_size=40))
def test_find_place_takes_any_text(text):
    place = places.find("DE", text)
    assert place is None or place.country == "DE"


@pytest.mark.django_db
def test_places_give_the_published_distances():
    dresden, antipolis = places.find("DE", "Dresden"), places.find("FR", "Sophia Antipolis")
    km = great_circle_km(dresden.latitude, dresden.longitude, antipolis.latitude, antipolis.longitude)
    assert km == 967
