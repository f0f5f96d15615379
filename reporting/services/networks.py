"""Networks a partnership is linked with. A link with evidence can be handed in for O5; a second person reviews it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters.models import Partnership
from clusters.permissions import check_coordinates
from core import audit, clock, files
from core.actors import Actor
from core.exceptions import InvalidInput, Refused
from reporting.enums import ActivityKind
from reporting.models import LinkedNetwork
from reporting.services.activities import record_activity

FIELDS = ("name", "location", "kind", "relation", "website", "linked_on", "evidence_url")


@transaction.atomic
def link_network(
    *,
    partnership: Partnership,
    by: Actor,
    evidence: UploadedFile | None = None,
    counts: bool = False,
    **fields: Any,
) -> LinkedNetwork:
    """Add a network; with `counts` it is also recorded for O5, to be reviewed by a second person."""
    check_coordinates(by, partnership)
    network = LinkedNetwork(partnership=partnership, added_by=by.user, added_at=clock.now())
    _write(network, by, evidence, fields)
    audit.record("network.link", network, by, {"name": ("", network.name)})
    if counts:
        _hand_in(network, by)
    return network


@transaction.atomic
def update_network(
    *,
    network: LinkedNetwork,
    by: Actor,
    evidence: UploadedFile | None = None,
    counts: bool = False,
    **fields: Any,
) -> LinkedNetwork:
    check_coordinates(by, network.partnership)
    before = {name: getattr(network, name) for name in fields}
    _write(network, by, evidence, fields)
    changes = {name: (old, getattr(network, name)) for name, old in before.items()}
    if evidence is not None and network.evidence is not None:
        changes["evidence"] = (None, network.evidence.sha256)
    audit.record(
        "network.update", network, by, {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    )
    if counts and network.activity is None:
        _hand_in(network, by)
    return network


@transaction.atomic
def remove_network(*, network: LinkedNetwork, by: Actor) -> None:
    """Take it off the list; one that counts for O5 stays until its record is taken back. Raises Refused."""
    check_coordinates(by, network.partnership)
    if network.activity is not None and network.activity.state == "counted":
        raise Refused(
            [_("This link counts for indicator O5. Take its record back under “Activities” first.")]
        )
    audit.record("network.remove", network, by, {"name": (network.name, "")})
    network.delete()


def _write(network: LinkedNetwork, by: Actor, evidence: UploadedFile | None, fields: dict[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not part of a network: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(network, name, value.strip() if isinstance(value, str) else value)
    if network.linked_on is not None and network.linked_on > clock.today():
        raise InvalidInput(_("This day has not come yet."), "linked_on")
    if evidence is not None:
        network.evidence = _stored(evidence, by)
    if network.activity_id is not None and network.evidence is None and not network.evidence_url:
        raise InvalidInput(_("The link is recorded for O5. It needs a file or an address."), "evidence_url")
    try:
        with transaction.atomic():
            network.save()
    except IntegrityError as error:
        if "network_once" in str(error):
            raise InvalidInput(_("This network is already on the list."), "name") from error
        raise


def _stored(evidence: UploadedFile, by: Actor) -> Any:
    try:
        return files.store(evidence, by)
    except InvalidInput as problem:
        raise InvalidInput(problem.message, "evidence") from problem


def _hand_in(network: LinkedNetwork, by: Actor) -> None:
    if network.evidence is None and not network.evidence_url:
        raise InvalidInput(_("Give a file or an address as evidence, so that it can count."), "counts")
    note = "\n".join(filter(None, [network.relation, network.evidence_url]))
    network.activity = record_activity(
        partnership=network.partnership,
        by=by,
        cluster=network.partnership.coordinator,
        kind=ActivityKind.SKILLS_LINK,
        title=(_("Link with %(name)s") % {"name": network.name})[:200],
        held_on=network.linked_on or clock.today(),
        note=note,
        evidence=network.evidence,
    )
    network.save(update_fields=["activity"])
