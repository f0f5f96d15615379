"""Membership of a cluster: requested by the organisation, confirmed by the cluster, in the portal or by mail link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from clusters import permissions
from clusters.enums import AttestationKind, OrganisationKind
from clusters.models import Attestation, Cluster, Country, Membership, Organisation
from clusters.selectors.memberships import LIVE
from clusters.services.organisations import register_organisation
from core import audit, clock, files, links, outbox, workflow
from core.actors import SYSTEM, Actor
from core.exceptions import InvalidInput, NotAllowed, PortalError, WrongState
from core.models import StoredFile

LINK_PURPOSE = "membership_confirm"
# Both sides hear of the end this long before it.
REMIND_BEFORE = timedelta(days=30)


@transaction.atomic
def request_membership(
    *,
    organisation: Organisation,
    cluster: Cluster,
    by: Actor,
    since: date | None = None,
    direct: bool = True,
    proof: StoredFile | UploadedFile | None = None,
) -> Membership:
    """Say that the organisation belongs to the cluster; its people are told. Asking twice is one request."""
    own_manager = by.kind == SYSTEM or permissions.manages(by, cluster)
    if not (own_manager or permissions.can_edit_organisation(by, organisation)):
        raise NotAllowed(_("Only a representative of the organisation may ask for this."))
    Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=organisation.pk)
    live = Membership.objects.filter(organisation=organisation, cluster=cluster, state__in=LIVE).first()
    if live is not None:
        return live
    if since is not None and since > clock.today():
        raise InvalidInput(_("The day since when you are a member lies in the future."), "since")
    membership = Membership(
        organisation=organisation,
        cluster=cluster,
        since=since,
        direct=direct,
        proof=files.store(proof, by) if isinstance(proof, UploadedFile) else proof,
        requested_by=by.user,
        requested_at=clock.now(),
    )
    workflow.start(membership, by=by, state="requested", action="request")
    outbox.add("membership.requested", f"membership.requested:{membership.pk}", payload={"id": membership.pk})
    return membership


@transaction.atomic
def request_unlisted(
    *,
    organisation: Organisation,
    by: Actor,
    cluster_name: str,
    country: Country | str,
    city: str,
    profile_url: str,
    contact_name: str,
    contact_email: str,
    proof: StoredFile | UploadedFile | None = None,
) -> Membership:
    """For a cluster the portal does not know: it is entered with its contact, who confirms by mail link.

    Raises InvalidInput when somebody would confirm for themselves.
    """
    permissions.check_edit_organisation(by, organisation)
    address = contact_email.strip().lower()
    if by.user is not None and address == by.user.email:
        raise InvalidInput(_("Give the address of a person at the cluster, not your own."), "contact_email")
    cluster = enter_cluster(
        by=by,
        cluster_name=cluster_name,
        country=country,
        city=city,
        profile_url=profile_url,
        contact_name=contact_name,
        contact_email=address,
    )
    return request_membership(organisation=organisation, cluster=cluster, by=by, proof=proof)


@transaction.atomic
def enter_cluster(
    *,
    by: Actor,
    cluster_name: str,
    country: Country | str,
    city: str,
    profile_url: str,
    contact_name: str,
    contact_email: str,
) -> Cluster:
    """A cluster outside the portal, with its contact. The same profile address is one cluster, whoever names it."""
    cluster = Cluster.objects.filter(profile_url__iexact=profile_url.strip()).exclude(profile_url="").first()
    if cluster is not None:
        return cluster
    entity = register_organisation(
        by=by,
        name=cluster_name,
        kind=OrganisationKind.CLUSTER,
        country=country,
        city=city,
        represented=False,
    )
    cluster = Cluster.objects.create(
        organisation=entity,
        name=entity.name,
        short_name=entity.name[:60],
        slug=_free_slug(entity.name),
        profile_url=profile_url.strip(),
        in_portal=False,
        contact_name=contact_name.strip(),
        contact_email=contact_email.strip().lower(),
    )
    audit.record("cluster.enter", cluster, by, {"name": (None, cluster.name)})
    return cluster


@transaction.atomic
def register_member(*, cluster: Cluster, by: Actor, **organisation: Any) -> Membership:
    """A manager describes a member of the own cluster that is not in the portal yet; it is confirmed with it."""
    if not permissions.manages(by, cluster):
        raise NotAllowed(_("You can do this for members of your own cluster only."))
    entity = register_organisation(by=by, represented=False, **organisation)
    membership = request_membership(organisation=entity, cluster=cluster, by=by)
    return confirm_membership(membership=membership, by=by)


@transaction.atomic
def confirm_membership(
    *,
    membership: Membership,
    by: Actor,
    since: date | None = None,
    direct: bool = True,
    until: date | None = None,
    has_eccp_profile: bool | None = None,
) -> Membership:
    """The cluster says yes: a dated attestation that every application reuses; with `until` it ends by itself.

    `has_eccp_profile` is what the contact of a cluster outside the portal says about the cluster's own profile.
    """
    _check_end(until)
    workflow.perform(membership, "confirm", by=by)
    membership.since, membership.direct = since or membership.since, direct
    membership.save(update_fields=["since", "direct"])
    if has_eccp_profile is not None and not membership.cluster.in_portal:
        membership.cluster.has_eccp_profile = has_eccp_profile
        membership.cluster.save(update_fields=["has_eccp_profile"])
    return _attest(membership, by, until)


@transaction.atomic
def renew_membership(*, membership: Membership, by: Actor, until: date | None = None) -> Membership:
    """It goes on, or holds again: until a day, for one more year when none is given, with a new attestation."""
    if until is None and membership.expires_on is not None:
        until = _year_later(max(membership.expires_on, clock.today()))
    _check_end(until)
    workflow.perform(membership, "renew", by=by)
    _revoke_attestations(membership, _("Renewed"))
    return _attest(membership, by, until)


@transaction.atomic
def expire_membership(*, membership: Membership, by: Actor) -> Membership:
    """The last day has passed without a renewal."""
    return workflow.perform(membership, "expire", by=by)


def _check_end(until: date | None) -> None:
    if until is not None and until < clock.today():
        raise InvalidInput(_("The last day lies in the past."), "until")


def _attest(membership: Membership, by: Actor, until: date | None) -> Membership:
    membership.confirmed_on, membership.confirmed_by_name = clock.today(), by.label[:200]
    membership.expires_on = until
    membership.save(update_fields=["confirmed_on", "confirmed_by_name", "expires_on"])
    attestation = Attestation.objects.create(**statement(membership, by))
    audit.record("attestation.issue", attestation, by, {"kind": (None, attestation.kind)})
    if until is not None:
        for kind, key, due, payload in ends(membership):
            outbox.add(kind, key, due_at=due, payload=payload)
    return membership


def statement(membership: Membership, by: Actor) -> dict[str, Any]:
    """What the attestation of a membership says."""
    return {
        "kind": AttestationKind.MEMBERSHIP,
        "organisation_id": membership.organisation_id,
        "cluster_id": membership.cluster_id,
        "issued_by": by.user,
        "issued_by_name": by.label[:200],
        "issued_on": membership.confirmed_on,
        "expires_on": membership.expires_on,
        "inputs": {
            "since": str(membership.since or ""),
            "direct": membership.direct,
            "membership": membership.pk,
        },
        "result": "member",
    }


def ends(membership: Membership) -> list[tuple[str, str, datetime, dict[str, Any]]]:
    """The work that an end brings: a reminder to both sides before it, and the end itself. A renewal makes it void."""
    until = membership.expires_on
    if until is None:
        return []
    payload = {"id": membership.pk, "until": until.isoformat()}
    key = f"{membership.pk}:{until.isoformat()}"
    warn = max(_morning(until - REMIND_BEFORE), clock.now() + timedelta(hours=1))
    return [
        ("membership.ends_soon", f"membership.ends_soon:{key}", warn, payload),
        ("membership.ends", f"membership.ends:{key}", _morning(until + timedelta(days=1)), payload),
    ]


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def _year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


@transaction.atomic
def refuse_membership(*, membership: Membership, by: Actor, reason: str) -> Membership:
    return workflow.perform(membership, "refuse", by=by, comment=reason.strip())


@transaction.atomic
def revoke_membership(*, membership: Membership, by: Actor, reason: str) -> Membership:
    """End a confirmed membership; files already decided keep the attestation they were decided on."""
    workflow.perform(membership, "revoke", by=by, comment=reason.strip())
    _revoke_attestations(membership, reason.strip())
    return membership


def _revoke_attestations(membership: Membership, reason: Any) -> None:
    Attestation.objects.filter(
        kind=AttestationKind.MEMBERSHIP,
        organisation_id=membership.organisation_id,
        cluster_id=membership.cluster_id,
        revoked_on=None,
    ).update(revoked_on=clock.today(), revoked_reason=str(reason))


@dataclass(frozen=True)
class Outcome:
    """What became of one row of a bulk act; `reason` is empty when it was done."""

    organisation: str
    membership_id: int
    reason: str


def confirm_many(
    *, memberships: Sequence[Membership], by: Actor, direct: bool | None = None, until: date | None = None
) -> list[Outcome]:
    """Confirm each as its organisation said it; one that may not be does not stop the others."""
    done = []
    for membership in memberships:
        reason = ""
        try:
            with transaction.atomic():
                told = membership.direct if direct is None else direct
                confirm_membership(
                    membership=membership, by=by, since=membership.since, direct=told, until=until
                )
        except PortalError as refused:
            reason = str(refused)
        done.append(Outcome(membership.organisation.name, membership.pk, reason))
    return done


@transaction.atomic
def set_proof(*, membership: Membership, by: Actor, upload: UploadedFile) -> Membership:
    """Hand in a proof, or another one, while the cluster has not answered. Raises InvalidInput for another type."""
    _check_proof(membership, by)
    stored, earlier = files.store(upload, by), membership.proof
    membership.proof = stored
    membership.save(update_fields=["proof"])
    if earlier is not None:
        files.forget(earlier)
    audit.record("membership.proof", membership, by)
    return membership


@transaction.atomic
def remove_proof(*, membership: Membership, by: Actor) -> None:
    """Take the proof back while the cluster has not answered; the file goes for good."""
    _check_proof(membership, by)
    earlier, membership.proof = membership.proof, None
    if earlier is not None:
        membership.save(update_fields=["proof"])
        files.forget(earlier)
        audit.record("membership.proof_remove", membership, by)


def _check_proof(membership: Membership, by: Actor) -> None:
    permissions.check_edit_organisation(by, membership.organisation)
    if membership.state != "requested":
        raise WrongState(_("The cluster has answered already. It keeps the proof that it saw."))


@transaction.atomic
def remind_cluster(*, membership: Membership, by: Actor) -> Membership:
    """Send the request to the cluster again, at most once a day."""
    if not permissions.can_edit_organisation(by, membership.organisation):
        raise NotAllowed(_("Only a representative of the organisation may ask for this."))
    if membership.state == "requested":
        key = f"membership.requested:{membership.pk}:{clock.today().isoformat()}"
        outbox.add("membership.requested", key, payload={"id": membership.pk})
    return membership


def issue_link(membership: Membership) -> str:
    """A new address under which the contact of a cluster outside the portal answers."""
    cluster = membership.cluster
    _link, url = links.issue(
        membership,
        LINK_PURPOSE,
        address=cluster.contact_email,
        name=cluster.contact_name,
        url_name="clusters:membership_by_link",
    )
    return url


def _free_slug(name: str) -> str:
    base = slugify(name)[:44] or "cluster"
    taken = set(Cluster.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if slug not in taken
    )
