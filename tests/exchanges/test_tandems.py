"""Learning tandems: who fits, who may move one, sessions and hours, mails, and what others must not see."""

from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clusters.models import Term
from core import clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.models import Mail
from exchanges.models import LearningTopic, Tandem, TandemSession
from exchanges.selectors import tandems as selectors
from exchanges.services import calendar_feed, tandems
from exchanges.tandem_pairs import Learner, pairs, seen_from
from exchanges.workflows import TANDEM
from reporting import indicators
from reporting.periods import Period
from tests.support import matrix
from tests.support.browser import faults
from tests.support.world import FIRST_DAY

GOALS = "Find members abroad, and keep them."
BOTH = {"manager", "host_manager"}
ALLOWED: matrix.Table = {
    "accept": ({"proposed"}, {"host_manager"}),
    "decline": ({"proposed"}, {"host_manager"}),
    "finish": ({"running"}, BOTH),
    "end": ({"proposed", "running"}, BOTH | {"coordinator"}),
}
PERSONAS = (
    "visitor", "host", "manager", "host_manager", "deputy", "other_manager", "finance", "coordinator", "auditor",
    "stranger",
)  # fmt: skip


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


def proposed(world):
    return tandems.propose_tandem(
        partnership=world.partnership,
        first=world.clusters["dresden"],
        second=world.clusters["nice"],
        by=world.actor("manager"),
        goals=GOALS,
    )


def running(world):
    tandem = tandems.answer_tandem(tandem=proposed(world), by=world.actor("host_manager"), accept=True)
    met(world, tandem)
    return tandem


def met(world, tandem, day=date(2026, 3, 2), hours="2.5"):
    people = [world.actor("manager").user, world.actor("host_manager").user]
    return tandems.add_session(
        tandem=tandem, by=world.actor("manager"), day=day, hours=Decimal(hours), people=people, others=1
    )


# --- who fits ---


def test_pairs_prefer_both_ways_and_leave_out_one_country_and_taken_ones():
    one = Learner(1, "DE", frozenset({10}), frozenset({20}))
    both = Learner(2, "FR", frozenset({20}), frozenset({10}))
    many = Learner(3, "LT", frozenset(), frozenset({10}))
    near = Learner(4, "DE", frozenset({20}), frozenset({10}))
    far = Learner(5, "BG", frozenset({99}), frozenset({98}))
    found = pairs([far, near, many, both, one])
    assert [(pair.first, pair.second, pair.both_ways) for pair in found] == [
        (1, 2, True),
        (1, 3, False),
    ]
    assert pairs([one, both], {frozenset({1, 2})}) == []
    turned = seen_from(found[0], 2)
    assert (turned.first, turned.first_learns, turned.second_learns) == (2, frozenset({10}), frozenset({20}))


@pytest.mark.django_db
def test_suggestions_stand_from_the_side_of_the_own_cluster(world):
    first, second = Term.objects.filter(taxonomy="theme").order_by("code")[:2]
    topics(world, "manager", "dresden", [first], [second])
    topics(world, "host_manager", "nice", [second], [first])
    (found,) = selectors.suggestions(world.actor("host_manager"))
    assert (found.first.name, found.second.name, found.both_ways) == ("Azur Secure", "Elbe Valley", True)
    assert (found.first_learns, found.second_learns) == ([first], [second])
    page = world.client("host_manager").get(reverse("exchanges:tandems")).content.decode()
    assert "both ways" in page
    assert selectors.suggestions(world.actor("other_manager")) == []
    proposed(world)
    assert selectors.suggestions(world.actor("host_manager")) == []


def topics(world, persona, key, strengths, needs):
    cluster, by = world.clusters[key], world.actor(persona)
    tandems.set_topics(cluster=cluster, side="strength", by=by, terms=strengths)
    tandems.set_topics(cluster=cluster, side="need", by=by, terms=needs)


