"""Who may have a stored file: whoever may see the thing it belongs to."""

from django.http import Http404

from clusters import permissions
from clusters.enums import RoleKind
from clusters.models import Membership, Organisation
from core.actors import Actor
from core.models import StoredFile
from exchanges.models import Application, DocumentVersion, Evidence, Signature, VisitorProfile
from exchanges.permissions import exchange_relations
from exchanges.selectors.building import may_read
from exchanges.selectors.file_data import SEES_PROOFS
from exchanges.selectors.profiles import cv_of

_FILE = "exchange__application"


def stored_file_for(actor: Actor, pk: int) -> StoredFile:
    """The file, when the actor may see what it belongs to; Http404 otherwise, as for one that does not exist."""
    found = (
        _proof(actor, pk)
        or _rendition(actor, pk)
        or _scan(actor, pk)
        or _membership_proof(actor, pk)
        or _cv(actor, pk)
    )
    if found is None:
        raise Http404
    return found


def rendition_for(actor: Actor, reference: str, kind: str) -> StoredFile | None:
    """The PDF of a file's document; None while it is not made yet. Http404 when it is not the actor's to read."""
    rows = DocumentVersion.objects.visible_to(actor).filter(
        exchange__application__reference=reference, kind=kind, superseded_at=None
    )
    document = rows.select_related("rendition", _FILE).order_by("-id").first()
    if document is None or not may_read(
        document.exchange, kind, exchange_relations(document.exchange, actor)
    ):
        raise Http404
    return document.rendition


def _proof(actor: Actor, pk: int) -> StoredFile | None:
    row = (
        Evidence.objects.visible_to(actor)
        .filter(file=pk, removed_at=None)
        .select_related("file", _FILE)
        .first()
    )
    if row is None or not exchange_relations(row.exchange, actor) & SEES_PROOFS:
        return None
    return row.file


def _rendition(actor: Actor, pk: int) -> StoredFile | None:
    row = (
        DocumentVersion.objects.visible_to(actor)
        .filter(rendition=pk)
        .select_related("rendition", _FILE)
        .first()
    )
    if row is None or not may_read(row.exchange, row.kind, exchange_relations(row.exchange, actor)):
        return None
    return row.rendition


def _scan(actor: Actor, pk: int) -> StoredFile | None:
    rows = Signature.objects.visible_to(actor).filter(scan=pk).select_related("scan", f"document__{_FILE}")
    row = rows.first()
    if row is None:
        return None
    exchange = row.document.exchange
    return row.scan if may_read(exchange, row.document.kind, exchange_relations(exchange, actor)) else None


def _membership_proof(actor: Actor, pk: int) -> StoredFile | None:
    """For the organisation itself, the cluster that confirms, and the cluster that handles a file of it."""
    row = Membership.objects.filter(proof=pk).select_related("proof").first()
    hat = actor.hat
    if row is None or hat is None:
        return None
    if hat.kind == RoleKind.REPRESENTATIVE:
        return row.proof if hat.organisation_id == row.organisation_id else None
    if hat.kind == RoleKind.MANAGER and hat.cluster_id == row.cluster_id:
        return row.proof
    handled = Application.objects.visible_to(actor).filter(organisation=row.organisation_id)
    return row.proof if hat.kind in (RoleKind.MANAGER, RoleKind.COORDINATOR) and handled.exists() else None


def cv_for(actor: Actor, organisation: Organisation) -> StoredFile | None:
    """For its own people and the clusters it belongs to; for others there is none."""
    close = permissions.can_edit_organisation(actor, organisation) or (
        permissions.can_check_statement(actor, organisation)
    )
    return cv_of(organisation) if close else None


def _cv(actor: Actor, pk: int) -> StoredFile | None:
    profile = VisitorProfile.objects.filter(cv=pk).select_related("organisation").first()
    return cv_for(actor, profile.organisation) if profile is not None else None
