"""The second step of the log-in: demanded by role, set up, asked for, taken off; and the fresh log-in before money."""

import time
from types import SimpleNamespace

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from clusters.models import Role
from core.models import Mail
from tests.support.world import PASSWORD, make_user

pytestmark = pytest.mark.django_db
STEP = reverse("clusters:second_step")
DEMANDED = {
    "manager",
    "host_manager",
    "deputy",
    "other_manager",
    "finance",
    "finance2",
    "coordinator",
    "auditor",
}


@pytest.fixture
def demanded(settings):
    settings.MFA_DEMANDED = True
    return settings


@pytest.fixture(autouse=True)
def _same_half_minute(monkeypatch):
    """A code is good for half a minute, and a slow machine must not cross into the next one."""
    moment = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment))


def code_of(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))


def with_app(user):
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def log_in(user, client=None):
    client = client or Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client, answer


def test_hats_that_demand_it_open_nothing_without_it(world, demanded):
    """Every page that needs a log-in leads to the set-up; others wear their hat as before."""
    pages = ("/", reverse("exchanges:queue"), reverse("clusters:members"), reverse("exchanges:payments"))
    led = {
        persona
        for persona in world.actors
        if all(world.client(persona).get(page).headers.get("Location") == STEP for page in pages)
    }
    assert led == DEMANDED
    assert "One more step for this role" in world.client("manager").get(STEP).content.decode()
    assert world.client("visitor").get("/").status_code == 200


def test_locked_hat_cannot_write_either(world, demanded):
    application = world.submitted()
    answer = world.client("manager").post(
        reverse("exchanges:application_decide", args=[application.reference]), {"decision": "accept"}
    )
    assert answer.headers["Location"] == STEP
    application.refresh_from_db()
    assert application.state == "submitted"


def test_off_by_setting(world):
    assert world.client("manager").get(reverse("clusters:members")).status_code == 200


def test_other_hat_of_the_person_works_meanwhile(world, demanded):
    user = world.actor("manager").user
    Role.objects.create(user=user, kind="representative", organisation=world.firm)
    client = world.client("manager")
    assert "Representative" in client.get("/").content.decode()
    client.post(reverse("clusters:hat_switch"), {"hat": world.actor("manager").hat.pk})
    assert client.get("/").headers["Location"] == STEP


def test_administration_is_locked_too(world, demanded):
    admin = make_user("root@portal.example", "Root", "Admin", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(admin)
    assert client.get("/admin/").headers["Location"] == STEP
    with_app(admin)
    assert client.get("/admin/").status_code == 200


def test_set_up_opens_the_hat_and_shows_a_picture_without_scripts(
    world, demanded, django_capture_on_commit_callbacks
):
    client, answer = log_in(world.actor("finance").user)
    page = client.get(reverse("mfa_activate_totp"))
    if page.status_code == 302:  # who they are is asked once more
        client.post(page.headers["Location"], {"password": PASSWORD})
        page = client.get(reverse("mfa_activate_totp"))
    text = page.content.decode()
    assert 'src="data:image/svg+xml;' in text
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get(reverse("exchanges:payments")).status_code == 200
    mail = Mail.objects.filter(to_address="fina@test.example").latest("id")
    assert mail.event == "totp_activated"


def test_log_in_asks_for_the_code_once(world, demanded):
    user = world.actor("finance").user
    secret = with_app(user)
    client, answer = log_in(user)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("exchanges:payments")).status_code == 302, "the password alone opens nothing"
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get(reverse("exchanges:payments")).status_code == 302
    code = code_of(secret)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("exchanges:payments")).status_code == 200
    second, answer = log_in(user)
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert second.get(reverse("exchanges:payments")).status_code == 302, "a code works once"


def test_guessed_codes_are_braked_with_the_true_wait(world, settings):
    user = world.actor("manager").user
    secret = with_app(user)
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    client, _answer = log_in(user)
    for _number in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    text = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).content.decode()
    cache.clear()
    assert "too many failed attempts. Try again in 5 minutes." in text
    assert "_auth_user_id" not in client.session


