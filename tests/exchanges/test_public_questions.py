"""May I take part, and how much do I get? Asked by anybody, answered without storing a thing."""

from dataclasses import replace
from html import unescape
from itertools import product

import pytest
from django.urls import reverse

from exchanges import pre_check, pre_check_words
from exchanges.forms.public import EarlierForm, KindForm, MemberForm, StayForm
from exchanges.pre_check import Terms
from tests.support.rules import rules

pytestmark = pytest.mark.django_db
URL = "/may-i-take-part/"
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


ANSWERS = {"kind": "sme", "country": "DE", "member": "yes", "earlier": "no", "stay": "half"}
TERMS = Terms(countries=frozenset({"DE", "FR"}))


def every_answer():
    for kind, country, member, earlier, stay in product(
        values(KindForm, "kind"),
        ("DE", "NO", "other"),
        values(MemberForm, "member"),
        values(EarlierForm, "earlier"),
        values(StayForm, "stay"),
    ):
        yield {"kind": kind, "country": country, "member": member, "earlier": earlier, "stay": stay}


def test_all_answers_reach_exactly_one_outcome_with_a_way_on():
    found = set()
    closed = replace(TERMS, hosts=TERMS.hosts - {"training"})
    for terms in (TERMS, closed):
        for answers in every_answer():
            outcome = pre_check.judge(answers, terms)
            assert outcome in pre_check.OUTCOMES
            assert pre_check_words.ways(outcome, answers, terms)
            against = [row for row in pre_check_words.reasons(answers, terms) if row.verdict == "fail"]
            assert bool(against) == (pre_check.OUTCOMES[outcome] == "no")
            found.add(outcome)
    assert found == set(pre_check.OUTCOMES)


def test_no_outcome_says_more_than_people_read():
    for outcome in pre_check.OUTCOMES:
        said = [pre_check_words.title(outcome, TERMS), pre_check_words.sentence(outcome, TERMS)]
        said += [way.sentence for way in pre_check_words.ways(outcome, ANSWERS, TERMS)]
        for sentence in [part for text in said for part in text.split(". ")]:
            assert len(sentence.split()) <= 25, sentence


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
        (ANSWERS | {"stay": "full"}, "full"),
        ({"kind": "sme", "country": "DE", "member": "yes", "earlier": "no"}, None),
    ],
)
def test_outcome(answers, code):
    assert pre_check.judge(answers, TERMS) == code


def test_rulebook_of_the_day_decides(client):
    rules(visit_once_sme="off", full_working_days=6, full_distance_km=300)
    again = ANSWERS | {"earlier": "other", "stay": "full"}
    page = text(client.get(URL, again))
    assert "You can take part" in page
    assert "From 6 working days the sum is full." in page
    assert "less than 300 km away" in page
    assert "6 working days or more, up to one month" in text(client.get(URL, again | {"at": "stay"}))


def test_pages_ask_one_question_after_the_other(client):
    assert "Question 1 of 5" in text(client.get(URL))
    assert "Question 2 of 5" in text(client.get(URL, {"kind": "sme"}))
    page = text(client.get(URL, ANSWERS))
    assert "You can take part, with half the lump sum" in page
    assert "By rules 2022-1, in force since 1 January 2019" in page
    assert f'<a href="{reverse("exchanges:rulebooks")}">Read the rules</a>' in page


def test_answer_leads_to_a_clean_address(client):
    response = client.get(URL, {"kind": "sme", "asked": "country", "country": "DE", "noise": "x"})
    assert response.url == f"{URL}?kind=sme&country=DE"


def test_back_keeps_the_answer_and_all_others(client):
    page = client.get(URL, {"kind": "sme", "country": "DE"}).content.decode()
    assert f'href="{URL}?kind=sme&amp;country=DE&amp;at=country"' in page
    before = client.get(URL, ANSWERS | {"at": "country"}).content.decode()
    assert '<option value="DE" selected>' in before
    assert all(
        f'<input type="hidden" name="{name}"' in before for name in ("kind", "member", "earlier", "stay")
    )
    changed = client.get(URL, ANSWERS | {"country": "FR", "asked": "country"}, follow=True)
    assert "France takes part." in text(changed)


def test_question_without_answer_says_so(client):
    page = text(client.get(URL, {"kind": "sme", "asked": "country"}))
    assert "There is a problem" in page
    assert "Choose the country of your organisation." in page
    assert "Question 2 of 5" in page


def test_nonsense_in_the_address_is_asked_again(client):
    page = text(client.get(URL, {"kind": "pirate", "asked": "treasure", "at": "stay"}))
    assert "Question 1 of 5" in page


def test_a_no_names_the_rule_its_source_and_what_is_possible(client):
    page = text(client.get(URL, {"kind": "sme", "country": "DE", "member": "no"}))
    assert "Join a cluster first" in page
    assert "A business network is not enough." in page
    assert "clamtex.eu/faq-page" in page
    assert f"{reverse('clusters:directory')}?kind=cluster&country=DE" in page
    assert "Be a host without a cluster" in page
    assert "Register and apply" not in page


@pytest.mark.parametrize("outcome", pre_check.OUTCOMES)
def test_every_way_of_every_outcome_can_be_walked(client, outcome):
    answers = next(
        found
        for terms in (TERMS, replace(TERMS, hosts=frozenset()))
        for found in every_answer()
        if pre_check.judge(found, terms) == outcome
    )
    for way in pre_check_words.ways(outcome, answers, replace(TERMS, virtual=True)):
        if way.href:
            continue
        response = client.get(reverse(way.url_name), way.query)
        assert response.status_code == 200 or response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(("answers", "statements"), [({}, 2), ({"kind": "sme"}, 3), (ANSWERS, 3)])
def test_check_asks_the_rules_and_the_countries_once(client, django_assert_num_queries, answers, statements):
    with django_assert_num_queries(statements):
        client.get(URL, answers)


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


def test_countries_of_the_rules_come_before_those_of_the_directory(client):
    assert "You can take part" in text(client.get(URL, ANSWERS))
    rules(countries=["FR", "PL"])
    assert "Germany is not on the list." in text(client.get(URL, ANSWERS))
