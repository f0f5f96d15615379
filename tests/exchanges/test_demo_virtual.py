"""The virtual exchange of 2020 in the demo: 25 organisations, nine countries, six half-days; who missed one is not certified."""

import pytest

from core import clock
from exchanges import invariants
from exchanges.demo import virtual
from exchanges.demo.cast import Cast
from exchanges.models import EventCertificate, EventReport, Exchange, Mission
from exchanges.selectors import event_certificates, event_feedback, presence

pytestmark = pytest.mark.django_db


def test_virtual_exchange_of_2020_is_as_published() -> None:
    cast = Cast(secret="unusable")
    partnership = virtual.tell(cast)
    event = Mission.objects.get()
    assert (event.state, event.kind, event.partnership) == ("finished", "virtual_exchange", partnership)
    assert [presence.halves(event, session.day) for session in event.sessions.all()] == [("morning",)] * 6
    report = EventReport.objects.get()
    assert {name: report.figures[name] for name in ("people", "organisations", "sessions", "half_days")} == {
        "people": 25,
        "organisations": 25,
        "sessions": 6,
        "half_days": 145,
    }
    assert report.figures["countries"] == ["BG", "DE", "ES", "FR", "IE", "IT", "PL", "RO", "UA"]
    assert (report.state, EventCertificate.objects.count()) == ("confirmed", 21)
    missed = [row.days for row in event_certificates.standings(event) if row.why_not]
    assert missed == [2, 2, 2, 2]
    assert event_feedback.results(event).answered == 19
    assert not Exchange.objects.exists()
    assert list(invariants.log_explains_state()) == []
    with clock.at(event.state_since):
        assert event.materials.filter(public=True).count() == 1