def test_recovery_code_works_once(world, demanded):
    user = world.actor("finance").user
    with_app(user)
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    for expected in (200, 302):
        client, _answer = log_in(user)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert client.get(reverse("exchanges:payments")).status_code == expected


def test_new_password_by_mail_does_not_go_round_it(world, demanded):
    user = world.actor("finance").user
    with_app(user)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    text = Mail.objects.filter(to_address=user.email).latest("id").text_body
    path = next(word for word in text.split() if "/password/reset/key/" in word).partition("://")[2]
    form = client.get("/" + path.partition("/")[2], follow=True)
    new = "another three words 9"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert client.get(reverse("exchanges:payments")).status_code == 302
    client.post(reverse("account_login"), {"login": user.email, "password": new})
    assert client.get(reverse("exchanges:payments")).status_code == 302


def test_taking_it_off_asks_again_locks_the_hat_and_sends_a_mail(world, demanded):
    user = world.actor("finance").user
    secret = with_app(user)
    client, _answer = log_in(user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    off = reverse("mfa_deactivate_totp")
    asked = client.post(off)
    assert "reauthenticate" in asked.headers["Location"]
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(off)
    assert not Authenticator.objects.filter(user=user, type="totp").exists()
    assert Mail.objects.filter(to_address=user.email).latest("id").event == "totp_deactivated"
    assert client.get(reverse("exchanges:payments")).headers["Location"] == STEP


def test_new_address_needs_the_password_and_the_old_one_is_told(world):
    user = world.actor("visitor").user
    client, _answer = log_in(user)
    page = reverse("account_email")
    asked = client.post(page, {"action_add": "", "email": "vera@mail.example"})
    assert "reauthenticate" in asked.headers["Location"]
    assert user.emailaddress_set.count() == 1
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(page, {"action_add": "", "email": "vera@mail.example"})
    user.emailaddress_set.filter(email="vera@mail.example").update(verified=True)
    client.post(page, {"action_primary": "", "email": "vera@mail.example"})
    user.refresh_from_db()
    assert user.email == "vera@mail.example"
    assert Mail.objects.filter(to_address="vera@firm.example", event="email_changed").exists()


class TestFreshLogIn:
    @pytest.fixture
    def stay(self, world, monkeypatch):
        from contextlib import ExitStack

        from exchanges.documents import rendition
        from tests.support.stay import PDF, Stay

        monkeypatch.setattr(rendition, "render", lambda document: PDF)
        with ExitStack() as stack:
            yield Stay(world, stack).ordered()

    def logged_in(self, world, seconds_ago):
        client, _answer = log_in(world.actor("finance").user)
        session = client.session
        for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
            record["at"] = time.time() - seconds_ago
        session.save()
        return client

    @pytest.mark.parametrize(("seconds", "state"), [(590, "payment_approved"), (610, "payment_ordered")])
    def test_old_log_in_approves_nothing(self, stay, settings, seconds, state):
        settings.STEP_UP_SECONDS = 600
        client = self.logged_in(stay.world, seconds)
        client.post(reverse("exchanges:payment_approve", args=[stay.exchange.reference]))
        assert stay.exchange.state == state

    def test_after_the_password_the_act_is_carried_out(self, stay, settings):
        settings.STEP_UP_SECONDS = 600
        client = self.logged_in(stay.world, 3600)
        asked = client.post(reverse("exchanges:payment_approve", args=[stay.exchange.reference]))
        assert stay.exchange.state == "payment_ordered"
        client.post(asked.headers["Location"], {"password": "wrong wrong wrong"})
        assert stay.exchange.state == "payment_ordered"
        done = client.post(asked.headers["Location"], {"password": PASSWORD})
        assert stay.exchange.state == "payment_approved"
        assert done.headers["Location"] == reverse("exchanges:payment_detail", args=[stay.exchange.reference])
