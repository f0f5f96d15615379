"""Tables brought in by people in the browser: 2,000 members with 37 mistakes and then right; 60 visits of before."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from openpyxl import load_workbook

from clusters.models import Membership
from core import outbox
from exchanges.models import PastExchange
from tests.support.browser import NARROW
from tests.support.tables import xlsx
from tests.support.walker import Walker
from tests.support.world import PASSWORD, World

MEMBERS = ("Firma", "Typ", "Land", "Ort", "Handelsregister", "Mitglied seit")
VISITS = (
    "Reference", "Visitor", "Visitor type", "Visitor country", "Visitor city", "Host", "Host type", "Host country",
    "Host city", "Start date", "End date", "Days", "Participants", "Amount paid", "Paid on", "Validated on",
)  # fmt: skip


def members(wrong: int) -> bytes:
    rows = []
    for number in range(2000):
        mistake = number % 54 == 0 and number // 54 < wrong
        rows.append(
            (
                f"Firm {number:04} GmbH",
                "Bakery" if mistake else "KMU",
                "Deutschland",
                "Dresden",
                f"HRB {number}",
                "2019",
            )
        )
    return xlsx([MEMBERS, *rows])


def visits() -> bytes:
    rows = []
    for number in range(60):
        first = date(2025, 3, 3) + timedelta(days=7 * (number % 40))
        rows.append(
            (
                f"X-{number:03}", f"Visitor {number} GmbH", "SME", "DE", "Dresden", f"Hôte {number % 5} SAS", "SME", "FR",
                "Nice", first, first + timedelta(days=3), 4, 1, 450, first + timedelta(days=20),
                first + timedelta(days=12),
            )
        )  # fmt: skip
    return xlsx([VISITS, *rows])


def log_in(new_page: Callable[..., Any], world: World, persona: str, **page: Any) -> Walker:
    walker = Walker(new_page(**page), persona)
    walker.open("/accounts/login/")
    return walker.fill(login=world.actor(persona).user.email, password=PASSWORD).press("Log in")


def shows(walker: Walker, words: str) -> Walker:
    """The worker does what is due; the page asks by itself and shows it."""
    outbox.run_due()
    walker.page.get_by_text(words).first.wait_for()
    return walker.look().sees(words)


def test_two_thousand_members_with_mistakes_and_then_right(
    fresh_database: str, world: World, new_page: Callable[..., Any]
) -> None:
    manager = log_in(new_page, world, "manager")
    manager.open("/members/").follow("Import a list")
    manager.upload("file", "members.xlsx", members(37)).press("Upload")
    manager.sees("We read 2000 rows and recognised 6 columns.").press("Check all rows")
    manager.sees("We check every row")
    shows(manager, "37 rows are wrong. Nothing is saved.").sees(
        "Use one of: Small or medium-sized enterprise (SME)"
    )
    assert Membership.objects.count() == 0
    path = manager.page.get_by_role("link", name="Wrong rows as XLSX").get_attribute("href")
    sheet = load_workbook(io.BytesIO(manager.fetch(path))).active
    assert (sheet.max_row, sheet["B2"].value) == (38, 2)
    manager.follow("Bring the corrected file").upload("file", "members.xlsx", members(0)).press("Upload")
    manager.press("Check all rows")
    shows(manager, "Every row is right").press("Import now").sees("We import all rows")
    # Whoever leaves the page finds the import again.
    manager.open("/members/").open("/imports/").follow("members.xlsx")
    shows(manager, "2000 new, 0 updated").follow("See them in the list")
    manager.sees("2000 members", "Firm 0000 GmbH")
    assert Membership.objects.filter(state="confirmed").count() == 2000


def test_sixty_visits_of_before_are_counted(
    fresh_database: str, world: World, new_page: Callable[..., Any]
) -> None:
    coordinator = log_in(new_page, world, "coordinator", viewport=NARROW)
    coordinator.open("/partnerships/test/figures/O2.exchanges/").sees("nothing recorded")
    coordinator.open("/past-exchanges/").follow("Import past exchanges")
    coordinator.upload("file", "history.xlsx", visits()).press("Upload").press("Check all rows")
    shows(coordinator, "Every row is right").press("Import now")
    shows(coordinator, "60 new, 0 updated").follow("See them in the list").sees("60 visits", "Imported")
    coordinator.open("/partnerships/test/figures/").sees("60")
    coordinator.open("/partnerships/test/figures/O2.exchanges/").sees("60 exchanges", "imported")
    assert PastExchange.objects.count() == 60