@pytest.mark.django_db
def test_a_field_is_a_strength_or_a_need_and_only_the_own_managers_say_so(world):
    term = Term.objects.filter(taxonomy="theme").earliest("code")
    topics(world, "manager", "dresden", [term], [])
    with pytest.raises(InvalidInput, match="other list"):
        topics(world, "manager", "dresden", [term], [term])
    with pytest.raises(NotAllowed):
        topics(world, "host_manager", "dresden", [], [])
    with violates("learning_topic_on_one_side"):
        LearningTopic.objects.create(cluster=world.clusters["dresden"], side="need", term=term)


# --- the way of a tandem ---


@pytest.mark.django_db
def test_every_move_is_for_its_personas_only(world):
    world.add_support()
    actors = {persona: world.actor(persona) for persona in (*PERSONAS, "support")}
    actors |= {"anonymous": Actor.anonymous(), "system": Actor.system("calendar")}
    assert {name: states for name, (states, _who) in ALLOWED.items()} == matrix.sources(TANDEM)
    tandem = proposed(world)
    assert matrix.wrong_cells(tandem, ALLOWED, actors) == []
    tandem = tandems.answer_tandem(tandem=tandem, by=world.actor("host_manager"), accept=True)
    met(world, tandem)
    Tandem.objects.filter(pk=tandem.pk).update(result="Both have a plan.")
    tandem.refresh_from_db()
    assert matrix.wrong_cells(tandem, ALLOWED, actors) == []
    tandem = tandems.finish_tandem(tandem=tandem, by=world.actor("host_manager"), result="Both have a plan.")
    assert matrix.wrong_cells(tandem, ALLOWED, actors) == []
    for name in ("declined", "ended"):
        other = proposed(world)
        if name == "declined":
            tandems.answer_tandem(tandem=other, by=world.actor("host_manager"), accept=False, comment="Busy.")
        else:
            tandems.end_tandem(tandem=other, by=world.actor("coordinator"), reason="Both agree.")
        assert matrix.wrong_cells(other, ALLOWED, actors) == []


@pytest.mark.django_db
def test_a_tandem_needs_two_clusters_of_two_countries_and_is_one_at_a_time(world):
    proposed(world)
    with pytest.raises(InvalidInput, match="have a tandem already"):
        proposed(world)
    with pytest.raises(InvalidInput, match="have a tandem already"):
        tandems.propose_tandem(
            partnership=world.partnership,
            first=world.clusters["nice"],
            second=world.clusters["dresden"],
            by=world.actor("host_manager"),
            goals=GOALS,
        )
    for second in ("dresden", "sofia"):
        with pytest.raises(InvalidInput, match="partnership that still runs"):
            tandems.propose_tandem(
                partnership=world.partnership,
                first=world.clusters["dresden"],
                second=world.clusters[second],
                by=world.actor("manager"),
                goals=GOALS,
            )


@pytest.mark.django_db
def test_the_database_holds_what_must_be_true_of_a_tandem(world):
    tandem = running(world)
    rows = Tandem.objects.filter(pk=tandem.pk)
    with violates("tandem_of_two_clusters"):
        rows.update(second=tandem.first)
    with violates("tandem_session_hours_range"):
        TandemSession.objects.update(hours=0)
    with transaction.atomic(), violates("tandem_once_at_a_time"):
        tandem.pk = None
        tandem.first, tandem.second = tandem.second, tandem.first
        tandem.save(force_insert=True)
    for name, value in (("tandem_state_known", "resting"), ("tandem_finished_has_result", "finished")):
        fresh = Tandem(
            partnership=world.partnership,
            first=world.clusters["vilnius"],
            second=world.clusters["nice"],
            goals=GOALS,
            state_since=clock.now(),
        )
        vars(fresh)["state"] = value
        with violates(name):
            fresh.save(force_insert=True)


@pytest.mark.django_db
def test_finishing_needs_a_session_and_words(world):
    tandem = tandems.answer_tandem(tandem=proposed(world), by=world.actor("host_manager"), accept=True)
    with pytest.raises(Refused, match="at least one session"):
        tandems.finish_tandem(tandem=tandem, by=world.actor("manager"), result="A plan.")
    with pytest.raises(InvalidInput, match="what came of it"):
        tandems.finish_tandem(tandem=tandem, by=world.actor("manager"), result=" ")
    tandem.refresh_from_db()
    assert (tandem.state, tandem.result) == ("running", "")


