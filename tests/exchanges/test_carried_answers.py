"""What the public pages were told comes along: into the draft, and through registering first, on any device."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Organisation
from core.models import Mail
from exchanges.models import Application
from exchanges.services.estimates import estimate_for
from exchanges.services.quotes import as_days
from tests.support.world import make_organisation

pytestmark = pytest.mark.django_db
CALCULATOR, CHECK, NEW = "/calculator/", "/may-i-take-part/", "/applications/new/"
TRIP = {
    "home_country": "DE",
    "home_city": "Dresden",
    "host_country": "FR",
    "host_city": "Nice",
    "start": "2026-05-18",
    "end": "2026-05-22",
    "travel_days": "2026-05-20",
    "kind": "sme",
    "earlier": "no",
}
ACCOUNT = {
    "email": "nora@neu.example",
    "password1": "three words together 7",
    "password2": "three words together 7",
}


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def apply_link(client, **changes):
    return re.search(rf'href="({NEW}\?[^"]+)"', text(client.get(CALCULATOR, TRIP | changes))).group(1)


def test_draft_starts_with_days_place_and_earlier_visit(world):
    client = world.client("visitor")
    link = apply_link(client)
    page = text(client.get(link))
    assert "Days at the host: 18 May 2026 to 22 May 2026" in page
    assert "Days of travel: 20 May 2026" in page
    assert "Where you want to go: Nice, France" in page
    assert "An earlier visit: No" in page
    client.post(link)
    application = Application.objects.get()
    assert (application.planned_start, application.planned_end) == (date(2026, 5, 18), date(2026, 5, 22))
    assert as_days(application.travel_days) == frozenset({date(2026, 5, 20)})
    assert application.preferred_countries == ["FR"]
    assert application.earlier_visit is False


def test_draft_shows_the_sum_of_the_calculator(world):
    """Nice is near a host for Genoa; the largest town of France would be far, and the sum another."""
    genoa = {"home_country": "IT", "home_city": "Genova", "travel_days": [], "end": "2026-05-22"}
    client = world.client("visitor")
    assert "EUR 450" in text(client.get(CALCULATOR, TRIP | genoa))
    client.post(apply_link(client, **genoa))
    application = Application.objects.get()
    application.organisation = make_organisation("Porto SRL", "sme", "IT", "Genova", ("44.40478", "8.94438"))
    found = estimate_for(application, start=application.planned_start, end=application.planned_end)
    assert found.result.amount == 450
    assert found.assumed == "There is no host yet. This is the sum for a host in Nice, France."


def test_town_in_mind_is_shown_and_can_be_let_go_of(world):
    client = world.client("visitor")
    client.post(apply_link(client))
    application = Application.objects.get()
    Application.objects.update(host_choice="find")
    wishes = reverse("exchanges:application_page", kwargs={"pk": application.pk, "page": "wishes"})
    assert "I have Nice (Provence-Alpes-Côte d'Azur), France, in mind." in text(client.get(wishes))
    check = reverse("exchanges:application_check", kwargs={"pk": application.pk})
    assert "Town in mind" in text(client.get(check))
    sent = {
        "languages": ["en"],
        "preferred_countries": ["PL"],
        "near_town": "on",
        "version": application.version,
    }
    client.post(wishes, sent)
    application.refresh_from_db()
    assert (application.preferred_countries, application.wished_town) == (["PL"], None)
    assert "in mind" not in text(client.get(wishes))


@pytest.mark.parametrize(
    "query",
    [
        {"country": "DE", "town": "2935022"},
        {"country": "FR", "town": "2935022"},
        {"country": "FR", "town": "99999999999999999999999"},
        {"planned_start": "2026-05-22", "planned_end": "2026-05-18"},
        {
            "planned_start": "x",
            "planned_end": "2026-05-18",
            "travel_days": "x",
            "earlier": "x",
            "country": "xx",
        },
        {
            "planned_start": "2026-05-18",
            "planned_end": "2026-05-22",
            "travel_days": ["2026-06-01", "infinity"],
        },
    ],
)
def test_what_makes_no_sense_is_left_behind(world, query):
    """The own country, a town of another, days that are none."""
    world.client("visitor").post(f"{NEW}?{urlencode(query, doseq=True)}")
    application = Application.objects.get()
    assert (application.wished_town, application.travel_days, application.earlier_visit) == (None, [], None)
    assert "DE" not in application.preferred_countries


def test_check_leads_to_the_calculator_and_on(client):
    answers = {"kind": "fab_lab", "country": "FR", "member": "yes", "earlier": "no", "stay": "full"}
    page = text(client.get(CHECK, answers))
    assert f'href="{CALCULATOR}?kind=fab_lab&home_country=FR&earlier=no"' in page
    form = text(client.get(CALCULATOR, {"kind": "fab_lab", "home_country": "FR", "earlier": "no"}))
    assert '<option value="fab_lab" selected>' in form
    assert '<option value="FR" selected>' in form
    assert '<input type="hidden" name="earlier" value="no"' in form
    assert "earlier=no" in apply_link(client)


def test_registering_first_loses_nothing_even_on_another_device(world, client):
    """Register on the laptop, open the mail on the phone, log in there, describe the organisation, apply."""
    login = client.get(apply_link(client))
    signup = re.search(r'href="(/accounts/signup/\?[^"]+)"', text(client.get(login.url))).group(1)
    form = client.get(signup).content.decode()
    target = unescape(re.search(r'name="next" value="([^"]+)"', form).group(1))
    client.post(reverse("account_signup"), ACCOUNT | {"next": target})
    phone = Client()
    mail = Mail.objects.latest("id")
    link = re.search(r"http://[^/]+(/accounts/confirm-email/\S+)", mail.text_body).group(1)
    page = phone.get(link).content.decode()
    kept = unescape(re.search(r'name="next" value="([^"]+)"', page).group(1))
    action = re.search(r'action="(/accounts/confirm-email/[^"]+)"', page).group(1)
    confirmed = phone.post(action, {"next": kept}, follow=True)
    assert confirmed.redirect_chain[-1][0].startswith(reverse("account_login"))
    next_page = parse_qs(urlsplit(confirmed.redirect_chain[-1][0]).query)["next"][0]
    credentials = {"login": ACCOUNT["email"], "password": ACCOUNT["password1"], "next": next_page}
    profile = phone.post(reverse("account_login"), credentials, follow=True)
    about_me = profile.redirect_chain[-1][0]
    assert about_me.startswith(reverse("clusters:profile"))
    described = phone.post(
        about_me, {"first_name": "Nora", "last_name": "Neu", "language": "en"}, follow=True
    )
    assert '<option value="DE" selected>' in text(described)
    assert re.search(r'value="sme"[^>]* (checked|selected)', text(described))
    assert 'name="city" value="Dresden"' in text(described)
    firm = {"name": "Neu GmbH", "kind": "sme", "country": "DE", "city": "Dresden"}
    phone.post(described.redirect_chain[-1][0], firm)
    assert Organisation.objects.get(name="Neu GmbH").country_id == "DE"
    page = text(phone.get(NEW))
    assert "Where you want to go: Nice, France" in page
    phone.post(NEW)
    application = Application.objects.get()
    assert (application.planned_start, application.planned_end) == (date(2026, 5, 18), date(2026, 5, 22))
    assert application.preferred_countries == ["FR"]
    assert application.wished_town is not None
    assert application.earlier_visit is False
    assert "Taken along" not in text(phone.get(NEW)), "once only"


def test_link_of_the_mail_leads_to_no_foreign_page(client):
    client.post(reverse("account_signup"), ACCOUNT | {"next": "https://evil.example/"})
    assert "evil" not in Mail.objects.latest("id").text_body
