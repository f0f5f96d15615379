"""What the file page reads, in a number of statements that does not grow with the file."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from clusters.enums import RoleKind
from clusters.models import User
from core.actors import Actor, wearer_of
from core.models import Mail, TransitionLog
from core.prepared import Prepared
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.models import (
    Application,
    DocumentVersion,
    Evidence,
    Exchange,
    FileMessage,
    Party,
    Payment,
    Proposal,
    Questionnaire,
    Rulebook,
    Signature,
    Traveller,
)
from exchanges.permissions import application_relations, exchange_relations
from exchanges.selectors.mails import mails_of
from exchanges.selectors.one_row import visible
from exchanges.selectors.queue_marks import with_tags
from exchanges.visibility import Stage

SEES_MONEY = frozenset(
    {"visitor", "visitor_manager", "decider", "finance", "coordinator", "auditor", "support_office"}
)
SEES_PROOFS = SEES_MONEY - {"support_office"}
SEES_MAILS = frozenset({"visitor_manager", "decider", "coordinator", "finance", "auditor"})
STAFF = frozenset(
    {"visitor_manager", "host_manager", "decider", "finance", "coordinator", "auditor", "support_office"}
)
MAILS_SHOWN = 20
_READERS = (
    ("decider", "contact_cluster"),
    ("visitor_manager", "contact_cluster"),
    ("coordinator", "coordinator"),
    ("finance", "finance"),
    ("auditor", "auditor"),
    ("support_office", "support_office"),
    ("visitor", "visitor"),
)

# As few joins as the page needs: planning them costs more than reading them.
_RELATED = (
    "organisation",
    "partnership",
    "visitor_cluster",
    "mission",
    "host_offer__organisation",
    "host_invitation__country",
    "current_exchange__host",
    "current_exchange__host_cluster",
    "current_exchange__planned_quote",
    "current_exchange__actual_quote",
    "current_exchange__bank_account",
    "current_exchange__outcome",
)


_MATCH = {
    "pk": "pk",
    "state": "state",
    "waiting_for": "waiting_for",
    "due_on": "due_on",
    "host": "host__name",
    "city": "host__city",
    "country": "host__country__name",
    "host_id": "host_id",
    "host_cluster_id": "host_cluster_id",
}
_PARTY = {
    "role": "role",
    "proposal_id": "proposal_id",
    "organisation": "organisation__name",
    "city": "organisation__city",
    "country": "organisation__country__name",
    "name": "contact_name",
    "email": "contact_email",
    "phone": "contact_phone",
}
_PROOF = {
    "kind": "kind",
    "file": "file_id",
    "name": "file__name",
    "note": "note",
    "first": "traveller__first_name",
    "last": "traveller__last_name",
}
_QUESTIONNAIRE = {name: name for name in ("pk", "respondent", "wave", "state", "due_on")}
_MESSAGE = {
    "audience": "audience",
    "side": "author_side",
    "first": "author__first_name",
    "last": "author__last_name",
    "at": "sent_at",
    "text": "text",
}
_NAME = {"first": "first_name", "last": "last_name"}
MESSAGES_READ = 20
_PAYMENT = {name: name for name in ("due_on", "approved_at", "paid_on", "bank_reference")}


def files_for_page(actor: Actor) -> QuerySet[Application]:
    """The sent files the actor may see, with all that stands in one row and the small lists as arrays."""
    rows = Application.objects.visible_to(actor).exclude(reference=None).select_related(*_RELATED)
    return with_tags(rows, actor).annotate(**_small_lists())


def file_for_page(actor: Actor, reference: str) -> Application | None:
    """One of them; a statement with this many joins is planned once, not on each opening."""
    return visible(_file, actor, reference=reference)


def _file_of(kind: str, *, reference: Any, user: Any, **places: Any) -> QuerySet[Application]:
    return files_for_page(wearer_of(kind, user=user, **places)).filter(reference=reference)


_file = Prepared("file", _file_of)


def _small_lists() -> dict[str, Any]:
    """One array each of small JSON objects, and the version of the rules: read with the file in one statement."""
    mine, current = {"application": OuterRef("pk")}, {"exchange": OuterRef("current_exchange")}

    def rows(query: QuerySet[Any], columns: dict[str, str]) -> ArraySubquery:
        return ArraySubquery(query.values(json=JSONObject(**columns)))

    asked = Questionnaire.objects.filter(**current).order_by("wave", "respondent")
    return {
        "traveller_names": rows(Traveller.objects.filter(**mine).order_by("id"), _NAME),
        "match_rows": rows(Proposal.objects.filter(**mine).order_by("-id"), _MATCH),
        "questionnaire_rows": rows(asked, _QUESTIONNAIRE),
        "party_rows": rows(Party.objects.filter(active=True, **mine).order_by("id"), _PARTY),
        "evidence_rows": rows(Evidence.objects.filter(removed_at=None, **current).order_by("id"), _PROOF),
        "message_rows": rows(
            FileMessage.objects.filter(taken_back_at=None, **mine).order_by("-sent_at", "-id")[
                :MESSAGES_READ
            ],
            _MESSAGE,
        ),
        "responsible_rows": rows(User.objects.filter(pk=OuterRef("responsible")).order_by(), _NAME),
        "rules": Subquery(Rulebook.objects.filter(pk=OuterRef("rulebook")).order_by().values("code")),
        "payment_rows": rows(Payment.objects.filter(refused_at=None, **current).order_by("id"), _PAYMENT),
    }


@dataclass
class FileData:
    """One file with its parts, as one actor may see it."""

    application: Application
    exchange: Exchange | None
    relations: frozenset[str]
    # The matches in which the actor is the host or the host's cluster.
    own_matches: frozenset[int] = frozenset()
    parties: list[dict[str, Any]] = field(default_factory=list)
    documents: list[DocumentVersion] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    logs: list[TransitionLog] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)

    @property
    def is_host_side(self) -> bool:
        """Sees the file only as its host or the host's cluster."""
        return not self.relations & SEES_MONEY

    @property
    def reader(self) -> str:
        """The actor's role in the table of `exchanges.visibility`."""
        if self.is_host_side:
            return "host" if "host" in self.relations else "host_cluster"
        return next((role for relation, role in _READERS if relation in self.relations), "everybody")

    @property
    def stage(self) -> Stage:
        return Stage.ASKED if self.exchange is None else Stage.AGREED

    @property
    def is_staff(self) -> bool:
        return bool(self.relations & STAFF)

    @property
    def sees_money(self) -> bool:
        return bool(self.relations & SEES_MONEY)

    @property
    def sees_proofs(self) -> bool:
        return bool(self.relations & SEES_PROOFS)

    @property
    def sees_mails(self) -> bool:
        return bool(self.relations & SEES_MAILS)


