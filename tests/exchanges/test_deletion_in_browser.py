"""A person with a paid visit deletes the account in the browser; the visit stays counted, paid and proven."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import mail

from core import audit, clock, outbox
from exchanges.models import DocumentVersion, Payment
from reporting.indicators import as_rows
from reporting.periods import Period
from tests.support.browser import NARROW
from tests.support.canary import tables_with
from tests.support.stay import Stay
from tests.support.walker import Walker
from tests.support.world import PASSWORD

WORDS = ("Vera Visitor", "vera@firm.example")


def exchanges_counted(stay: Stay) -> Any:
    rows = as_rows(Period(stay.world.partnership, until=clock.today()))
    return next(row["value"] for row in rows if row["code"] == "O2.exchanges")


def logged_in(new_page: Callable[..., Any], email: str, **look: Any) -> Walker:
    walker = Walker(new_page(**look), email)
    walker.open("/accounts/login/")
    return walker.fill(login=email, password=PASSWORD).press("Log in")


def see_the_pages(visitor: Walker) -> None:
    # Noted when the application was written.
    visitor.open("/privacy/")
    assert "You read this version on" in visitor.text()
    visitor.open("/my-data/permissions/").press("Allow it")
    assert "Allowed" in visitor.text()
    visitor.press("Take it back")
    visitor.open("/my-data/correct/")
    visitor.open("/my-data/")
    assert "Your account" in visitor.text()


def test_person_with_a_paid_visit_leaves(
    fresh_database: str, stay: Stay, new_page: Callable[..., Any]
) -> None:
    stay.paid()
    counted = exchanges_counted(stay)
    reference = stay.exchange.reference
    assert counted == 1
    visitor = logged_in(new_page, "vera@firm.example", viewport=NARROW, color_scheme="dark")
    see_the_pages(visitor)
    visitor.follow("Delete my account")
    assert "Your signature" in visitor.text() and "Yes, unchanged" in visitor.text()
    visitor.press("Delete my account")
    assert "Is it you?" in visitor.text()
    visitor.fill(password=PASSWORD).press("Continue")
    assert "The deletion has been asked for" in visitor.text()
    stay.go(clock.today() + timedelta(days=8))
    outbox.run_due()

    assert any(message.subject == "Your account has been deleted" for message in mail.outbox)
    assert tables_with(WORDS) == {"exchanges_documentversion", "exchanges_signature"}
    assert exchanges_counted(stay) == counted
    assert Payment.objects.get().paid_on is not None
    assert audit.broken_links() == [] and audit.changed_values() == []
    assert not DocumentVersion.objects.filter(superseded_at=None, rendition=None).exists()

    gone = Walker(new_page(viewport=NARROW), "gone")
    gone.open("/accounts/login/")
    gone.fill(login="vera@firm.example", password=PASSWORD).press("Log in")
    assert "/accounts/login/" in gone.page.url

    coordinator = logged_in(new_page, "cora@test.example")
    coordinator.open(f"/files/{reference}/")
    assert "Person " in coordinator.text()
    coordinator.open("/retention/").follow("Enter the day")
    coordinator.fill(paid_on=clock.today().isoformat()).go_on()
    coordinator.press("Yes, note it")
    assert "The time of the files has begun" in coordinator.text()
    coordinator.open("/retention/hold/")
