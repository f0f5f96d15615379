"""The public directory: what a reader finds, how, and at which cost."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from clusters.models import Country, Organisation, Term
from clusters.selectors import directory as selectors
from clusters.services import logos
from clusters.views import directory as views
from core.actors import Actor
from tests.support.world import World, make_organisation

pytestmark = pytest.mark.django_db
URL = reverse("clusters:directory")
TITLES = re.compile(r'<h3><a href="[^"]*">([^<]*)</a>')


def ask(client: Client, query: str = "") -> Any:
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return answer


def titles(answer: Any) -> list[str]:
    return TITLES.findall(answer.content.decode())


def text(answer: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(plain.split())


@pytest.fixture
def firms(world: World) -> list[Organisation]:
    """Five listed firms, and one that did not agree."""
    rows = [
        ("Żaneta Łódź Robotics", "PL", "Łódź", "sme", True),
        ("Atelier Électronique", "FR", "Nice", "fab_lab", True),
        ("Kauno Robotika", "LT", "Kaunas", "sme", True),
        ("Nordlicht Optik", "DE", "Kiel", "tech_centre", True),
        ("Prishtina Code", "XK", "Pristina", "sme", True),
        ("Secret Robotics", "DE", "Kiel", "sme", False),
    ]
    return [
        make_organisation(name, kind, country, city, ("54.0", "10.1"), listed=listed)
        for name, country, city, kind, listed in rows
    ]


def test_shows_clusters_offers_and_listed_organisations_only(world, firms, client):
    found = titles(ask(client))
    assert found[0] == "Smart mobility test road"
    assert set(found) >= {"Elbe Valley", "Kauno Robotika", "Prishtina Code"}
    assert not {"Secret Robotics", "Elbe Sensors GmbH"} & set(found)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("electronique", "Atelier Électronique"),
        ("ÉLECTRONIQUE", "Atelier Électronique"),
        ("lodz", "Żaneta Łódź Robotics"),
        ("robotik", "Kauno Robotika"),
        ("optik kiel", "Nordlicht Optik"),
        ("lithuania robot", "Kauno Robotika"),
        ("shuttles", "Smart mobility test road"),
    ],
)
def test_finds_by_words_without_accents_and_by_beginnings(world, firms, client, words, first):
    assert titles(ask(client, f"q={words}"))[0] == first


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("electroniqe", "Atelier Électronique"),
        ("nordlciht", "Nordlicht Optik"),
        ("kauno robotiak", "Kauno Robotika"),
    ],
)
def test_finds_in_spite_of_typos_and_says_so(world, firms, client, words, first):
    answer = ask(client, f"q={words}")
    assert titles(answer)[0] == first
    assert f"Nothing is spelled “{words}”" in text(answer)


def test_title_counts_more_than_description(world, firms, client):
    firms[3].about = "We build what Kauno Robotika builds."
    firms[3].save()
    assert titles(ask(client, "q=kauno")) == ["Kauno Robotika", "Nordlicht Optik"]


@pytest.mark.parametrize(
    "odd", ["%27%22%3B", "%00", "%26+%7C+%21", "%C2%BD+_", "a" * 300, "x&page=nonsense", "x&term=-1"]
)
def test_odd_addresses_do_not_break_it(world, firms, client, odd):
    assert ask(client, f"q={odd}").status_code == 200


def test_facets_narrow_and_count(world, firms, client):
    answer = ask(client, "kind=organisation&country=DE&country=FR")
    assert titles(answer) == ["Atelier Électronique", "Nordlicht Optik"]
    countries = next(facet for facet in answer.context["facets"] if facet.name == "country")
    numbers = {option.label: (option.number, option.checked) for option in countries.options}
    # What choosing one more country would bring stays in sight.
    assert numbers == {
        "Germany": ("1", True), "France": ("1", True), "Lithuania": ("1", False), "Poland": ("1", False),
        "Kosovo*": ("1", False),
    }  # fmt: skip
    tabs = {tab.label: tab.number for tab in answer.context["tabs"]}
    assert tabs == {"All": "5", "Missions": "0", "Host offers": "1", "Clusters": "2", "Organisations": "2"}


def test_terms_that_read_the_same_say_which_they_are(world, firms, client):
    firms[2].terms.add(*Term.objects.filter(label="Digital", taxonomy__in=["theme", "ecosystem"]))
    page = text(ask(client, "kind=organisation"))
    assert "Digital (Theme)" in page
    assert "Digital (Industrial ecosystem)" in page


def test_language_and_term_are_facets(world, firms, client):
    term = Term.objects.filter(parent__isnull=False).earliest("id")
    firms[2].terms.add(term)
    assert titles(ask(client, f"term={term.pk}")) == ["Kauno Robotika"]
    assert titles(ask(client, f"term={term.parent_id}")) == ["Kauno Robotika"]
    assert term.label in text(ask(client, f"term={term.pk}&country=DE")), "a chosen term keeps its name"
    assert titles(ask(client, "language=fr&language=lt")) == ["Smart mobility test road"]


def test_each_chip_takes_one_thing_away(world, firms, client):
    answer = ask(client, "q=robot&country=LT&kind=organisation&free_from=2026-05-01")
    chips = {chip["value"]: chip["url"] for chip in answer.context["chips"]}
    assert chips["Lithuania"] == "?q=robot&kind=organisation&free_from=2026-05-01"
    assert chips["robot"] == "?country=LT&kind=organisation&free_from=2026-05-01"
    assert chips["1 May 2026 – …"] == "?q=robot&country=LT&kind=organisation"


def test_wrong_dates_are_said_and_left_out(world, client):
    answer = ask(client, "free_from=2026-05-20&free_until=2026-05-01&kind=offer")
    assert "Choose a later day" in text(answer)
    assert titles(answer) == ["Smart mobility test road"]


def test_empty_answer_shows_the_ways_out(world, firms, client):
    answer = ask(client, "kind=offer&country=DE&q=smart")
    assert titles(answer) == []
    ways = {way.label: (way.url, way.number) for way in answer.context["ways_out"]}
    assert ways == {"Germany": ("?kind=offer&q=smart", "1")}
    assert [(way.label, way.url) for way in answer.context["nearest"]] == [
        ("France", "?kind=offer&country=FR&q=smart")
    ]


def test_kosovo_has_its_footnote(world, firms, client):
    assert "UNSCR 1244/1999" in text(ask(client, "country=XK"))
    assert "UNSCR 1244/1999" not in text(ask(client, "kind=offer"))


def test_map_has_a_dot_for_each_town_and_the_list_below(world, firms, client):
    answer = ask(client, "view=map&kind=organisation")
    html = answer.content.decode()
    assert 'aria-label="Kiel, Germany: 1 entry"' in html
    assert "?kind=organisation&amp;town=DE/Kiel" in html
    assert titles(answer) == sorted(titles(answer)) and len(titles(answer)) == 5
    assert titles(ask(client, "kind=organisation&town=DE/Kiel")) == ["Nordlicht Optik"]


def test_same_cost_for_any_number_of_rows(
    world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for more in (1, 3):
        for number in range(more):
            make_organisation(f"Firm {more}-{number}", "sme", "DE", "Kiel", ("54.3", "10.1"), listed=True)
        # One of them reads whether a page that was kept is still right; the world's tests keep none.
        with django_assert_num_queries(3):
            ask(client, "kind=organisation&country=DE&q=firm")
        with django_assert_num_queries(3):
            ask(client, "kind=organisation&q=frim")
        with django_assert_num_queries(3):
            ask(client, "kind=organisation&view=map")


def test_counts_stop_at_the_cap_and_say_so(world, client, monkeypatch):
    monkeypatch.setattr(selectors, "CAP", 50)
    monkeypatch.setattr("clusters.selectors.directory_words.CAP", 50)
    country = Country.objects.get(code="DE")
    Organisation.objects.bulk_create(
        Organisation(name=f"Firm {number:03}", kind="sme", country=country, city="Kiel", listed=True)
        for number in range(60)
    )
    answer = ask(client, "kind=organisation&page=99")
    assert (answer.context["total"], answer.context["page"].number) == ("50+", 2)
    assert titles(answer)[-1] == "Firm 049"
    assert "There are more than 1,000" in text(answer)


@pytest.mark.parametrize("query", ["kind=organisation", "q=firm", "q=firm&order=newest"])
def test_map_and_list_show_the_same_entries_up_to_the_cap(world, client, monkeypatch, query):
    for module in ("directory", "directory_words", "directory_map"):
        monkeypatch.setattr(f"clusters.selectors.{module}.CAP", 20)
    monkeypatch.setattr(selectors, "PAGE_SIZE", 10)
    country = Country.objects.get(code="DE")
    places = {"Kiel": ("54.3", "10.1"), "Bremen": ("53.1", "8.8"), "Ulm": (None, None)}
    towns = ["Kiel"] * 3 + ["Bremen"] * 13 + ["Ulm"] * 2 + ["Kiel"] * 12
    Organisation.objects.bulk_create(
        Organisation(
            name=f"Firm {number:03}", kind="sme", country=country, city=town, listed=True,
            latitude=places[town][0], longitude=places[town][1],
        )
        for number, town in enumerate(towns)
    )  # fmt: skip
    first = ask(client, f"{query}&view=map")
    listed = text(first) + text(ask(client, f"{query}&view=map&page=2"))
    on_map = {dot.label.partition(",")[0]: dot.number for dot in first.context["picture"].dots}
    assert on_map == {town: listed.count(f"Organisation · {town}, Germany") for town in ("Kiel", "Bremen")}
    assert sum(on_map.values()) + first.context["picture"].unplaced == 20
    assert "Both show the first 1,000 only." in text(first)


def test_harvesting_is_slowed_down(world, client, monkeypatch):
    monkeypatch.setattr(views, "PER_MINUTE", 2)
    answers = [client.get(f"{URL}?q=a{number}", REMOTE_ADDR="10.9.8.7").status_code for number in range(4)]
    assert answers == [200, 200, 429, 429]
    assert client.get(URL, REMOTE_ADDR="10.9.8.7").status_code == 200, "the plain page stays open"


def test_filtered_pages_are_not_for_search_engines(world, client):
    assert b"noindex" in ask(client, "country=DE").content
    assert b"noindex" not in ask(client).content


# --- the public pages behind it ---


def test_public_page_shows_the_profile_and_nothing_else(world, firms, client):
    firm = firms[2]
    for name, value in {
        "street": "Canary street 1",
        "vat_number": "LT999",
        "registration_number": "CANARY-REG",
    }.items():
        setattr(firm, name, value)
    firm.about, firm.founded = "Robots that pick apples.", 2011
    firm.save()
    shown = text(client.get(reverse("clusters:organisation_public", args=[firm.pk])))
    assert "Robots that pick apples." in shown and "2011" in shown and "Kaunas, Lithuania" in shown
    assert not [word for word in ("Canary street", "LT999", "CANARY-REG") if word in shown]


def test_public_page_has_the_offers_of_a_listed_host(world, client):
    page = reverse("clusters:organisation_public", args=[world.host.pk])
    assert client.get(page).status_code == 404
    world.host.listed = True
    world.host.save()
    assert "Smart mobility test road" in text(client.get(page))


def test_logo_and_towns_stand_on_card_and_page(world, firms, client):
    firm = firms[2]
    picture = BytesIO()
    Image.new("RGB", (90, 60), "navy").save(picture, "PNG")
    upload = SimpleUploadedFile("logo.png", picture.getvalue())
    logos.set_logo(organisation=firm, by=Actor.system("tests"), picture=upload)
    firm.establishments.create(name="Test field", country_id="PL", city="Gliwice", street="Canary street 7")
    logo = f"/organisations/{firm.pk}/logo.png?v={firm.logo_id}"
    card = ask(client, "q=kauno")
    page = client.get(reverse("clusters:organisation_public", args=[firm.pk]))
    for shown in (card.content.decode(), page.content.decode()):
        assert f'src="{logo}" alt="Logo of Kauno Robotika"' in shown
        assert "Canary street" not in shown
    assert "Organisation · Kaunas, Lithuania · also Gliwice" in text(card)
    assert "Test field (Gliwice, Poland)" in text(page)
    assert b"".join(client.get(logo).streaming_content).startswith(b"\x89PNG")
    firm.listed = False
    firm.save()
    assert client.get(logo).status_code == 404


def test_organisation_that_did_not_agree_has_no_public_page(world, firms, client):
    for organisation in (firms[-1], world.firm, world.clusters["dresden"].organisation):
        assert client.get(reverse("clusters:organisation_public", args=[organisation.pk])).status_code == 404


def test_cluster_outside_the_portal_has_no_public_page(world, client):
    page = reverse("reporting:cluster_page", args=["vitosha-digital"])
    assert "Vitosha Digital" in text(client.get(page))
    cluster = world.clusters["sofia"]
    cluster.in_portal = False
    cluster.save()
    assert client.get(page).status_code == 404
