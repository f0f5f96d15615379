from io import StringIO

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import InternalError, connection, transaction

from core import audit
from core.actors import Actor
from core.models import AuditEvent, AuditLink, AuditValue
from tests.support.chain import settle_chain
from tests.support.world import World


def _record(world: World, times: int = 3) -> None:
    for number in range(times):
        audit.record(
            "organisation.rename", world.firm, world.actor("visitor"), {"name": ("Old", f"New {number}")}
        )
    settle_chain()


def test_record_keeps_values_apart_and_digests_in_the_event(world: World) -> None:
    _record(world, 1)
    event = AuditEvent.objects.get(action="organisation.rename")
    assert event.digests == {"name": [audit.digest("Old"), audit.digest("New 0")]}
    assert "Vera" not in event.actor_label
    assert AuditValue.objects.values_list("before", "after").get(event_id=event.pk) == ("Old", "New 0")


def test_chain_is_intact_after_honest_writes(world: World) -> None:
    _record(world)
    assert audit.broken_links() == []
    seq, head = audit.head()
    assert seq == AuditLink.objects.count()
    assert len(head) == 64


def test_changed_row_is_found(world: World) -> None:
    _record(world)
    with pgtrigger.ignore("core.AuditEvent:append_only_rows"):
        AuditEvent.objects.filter(action="organisation.rename").update(actor_hat="Somebody else")
    assert any("changed" in finding for finding in audit.broken_links())


def test_cut_row_is_found(world: World) -> None:
    _record(world)
    victim = AuditEvent.objects.filter(action="organisation.rename").earliest("id")
    with pgtrigger.ignore("core.AuditEvent:append_only_rows"):
        victim.delete()
    assert any("removed" in finding for finding in audit.broken_links())


def test_erasing_the_values_keeps_the_chain(world: World) -> None:
    _record(world)
    AuditValue.objects.all().delete()
    assert audit.broken_links() == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_auditevent SET action = 'x'",
        "DELETE FROM core_auditevent",
        "TRUNCATE core_auditevent",
        "UPDATE core_auditlink SET hash = 'x'",
        "DELETE FROM core_auditlink",
        "TRUNCATE core_auditlink",
    ],
)
def test_database_refuses_to_rewrite_history(world: World, sql: str) -> None:
    _record(world)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_system_actor_is_named_in_plain(world: World) -> None:
    audit.record("stay.end", world.firm, Actor.system("calendar"))
    assert AuditEvent.objects.get(action="stay.end").actor_label == "calendar"


def test_verify_audit_command_passes_on_an_intact_chain(world: World) -> None:
    _record(world)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith("3 events, 0 findings. Head 3:")
