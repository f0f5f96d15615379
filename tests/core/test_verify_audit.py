"""verify_audit finds a changed row, a cut row, a cut tail and a changed value."""

import json

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection

from core import audit
from core.actors import Actor
from core.models import AuditLink, AuditValue, ClockOffset

BY = Actor.system("test")
ROWS = ("core.AuditEvent:append_only_rows", "core.AuditLink:append_only_rows")


@pytest.fixture
def chain(db) -> list[int]:
    """Five events, chained as a commit would."""
    offset = ClockOffset.objects.create(seconds=1)
    events = [audit.record("offset.set", offset, BY, {"value": (number, number + 1)}) for number in range(5)]
    settle()
    return events


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def verify(capsys, **options) -> list[str]:
    """The findings of the command, which exits with 1 when there are any."""
    try:
        call_command("verify_audit", json=True, **options)
        code = 0
    except SystemExit as leaving:
        code = leaving.code
    document = json.loads(capsys.readouterr().out)
    assert code == (0 if document["ok"] else 1)
    return document["findings"]


def as_intruder(*statements: str) -> None:
    with pgtrigger.ignore(*ROWS), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_sound_chain_is_silent(chain, capsys):
    assert verify(capsys) == []
    call_command("verify_audit")
    number, digest = audit.head()
    assert capsys.readouterr().out == f"5 events, 0 findings. Head {number}:{digest}\n"


def test_changed_event_is_found(chain, capsys):
    as_intruder(f"UPDATE core_auditevent SET action = 'offset.get' WHERE id = {chain[2]}")
    [finding] = verify(capsys)
    assert (
        finding
        == f"Link {AuditLink.objects.get(event_id=chain[2]).seq}: the event or its place in the chain has been changed."
    )


def test_cut_event_is_found(chain, capsys):
    as_intruder(f"DELETE FROM core_auditevent WHERE id = {chain[1]}")
    AuditValue.objects.filter(event_id=chain[1]).delete()
    [finding] = verify(capsys)
    assert finding.endswith("its event has been removed.")


def test_event_cut_with_its_link_is_found(chain, capsys):
    as_intruder(
        f"DELETE FROM core_auditlink WHERE event_id = {chain[1]}",
        f"DELETE FROM core_auditevent WHERE id = {chain[1]}",
    )
    AuditValue.objects.filter(event_id=chain[1]).delete()
    assert verify(capsys)


def test_event_slipped_in_is_found(chain, capsys):
    as_intruder(f"DELETE FROM core_auditlink WHERE event_id = {chain[4]}")
    assert verify(capsys) == [f"Event {chain[4]} stands outside the chain."]


def test_cut_tail_shows_against_a_kept_head(chain, capsys):
    number, digest = audit.head()
    head = f"{number}:{digest}"
    assert verify(capsys, expect_head=head) == []
    as_intruder(
        f"DELETE FROM core_auditlink WHERE event_id = {chain[4]}",
        f"DELETE FROM core_auditevent WHERE id = {chain[4]}",
    )
    AuditValue.objects.filter(event_id=chain[4]).delete()
    assert verify(capsys) == []
    assert verify(capsys, expect_head=head) == [
        f"Link {number} of the expected head is missing or another one: the tail was cut."
    ]


def test_unreadable_head_is_said(chain, capsys):
    assert verify(capsys, expect_head="abc") == ["The expected head is not of the form NUMBER:HASH."]


def test_changed_value_is_found_and_an_erased_one_is_not(chain, capsys):
    AuditValue.objects.filter(event_id=chain[0]).delete()
    assert verify(capsys) == []
    AuditValue.objects.filter(event_id=chain[3]).update(after="9")
    assert verify(capsys) == [f"Event {chain[3]}: the value of value has been changed."]


def test_value_of_no_event_is_found(chain, capsys):
    AuditValue.objects.create(event_id=chain[-1] + 100, field="value", after="1")
    assert len(verify(capsys)) == 1
