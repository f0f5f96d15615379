"""From the first visit to a confirmed address: register, open the link of the mail, describe the organisation."""

import re
from html import unescape

import pytest
from django.urls import reverse

from clusters.models import User
from core import outbox
from core.models import Mail

pytestmark = pytest.mark.django_db
PASSWORD = "three words together 7"
ACCOUNT = {"email": "Nora@Neu.example", "password1": PASSWORD, "password2": PASSWORD}


def confirm_url():
    mail = Mail.objects.latest("id")
    return mail, re.search(r"http://[^/]+(/accounts/confirm-email/[^\s]+)", mail.text_body).group(1)


def test_register_confirm_and_go_on(client):
    response = client.post(reverse("account_signup"), ACCOUNT)
    assert response.status_code == 302
    user = User.objects.get(email="nora@neu.example")
    mail, url = confirm_url()
    assert (mail.to_address, mail.sensitive) == ("nora@neu.example", True)
    assert client.get(reverse("clusters:organisation_new")).status_code == 302, (
        "not before the address is confirmed"
    )
    assert client.get(url).status_code == 200
    assert not user.emailaddress_set.get().verified, "opening the page confirms nothing"
    client.post(url)
    assert user.emailaddress_set.get().verified
    response = client.post(
        reverse("account_login"), {"login": "nora@neu.example", "password": PASSWORD}, follow=True
    )
    # Without a role the organisation comes first, and before it the name.
    assert response.redirect_chain[-1][0].startswith(reverse("clusters:profile"))
    assert "First your name." in unescape(response.content.decode())


def test_registered_mail_is_sent_by_the_worker(client, mailoutbox):
    client.post(reverse("account_signup"), ACCOUNT)
    outbox.run_due()
    assert [message.to for message in mailoutbox] == [["nora@neu.example"]]


def test_second_registration_says_nothing_about_the_first(client):
    client.post(reverse("account_signup"), ACCOUNT)
    signup = reverse("account_signup")
    known = client.post(signup, ACCOUNT)
    unknown = client.post(signup, ACCOUNT | {"email": "x@y.example"})
    assert known.url == unknown.url
    assert User.objects.filter(email="nora@neu.example").count() == 1
