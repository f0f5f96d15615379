"""The file page, the plan and the signing pages in a real browser: accessible and narrow enough in every state."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from core import outbox
from exchanges.models import Exchange
from exchanges.services import building
from tests.support.browser import faults
from tests.support.stay import Stay
from tests.support.world import World

Visit = Callable[[str, str], Any]


@pytest.fixture
def stay(fresh_database: str, world: World) -> Iterator[Stay]:
    with ExitStack() as stack:
        yield Stay(world, stack)


def address(name: str, exchange: Exchange) -> str:
    return reverse(f"exchanges:{name}", args=[exchange.reference])


def test_plan_and_signing_pages(stay: Stay, visit: Visit) -> None:
    world = stay.world
    exchange = world.building()
    building.change_dates(
        exchange=exchange, by=world.actor("visitor"), start=date(2026, 5, 21), end=date(2026, 5, 27)
    )
    for name in ("file", "plan_edit", "plan_send", "exchange_cancel", "sum_explained"):
        visit("visitor", address(name, exchange))
    page = visit("visitor", address("plan_dates", exchange))
    page.fill("#id_end", "2026-05-22")
    with page.expect_navigation():
        page.click("button[name=preview]")
    assert faults(page) == []
    expect(page.locator(".callout h2")).to_have_text("With these dates")


def test_file_and_signing_pages_while_signing(stay: Stay, visit: Visit) -> None:
    world = stay.world
    exchange = world.commitment_signing()
    outbox.run_due()
    for persona in ("visitor", "manager", "host", "auditor"):
        visit(persona, address("file", exchange))
        visit(persona, address("commitment_sign", exchange))
    visit("manager", address("sign_on_paper", exchange))
    visit("manager", address("plan_change", exchange))
    visit("visitor", address("bank_account", exchange))
    page = visit("visitor", address("commitment_sign", exchange))
    with page.expect_navigation():
        page.click("main form button")
    expect(page).to_have_title(re.compile("^Error: "))
    assert faults(page) == []


def test_file_page_after_the_visit(stay: Stay, visit: Visit) -> None:
    exchange = stay.paid().exchange
    for persona in ("visitor", "manager", "host", "finance"):
        visit(persona, address("file", exchange))
    visit("visitor", address("sum_explained", exchange))
    visit("visitor", address("commitment_sign", exchange))