def read(application: Application, actor: Actor) -> FileData:
    """All parts of a file from `files_for_page`, as far as the actor's role may see them."""
    exchange = application.current_exchange
    if exchange is not None:
        exchange.application = application
        cluster = application.visitor_cluster
        if cluster is not None and exchange.visitor_cluster_id == cluster.pk:
            exchange.visitor_cluster = cluster
    data = FileData(application, exchange, *_relations(application, exchange, actor))
    data.parties = _parties(data)
    data.logs = _logs(data)
    if exchange is not None:
        data.documents = _documents(exchange=exchange.pk)
        if data.sees_proofs:
            data.evidence = application.evidence_rows  # type: ignore[attr-defined]  # annotated by files_for_page
    if data.sees_mails:
        data.mails = _mails(application=application.pk)
    return data


def _relations(
    application: Application, exchange: Exchange | None, actor: Actor
) -> tuple[frozenset[str], frozenset[int]]:
    """With an exchange its relations; before, host and host's manager by the open matches."""
    if exchange is not None:
        return exchange_relations(exchange, actor), frozenset({exchange.proposal_id})
    found, own = set(application_relations(application, actor)), set()
    hat = actor.hat
    for row in application.match_rows:  # type: ignore[attr-defined]  # annotated by files_for_page
        if hat is None or row["state"] not in OPEN_PROPOSAL_STATES:
            continue
        if hat.kind == RoleKind.REPRESENTATIVE and hat.organisation_id == row["host_id"]:
            found.add("host")
            own.add(row["pk"])
        if hat.kind == RoleKind.MANAGER and hat.cluster_id == row["host_cluster_id"]:
            found.add("host_manager")
            own.add(row["pk"])
    return frozenset(found), frozenset(own)


def _parties(data: FileData) -> list[dict[str, Any]]:
    """A host's side does not hear of the other hosts that were asked."""
    rows: list[dict[str, Any]] = data.application.party_rows  # type: ignore[attr-defined]  # annotated above
    if data.is_host_side:
        return [row for row in rows if row["proposal_id"] is None or row["proposal_id"] in data.own_matches]
    return rows


def _mails_shown(*, application: Any) -> QuerySet[Mail]:
    return mails_of(application).defer("text_body", "html_body")[:MAILS_SHOWN]


_mails = Prepared("mails", _mails_shown)


def _documents_of(*, exchange: Any) -> QuerySet[DocumentVersion]:
    signatures = (
        Signature.objects.filter(document=OuterRef("pk"))
        .order_by("signed_at", "id")
        .values(
            json=JSONObject(
                role="party__role",
                name="signer_name",
                how="how",
                at="signed_at",
                scan="scan_id",
                organisation="party__organisation__name",
            )
        )
    )
    rows = (
        DocumentVersion.objects.filter(exchange=exchange)
        .defer("content")
        .annotate(signed=ArraySubquery(signatures))
    )
    return rows.select_related("rendition").order_by("-kind", "-number")


_documents = Prepared("documents", _documents_of)


def _logs(data: FileData) -> list[TransitionLog]:
    """The host's side does not hear of other matches of the file."""
    if data.is_host_side:
        return list(_logs_of(data.application.pk, only=data.own_matches))
    return _all_logs(application=data.application.pk)


def _logs_of(application: Any, *, only: frozenset[int] | None = None) -> QuerySet[TransitionLog]:
    exchanges = Exchange.objects.filter(application=application)
    proposals = Proposal.objects.filter(application=application)
    if only is not None:
        proposals = proposals.filter(pk__in=only)
        exchanges = exchanges.filter(proposal__in=only)
    about = (
        Q(subject_type="exchanges.application", subject_id=application)
        | Q(subject_type="exchanges.proposal", subject_id__in=proposals.order_by().values("pk"))
        | Q(subject_type="exchanges.exchange", subject_id__in=exchanges.order_by().values("pk"))
    )
    return TransitionLog.objects.filter(about).order_by("-occurred_at", "-id")


def _all_logs_of(*, application: Any) -> QuerySet[TransitionLog]:
    return _logs_of(application)


_all_logs = Prepared("logs", _all_logs_of)
