"""What a new organisation still has to say, and which page asks it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import AttestationKind, OrganisationKind
from clusters.middleware import HAT_KEY
from clusters.models import Attestation, Membership, Organisation
from clusters.selectors.memberships import live_memberships, valid_attestation


def steps_of(
    organisation: Organisation, memberships: Sequence[Membership], sme_status: Attestation | None
) -> list[dict[str, Any]]:
    """The rows of the task list on the organisation's page; states are computed, never stored."""
    rows = [_row(_("Describe your organisation"), "clusters:organisation_edit", organisation, done=True)]
    if organisation.latitude is None:
        rows.append(_row(_("Say where it is"), "clusters:organisation_place", organisation, done=False))
    if organisation.kind == OrganisationKind.SME:
        rows.append(
            _row(
                _("Answer the SME questions"), "clusters:sme_test", organisation, done=sme_status is not None
            )
        )
    if organisation.kind != OrganisationKind.CLUSTER:
        row = _row(_("Name your cluster"), "clusters:membership_new", organisation, done=bool(memberships))
        if memberships and memberships[0].state == "requested":
            row |= {"state": "waiting", "waiting_for": str(memberships[0].cluster)}
            row["hint"] = _("You need not wait for this. You can apply now.")
        rows.append(row)
    return rows


def next_step(organisation: Organisation) -> str:
    """Address of the first page that is still open; then the organisation's page."""
    status = valid_attestation(organisation, AttestationKind.SME_STATUS)
    for row in steps_of(organisation, list(live_memberships(organisation)), status):
        if row["state"] == "not_started":
            return row["url"]
    return reverse("clusters:organisation_detail", kwargs={"pk": organisation.pk})


def take_hat(request: HttpRequest, organisation: Organisation) -> None:
    """Let the person act for an organisation just described."""
    role = organisation.roles.filter(user=request.user, ended_at=None).first()
    if role is not None:
        request.session[HAT_KEY] = role.pk


def _row(name: str, page: str, organisation: Organisation, *, done: bool) -> dict[str, Any]:
    url = reverse(page, kwargs={"pk": organisation.pk})
    return {"name": name, "url": url, "state": "completed" if done else "not_started"}
