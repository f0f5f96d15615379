"""Links by mail: one row, one purpose, one address; dead ones say why; the token is nowhere but in the mail."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection

from core import clock, links
from core.exceptions import Refused
from core.models import AccessLink
from exchanges.models import HostOffer
from tests.support.world import World

PAGE = "exchanges:questionnaire_by_link"


def issued(
    subject: HostOffer, address: str = "hugo@azur.example", purpose: str = "trial", **more: int
) -> tuple[AccessLink, str]:
    """The link and the token out of its address."""
    link, url = links.issue(subject, purpose, address=address, name="Hugo Host", url_name=PAGE, **more)
    return link, url.rstrip("/").rpartition("/")[2]


def test_link_leads_to_its_row(world: World) -> None:
    link, token = issued(world.offer)
    found = links.resolve(token, "trial")
    assert found.pk == link.pk
    assert (found.subject_type, found.subject_id, found.address, found.name) == (
        "exchanges.hostoffer",
        world.offer.pk,
        "hugo@azur.example",
        "Hugo Host",
    )


def test_address_starts_with_the_portals_own(world: World, settings: object) -> None:
    _link, url = links.issue(world.offer, "trial", address="a@b.example", url_name=PAGE)
    assert url.startswith("http://127.0.0.1:8000/")


def test_only_the_hash_is_stored(world: World) -> None:
    link, token = issued(world.offer)
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_accesslink::text FROM core_accesslink")
        assert all(token not in row for (row,) in cursor.fetchall())


def test_tokens_are_long_and_differ(world: World) -> None:
    tokens = {issued(world.offer, address=f"{number}@x.example")[1] for number in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


@pytest.mark.parametrize("token", ["", "unknown", "A" * 43, "é", "a\x00b", "x" * 5000])
def test_unknown_token_is_not_there(world: World, token: str) -> None:
    issued(world.offer)
    with pytest.raises(AccessLink.DoesNotExist):
        links.resolve(token, "trial")


def test_hash_is_not_a_token(world: World) -> None:
    link, _token = issued(world.offer)
    with pytest.raises(AccessLink.DoesNotExist):
        links.resolve(link.token_hash, "trial")


def test_link_for_another_purpose_is_not_there(world: World) -> None:
    _link, token = issued(world.offer)
    with pytest.raises(AccessLink.DoesNotExist):
        links.resolve(token, "sign")


def test_link_works_to_its_last_moment_and_then_says_why(world: World) -> None:
    link, token = issued(world.offer, days=3)
    assert link.expires_at == clock.now() + timedelta(days=3)
    with clock.at(link.expires_at):
        assert links.resolve(token, "trial").pk == link.pk
    with (
        clock.at(link.expires_at + timedelta(seconds=1)),
        pytest.raises(Refused, match="has expired. Please ask your contact cluster"),
    ):
        links.resolve(token, "trial")


def test_new_link_replaces_the_earlier_one(world: World) -> None:
    _old, old_token = issued(world.offer)
    _new, new_token = issued(world.offer)
    with pytest.raises(Refused, match="replaced by a newer one. Please use the latest mail"):
        links.resolve(old_token, "trial")
    assert links.resolve(new_token, "trial").revoked_at is None


def test_new_link_spares_other_people_purposes_and_rows(world: World) -> None:
    other_row = HostOffer.objects.create(
        organisation=world.host,
        host_cluster=world.clusters["nice"],
        title="Another",
        description="Another",
        available_from="2026-01-01",
        available_until="2026-12-31",
        contact_name="Hugo Host",
        contact_email="hugo@azur.example",
    )
    spared = [
        (issued(world.offer, address="other@azur.example")[1], "trial"),
        (issued(world.offer, purpose="sign")[1], "sign"),
        (issued(other_row)[1], "trial"),
    ]
    issued(world.offer)
    issued(world.offer)
    assert [links.resolve(token, purpose).revoked_at for token, purpose in spared] == [None, None, None]


def test_revoke_stops_all_of_one_purpose_only(world: World) -> None:
    first, second = issued(world.offer)[1], issued(world.offer, address="other@azur.example")[1]
    kept = issued(world.offer, purpose="sign")[1]
    links.revoke(world.offer, "trial")
    for token in (first, second):
        with pytest.raises(Refused):
            links.resolve(token, "trial")
    assert links.resolve(kept, "sign").revoked_at is None


def test_revoking_again_keeps_the_first_moment(world: World) -> None:
    link, _token = issued(world.offer)
    links.revoke(world.offer, "trial")
    with clock.at(clock.now() + timedelta(days=1)):
        links.revoke(world.offer, "trial")
    link.refresh_from_db()
    assert link.revoked_at == clock.now()


def test_use_is_noted(world: World) -> None:
    link, token = issued(world.offer)
    assert link.last_used_at is None
    links.mark_used(links.resolve(token, "trial"))
    link.refresh_from_db()
    assert link.last_used_at == clock.now()
