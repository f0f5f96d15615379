"""Typos in the directory's search: names, towns, countries and fields are found, and the page says what it took."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import DirectoryWord, Organisation, Term
from clusters.services import directory
from tests.support.world import World, make_organisation

pytestmark = pytest.mark.django_db
URL = reverse("clusters:directory")
TITLES = re.compile(r'<h3><a href="[^"]*">([^<]*)</a>')


def ask(client: Client, words: str) -> Any:
    return client.get(URL, {"q": words, "kind": "organisation"})


def titles(answer: Any) -> list[str]:
    return TITLES.findall(answer.content.decode())


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def firms(world: World) -> dict[str, Organisation]:
    rows = [
        ("Alpha", "DE", "Dresden"), ("Beta Photonics", "FR", "Sophia Antipolis"), ("Gamma", "FR", "Grenoble"),
        ("Delta", "IT", "Bologna"), ("Epsilon", "PL", "Łódź"), ("Zeta", "DE", "Kiel"), ("Eta", "BG", "Sofia"),
    ]  # fmt: skip
    found = {
        city: make_organisation(name, "sme", country, city, ("50.0", "10.0"), listed=True)
        for name, country, city in rows
    }
    found["Kiel"].terms.add(Term.objects.filter(label__startswith="Artificial intelligence").earliest("id"))
    return found


@pytest.mark.parametrize(
    ("typed", "found", "near"),
    [
        ("drezden", ["Alpha"], "dresden"),
        ("dresdn", ["Alpha"], "dresden"),
        ("fotonics", ["Beta Photonics"], "photonics"),
        ("sofia antipolis", ["Beta Photonics"], "sophia"),
        ("sophia antipoliss", ["Beta Photonics"], "antipolis"),
        ("grenobel", ["Gamma"], "grenoble"),
        ("bologne", ["Delta"], "bologna"),
        ("keil", ["Zeta"], "kiel"),
        ("jermany zetta", ["Zeta"], "germany, zeta"),
        ("artifical inteligence", ["Zeta"], "artificial, intelligence"),
    ],
)
def test_wrong_letters_find_town_name_country_and_field(world, firms, client, typed, found, near):
    answer = ask(client, typed)
    assert titles(answer) == found
    assert f"Nothing is spelled “{typed}”. You see what fits these words: {near}." in text(answer)


@pytest.mark.parametrize("typed", ["lodz", "Łódź", "LÓDZ"])
def test_accents_are_no_typo(world, firms, client, typed):
    answer = ask(client, typed)
    assert titles(answer) == ["Epsilon"]
    assert "Nothing is spelled" not in text(answer)


def test_a_word_that_stands_there_is_never_replaced(world, firms, client):
    """Sofia is a town of its own; "Sophia" is not what was meant."""
    assert titles(ask(client, "sofia")) == ["Eta"]
    # In this country the word finds nothing: another word would not help the reader.
    answer = client.get(URL, {"q": "sofia", "country": "FR", "kind": "organisation"})
    assert titles(answer) == []
    assert [way.label for way in answer.context["ways_out"]] == ["sofia", "France"]


def test_what_is_like_nothing_finds_nothing_and_the_page_helps(world, firms, client):
    shown = text(ask(client, "qqzzxx"))
    assert "Nothing fits all of this" in shown
    answer = client.get(URL, {"q": "bologna photonics"})
    assert titles(answer) == []
    assert [(way.label, way.url) for way in answer.context["single_words"]] == [
        ("bologna", "?q=bologna"), ("photonics", "?q=photonics"),
    ]  # fmt: skip


def test_a_word_leaves_with_the_last_entry_that_has_it(world, firms, client):
    def known(word: str) -> bool:
        return DirectoryWord.objects.filter(word=word).exists()

    second = make_organisation("Bologna Uno", "sme", "IT", "Bologna", ("44.5", "11.3"), listed=True)
    assert known("bologna") and known("uno")
    second.listed = False
    second.save()
    assert known("bologna") and not known("uno")
    firms["Bologna"].city = "Parma"
    firms["Bologna"].save()
    assert known("parma") and not known("bologna")
    assert titles(ask(client, "bologne")) == []


def test_rebuilding_learns_the_words_anew(world, firms):
    before = set(DirectoryWord.objects.values_list("word", flat=True))
    DirectoryWord.objects.all().delete()
    DirectoryWord.objects.create(word="canary", sound="kanary")
    directory.rebuild()
    assert set(DirectoryWord.objects.values_list("word", flat=True)) == before
