"""A log-in that runs out in the middle of a form loses nothing, does nothing, and shows nothing to others."""

from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clusters.services import memberships
from core import clock, posted
from exchanges.models import Application
from tests.support.world import PASSWORD, World

pytestmark = pytest.mark.django_db
BACK = "What you typed is back in the form"


def text(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def log_in(client: Client, email: str, where: str) -> Any:
    return client.post(where, {"login": email, "password": PASSWORD}, follow=True)


def run_out() -> None:
    """The sessions are gone, as after two weeks; the browsers keep their cookies."""
    Session.objects.all().delete()


@pytest.fixture
def browser(world: World) -> Client:
    """Vera, who has been logged in on this browser."""
    client = Client()
    log_in(client, "vera@firm.example", reverse("account_login"))
    return client


@pytest.fixture
def draft(world: World) -> Application:
    return world.draft()


def motivation_page(draft: Application) -> str:
    return reverse("exchanges:application_page", args=[draft.pk, "goals"])


def test_text_is_back_on_the_same_page_and_saved_only_when_sent_again(
    world: World, browser: Client, draft: Application
) -> None:
    address = f"{motivation_page(draft)}?from=check"
    fields = {"motivation": "Typed <for> an hour,\nand not lost.", "expected_results": "Zażółć gęślą jaźń."}
    before = Application.objects.values().get(pk=draft.pk)
    run_out()
    answer = browser.post(address, fields | {"version": str(draft.version)})
    assert answer.status_code == 302
    login = browser.get(answer.url)
    assert "Log in, and what you typed is back on the page." in text(login)
    page = log_in(browser, "vera@firm.example", answer.url)
    assert page.redirect_chain[-1][0] == address
    assert BACK in text(page)
    assert page.context["form"]["motivation"].value() == fields["motivation"]
    assert "Typed &lt;for&gt; an hour,\nand not lost.</textarea>" in page.content.decode()
    assert Application.objects.values().get(pk=draft.pk) == before
    # Looking again changes nothing; sending it saves it, and the sentence is gone.
    assert BACK in text(browser.get(address))
    browser.post(address, fields | {"version": str(draft.version)})
    draft.refresh_from_db()
    assert (draft.motivation, draft.expected_results) == tuple(
        value.replace("\r\n", "\n") for value in fields.values()
    )
    assert BACK not in text(browser.get(address))


def test_text_typed_over_an_older_version_does_not_overwrite_the_newer(
    world: World, browser: Client, draft: Application
) -> None:
    address = motivation_page(draft)
    run_out()
    answer = browser.post(
        address, {"motivation": "Mine", "expected_results": "Mine", "version": draft.version}
    )
    Application.objects.filter(pk=draft.pk).update(version=draft.version + 1, motivation="Theirs")
    page = log_in(browser, "vera@firm.example", answer.url)
    assert f'name="version" value="{draft.version}"' in page.content.decode()
    assert browser.post(address, {"motivation": "Mine", "version": draft.version}).status_code != 302


def test_saved_text_can_be_shown_instead(world: World, browser: Client, draft: Application) -> None:
    run_out()
    address = motivation_page(draft)
    answer = browser.post(address, {"motivation": "Typed", "expected_results": "Typed"})
    log_in(browser, "vera@firm.example", answer.url)
    page = browser.get(f"{address}?as-saved")
    assert BACK not in text(page)
    assert page.context["form"]["motivation"].value() == draft.motivation


def test_another_person_on_the_same_browser_sees_nothing_of_it(
    world: World, browser: Client, draft: Application
) -> None:
    run_out()
    address = reverse("clusters:profile")
    answer = browser.post(address, {"first_name": "Secretly", "last_name": "Typed"})
    other = world.actor("manager").user
    assert other is not None
    page = log_in(browser, other.email, answer.url)
    assert page.redirect_chain[-1][0] == address
    assert "Secretly" not in text(page) and BACK not in text(page)


def test_decision_typed_on_the_review_screen_is_back_there(world: World) -> None:
    application = world.submitted()
    manager = world.actor("manager").user
    assert manager is not None
    client = Client()
    log_in(client, manager.email, reverse("account_login"))
    review = reverse("exchanges:application_review", args=[application.reference])
    run_out()
    answer = client.post(
        reverse("exchanges:application_decide", args=[application.reference]),
        {"decision": "hold", "comment": "A long question.", "version": application.version},
        headers={"referer": f"http://testserver{review}"},
    )
    page = log_in(client, manager.email, answer.url)
    assert page.redirect_chain[-1][0] == review
    assert page.context["form"]["comment"].value() == "A long question."
    assert BACK in text(page)
    application.refresh_from_db()
    assert application.state == "submitted"


def test_button_without_text_is_to_be_pressed_again(world: World) -> None:
    application = world.submitted()
    client = Client()
    log_in(client, "vera@firm.example", reverse("account_login"))
    page = reverse("exchanges:application_withdraw", args=[application.reference])
    run_out()
    answer = client.post(page, {})
    assert "Please press the button again." in text(log_in(client, "vera@firm.example", answer.url))
    application.refresh_from_db()
    assert application.state == "submitted"


def test_account_number_is_never_kept(world: World) -> None:
    exchange = world.agreement_signing()
    client = Client()
    log_in(client, "vera@firm.example", reverse("account_login"))
    address = reverse("exchanges:bank_account", args=[exchange.application.reference])
    run_out()
    answer = client.post(
        address, {"holder": "Firm GmbH", "iban": "DE89 3704 0044 0532 0130 00", "bic": "COBADEFF"}
    )
    kept = client.session[posted.KEPT]
    assert "holder" in kept["fields"]
    assert "3704" not in str(kept) and "COBADEFF" not in str(kept)
    page = text(log_in(client, "vera@firm.example", answer.url))
    assert "Firm GmbH" in page and "account numbers were not kept" in page


def test_files_are_named_as_not_kept(world: World, browser: Client) -> None:
    address = reverse("clusters:membership_new", args=[world.firm.pk])
    run_out()
    upload = SimpleUploadedFile("proof.pdf", b"%PDF-1.7", "application/pdf")
    answer = browser.post(address, {"cluster": world.clusters["dresden"].pk, "proof": upload})
    page = text(log_in(browser, "vera@firm.example", answer.url))
    assert "Files could not be kept: please choose them again." in page


def test_too_much_text_is_not_kept_and_says_so(world: World, browser: Client, draft: Application) -> None:
    run_out()
    answer = browser.post(motivation_page(draft), {"motivation": "x" * posted.KEPT_CHARACTERS})
    assert client_holds(browser) < 1000
    assert "go back in your browser and copy it" in text(browser.get(answer.url))
    page = text(log_in(browser, "vera@firm.example", answer.url))
    assert "the text was too long to keep" in page


def client_holds(client: Client) -> int:
    return len(str(client.session[posted.KEPT]))


def test_text_is_kept_for_an_hour_only(
    world: World, browser: Client, draft: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_out()
    answer = browser.post(motivation_page(draft), {"motivation": "Typed", "expected_results": "Typed"})
    later = clock.machine_now().timestamp() + posted.KEPT_SECONDS + 1
    monkeypatch.setattr(
        clock, "machine_now", lambda: type(clock.now()).fromtimestamp(later, clock.now().tzinfo)
    )
    assert BACK not in text(log_in(browser, "vera@firm.example", answer.url))


def test_text_is_kept_also_while_the_cache_is_away(
    world: World, browser: Client, draft: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("core.throttle.cache.add", away)
    run_out()
    browser.post(motivation_page(draft), {"motivation": "Typed"})
    assert client_page(browser) == motivation_page(draft)


def test_one_address_cannot_fill_the_session_store(
    world: World, draft: Application, monkeypatch: Any
) -> None:
    monkeypatch.setattr("core.middleware.LogInLosesNothing.limit_per_hour", 0)
    client = Client()
    answer = client.post(motivation_page(draft), {"motivation": "Typed"})
    assert "/login/" in answer.url and posted.KEPT not in client.session


def test_forged_post_leaves_nothing(world: World, draft: Application) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(motivation_page(draft), {"motivation": "Planted"})
    assert answer.status_code == 403
    assert posted.KEPT not in client.session


def test_foreign_referrer_is_no_way_back(world: World, browser: Client, draft: Application) -> None:
    run_out()
    address = motivation_page(draft)
    answer = browser.post(address, {"motivation": "x"}, headers={"referer": "https://evil.example/page"})
    assert "evil" not in answer.url
    assert client_page(browser) == address


def client_page(client: Client) -> str:
    return str(client.session[posted.KEPT]["page"])


def test_fragment_without_log_in_leaves_the_page_alone(world: World, draft: Application) -> None:
    answer = Client().get(motivation_page(draft), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_reason_typed_for_the_membership_is_back_under_its_own_button(world: World) -> None:
    membership = memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    manager = world.actor("manager").user
    assert manager is not None
    client = Client()
    log_in(client, manager.email, reverse("account_login"))
    address = reverse("clusters:membership_decide", args=[membership.pk])
    run_out()
    answer = client.post(address, {"act": "refuse", "reason": "We do not know this firm."})
    page = log_in(client, manager.email, answer.url)
    assert page.context["reason_form"]["reason"].value() == "We do not know this firm."
    membership.refresh_from_db()
    assert membership.state == "requested"
