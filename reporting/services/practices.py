"""Best practices: written by a cluster, reviewed, and then part of the library."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters.models import Cluster, Partnership, Term
from clusters.selectors.terms import terms_of
from core import clock, workflow
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput, WrongState
from core.models import StoredFile
from exchanges.models import ClosingReport
from reporting import knowledge_permissions as permissions
from reporting.models import BestPractice
from reporting.selectors.practices import reports_to_take
from reporting.services import knowledge

TEXTS = ("title", "done", "audience", "result", "copying", "contact_role", "evidence_url", "may_publish")
FIELDS = ("cluster", *TEXTS)
NEEDED = ("done", "audience", "result", "copying")
EDITABLE = ("draft", "submitted", "returned")


def saved_values(practice: BestPractice) -> dict[str, Any]:
    """The values of the page, as the page compares them."""
    return {name: getattr(practice, name) for name in FIELDS} | {"terms": terms_of(practice)}


@transaction.atomic
def write_practice(
    *,
    partnership: Partnership,
    by: Actor,
    terms: Iterable[Term] = (),
    evidence: UploadedFile | StoredFile | None = None,
    report: ClosingReport | None = None,
    submit: bool = False,
    **fields: Any,
) -> BestPractice:
    """A new draft, sent for review at once when `submit` says so. Raises InvalidInput."""
    permissions.check_may_write(partnership, by)
    permissions.check_cluster(partnership, fields["cluster"], by)
    practice = BestPractice(
        partnership=partnership, written_by=by.user, created_at=clock.now(), report=report
    )
    knowledge.set_fields(practice, fields, FIELDS)
    if evidence is not None:
        practice.evidence = knowledge.stored(evidence, by)
    _check_parts(practice, submit=submit)
    workflow.start(practice, by=by, state="draft", action="write")
    practice.terms.set(terms)
    return submit_practice(practice=practice, by=by) if submit else practice


@transaction.atomic
def update_practice(
    *,
    practice: BestPractice,
    by: Actor,
    terms: Iterable[Term] | None = None,
    evidence: UploadedFile | None = None,
    submit: bool = False,
    seen: str | None = None,
    **fields: Any,
) -> BestPractice:
    """Change what is not accepted yet; whoever wrote it last cannot be the one who accepts it."""
    permissions.check_owner(practice, by)
    workflow.claim(practice)
    wanted = fields if terms is None else fields | {"terms": list(terms)}
    check_seen(practice, seen, saved_values(practice), wanted)
    if practice.state not in EDITABLE:
        raise WrongState(_("This practice is accepted. Open it for review again before you change it."))
    permissions.check_cluster(practice.partnership, fields.get("cluster", practice.cluster), by)
    changes = knowledge.set_fields(practice, fields, FIELDS)
    if evidence is not None:
        practice.evidence = knowledge.stored(evidence, by)
        changes["evidence"] = (None, practice.evidence.sha256)
    _check_parts(practice, submit=submit)
    practice.written_by = by.user
    practice.save()
    if terms is not None:
        changes |= knowledge.set_related(practice, "terms", terms)
    knowledge.record("bestpractice.update", practice, by, changes)
    if submit and practice.state != "submitted":
        submit_practice(practice=practice, by=by)
    return practice


def submit_practice(*, practice: BestPractice, by: Actor, version: int | None = None) -> BestPractice:
    return workflow.perform(practice, "submit", by=by, version=version)


def accept_practice(*, practice: BestPractice, by: Actor, version: int | None = None) -> BestPractice:
    """A second person has read it: it joins the library, in public if the cluster agreed."""
    return workflow.perform(practice, "accept", by=by, version=version, reviewer_id=by.user_id)


def send_back_practice(
    *, practice: BestPractice, by: Actor, reason: str, version: int | None = None
) -> BestPractice:
    return workflow.perform(practice, "send_back", by=by, version=version, comment=reason, reason=reason)


def reopen_practice(
    *, practice: BestPractice, by: Actor, reason: str, version: int | None = None
) -> BestPractice:
    """It leaves the library until it has been reviewed again."""
    return workflow.perform(practice, "reopen", by=by, version=version, comment=reason)


def drop_practice(*, practice: BestPractice, by: Actor, version: int | None = None) -> BestPractice:
    return workflow.perform(practice, "drop", by=by, version=version)


@transaction.atomic
def allow_publishing(*, practice: BestPractice, by: Actor, allowed: bool) -> BestPractice:
    """The cluster's yes or no to the public library; doing it twice is once."""
    permissions.check_owner(practice, by)
    workflow.claim(practice)
    if practice.may_publish != allowed:
        practice.may_publish = allowed
        practice.save(update_fields=["may_publish"])
        knowledge.record("bestpractice.publish", practice, by, {"may_publish": (not allowed, allowed)})
    return practice


@transaction.atomic
def take_over_report(*, partnership: Partnership, report: int, by: Actor) -> BestPractice:
    """What a visitor wrote in a closing report becomes a draft of the cluster that handled the visit."""
    permissions.check_may_write(partnership, by)
    found = reports_to_take(partnership, by).filter(pk=report).first()
    if found is None:
        raise InvalidInput(_("This report has been taken over already, or it is not one of yours."))
    text = found.good_practice.strip()
    try:
        with transaction.atomic():
            return write_practice(
                partnership=partnership,
                by=by,
                report=found,
                cluster=_handling(found),
                title=_first_words(text),
                done=text,
                result=found.results.strip(),
            )
    except IntegrityError as error:  # two clicks at once
        raise InvalidInput(
            _("This report has been taken over already, or it is not one of yours.")
        ) from error


def _handling(report: ClosingReport) -> Cluster:
    cluster: Cluster = report.exchange.application.visitor_cluster  # type: ignore[assignment]
    return cluster


def _first_words(text: str) -> str:
    first = text.splitlines()[0].split(". ")[0].rstrip(".")
    return first if len(first) <= 80 else f"{first[:79].rsplit(' ', 1)[0]}…"


def _check_parts(practice: BestPractice, *, submit: bool) -> None:
    if not submit and practice.state != "submitted":
        return
    for name in NEEDED:
        if not getattr(practice, name):
            raise InvalidInput(_("Fill this in before you send it."), name)
