"""Pieces of pages that are kept hold nothing that belongs to one request."""

from typing import Any

import pytest
from django.core.cache import caches
from django.template import Context, Template

PIECE = Template(
    '{% load kept %}{% kept "piece" who %}{{ who }} {% csrf_token %}<i title="{{ here }}">{{ made }}</i>{% endkept %}'
)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    caches["fragments"].clear()


def _printed(**words: Any) -> str:
    return PIECE.render(Context({"who": "Mara", "csrf_token": "t" * 64, "here": "/", "made": "once"} | words))


def test_a_kept_piece_gets_the_token_and_the_address_of_each_request():
    first = _printed()
    second = _printed(csrf_token="s" * 64, here='/files/?q="><script>')
    assert "t" * 64 in first and "t" * 64 not in second
    assert f'value="{"s" * 64}"><i title="/files/?q=&quot;&gt;&lt;script&gt;">once</i>' in second


def test_what_is_kept_holds_no_token():
    _printed()
    (stored,) = caches["fragments"]._cache.values()
    assert b"t" * 64 not in stored


def test_a_piece_is_made_anew_for_another_that_it_is_kept_by():
    assert "once" in _printed()
    assert "once" in _printed(made="again")
    assert "again" in _printed(who="Nora", made="again")


def test_a_piece_whose_key_is_unknown_is_drawn_and_not_kept():
    piece = Template('{% load kept %}{% kept "piece" who %}{{ made }}{% endkept %}')
    assert [piece.render(Context({"made": made})) for made in ("once", "again")] == ["once", "again"]
