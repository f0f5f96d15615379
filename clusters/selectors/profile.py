"""What an organisation has told about itself, and what is still missing. Computed, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import OrganisationKind
from clusters.models import Attestation, Membership, Organisation
from clusters.selectors.reference import regions_of
from core.actors import Actor
from core.models import StoredFile


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the profile. `benefit` says why it is worth the while."""

    name: str
    url: str
    done: bool
    benefit: str = ""
    waiting_for: str = ""

    def as_task(self) -> dict[str, Any]:
        """A row of the task list."""
        state = "completed" if self.done else "waiting" if self.waiting_for else "not_started"
        hint = self.benefit if state == "not_started" else ""
        return {
            "name": self.name,
            "url": self.url,
            "state": state,
            "hint": hint,
            "waiting_for": self.waiting_for,
        }


def topics(
    organisation: Organisation, memberships: Sequence[Membership], sme_status: Attestation | None
) -> list[Topic]:
    """The pages of the profile in the order that helps most."""
    about = bool(organisation.about and organisation.website and organisation.languages)
    known = bool(organisation.registration_number or organisation.vat_number)
    figures = organisation.headcount is not None and (
        organisation.turnover is not None or organisation.balance_total is not None
    )
    rows = [
        _topic(
            organisation, _("Basics"), "edit", about, _("Website, languages and what you do: hosts read it.")
        ),
        _topic(
            organisation, _("Places"), "places", _is_placed(organisation), _("Decides distance and holidays.")
        ),
        _topic(
            organisation,
            _("Register and VAT numbers"),
            "numbers",
            known,
            _("They stand on the Financial Agreement."),
        ),
        _topic(
            organisation,
            _("People and turnover"),
            "figures",
            figures,
            _("Fills in the SME questions for you."),
        ),
    ]
    if organisation.kind == OrganisationKind.SME:
        stated = sme_status is not None
        rows.append(_topic(organisation, _("SME status"), "size", stated, _("Decides who counts as an SME.")))
    if organisation.kind != OrganisationKind.CLUSTER:
        rows.append(_cluster_topic(organisation, memberships))
    terms = organisation.terms.exists()
    rows.append(
        _topic(organisation, _("Fields of activity"), "terms", terms, _("Matching looks for shared fields."))
    )
    logo = organisation.logo_id is not None
    rows.append(_topic(organisation, _("Logo"), "logo", logo, _("People recognise you in the directory.")))
    return rows


def _cluster_topic(organisation: Organisation, memberships: Sequence[Membership]) -> Topic:
    """Done when a cluster has confirmed; until then it waits for the first one that was asked."""
    confirmed = any(membership.state == "confirmed" for membership in memberships)
    asked = next((membership for membership in memberships if membership.state == "requested"), None)
    return Topic(
        _("Your cluster"),
        reverse("clusters:membership_new", kwargs={"pk": organisation.pk}),
        confirmed,
        _("A visit needs a cluster's confirmation."),
        waiting_for=str(asked.cluster) if asked is not None and not confirmed else "",
    )


def percent(rows: Sequence[Topic]) -> int:
    return round(100 * sum(row.done for row in rows) / len(rows)) if rows else 100


def logo_for(actor: Actor, pk: int) -> StoredFile | None:
    """The logo of a listed organisation or of a cluster in the portal, or of one that the actor sees anyway."""
    seen = Organisation.objects.visible_to(actor).values("pk")
    shown = Q(listed=True, hidden_at=None) | Q(cluster__in_portal=True) | Q(pk__in=seen)
    found = Organisation.objects.filter(shown, pk=pk).exclude(logo=None).select_related("logo").first()
    return found.logo if found is not None else None


def _topic(organisation: Organisation, name: str, page: str, done: bool, benefit: str) -> Topic:
    return Topic(
        name, reverse(f"clusters:organisation_{page}", kwargs={"pk": organisation.pk}), done, benefit
    )


def _is_placed(organisation: Organisation) -> bool:
    if organisation.latitude is None:
        return False
    return organisation.area_id is not None or not regions_of(organisation.country_id).exists()
