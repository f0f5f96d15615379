"""Events without a lump sum as their people use them: a virtual exchange with certificates, a matchmaking event with a report."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from core import clock, outbox
from exchanges.models import EventCertificate, Mission, Participant
from exchanges.services import event_feedback
from tests.support.browser import NARROW
from tests.support.events import DAYS, draft
from tests.support.rules import rules
from tests.support.walker import Walker, link_in, newest_mail
from tests.support.world import FIRST_DAY, PASSWORD, World

ANNA, BELA = "anna@guest.example", "bela@guest.example"
PROGRAMME = "".join(
    f"{day}\n09:30-12:30 Cluster strategy\n14:00-17:00 Pitches of the guests\n" for day in DAYS
)


class Scene:
    def __init__(self, world: World, new_page: Callable[..., Any], stack: ExitStack) -> None:
        self.world, self.stack = world, stack
        self.desk = Walker(new_page(), "staff")
        self.phone = Walker(new_page(viewport=NARROW, color_scheme="dark"), "guest")

    def go(self, day: date, hour: int) -> None:
        self.stack.enter_context(clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)))
        outbox.run_due()

    def at_the_desk(self) -> Walker:
        self.desk.open("/accounts/login/")
        user = self.world.actor("host_manager").user
        return self.desk.fill(login=user.email, password=PASSWORD).press("Log in")


@pytest.fixture
def scene(fresh_database: str, world: World, new_page: Callable[..., Any]) -> Iterator[Scene]:
    with ExitStack() as stack:
        yield Scene(world, new_page, stack)


def page_of(name: str, mission: Mission, *more: Any) -> str:
    return reverse(f"exchanges:{name}", args=[mission.slug, *more])


def test_virtual_exchange_from_the_form_to_the_certificate(scene: Scene) -> None:
    """Anna is there for three days, Bela in the mornings only: half-days add up to one day and a rest."""
    rules(virtual_allowed=True)
    desk, phone = scene.at_the_desk(), scene.phone
    desk.open(reverse("exchanges:mission_new")).choose("kind", "virtual_exchange")
    desk.fill(title="Strategy online", start_on=str(DAYS[0]), end_on=str(DAYS[2])).press("Save and go on")
    desk.fill(text=PROGRAMME).go_on().follow("Continue").follow("Invite nobody now")
    desk.press("Publish")
    event = Mission.objects.get(title="Strategy online", mode="virtual", with_lump_sum=False)
    guests = f"Cluster A; Anna Guest; {ANNA}; DE\nCluster B; Bela Guest; {BELA}; LT"
    desk.open(page_of("mission_people_add", event)).choose("side", "visitor").fill(text=guests)
    desk.press("Put on the list").sees("Anna Guest", "Bela Guest")
    for day in DAYS:
        scene.go(day, 10)
        desk.open(page_of("mission_check_in", event, day)).sees("Anna Guest")
        anna = Participant.objects.get(mission=event, email=ANNA).pk
        for box in desk.page.locator(
            f'main input[name=here]:is([value$=":morning"], [value^="{anna}:"])'
        ).all():
            box.check()
        desk.page.get_by_text("All is saved.").wait_for()
        desk.open(page_of("mission_presence", event)).press("Countersign").sees("2 of 2")
    scene.go(DAYS[-1] + timedelta(days=1), 8)
    desk.open(page_of("mission_certificates", event)).sees("Present on 1 of at least 3 working days.")
    desk.press("Make 1 certificate").sees("1 certificate is made.")
    mail = newest_mail(ANNA, "certificate")
    phone.open(link_in(mail, "/answer/event/")).sees("You took part", "Anna Guest")
    made = EventCertificate.objects.get()
    paper = phone.pdf(f"{phone.page.url}certificate.pdf")
    number = f"{event.partnership.code}-{event.pk}-{made.participant_id}"
    assert number in paper and "3 working days" in paper and "Strategy online" in paper


def test_matchmaking_event_from_the_registration_to_the_public_report(scene: Scene) -> None:
    desk, phone = scene.at_the_desk(), scene.phone
    event = draft(scene.world, kind="matchmaking", mode="physical", title="Sensors meet food", places=20)
    desk.open(page_of("mission_programme_paste", event)).fill(text=PROGRAMME).go_on().sees(
        "Pitches of the guests"
    )
    desk.open(page_of("mission_detail", event)).press("Publish")
    phone.open(page_of("mission_detail", event)).sees("Pitches of the guests").follow(
        "Register for this event"
    )
    phone.fill(first_name="Anna", last_name="Guest", email=ANNA, organisation_name="Cluster A")
    phone.choose("country", "DE").go_on().sees("You are registered")
    desk.open(page_of("mission_places", event)).press("Give a place")
    desk.open(page_of("mission_materials", event)).fill(
        title="Slides of the day", url="https://slides.example/1"
    )
    desk.press("Add").sees("Slides of the day")
    phone.open(link_in(newest_mail(ANNA), "/answer/event/")).sees("You have a place", "Slides of the day")
    scene.go(event.end_on + timedelta(days=1), 8)
    event_feedback.ask_everybody(Mission.objects.get(pk=event.pk))
    phone.open(link_in(newest_mail(ANNA), "/answer/event-questions/")).answer_all()
    phone.press("Send answers").sees("Thank you for your answers")
    desk.open(page_of("mission_feedback", event)).sees("1")
    desk.open(page_of("mission_report", event)).go_on().sees("A first text is there.", "1 of 1")
    desk.fill(what_happened="Twelve short talks.", next_steps="A second day in autumn.").press("Save")
    desk.press("Confirm what is saved").sees("Confirmed by")
    phone.open(page_of("mission_detail", event)).sees("Twelve short talks.", "A second day in autumn.")
    assert "Twelve short talks." in phone.pdf(page_of("mission_report_pdf", event))
    assert event.start_on == FIRST_DAY
