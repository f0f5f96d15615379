"""May I take part, and how much do I get? Asked by anybody, answered without storing a thing."""

from html import unescape
from itertools import product

import pytest
from django.urls import reverse

from exchanges import pre_check
from exchanges.forms.public import EarlierForm, KindForm, MemberForm, StayForm

pytestmark = pytest.mark.django_db
TRIP = {
    "home_country": "DE",
    "home_city": "Dresden",
    "host_country": "FR",
    "host_city": "Sophia-Antipolis",
    "start": "2022-10-11",
    "end": "2022-10-14",
    "kind": "sme",
}


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def values(form, name):
    return [value for value, _label in form.base_fields[name].choices]


def test_all_answers_reach_exactly_one_outcome():
    found = set()
    for kind, country, member, earlier, stay in product(
        values(KindForm, "kind"),
        ("DE", "NO", "other"),
        values(MemberForm, "member"),
        values(EarlierForm, "earlier"),
        values(StayForm, "stay"),
    ):
        answers = {"kind": kind, "country": country, "member": member, "earlier": earlier, "stay": stay}
        outcome = pre_check.judge(answers, {"DE", "FR"})
        assert outcome in pre_check.OUTCOMES
        found.add(outcome.code)
    assert found == {outcome.code for outcome in pre_check.OUTCOMES}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"kind": "large_company"}, "host_only"),
        ({"kind": "sme", "country": "NO"}, "country"),
        ({"kind": "sme", "country": "DE", "member": "no"}, "no_cluster"),
        ({"kind": "sme", "country": "DE", "member": "yes", "earlier": "other"}, "visited"),
        (
            {"kind": "cluster", "country": "DE", "member": "no", "earlier": "other", "stay": "half"},
            "ask_cluster",
        ),
        ({"kind": "cluster", "country": "DE", "member": "yes", "earlier": "other", "stay": "half"}, "half"),
        (
            {"kind": "public_authority", "country": "DE", "member": "yes", "earlier": "no", "stay": "full"},
            "no_money",
        ),
        ({"kind": "sme", "country": "DE", "member": "yes", "earlier": "no", "stay": "full"}, "full"),
    ],
)
def test_outcome(answers, code):
    assert pre_check.judge(answers, {"DE"}).code == code


def test_pages_ask_one_question_after_the_other(client):
    url = reverse("exchanges:check")
    assert "Question 1 of 5" in text(client.get(url))
    assert "Question 2 of 5" in text(client.get(url, {"kind": "sme"}))
    page = text(
        client.get(url, {"kind": "sme", "country": "DE", "member": "yes", "earlier": "no", "stay": "half"})
    )
    assert "You can take part, with half the lump sum" in page


def test_question_without_answer_says_so(client):
    page = text(client.get(reverse("exchanges:check"), {"kind": "sme", "asked": "country"}))
    assert "There is a problem" in page
    assert "Question 2 of 5" in page


@pytest.mark.parametrize("outcome", pre_check.OUTCOMES, ids=lambda outcome: outcome.code)
def test_every_outcome_links_to_a_next_step(client, outcome):
    assert reverse(outcome.url_name)


def test_calculator_shows_sum_days_and_reasons(client):
    page = text(client.get(reverse("exchanges:calculator"), TRIP))
    assert "EUR 450" in page
    assert "One more working day: EUR 900." in page
    assert "Half the sum, because 4 working days are fewer than 5." in page
    assert "Tuesday, 11 October 2022" in page
    assert "You pay first" in page


def test_calculator_names_the_regional_holiday(client):
    trip = TRIP | {
        "home_country": "FR",
        "home_city": "Sophia Antipolis",
        "host_country": "DE",
        "host_city": "Dresden",
        "start": "2023-11-21",
        "end": "2023-11-23",
    }
    page = text(client.get(reverse("exchanges:calculator"), trip))
    assert "These days do not make a visit yet" in page
    assert "Public holiday: Repentance and Prayer Day" in page


def test_calculator_counts_a_travel_day_out(client):
    page = text(
        client.get(reverse("exchanges:calculator"), TRIP | {"travel_days": ["2022-10-12", "nonsense"]})
    )
    assert "Travel day, not counted" in page


def test_calculator_says_what_is_missing(client):
    page = text(
        client.get(
            reverse("exchanges:calculator"),
            {"home_country": "DE", "home_city": "Dresden", "start": "2022-10-14", "end": "2022-10-11"},
        )
    )
    assert "There is a problem" in page
    assert "The last day is before the first day." in page


def test_calculator_fragment_equals_the_region_of_the_page(client):
    url = reverse("exchanges:calculator")
    fragment = client.get(url, TRIP, headers={"HX-Request": "true"}).content.decode().strip()
    assert fragment.startswith('<div id="result"')
    assert fragment in client.get(url, TRIP).content.decode()
