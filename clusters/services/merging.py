"""Two entries of one organisation become one. It cannot be undone; the audit log keeps both names."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters import permissions
from clusters.enums import OrganisationKind
from clusters.merging import mover, relations
from clusters.models import Membership, Organisation, Role
from clusters.selectors.memberships import LIVE
from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.erasure import delete_files
from core.exceptions import NotAllowed, Refused
from core.models import AccessLink, Mail

# What the one that stays takes over where it has nothing itself.
FILLED = (
    "registration_number", "vat_number", "pic", "website", "about", "founded", "sme_size", "street", "postal_code",
    "place_name", "languages", "logo",
)  # fmt: skip
# Those of one year belong together: they come from one entry, all or none.
FIGURES = ("figures_year", "headcount", "turnover", "balance_total")
NOTHING: tuple[Any, ...] = ("", None, [])


@dataclass(frozen=True)
class Preview:
    """`moves` are (what, how many); `fills` are names of details that are taken over; `reasons` speak against it."""

    moves: list[tuple[str, int]]
    fills: list[str]
    reasons: list[str]


def preview_merge(*, keep: Organisation, drop: Organisation, by: Actor) -> Preview:
    """What a merge would do. Nothing is written."""
    moves: Counter[str] = Counter()
    for relation in relations():
        moves[str(relation.label)] += relation.rows(drop).count()
    titles: dict[str, Any] = {field.name: field.verbose_name for field in Organisation._meta.fields}
    fills = [str(titles[name]) for name in _fills(keep, drop)]
    shown = [(label, number) for label, number in sorted(moves.items()) if number]
    return Preview(shown, fills, list(_reasons(keep, drop, by)))


@transaction.atomic
def merge_organisations(*, keep: Organisation, drop: Organisation, by: Actor, typed: str) -> Organisation:
    """Everything of `drop` becomes `keep`'s, and `drop` is gone. `typed` must be the name of `drop`."""
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=[keep.pk, drop.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) != 2:
        raise Refused(_("Choose two different organisations."))
    keep, drop = found[keep.pk], found[drop.pk]
    reasons = list(_reasons(keep, drop, by))
    if " ".join(typed.split()) != " ".join(drop.name.split()):
        reasons.append(_("Type the name of the entry that goes, exactly as it stands there."))
    if reasons:
        raise Refused(reasons)
    told = {"name": (drop.name, keep.name), "number": (drop.pk, keep.pk)}
    audit.record("organisation.merge_away", drop, by, told)
    try:
        with transaction.atomic():
            _move(keep, drop, by)
    except IntegrityError as error:
        raise Refused(
            _(
                "Both have visits at the same time or with each other. Ask the coordinator to look at them first."
            )
        ) from error
    audit.record("organisation.merge", keep, by, told)
    payload = {"id": keep.pk, "gone": told["name"][0]}
    outbox.add("organisation.merged", f"organisation.merged:{told['number'][0]}", payload=payload)
    return keep


def _move(keep: Organisation, drop: Organisation, by: Actor) -> None:
    for relation in relations():
        relation.move(drop, keep, by)
    for model in (Mail, AccessLink):
        about = model.objects.filter(subject_type="clusters.organisation", subject_id=drop.pk)
        about.update(subject_id=keep.pk)
    fills = {name: getattr(drop, name) for name in _fills(keep, drop)}
    logo = drop.logo if "logo" not in fills else None
    drop.delete()
    delete_files([logo] if logo is not None else [])
    for name, value in fills.items():
        setattr(keep, name, value)
    if fills:
        keep.save(update_fields=list(fills))


def _fills(keep: Organisation, drop: Organisation) -> list[str]:
    """The fields that are taken over."""

    def given(organisation: Organisation, names: tuple[str, ...]) -> list[str]:
        return [name for name in names if getattr(organisation, name) not in NOTHING]

    single = [name for name in given(drop, FILLED) if name not in given(keep, FILLED)]
    return single + (given(drop, FIGURES) if not given(keep, FIGURES) else [])


def _reasons(keep: Organisation, drop: Organisation, by: Actor) -> Iterator[str]:
    if not permissions.is_manager(by):
        raise NotAllowed(_("Only the manager of a cluster merges entries of its members."))
    cluster = by.hat.cluster_id if by.hat is not None else None
    live = Membership.objects.filter(state__in=LIVE)
    own = set(
        live.filter(cluster=cluster, organisation__in=[keep, drop]).values_list("organisation", flat=True)
    )
    if keep.pk == drop.pk or own != {keep.pk, drop.pk}:
        yield _("Both must be members of your cluster.")
    if live.filter(organisation=drop).exclude(cluster=cluster).exists():
        yield _("The entry that goes is a member of another cluster too. Merge the other way round.")
    if OrganisationKind.CLUSTER in (keep.kind, drop.kind):
        yield _("The organisation of a cluster cannot be merged.")
    if keep.country_id != drop.country_id:
        yield _("They are in different countries, so they are two organisations.")


@mover("clusters.Membership.organisation")
def _memberships(source: Organisation, target: Organisation, by: Actor) -> None:
    """Where both are alive in one cluster, the one of the entry that goes ends; a confirmation is never lost."""
    alive = {
        row.cluster_id: row for row in target.memberships.filter(state__in=LIVE).select_related("cluster")
    }
    for row in source.memberships.filter(state__in=LIVE).select_related("cluster").order_by("id"):
        other = alive.get(row.cluster_id)
        if other is None:
            continue
        ends = other if row.state == "confirmed" and other.state == "requested" else row
        name = "revoke" if ends.state == "confirmed" else "refuse"
        workflow.perform(ends, name, by=by, comment=_("Two entries of one organisation were merged."))
    source.memberships.update(organisation=target)


@mover("clusters.Role.organisation")
def _roles(source: Organisation, target: Organisation, by: Actor) -> None:
    """Nobody gets the same role twice."""
    held = set(target.roles.filter(ended_at=None).values_list("user", "kind"))
    for role in source.roles.filter(ended_at=None).order_by("id"):
        if (role.user_id, role.kind) in held:
            role.ended_at = clock.now()
            role.save(update_fields=["ended_at"])
            audit.record("role.end", role, by, {"role": (role, None)})
    Role.objects.filter(organisation=source).update(organisation=target)


@mover("clusters.Organisation_terms.organisation")
def _terms(source: Organisation, target: Organisation, by: Actor) -> None:
    target.terms.add(*source.terms.all())
    source.terms.clear()


@mover("clusters.Establishment.organisation")
def _establishments(source: Organisation, target: Organisation, by: Actor) -> None:
    """A site that both name is one site."""
    rows: Any = source.establishments.order_by("id")
    known = {row.name.casefold() for row in target.establishments.all()}
    for row in rows:
        if row.name.casefold() in known:
            row.delete()
        else:
            row.organisation = target
            row.save(update_fields=["organisation"])
