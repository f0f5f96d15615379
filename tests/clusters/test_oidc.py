"""Log-in with an account elsewhere: only where it is set, and only a verified address opens an account of here."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import User
from excite_portal.environment import SettingProblem, openid_connect, origin_of
from tests.support.oidc import providing

pytestmark = pytest.mark.django_db
LOG_IN = reverse("account_login")


@pytest.fixture
def provider(settings):
    with providing() as found:
        values = {"OIDC_SERVER_URL": found.address, "OIDC_CLIENT_ID": "portal", "OIDC_CLIENT_SECRET": "s"}
        settings.SOCIALACCOUNT_PROVIDERS = openid_connect("Cluster account", values)
        yield found


def go_through(provider, client=None, **claims):
    """Press the button, log in there, come back."""
    client = client or Client()
    provider.claims = {"sub": "person-1", "name": "Vera Visitor"} | claims
    there = client.post(reverse("openid_connect_login", args=["oidc"]))
    asked = parse_qs(urlsplit(there.headers["Location"]).query)
    assert there.headers["Location"].startswith(f"{provider.address}/authorize")
    assert asked["code_challenge_method"] == ["S256"]
    back = reverse("openid_connect_callback", args=["oidc"])
    return client, client.get(back, {"code": "code", "state": asked["state"][0]})


def logged_in_as(client):
    return client.session.get("_auth_user_id")


def test_button_stands_only_where_it_is_set(provider, settings):
    assert "Log in with Cluster account" in Client().get(LOG_IN).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Log in with Cluster account" not in Client().get(LOG_IN).content.decode()
    assert Client().post(reverse("openid_connect_login", args=["oidc"])).status_code == 404


def test_verified_address_opens_the_account_of_here(world, provider):
    client, _answer = go_through(provider, email="Vera@firm.example", email_verified=True)
    assert logged_in_as(client) == str(world.actor("visitor").user.pk)
    assert User.objects.filter(email__iexact="vera@firm.example").count() == 1
    again, _answer = go_through(provider, email="other@there.example", email_verified=True)
    assert logged_in_as(again) == str(world.actor("visitor").user.pk), "the account is linked by now"


def test_address_that_is_not_verified_opens_nothing(world, provider):
    """Somebody gives a foreign address at a provider that does not check it."""
    client, _answer = go_through(provider, email="vera@firm.example", email_verified=False)
    assert logged_in_as(client) is None
    assert not world.actor("visitor").user.socialaccount_set.exists()


def test_account_whose_own_address_is_unconfirmed_is_not_opened(world, provider):
    """Somebody registered here with a foreign address and waits for its owner to come by the other way."""
    trap = User.objects.create_user("owner@mail.example", "a-long-test-password")
    trap.emailaddress_set.create(email="owner@mail.example", verified=False, primary=True)
    client, _answer = go_through(provider, email="owner@mail.example", email_verified=True)
    assert logged_in_as(client) != str(trap.pk)


def test_newcomer_gets_an_account_and_describes_the_organisation(provider):
    client, answer = go_through(
        provider, email="Nora@new.example", email_verified=True, given_name="Nora", family_name="New"
    )
    user = User.objects.get(email="nora@new.example")
    assert (logged_in_as(client), str(user)) == (str(user.pk), "Nora New")
    assert not user.has_usable_password()


def test_forged_return_is_refused(world, provider):
    client = Client()
    client.post(reverse("openid_connect_login", args=["oidc"]))
    client.get(reverse("openid_connect_callback", args=["oidc"]), {"code": "code", "state": "forged"})
    assert logged_in_as(client) is None
    assert "/token" not in provider.asked


def test_second_step_is_asked_here_too(world, provider, settings):
    from allauth.mfa.totp.internal import auth

    settings.MFA_DEMANDED = True
    user = world.actor("finance").user
    auth.TOTP.activate(user, auth.generate_totp_secret())
    client, answer = go_through(provider, email=user.email, email_verified=True)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("exchanges:payments")).status_code == 302


@pytest.mark.parametrize("url", ["login.example.org", "", "ftp://x"])
def test_address_of_the_provider_must_be_complete(url):
    with pytest.raises(SettingProblem, match="OIDC_SERVER_URL"):
        origin_of(url)


def test_origin_goes_into_the_content_policy():
    assert origin_of("https://login.example.org/realms/x") == "https://login.example.org"
