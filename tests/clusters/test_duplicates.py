"""One organisation under two names: seen while typing, and made one without losing anything."""

from datetime import date

import pytest

from clusters.merging import relations
from clusters.models import Membership, Organisation, Role
from clusters.selectors.duplicates import similar
from clusters.services import memberships, merging
from core import outbox
from core.exceptions import NotAllowed, Refused
from core.models import AuditEvent, AuditValue, Mail
from exchanges.models import Application, Exchange, Party
from tests.support import credited

FORM = {"kind": "sme", "country": "DE", "city": "Dresden"}


def firm(name, **extra):
    fields = {"kind": "sme", "country_id": "DE", "city": "Dresden"} | extra
    return Organisation.objects.create(name=name, **fields)


def member(world, organisation, cluster="dresden", confirm=True):
    membership = memberships.request_membership(
        organisation=organisation, cluster=world.clusters[cluster], by=_system()
    )
    return (
        memberships.confirm_membership(membership=membership, by=world.actor("manager"))
        if confirm
        else membership
    )


def _system():
    from core.actors import Actor

    return Actor.system("test")


@pytest.mark.parametrize(
    ("typed", "country", "found"),
    [
        ("PEER Group GmbH", "DE", True),
        ("Peer-Group", "DE", True),
        ("Peer Groupe", "DE", True),
        ("PÉER GROUP AG", "", True),
        ("Peer Group", "FR", False),
        ("Pee", "DE", False),
        ("Something Else", "DE", False),
    ],
)
def test_name_is_found_whatever_its_dress(db, typed, country, found):
    kept = firm("PEER Group GmbH")
    assert similar(name=typed, country=country) == ([kept] if found else [])


def test_numbers_are_found_without_their_signs(db):
    kept = firm("Alpha", registration_number="HRB 12-345", vat_number="DE 136 695 976")
    other = firm("Beta", country_id="FR", registration_number="HRB 12345")
    assert similar(name="", country="DE", registration_number="hrb12345") == [kept]
    assert similar(name="", country="FR", registration_number="hrb12345") == [other]
    assert similar(name="", vat_number="DE136695976") == [kept]


def test_newcomer_sees_it_while_typing_and_before_saving(world):
    world.firm.about = "Canary secret"
    world.firm.save(update_fields=["about"])
    client = world.client("stranger")
    part = client.get("/organisations/similar/", {"name": "elbe sensors", "country": "DE"}).content.decode()
    assert "Elbe Sensors GmbH" in part
    assert "Canary" not in part
    typed = FORM | {"name": "Elbe-Sensors"}
    page = client.post("/organisations/new/", typed).content.decode()
    assert "Is it one of these?" in page
    assert "another one: go on" in page
    assert Organisation.objects.filter(name="Elbe-Sensors").count() == 0
    client.post("/organisations/new/", typed | {"another": "yes"})
    assert Organisation.objects.filter(name="Elbe-Sensors").count() == 1