@pytest.mark.django_db
def test_people_of_a_session_are_of_the_two_clusters(world):
    tandem = running(world)
    with pytest.raises(InvalidInput, match="two clusters"):
        tandems.add_session(
            tandem=tandem,
            by=world.actor("manager"),
            day=FIRST_DAY,
            hours=Decimal(1),
            people=[world.actor("deputy").user],
        )
    with pytest.raises(InvalidInput, match="who took part"):
        tandems.add_session(tandem=tandem, by=world.actor("manager"), day=FIRST_DAY, hours=Decimal(1))
    assert tandem.sessions.count() == 1


@pytest.mark.django_db
def test_hours_are_told_apart_and_staff_trained_stays_as_it_is(world):
    before = _figures(world)
    tandem = running(world)
    met(world, tandem, day=clock.today() + timedelta(days=30), hours="4")
    tandems.finish_tandem(tandem=tandem, by=world.actor("manager"), result="A plan of one page each.")
    assert selectors.figures(world.actor("coordinator")) == {
        "running": 0,
        "finished": 1,
        "hours": Decimal("2.5"),
    }
    assert _figures(world) == before


def _figures(world):
    period = Period(world.partnership, until=date(2027, 1, 1))
    return {figure.code: figure.value for figure in indicators.measure(period)}


@pytest.mark.django_db
def test_a_proposed_tandem_is_work_of_the_asked_cluster_only(world):
    tandem = proposed(world)
    answer = reverse("exchanges:tandem_answer", args=[tandem.pk])
    asked = world.client("host_manager")
    text = asked.get("/").content.decode()
    assert answer in text and "Elbe Valley" in text
    for persona in ("manager", "other_manager", "coordinator", "host"):
        assert answer not in world.client(persona).get("/").content.decode()
    asked.post(answer, {"answer": "accept"})
    tandem.refresh_from_db()
    assert tandem.state == "running"
    assert answer not in asked.get("/").content.decode()


def test_both_clusters_hear_of_each_step(world):
    tandem = proposed(world)
    outbox.run_due()
    asked = Mail.objects.get(event="tandem.proposed")
    assert asked.to_address == "helene@azur-secure.example"
    assert asked.subject == "Elbe Valley wants to learn together with you"
    assert GOALS in asked.text_body
    tandems.answer_tandem(tandem=tandem, by=world.actor("host_manager"), accept=False, comment="No time now.")
    outbox.run_due()
    told = Mail.objects.filter(event="tandem.moved").order_by("to_address")
    assert [one.to_address for one in told] == ["helene@azur-secure.example", "mara@elbe-valley.example"]
    assert all("No time now." in one.text_body for one in told)


# --- pages ---


@pytest.mark.django_db
def test_the_whole_way_by_pages(world):
    mine, theirs = world.client("manager"), world.client("host_manager")
    nice = world.clusters["nice"]
    form = {"partnership": world.partnership.pk, "second": nice.pk, "goals": GOALS}
    page = mine.post(reverse("exchanges:tandem_new"), form, follow=True).content.decode()
    assert "Azur Secure gets a mail." in page
    tandem = Tandem.objects.get()
    detail = reverse("exchanges:tandem_detail", args=[tandem.pk])
    answer = reverse("exchanges:tandem_answer", args=[tandem.pk])
    assert "Say yes or no" in theirs.get(detail).content.decode()
    assert "Say yes or no" not in mine.get(detail).content.decode()
    assert "Say why not" in theirs.post(answer, {"answer": "decline"}).content.decode()
    theirs.post(answer, {"answer": "accept"})
    person = world.actor("host_manager").user
    session = {"day": "2026-03-02", "hours": "1.5", "people": [person.pk], "others": "", "notes": "Services"}
    theirs.post(reverse("exchanges:tandem_session", args=[tandem.pk]), session)
    assert "Hélène Hôte" in mine.get(detail).content.decode()
    mine.post(reverse("exchanges:tandem_finish", args=[tandem.pk]), {"result": "We start a joint service."})
    assert "We start a joint service." in theirs.get(detail).content.decode()
    assert "Note a session" not in theirs.get(detail).content.decode()


