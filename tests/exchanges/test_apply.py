"""The application as the visitor walks through it, page by page, without JavaScript."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from clusters.models import Partnership
from core import outbox
from core.models import Mail
from exchanges.models import Application, Quote
from exchanges.services import applications
from tests.support.world import FIRST_DAY, LAST_DAY

ANSWERS = {
    "visit": {"uses": ["learn"], "activity_types": ["knowledge", "networking"]},
    "goals": {"motivation": "To learn.", "expected_results": "A partner."},
    "host": {"host_choice": "listed"},
    "dates": {"planned_start": "2026-05-18", "planned_end": "2026-05-21"},
    "partnership": {"partnership": "give"},
    "cluster": {"visitor_cluster": "give"},
    "declarations": {
        "earlier_visit": "no",
        "residence_confirmed": "on",
        "no_double_funding": "on",
        "privacy": "on",
    },
}


def page(application, slug):
    return reverse("exchanges:application_page", kwargs={"pk": application.pk, "page": slug})


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def post(client, application, slug, **data):
    application.refresh_from_db()
    return client.post(page(application, slug), data | {"version": application.version})


def travellers(*people):
    data = {"form-TOTAL_FORMS": str(len(people)), "form-INITIAL_FORMS": "0"}
    for number, (first, last, email) in enumerate(people):
        data |= {
            f"form-{number}-first_name": first,
            f"form-{number}-last_name": last,
            f"form-{number}-email": email,
            f"form-{number}-position": "",
        }
    return data


def start(client):
    response = client.post(reverse("exchanges:application_new"))
    return Application.objects.get(), response


def test_application_from_start_to_receipt(world):
    client = world.client("visitor")
    assert "It takes about 15 minutes" in text(client.get(reverse("exchanges:application_new")))
    application, response = start(client)
    assert response.url == page(application, "visit")
    follow = [
        ("visit", ANSWERS["visit"], "goals"),
        ("goals", ANSWERS["goals"], "host"),
        ("host", ANSWERS["host"], "offer"),
        ("offer", {"host_offer": world.offer.pk}, "dates"),
        ("dates", ANSWERS["dates"], "travellers"),
        ("travellers", travellers(("Vera", "Visitor", "Vera@Firm.example")), "papers"),
        ("papers", {}, "partnership"),
        ("partnership", ANSWERS["partnership"], "cluster"),
        ("cluster", ANSWERS["cluster"], "declarations"),
    ]
    for slug, data, following in follow:
        assert client.get(page(application, slug)).status_code == 200
        assert post(client, application, slug, **data).url == page(application, following)
    check = reverse("exchanges:application_check", kwargs={"pk": application.pk})
    assert post(client, application, "declarations", **ANSWERS["declarations"]).url == check

    shown = text(client.get(check))
    assert "Send application to Elbe Valley" in shown
    assert "EUR 450" in shown
    application.refresh_from_db()
    response = client.post(check, {"version": application.version})
    application.refresh_from_db()
    assert application.reference == "CXC-2026-0001"
    assert application.state == "submitted"
    assert response.url == reverse("exchanges:application_sent", kwargs={"reference": "CXC-2026-0001"})
    receipt = text(client.get(response.url))
    assert "CXC-2026-0001" in receipt
    assert "answers by 23 March 2026" in receipt
    assert "Contact of Elbe Valley" in receipt
    assert "+49 351 000000" in receipt


def test_task_list_says_what_is_done_by_the_answers_alone(world):
    client = world.client("visitor")
    application, _response = start(client)
    url = reverse("exchanges:application_task_list", kwargs={"pk": application.pk})
    assert "You have finished 1 of 6 tasks." in text(client.get(url))
    post(client, application, "visit", **ANSWERS["visit"])
    half = client.get(url)
    assert "You have finished 1 of 6 tasks." in text(half)
    assert "Say why you want to go." in text(half)
    assert f'href="{page(application, "goals")}"' in half.content.decode()
    post(client, application, "goals", **ANSWERS["goals"])
    assert "You have finished 2 of 6 tasks." in text(client.get(url))
    Application.objects.update(uses=[])
    assert "You have finished 1 of 6 tasks." in text(client.get(url))


def test_profile_and_last_file_are_filled_in(world):
    world.submitted(languages=["de", "en"])
    later = applications.start_draft(organisation=world.firm, by=world.actor("visitor"))
    assert later.languages == ["de", "en"]
    assert [traveller.email for traveller in later.travellers.all()] == ["vera@firm.example"]
    assert later.contact_name == "Vera Visitor"


@pytest.mark.parametrize("slug", ["visit", "goals", "host", "dates", "declarations"])
def test_empty_page_says_what_is_missing_and_saves_nothing(world, slug):
    client = world.client("visitor")
    application, _response = start(client)
    version = application.version
    response = client.post(page(application, slug), {"version": version})
    assert response.status_code == 200
    assert "There is a problem" in text(response)
    assert "Error: " in text(response)
    application.refresh_from_db()
    assert application.version == version


def test_dates_page_shows_the_sum_before_anything_is_saved(world):
    client = world.client("visitor")
    application = world.draft(planned_start=None, planned_end=None)
    data = {"planned_start": "2026-05-11", "planned_end": "2026-05-15", "show": "yes"}
    shown = text(post(client, application, "dates", **data))
    assert "EUR 450" in shown
    assert "One more working day: EUR 900." in shown
    assert "Public holiday: Ascension Day" in shown
    application.refresh_from_db()
    assert application.planned_start is None


def test_estimate_fragment_equals_the_region_of_the_page(world):
    client = world.client("visitor")
    application = world.draft()
    url = reverse("exchanges:estimate", kwargs={"pk": application.pk})
    query = ANSWERS["dates"]
    fragment = client.get(url, query, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(page(application, "dates")).content.decode()
    assert fragment.startswith('<div id="estimate"')
    assert fragment.strip() in whole
    assert "You pay first" in text(client.get(url, query))


def test_travel_day_does_not_count(world):
    client = world.client("visitor")
    application = world.draft()
    data = ANSWERS["dates"] | {"travel_days": ["2026-05-19"]}
    assert post(client, application, "dates", **data).status_code == 302
    application.refresh_from_db()
    assert application.travel_days == ["2026-05-19"]
    applications.submit_application(application=application, by=world.actor("visitor"))
    quote = Quote.objects.get(application=application)
    assert (quote.working_days, quote.amount) == (3, 450)


def test_without_a_host_the_sum_is_shown_for_the_preferred_countries(world):
    application = world.draft(host_choice="find", preferred_countries=["FR", "PL"])
    shown = text(world.client("visitor").get(page(application, "dates")))
    assert "This is the sum for a host in Paris, France." in shown
    assert "Poland EUR 305" in shown


def test_add_another_person_keeps_what_was_typed(world):
    client = world.client("visitor")
    application, _response = start(client)
    data = travellers(("Ann", "Antal", "ann@firm.example")) | {"add": "yes"}
    response = post(client, application, "travellers", **data)
    assert response.content.decode().count("<legend>Person") == 2
    assert 'value="ann@firm.example"' in response.content.decode()


def test_people_with_one_address_are_refused(world):
    client = world.client("visitor")
    application, _response = start(client)
    people = travellers(("Ann", "Antal", "ann@firm.example"), ("Bo", "Berg", "Ann@firm.example"))
    assert "an e-mail address of their own" in text(post(client, application, "travellers", **people))


def test_change_link_returns_to_the_check_page(world):
    client = world.client("visitor")
    application = world.draft()
    url = page(application, "goals") + "?from=check"
    response = client.post(url, ANSWERS["goals"] | {"version": application.version})
    assert response.url == reverse("exchanges:application_check", kwargs={"pk": application.pk})


def test_change_of_the_host_asks_only_what_became_necessary(world):
    client = world.client("visitor")
    application = world.draft()
    url = page(application, "host") + "?from=check"
    response = client.post(url, {"host_choice": "find", "version": application.version})
    assert response.url == page(application, "wishes") + "?from=check"
    application.refresh_from_db()
    assert application.host_offer is None


def test_stale_page_is_409_and_keeps_the_text(world):
    client = world.client("visitor")
    application = world.draft()
    response = client.post(
        page(application, "goals"),
        {"motivation": "My other text.", "expected_results": "Else.", "version": application.version - 1},
    )
    assert response.status_code == 409
    assert "My other text." in text(response)
    application.refresh_from_db()
    assert application.motivation != "My other text."


@pytest.mark.parametrize(
    "persona", ["stranger", "host", "manager", "other_manager", "coordinator", "auditor"]
)
def test_draft_is_unknown_to_everybody_else(world, persona):
    application = world.draft()
    client = world.client(persona)
    for name in ("application_task_list", "application_check", "estimate"):
        assert client.get(reverse(f"exchanges:{name}", kwargs={"pk": application.pk})).status_code == 404
    assert client.post(page(application, "goals"), ANSWERS["goals"]).status_code == 404


def test_anonymous_is_asked_to_log_in(world):
    application = world.draft()
    response = world.client("anonymous").get(page(application, "goals"))
    assert response.url.startswith("/accounts/login/")


def test_sent_application_cannot_be_changed(world):
    application = world.submitted()
    response = post(world.client("visitor"), application, "goals", motivation="New", expected_results="New")
    assert response.status_code == 302
    application.refresh_from_db()
    assert application.motivation != "New"


def test_manager_who_sees_the_file_may_not_write_it(world):
    application = world.submitted()
    applications_page = page(application, "goals")
    response = world.client("manager").post(
        applications_page, {"motivation": "x", "version": application.version}
    )
    assert response.status_code in (302, 403)
    application.refresh_from_db()
    assert application.motivation != "x"


def test_mission_brings_its_dates_and_its_partnership(world):
    from exchanges.services import missions

    mission = missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility days",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    missions.publish_mission(mission=mission, by=world.actor("host_manager"))
    other = Partnership.objects.create(
        code="OTHER",
        slug="other",
        name="Other",
        start_on=date(2026, 1, 1),
        end_on=date(2027, 12, 31),
        coordinator=world.clusters["sofia"],
        deputy=world.clusters["nice"],
    )
    client = world.client("visitor")
    new = f"{reverse('exchanges:application_new')}?mission={mission.slug}"
    assert "Smart mobility days" in text(client.get(new))
    client.post(new)
    application = Application.objects.get()
    assert (application.mission, application.planned_start, application.planned_end) == (
        mission,
        FIRST_DAY,
        LAST_DAY,
    )
    applications.choose_partnership(application=application, by=world.actor("visitor"))
    assert application.partnership == world.partnership != other


def test_mails_of_a_sent_application(world):
    world.submitted()
    outbox.run_due()
    receipt = Mail.objects.get(event="application.submitted")
    assert receipt.to_address == "vera@firm.example"
    assert receipt.subject == "CXC-2026-0001: we have your application"
    for body in (receipt.text_body, " ".join(unescape(receipt.html_body).split())):
        assert "Your application for a visit from 18 May 2026 to 21 May 2026 has arrived." in body
        assert "Elbe Valley reads it and answers by 23 March 2026." in body
        assert "Contact of Elbe Valley" in body
        assert "Co-funded by the European Union" in body
    to_decide = Mail.objects.get(event="application.to_decide")
    assert to_decide.to_address == "mara@elbe-valley.example"
    assert to_decide.subject == "CXC-2026-0001: Elbe Sensors GmbH applies for a visit"
    assert "/files/CXC-2026-0001/review/" in to_decide.text_body


def test_question_is_answered_with_changes(world):
    from exchanges.services import decisions

    application = world.submitted()
    decisions.hold_application(
        application=application, by=world.actor("manager"), question="Which road exactly?"
    )
    client = world.client("visitor")
    url = reverse("exchanges:application_answer", kwargs={"reference": application.reference})
    assert "Which road exactly?" in text(client.get(url))
    post(client, application, "goals", motivation="The A8 test road.", expected_results="A plan.")
    application.refresh_from_db()
    response = client.post(url, {"answer": "The A8.", "version": application.version})
    assert response.status_code == 302
    application.refresh_from_db()
    assert (application.state, application.answer) == ("in_review", "The A8.")
    assert application.motivation == "The A8 test road."
    outbox.run_due()
    mail = Mail.objects.get(event="application.answered")
    assert "Which road exactly?" in mail.text_body
    assert "The A8." in mail.text_body


def test_withdrawn_application_is_told_to_the_deciders(world):
    application = world.submitted()
    url = reverse("exchanges:application_withdraw", kwargs={"reference": application.reference})
    client = world.client("visitor")
    assert client.get(url).status_code == 200
    client.post(url, {"reason": "We found a host ourselves."})
    application.refresh_from_db()
    assert application.state == "withdrawn"
    outbox.run_due()
    mail = Mail.objects.get(event="application.withdrawn")
    assert mail.to_address == "mara@elbe-valley.example"
    assert "We found a host ourselves." in mail.text_body


def test_manager_may_not_withdraw(world):
    application = world.submitted()
    url = reverse("exchanges:application_withdraw", kwargs={"reference": application.reference})
    assert world.client("manager").post(url, {"reason": "x"}).status_code == 403
    application.refresh_from_db()
    assert application.state == "submitted"


def test_calculated_days_and_country_are_carried_over(world):
    calculator = reverse("exchanges:calculator")
    trip = {
        "home_country": "DE",
        "home_city": "Dresden",
        "host_country": "FR",
        "host_city": "Nice",
        "start": "2026-05-18",
        "end": "2026-05-21",
    }
    client = world.client("visitor")
    link = (
        reverse("exchanges:application_new") + "?planned_start=2026-05-18&planned_end=2026-05-21&country=FR"
    )
    assert link in text(client.get(calculator, trip))
    client.post(link)
    application = Application.objects.get()
    assert (application.planned_start, application.planned_end) == (date(2026, 5, 18), date(2026, 5, 21))
    assert application.preferred_countries == ["FR"]


def test_calculated_days_of_the_past_are_left_behind(world):
    link = (
        reverse("exchanges:application_new") + "?planned_start=2022-05-18&planned_end=2022-05-21&country=XX"
    )
    world.client("visitor").post(link)
    application = Application.objects.get()
    assert (application.planned_start, application.preferred_countries) == (None, [])


def test_calculator_knows_the_seat_and_the_mission(world):
    page_text = text(world.client("visitor").get(reverse("exchanges:calculator")))
    assert '<option value="DE" selected>' in page_text
    assert 'name="home_city" value="Dresden"' in page_text


def test_without_an_open_mission_another_way_is_offered(world):
    application = world.draft(host_choice="mission")
    shown = text(world.client("visitor").get(page(application, "mission")))
    assert "No mission takes applications at the moment" in shown
    assert "Choose another way" in shown


def test_hosts_stand_with_their_reasons(world):
    application = world.draft()
    shown = text(world.client("visitor").get(page(application, "offer")))
    assert "Mobilité Azur SAS, Sophia Antipolis, France. Fits what the visit is for" in shown


def test_start_page_for_staff_points_to_entering(world):
    shown = text(world.client("manager").get(reverse("exchanges:application_new")))
    assert "Enter an application for a member" in shown
    assert world.client("manager").post(reverse("exchanges:application_new")).status_code == 403
    assert not Application.objects.exists()


def test_person_without_a_role_describes_the_organisation_first(world):
    response = world.client("stranger").get(reverse("exchanges:application_new"))
    assert response.url == reverse("clusters:organisation_new")


def test_partnership_cannot_be_changed_after_sending(world):
    from exchanges.services import decisions

    application = world.submitted()
    decisions.hold_application(application=application, by=world.actor("manager"), question="Why?")
    client = world.client("visitor")
    assert post(client, application, "partnership", partnership="give").status_code == 302
    answer = text(
        client.get(reverse("exchanges:application_answer", kwargs={"reference": application.reference}))
    )
    assert page(application, "goals") in answer
    assert page(application, "partnership") not in answer
