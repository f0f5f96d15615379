"""Every route of the table, opened in a real browser by each persona that gets in: axe and width in every look.

Two personas often get the same page; it is opened once for each shape of what stands between header and footer.
A page that the table promises and that does not come fails, whatever it looks like.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.architecture.route_table import PERSONAS, ROUTES
from tests.architecture.test_route_matrix import address_of, arguments, key_of, stay, subjects
from tests.architecture.test_urls import OWN_PAGES, Page
from tests.support.browser import shape
from tests.support.looks import Looker
from tests.support.stay import Stay
from tests.support.world import World

__all__ = ["stay"]
# Apart, so that workers can share the work.
SECTIONS = ("clusters", "exchanges", "reporting")
pytestmark = pytest.mark.slow
# Route and shape; the scene in which nothing is there has many pages, such as empty forms, that the other has too.
_without_fault: set[tuple[str, str]] = set()


def pages_of(section: str) -> list[Page]:
    """The portal's own routes go with those of the clusters."""
    return [
        page
        for page in OWN_PAGES
        if next((name for name in SECTIONS if page.name.startswith(f"{name}:")), SECTIONS[0]) == section
    ]


def who_gets_in(page: Page) -> list[str]:
    return [persona for persona, cell in zip(PERSONAS, ROUTES[key_of(page)], strict=True) if cell == "ok"]


def html_of(world: World, persona: str, address: str) -> str | None:
    """The page that comes; "" where a file or a part of a page comes; None where nothing does."""
    answer = world.client(persona).get(address)
    answer.close()
    if answer.status_code == 405:
        return ""
    if answer.status_code != 200:
        return None
    html = "" if answer.streaming else answer.content.decode(errors="replace")
    return html if "<html" in html else ""


@pytest.fixture
def looker(browser: Any, server: str, world: World) -> Iterator[Looker]:
    looker = Looker(browser, server, world)
    yield looker
    looker.close()


def looked_at(
    world: World, looker: Looker, places: list[tuple[Page, str]], *, elsewhere: tuple[str, ...] = ()
) -> list[str]:
    """`elsewhere` names the routes that lead to another page in this scene."""
    looked, wrong = 0, []
    for page, address in places:
        for persona in who_gets_in(page):
            html = html_of(world, persona, address)
            if html is None and key_of(page) in elsewhere:
                continue
            if html is None:
                wrong.append(f"{persona} {address}: promised by the table, and does not come")
            elif html:
                looked += 1
                if (key := (key_of(page), shape(html))) not in _without_fault:
                    found = looker.open(persona, address)
                    wrong += found
                    _without_fault.update(() if found else (key,))
    assert looked, "no page was looked at"
    return wrong


@pytest.mark.parametrize("section", SECTIONS)
def test_every_page_is_accessible_and_fits(
    fresh_database: str, stay: Stay, looker: Looker, section: str
) -> None:
    found = subjects(stay)
    places = [(page, address_of(page, found)) for page in pages_of(section)]

    wrong = looked_at(stay.world, looker, places)

    assert wrong == [], "\n".join(wrong)


def test_every_page_is_accessible_while_nothing_is_there_yet(
    fresh_database: str, world: World, looker: Looker
) -> None:
    world.add_support()
    places = [(page, f"/{page.route}") for page in OWN_PAGES if not arguments(page)]

    # Who has no cluster yet is led to name one before an offer can be written.
    wrong = looked_at(world, looker, places, elsewhere=("exchanges:offer_new",))

    assert wrong == [], "\n".join(wrong)


def comes_back(world: World, persona: str, address: str) -> bool:
    """Whether the form, sent empty, is shown again; what it did is taken back."""
    client = world.client(persona)
    with transaction.atomic():
        answer = client.post(address)
        transaction.set_rollback(True)
    return answer.status_code in (200, 400, 422) and b'class="error-summary"' in answer.content


@pytest.mark.parametrize("section", SECTIONS)
def test_every_form_sent_empty_is_accessible(
    fresh_database: str, stay: Stay, looker: Looker, section: str
) -> None:
    world, found, wrong, number = stay.world, subjects(stay), [], 0
    for page in pages_of(section):
        address = address_of(page, found)
        for persona in who_gets_in(page):
            if comes_back(world, persona, address):
                wrong += looker.send_empty(persona, address)
                number += 1
                break

    assert number, "no form came back"
    assert wrong == [], "\n".join(wrong)