@pytest.mark.django_db
def test_others_do_not_find_a_tandem(world):
    tandem = running(world)
    for persona in ("other_manager", "deputy", "visitor", "stranger"):
        answer = world.client(persona).get(reverse("exchanges:tandem_detail", args=[tandem.pk]))
        assert (answer.status_code, GOALS in answer.content.decode()) == (404, False)
    assert GOALS not in world.client("other_manager").get(reverse("exchanges:tandems")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_13_statements_for_any_number_of_tandems(world, rows, django_assert_num_queries):
    for _number in range(rows):
        tandem = running(world)
        tandems.finish_tandem(tandem=tandem, by=world.actor("manager"), result="A plan.")
    client, url = world.client("manager"), reverse("exchanges:tandems")
    client.get(url)
    with django_assert_num_queries(13):
        answer = client.get(url)
    assert len(answer.context["page"]) == rows


@pytest.mark.django_db
def test_sessions_stand_in_the_own_calendar_of_both_clusters_only(world):
    running(world)
    found = {}
    for persona in ("manager", "host_manager", "deputy"):
        address = calendar_feed.make_address(by=world.actor(persona))
        text = Client().get(address[address.index("/answer") :]).content.decode()
        found[persona] = "SUMMARY:Learning tandem: Elbe Valley – Azur Secure" in text
    assert found == {"manager": True, "host_manager": True, "deputy": False}


def in_feed(world):
    address = calendar_feed.make_address(by=world.actor("host_manager"))
    return Client().get(address[address.index("/answer") :]).content.decode()


def entries_in(text):
    """What a calendar program keeps of each entry: its identity, its number and whether it takes place."""
    found = {}
    for block in text.split("BEGIN:VEVENT")[1:]:
        lines = dict(line.split(":", 1) for line in block.splitlines() if ":" in line)
        if lines["UID"].startswith("tandem-session-"):
            found[lines["UID"]] = (lines["STATUS"], int(lines["SEQUENCE"]))
    return found


@pytest.mark.django_db
def test_a_session_that_is_taken_away_is_struck_out_of_calendars_for_two_months(world):
    tandem = running(world)
    met(world, tandem, day=date(2026, 3, 20))
    before = entries_in(in_feed(world))
    gone = tandem.sessions.get(day=date(2026, 3, 20))
    uid = next(one for one in before if one.startswith(f"tandem-session-{gone.pk}@"))
    tandems.remove_session(session=gone, by=world.actor("manager"))
    after = entries_in(in_feed(world))
    assert after.keys() == before.keys()
    assert [(state, number > before[one][1]) for one, (state, number) in after.items() if one == uid] == [
        ("CANCELLED", True)
    ]
    assert [state for one, (state, _number) in after.items() if one != uid] == ["CONFIRMED"]
    with clock.at(clock.now() + timedelta(days=61)):
        assert uid not in entries_in(in_feed(world))


@pytest.mark.django_db
def test_an_ended_tandem_strikes_out_what_will_not_take_place(world):
    tandem = running(world)
    met(world, tandem, day=date(2026, 3, 20))
    before = entries_in(in_feed(world))
    tandems.end_tandem(tandem=tandem, by=world.actor("manager"), reason="No time.")
    after = entries_in(in_feed(world))
    assert after.keys() == before.keys()
    assert sorted(state for state, _number in after.values()) == ["CANCELLED", "CONFIRMED"]
    assert min(number for _state, number in after.values()) > max(
        number for _state, number in before.values()
    )


def test_list_and_tandem_are_accessible_and_narrow_enough(world, page_for):
    first, second = Term.objects.filter(taxonomy="theme").order_by("code")[:2]
    topics(world, "manager", "dresden", [first], [second])
    topics(world, "deputy", "vilnius", [second], [first])
    tandem = running(world)
    page = page_for("manager")
    for path in (
        reverse("exchanges:tandems"),
        reverse("exchanges:tandem_detail", args=[tandem.pk]),
        reverse("exchanges:tandem_session", args=[tandem.pk]),
    ):
        page.goto(path)
        assert faults(page) == []
