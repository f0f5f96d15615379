"""The main job from the sign-up to the closed file and the report, as the people would do it in the browser.

Every page on the way is looked over: no accessibility problem by axe, no sideways scrolling (the visitor at 320 px).
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core import clock, outbox
from exchanges.models import Application, Exchange
from tests.support.browser import NARROW
from tests.support.walker import Walker, link_in, newest_mail
from tests.support.world import PASSWORD, World

NORA, HENRI = "nora.new@neuwerk.example", "henri@azur.example"
FIRST, LAST = date(2026, 5, 11), date(2026, 5, 14)
IBAN = "DE89 3704 0044 0532 0130 00"


class Cast:
    """The people of the journey, each with a browser of their own, and the clock they share."""

    def __init__(self, world: World, new_page: Callable[..., Any], stack: ExitStack) -> None:
        self.world, self._new_page, self._stack = world, new_page, stack
        self.visitor = Walker(new_page(viewport=NARROW), "visitor")
        # The host has no account: everything goes by mail link.
        self.host = Walker(new_page(viewport=NARROW), "host")

    def without_scripts(self) -> None:
        """Visitor and host use browsers without JavaScript from here on."""
        plain = {"viewport": NARROW, "java_script_enabled": False}
        self.visitor = Walker(self._new_page(**plain), "visitor", scripts=False)
        self.host = Walker(self._new_page(**plain), "host", scripts=False)

    def go(self, day: date, hour: int = 9) -> None:
        """The clock stands at that day, and the worker has done what was due."""
        self._stack.enter_context(clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)))
        outbox.run_due()

    def nobody(self) -> Walker:
        return Walker(self._new_page(viewport=NARROW), "stranger")

    def log_in(self, persona: str) -> Walker:
        walker = Walker(self._new_page(), persona)
        walker.open("/accounts/login/")
        return walker.fill(login=self.world.actor(persona).user.email, password=PASSWORD).press("Log in")


@pytest.fixture
def cast(fresh_database: str, world: World, new_page: Callable[..., Any]) -> Iterator[Cast]:
    world.offer.contact_email, world.offer.contact_name = HENRI, "Henri Host"
    world.offer.save()
    with ExitStack() as stack:
        yield Cast(world, new_page, stack)


def test_main_job(cast: Cast) -> None:
    reference = _register_and_apply(cast)
    _decide(cast, reference)
    _host_accepts(cast)
    _plan_and_sign(cast, reference)
    _stay_and_report(cast, reference)
    _check_and_pay(cast, reference)
    _answer_and_close(cast, reference)
    _report_to_the_commission(cast)


def test_visitors_part_without_scripts(cast: Cast) -> None:
    """From the sign-up to the closing report, proofs included, with JavaScript switched off."""
    cast.without_scripts()
    reference = _register_and_apply(cast)
    _decide(cast, reference)
    _host_accepts(cast)
    _plan_and_sign(cast, reference)
    _stay_and_report(cast, reference)


def _register_and_apply(cast: Cast) -> str:
    """A new firm registers, describes itself, applies and gets a reference; no page asks anything twice."""
    visitor = cast.visitor
    visitor.open("/accounts/signup/")
    visitor.fill(email="Nora.New@neuwerk.example", password1=PASSWORD, password2=PASSWORD).press("Register")
    visitor.open(link_in(newest_mail(NORA))).press("Yes, confirm")
    visitor.fill(login=NORA, password=PASSWORD).press("Log in")
    visitor.open("/organisations/new/").fill(first_name="Nora", last_name="New").press("Continue")
    visitor.fill(name="Neuwerk Optik GmbH", city="Dresden").choose("kind", "sme").choose("country", "DE")
    visitor.go_on().answer_yes("fewer_than_10", "up_to_2_million", "stands_alone").go_on()
    visitor.sees("Your organisation is an SME").label("Elbe Valley").go_on()
    visitor.sees("We have asked Elbe Valley to confirm your membership.", "You can apply for a visit now.")
    visitor.open("/applications/new/").press("Start the application")
    visitor.label("Learn from another cluster").label("Networking and new partners").press("Continue")
    visitor.fill(
        motivation="We want to test our lenses in traffic.", expected_results="A partner for a pilot."
    )
    visitor.press("Continue").choose("host_choice", "listed").press("Continue")
    visitor.label("Smart mobility test road").press("Continue")
    visitor.fill(planned_start=FIRST.isoformat(), planned_end=LAST.isoformat()).press("Show the lump sum")
    visitor.sees("EUR 450", "2 more working days: EUR 900.", "Public holiday: Ascension Day").press(
        "Continue"
    )
    visitor.press("Continue").sees("A proof makes that easier").press("Continue")
    visitor.press("Continue").press("Continue")
    visitor.choose("earlier_visit", "no").tick("residence_confirmed", "no_double_funding", "privacy")
    visitor.press("Continue").press("Send application to Elbe Valley")
    reference = Application.objects.get().reference
    visitor.sees("Your application is sent", reference, "+49 351 000000")
    assert reference in newest_mail(NORA).text_body
    return str(reference)


def _decide(cast: Cast, reference: str) -> None:
    """The manager reads everything on one screen: confirm the membership, accept."""
    mail = newest_mail(cast.world.actor("manager").user.email)
    assert "EUR 450" in mail.text_body or reference in mail.text_body
    manager = cast.log_in("manager")
    manager.sees("Decide on the application", "Neuwerk Optik GmbH")
    manager.open(f"/files/{reference}/review/").sees("We want to test our lenses in traffic.", "EUR 450")
    manager.press("Confirm the membership").sees("The membership of Elbe Valley is confirmed.")
    manager.choose("decision", "accept").press("Save the decision").sees("is accepted")


def _host_accepts(cast: Cast) -> None:
    host = cast.host.open(link_in(newest_mail(HENRI), "/answer/proposal/"))
    host.sees("May Neuwerk Optik GmbH visit you?", "11 to 14 May 2026", "1 person")
    host.page.locator('input[type="radio"]').first.check()
    host.press("Send my answer")
    assert Exchange.objects.get().state == "building"


def _plan_and_sign(cast: Cast, reference: str) -> None:
    """The visitor writes the plan; four people sign, two of them a second paper; both PDFs are there."""
    visitor, host = cast.visitor, cast.host
    visitor.open("/").sees("Write the visit plan").open(f"/files/{reference}/plan/")
    visitor.fill(**{f"agenda__{number}__title": f"Test road, part {number + 1}" for number in range(3)})
    visitor.press("Save and check the plan").press("Send the plan for signature")
    visitor.open(f"/files/{reference}/account/").fill(holder="Neuwerk Optik GmbH", iban="DE00 1234").go_on()
    visitor.sees("There is a problem").fill(iban=IBAN).go_on()
    visitor.open(f"/files/{reference}/commitment/").sees(
        "Sign both documents", "Test road, part 3", "EUR 450"
    )
    visitor.sign("Nora New")
    host.open(link_in(newest_mail(HENRI), "/answer/sign/")).sees("Commitment to Quality").sign("Henri Host")
    for persona in ("manager", "host_manager"):
        walker = cast.log_in(persona).open(f"/files/{reference}/commitment/")
        walker.sign(cast.world.actor(persona).label)
    assert Exchange.objects.get().state == "ready_to_start"
    outbox.run_due()
    commitment, agreement = (
        visitor.pdf(f"/files/{reference}/documents/commitment.pdf"),
        visitor.pdf(f"/files/{reference}/documents/agreement.pdf"),
    )
    assert "Nora New" in commitment and "Henri Host" in commitment and "Test road, part 2" in commitment
    assert "EUR 450" in agreement and "four hundred" in agreement.lower()


def _stay_and_report(cast: Cast, reference: str) -> None:
    """The stay begins and ends by date; the host says what happened; the visitor hands in report and proofs."""
    cast.go(FIRST)
    assert Exchange.objects.get().state == "ongoing"
    cast.go(LAST + timedelta(days=1))
    assert Exchange.objects.get().state == "awaiting_report"
    host = cast.host.open(link_in(newest_mail(HENRI, part="/answer/outcome/"), "/answer/outcome/"))
    host.choose("kind", "took_place").press("Send the answer").sees("Thank you")
    visitor = cast.visitor.open(f"/files/{reference}/report/days/").sees("EUR 450").press("Continue")
    visitor.fill(activities="Three days on the test road.").press("Continue")
    visitor.fill(results="We agreed on a pilot.", learnings="Dust matters.").press("Continue")
    visitor.choose("kind", "project").fill(partner="Mobilité Azur SAS").choose("status", "planned").press(
        "Add"
    )
    visitor.open(f"/files/{reference}/report/proofs/").sees("missing")
    for kind in ("train", "hotel"):
        visitor.choose("kind", kind).upload("upload", f"{kind}.pdf", b"%PDF-1.4 " + kind.encode()).press(
            "Add this proof"
        )
    visitor.open(f"/files/{reference}/report/send/").press("Send the report to Elbe Valley")
    assert Exchange.objects.get().state == "report_submitted"


def _check_and_pay(cast: Cast, reference: str) -> None:
    """Validate and order in one act; another person approves; paid with the bank's reference."""
    cast.go(LAST + timedelta(days=12))
    manager = (
        cast.log_in("manager").open(f"/files/{reference}/check/").sees("We agreed on a pilot.", "EUR 450")
    )
    manager.press("Validate and order")
    finance = cast.log_in("finance").open(f"/files/{reference}/payment/").sees("DE89 3704 0044 0532 0130 00")
    finance.press("Approve payment of EUR 450")
    payer = cast.log_in("finance2").open(f"/files/{reference}/payment/")
    payer.fill(
        amount="450", paid_on=(LAST + timedelta(days=12)).isoformat(), bank_reference="SEPA 4711"
    ).press("Mark as paid")
    visitor = cast.visitor.open(f"/files/{reference}/").sees("Paid", "EUR 450", "DE** **** **** 3000")
    assert "DE89 3704" not in visitor.open(f"/files/{reference}/sum/").sees("Ascension Day").text()
    certificate = visitor.pdf(f"/files/{reference}/certificate.pdf")
    assert "Nora New" in certificate and "Mobilité Azur SAS" in certificate
    names = visitor.zip(f"/files/{reference}/file.zip").namelist()
    assert any(name.endswith("hashes.txt") for name in names), names
    assert sum(name.endswith(".pdf") for name in names) >= 4, names


def _answer_and_close(cast: Cast, reference: str) -> None:
    """Both sides answer from the mail, nobody logs in; the file closes by itself."""
    stranger = cast.nobody()
    for address in (HENRI, NORA):
        mail = newest_mail(address, part="/answer/questions/")
        stranger.open(link_in(mail, "/answer/questions/")).answer_all().press("Send answers").sees(
            "Thank you"
        )
    outbox.run_due()
    assert Exchange.objects.get().state == "closed"


def _report_to_the_commission(cast: Cast) -> None:
    """The coordinator sees the exchange counted; a stranger finds the public page and says "I am interested"."""
    coordinator = cast.log_in("coordinator").open("/figures/").sees("1 of 96")
    coordinator.open("/partnerships/test/deliverables/")
    stranger = cast.nobody().open("/partnerships/test/")
    stranger.sees("TEST partnership")
