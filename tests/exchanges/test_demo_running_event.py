"""The demo's event of today, told over the test world: planned meetings of tomorrow, presence of yesterday."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from core import clock, outbox
from exchanges import invariants
from exchanges.demo import running_event
from exchanges.models import Meeting, Mission
from exchanges.selectors import presence

pytestmark = pytest.mark.django_db
SATURDAY = date(2026, 5, 16)


@pytest.mark.parametrize("later", [0, 2], ids=["on a Saturday", "on a Monday"])
def test_meetings_are_still_to_come_and_yesterday_is_countersigned(world, later):
    today = SATURDAY + timedelta(days=later)
    personas = {"manager:scs": "host_manager", "visitor:persona": "visitor"}
    cast = SimpleNamespace(
        clusters={"scs": world.clusters["nice"]},
        actor=lambda key: world.actor(personas.get(key, "host")),
        firm=lambda key, country: world.host if key == "persona-host" else world.firm,
    )
    telling = running_event.tell(cast, world.partnership, today)
    moment = next(telling)
    while moment is not None:
        with clock.at(moment):
            outbox.run_due()
            moment = next(telling, None)
    event = Mission.objects.get(slug="sensors-for-safe-streets")
    meetings = Meeting.objects.filter(round__mission=event, round__state="published")
    assert meetings.count() > 10
    assert set(meetings.values_list("slot__day", flat=True)) == {today + timedelta(days=1)}
    assert event.countersigned_days.count() == 1
    here = [person for person in presence.people(event) if person.presences.exists()]
    assert len(here) == 9
    assert list(invariants.log_explains_state()) == []
