"""A worker killed with -9 between the end of a stay and the questionnaire: everything is still sent, and once."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from core import clock, outbox
from core.models import ClockOffset, Mail, OutboxItem, TransitionLog
from exchanges.models import Questionnaire
from tests.support.smtp import MailServer, mail_server
from tests.support.stay import AFTER, Stay
from tests.support.worker import Worker

pytestmark = [pytest.mark.usefixtures("fresh_database"), pytest.mark.slow]
AFTER_THE_STAY = {
    ("exchange.report_due", "vera@firm.example"): 1,
    ("exchange.outcome_asked", "hugo@azur.example"): 1,
    ("questionnaire.invited", "vera@firm.example"): 1,
    ("questionnaire.invited", "hugo@azur.example"): 1,
}


@pytest.fixture
def post(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def worker(fresh_database: str, post: MailServer) -> Callable[..., Worker]:
    return lambda hold_in="": Worker(fresh_database, mail_port=post.server_address[1], hold_in=hold_in)


def demo_day(day: date, hour: int = 12) -> None:
    """Move the demo clock, which every worker reads."""
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    seconds = int((moment - clock.machine_now()).total_seconds())
    ClockOffset.objects.update_or_create(pk=1, defaults={"seconds": seconds})


def sweep_in_the_evening(day: date) -> int:
    """A worker in this process, for where it does not matter that it is another one."""
    with clock.at(datetime(day.year, day.month, day.day, 20, tzinfo=UTC)):
        return outbox.run_due()


def killed_in(kind: str, worker: Callable[..., Worker]) -> None:
    """Killed in the handler; then wait until the database has noticed and let go of the row."""
    worker(kind).kill_when_held()
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
            cursor.execute("SELECT pg_sleep(0.05)")
    pytest.fail("the killed worker's transaction is still open")


def arrived(post: MailServer) -> list[tuple[str, str]]:
    """(event, address) of every mail that the mail server took."""
    events = dict(Mail.objects.values_list("message_id", "event"))
    return [(events[mail["Message-ID"]], mail["To"].addresses[0].addr_spec) for mail in post.taken]


def invitations() -> list[str]:
    return sorted(Questionnaire.objects.values_list("respondent", flat=True))


def test_killed_between_end_of_stay_and_questionnaire(
    stay: Stay, worker: Callable[..., Worker], post: MailServer
) -> None:
    stay.ready()
    post.taken.clear()
    demo_day(AFTER)

    killed_in("exchange.ended", worker)

    assert stay.exchange.state == "awaiting_report"
    assert OutboxItem.objects.get(kind="exchange.ended").done_at is None
    assert not Questionnaire.objects.exists()
    assert not OutboxItem.objects.filter(kind__startswith="feedback.").exists()
    assert arrived(post) == []

    second, third = worker(), worker()
    assert second.done() + third.done() > 0
    assert sweep_in_the_evening(AFTER) == 0

    assert Counter(arrived(post)) == AFTER_THE_STAY
    assert invitations() == ["host", "visitor"]
    assert TransitionLog.objects.filter(subject_type="exchanges.exchange", name="end").count() == 1
    assert OutboxItem.objects.filter(kind="feedback.reminder").count() == 4

    demo_day(AFTER + timedelta(days=7), hour=18)
    killed_in("feedback.reminder", worker)
    for days, number in ((7, 1), (14, 2)):
        post.taken.clear()
        sweep_in_the_evening(AFTER + timedelta(days=days))
        assert sweep_in_the_evening(AFTER + timedelta(days=days)) == 0
        assert Counter(arrived(post)) == {
            ("questionnaire.reminded", "hugo@azur.example"): 1,
            ("questionnaire.reminded", "vera@firm.example"): 1,
        }
        assert set(Questionnaire.objects.values_list("reminders_sent", flat=True)) == {number}


@pytest.mark.parametrize("kind", ["exchange.end_due", "feedback.invite"])
def test_killed_anywhere_else_on_the_way(
    stay: Stay, worker: Callable[..., Worker], post: MailServer, kind: str
) -> None:
    stay.ready()
    post.taken.clear()
    demo_day(AFTER)
    killed_in(kind, worker)
    assert OutboxItem.objects.filter(kind=kind, done_at=None).exists()
    sweep_in_the_evening(AFTER)
    assert sweep_in_the_evening(AFTER) == 0
    assert Counter(arrived(post)) == AFTER_THE_STAY
    assert invitations() == ["host", "visitor"]
    for name in ("start", "end"):
        assert TransitionLog.objects.filter(subject_type="exchanges.exchange", name=name).count() == 1


def test_killed_after_the_mail_server_took_it(
    stay: Stay, worker: Callable[..., Worker], post: MailServer
) -> None:
    """The one window in which a mail comes twice: with the same Message-ID, so that a mail program can tell."""
    stay.ready()
    post.taken.clear()
    demo_day(AFTER)
    killed_in("mail.send", worker)
    (first,) = post.taken
    sweep_in_the_evening(AFTER)
    repeated = [mail for mail in post.taken if mail["Message-ID"] == first["Message-ID"]]
    assert len(repeated) == 2
    assert Counter(set(arrived(post))) == AFTER_THE_STAY
    assert len(post.taken) == 5


def test_workers_asleep_for_two_days_catch_up_once(
    stay: Stay, worker: Callable[..., Worker], post: MailServer
) -> None:
    """Nobody swept for the whole stay and two days after it; then two workers wake up at once."""
    stay.ready()
    post.taken.clear()
    demo_day(AFTER + timedelta(days=2))
    both = [worker(), worker()]
    assert sum(one.done() for one in both) > 0
    assert sweep_in_the_evening(AFTER + timedelta(days=2)) == 0
    assert Counter(arrived(post)) == AFTER_THE_STAY
    moves = TransitionLog.objects.filter(subject_type="exchanges.exchange", name__in=["start", "end"])
    assert sorted(moves.values_list("name", "occurred_at__date")) == [
        ("end", date(2026, 5, 21)),
        ("start", date(2026, 5, 17)),
    ]