def test_merge_moves_everything_and_the_audit_keeps_both(world):
    keep, drop = (
        firm("Peer Group GmbH"),
        firm("Peer-Group", registration_number="HRB 1", website="https://p.example"),
    )
    member(world, keep, confirm=False)
    member(world, drop)
    exchange = credited.credited(world, drop, world.host, date(2026, 1, 10))
    Party.objects.create(
        application=exchange.application,
        exchange=exchange,
        role="visitor",
        organisation=drop,
        contact_name="P",
        contact_email="p@p.example",
    )
    user = world.actor("stranger").user
    Role.objects.create(user=user, kind="representative", organisation=keep)
    Role.objects.create(user=user, kind="representative", organisation=drop)
    manager = world.actor("manager")
    preview = merging.preview_merge(keep=keep, drop=drop, by=manager)
    assert preview.reasons == []
    assert ("visits", 1) in preview.moves
    assert preview.fills == ["registration number", "website"]
    gone = drop.pk
    merging.merge_organisations(keep=keep, drop=drop, by=manager, typed=" Peer-Group ")
    assert not Organisation.objects.filter(pk=gone).exists()
    keep.refresh_from_db()
    assert (keep.registration_number, keep.website) == ("HRB 1", "https://p.example")
    assert (Exchange.objects.get().visitor, Application.objects.get().organisation) == (keep, keep)
    assert Party.objects.get(role="visitor", exchange=exchange).organisation == keep
    assert sorted(Membership.objects.filter(organisation=keep).values_list("state", flat=True)) == [
        "confirmed",
        "refused",
    ]
    assert Role.objects.filter(organisation=keep, ended_at=None).count() == 1
    outbox.run_due()
    assert Mail.objects.get(event="organisation.merged").to_address == "stan@elsewhere.example"
    events = AuditEvent.objects.filter(action__startswith="organisation.merge").order_by("id")
    assert [(event.action, event.object_id) for event in events] == [
        ("organisation.merge_away", gone),
        ("organisation.merge", keep.pk),
    ]
    names = AuditValue.objects.filter(event_id=events[0].pk, field="name").values_list("before", "after")
    assert list(names) == [("Peer-Group", "Peer Group GmbH")]


def test_nothing_that_points_at_an_organisation_stays_behind(world):
    assert {"exchanges.Exchange.visitor", "clusters.Role.organisation", "exchanges.PastExchange.host"} <= {
        relation.name for relation in relations()
    }


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda world, drop: None, "Both must be members"),
        (
            lambda world, drop: member(world, drop) and member(world, drop, "sofia", confirm=False),
            "another cluster",
        ),
        (
            lambda world, drop: Organisation.objects.filter(pk=drop.pk).update(country_id="FR"),
            "different countries",
        ),
    ],
    ids=["no member", "elsewhere", "abroad"],
)
def test_merge_is_refused_with_its_reason(world, prepare, words):
    keep, drop = firm("Peer Group GmbH"), firm("Peer-Group")
    member(world, keep)
    prepare(world, drop)
    with pytest.raises(Refused, match=words):
        merging.merge_organisations(keep=keep, drop=drop, by=world.actor("manager"), typed="Peer-Group")
    assert Organisation.objects.filter(pk=drop.pk).exists()


def test_merge_needs_the_name_and_the_manager(world):
    keep, drop = firm("Peer Group GmbH"), firm("Peer-Group")
    rows = [member(world, keep), member(world, drop)]
    url = f"/members/{rows[0].pk}/merge/{rows[1].pk}/"
    client = world.client("manager")
    listed = client.get(f"/members/{rows[0].pk}/merge/").content.decode()
    assert "Peer-Group" in listed
    page = client.post(url, {"typed": "Peer Group GmbH"}).content.decode()
    assert "Type the name of the entry that goes, exactly" in page
    assert Organisation.objects.filter(pk=drop.pk).exists()
    with pytest.raises(NotAllowed):
        merging.merge_organisations(keep=keep, drop=drop, by=world.actor("coordinator"), typed="Peer-Group")
    assert client.post(url, {"typed": "Peer-Group"}).status_code == 302
    assert not Organisation.objects.filter(pk=drop.pk).exists()


def test_two_that_visited_each_other_are_two(world):
    keep, drop = firm("Peer Group GmbH"), firm("Peer-Group")
    member(world, keep)
    member(world, drop)
    Organisation.objects.filter(pk=drop.pk).update(country_id="FR")
    drop.refresh_from_db()
    credited.credited(world, keep, drop, date(2026, 1, 10))
    Organisation.objects.filter(pk=drop.pk).update(country_id="DE")
    with pytest.raises(Refused, match="visited the other"):
        merging.merge_organisations(keep=keep, drop=drop, by=world.actor("manager"), typed="Peer-Group")
    assert Organisation.objects.filter(pk=drop.pk).exists()
