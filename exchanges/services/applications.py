"""The application on its way to the decision: sent, answered, withdrawn. The one door for its acts.

Writing a draft stands in `drafts`, entering one for an applicant in `entering`; both are reached from here.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.selectors.memberships import home_cluster
from clusters.selectors.people import managers_of
from core import audit, clock, workflow
from core.actors import LINK, SYSTEM, Actor
from core.counters import next_number
from core.edits import check_seen
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from core.prepared import insert
from exchanges import completeness
from exchanges.enums import PartyRole, QuoteKind
from exchanges.models import Application, Party
from exchanges.permissions import application_relations, decider_for
from exchanges.selectors.rulebooks import kind_rule_on
from exchanges.services.drafts import (
    cancel_end,
    check_may_write,
    choose_partnership,
    copy_application,
    save_answers,
    set_travellers,
    start_draft,
)
from exchanges.services.entering import Incomplete, ask_to_confirm, check_complete, enter_for_applicant
from exchanges.services.locks import lock_application
from exchanges.services.proposals import withdraw_open_proposals
from exchanges.services.quotes import freeze_quote, known_host

__all__ = [
    "Incomplete",
    "answer_question",
    "ask_to_confirm",
    "choose_partnership",
    "confirm_entered",
    "copy_application",
    "enter_for_applicant",
    "expire_application",
    "expire_question",
    "keep_answer",
    "save_answers",
    "set_travellers",
    "start_draft",
    "submit_application",
    "withdraw_application",
]
DECLARATIONS = (
    "earlier_visit",
    "earlier_visit_note",
    "residence_confirmed",
    "no_double_funding",
    "privacy_version",
)


@transaction.atomic
def submit_application(*, application: Application, by: Actor, version: int | None = None) -> Application:
    """Send: check that all is said, give the reference, freeze rules, kind and estimate, tell those who decide.

    Raises Incomplete with the sentences by page.
    """
    workflow.hold(application, version)
    if application.state != "draft":
        raise WrongState(_("This application has already been sent."))
    if "visitor" not in application_relations(application, by) and by.kind != SYSTEM:
        raise NotAllowed(_("Only the applicant can send this application."))
    check_complete(application)
    assert application.planned_start is not None
    application.organisation_kind = application.organisation.kind
    terms = kind_rule_on(application.planned_start, application.organisation_kind, application.partnership_id)
    application.rulebook = terms.rulebook
    refusal = completeness.cannot_visit(terms)
    if refusal is not None:
        raise Refused(refusal)
    application.decider = decider_for(application)
    application.home_cluster = application.home_cluster or home_cluster(application.organisation)
    _make_parties(application)
    year = clock.today().year
    application.reference = f"CXC-{year}-{next_number(f'application {year}'):04d}"
    workflow.perform(application, "submit", by=by, held=True)
    cancel_end(application)
    _estimate(application, by)
    return application


@transaction.atomic
def confirm_entered(*, application: Application, by: Actor, **declarations: Any) -> Application:
    """The applicant confirms by link, with the declarations only it can give; the application is then sent."""
    if application.state != "draft":
        raise WrongState(_("This application has already been sent."))
    if by.kind != LINK or "visitor" not in application_relations(application, by):
        raise NotAllowed(_("Only the applicant can confirm this application."))
    unknown = set(declarations) - set(DECLARATIONS)
    if unknown:
        raise TypeError(f"not a declaration: {', '.join(sorted(unknown))}")
    if declarations:
        save_answers(application=application, by=by, **declarations)
    submit_application(application=application, by=by)
    return application


@transaction.atomic
def answer_question(
    *, application: Application, by: Actor, answer: str, version: int | None = None, **changes: Any
) -> Application:
    """Answer the question of the contact cluster; the file goes back into review with what was changed meanwhile.

    `changes` are answers of the application that are saved with it, as `save_answers` takes them.
    """
    if not answer.strip():
        raise InvalidInput(_("Please write an answer."), "answer")
    workflow.claim(application, version)
    if application.state != "on_hold":
        raise WrongState(_("There is no open question on this application."))
    if changes:
        save_answers(application=application, by=by, **changes)
    check_complete(application)
    workflow.hold(application).answer_draft = ""
    workflow.perform(application, "answer", by=by, comment=answer.strip(), held=True)
    application.answer = answer.strip()
    application.save(update_fields=["answer"])
    _estimate(application, by)
    return application


@transaction.atomic
def keep_answer(*, application: Application, by: Actor, text: str, seen: str | None = None) -> Application:
    """What of an answer is typed so far, for the applicant alone. Raises ChangedMeanwhile: another device kept other text."""
    locked = lock_application(application.pk)
    if locked.state != "on_hold":
        raise WrongState(_("There is no open question on this application."))
    check_may_write(locked, by)
    check_seen(locked, seen, {"answer": locked.answer_draft}, {"answer": text})
    if locked.answer_draft != text:
        locked.answer_draft = text
        locked.save(update_fields=["answer_draft"])
        audit.record("application.answer_draft", locked, by)
    return locked


@transaction.atomic
def withdraw_application(*, application: Application, by: Actor, reason: str = "") -> Application:
    """Take the application back; open matches end with it."""
    workflow.hold(application).answer_draft = ""
    workflow.perform(application, "withdraw", by=by, comment=reason.strip(), held=True)
    withdraw_open_proposals(application=application, by=Actor.system("withdrawal"))
    return application


@transaction.atomic
def expire_application(*, application: Application) -> Application:
    """Let a file nobody went on with expire: a draft after a year, a question without answer, no host found."""
    workflow.hold(application).answer_draft = ""
    return workflow.perform(application, "expire", by=Actor.system("deadline"), held=True)


@transaction.atomic
def expire_question(*, application: Application, last_day: date) -> bool:
    """Let the file expire whose question was to be answered by `last_day`; False when that question is answered."""
    workflow.claim(application)
    if application.state != "on_hold" or application.due_on != last_day or clock.today() <= last_day:
        return False
    expire_application(application=application)
    return True


def _make_parties(application: Application) -> None:
    """The visitor's two sides; the host's come with the match. Only a draft has none, and its row is locked."""
    cluster = application.visitor_cluster
    assert cluster is not None  # check_complete has seen to it
    manager = next((one for one in managers_of(cluster) if one.email == cluster.contact_email), None)
    visitor = Party(
        application=application,
        role=PartyRole.VISITOR,
        organisation_id=application.organisation_id,
        contact_name=application.contact_name,
        contact_email=application.contact_email,
        contact_phone=application.contact_phone,
        contact_user_id=application.contact_user_id,
    )
    contact_cluster = Party(
        application=application,
        role=PartyRole.VISITOR_CLUSTER,
        organisation_id=cluster.organisation_id,
        cluster=cluster,
        contact_name=cluster.contact_name,
        contact_email=cluster.contact_email,
        contact_phone=cluster.contact_phone,
        contact_user=manager,
    )
    insert(visitor, contact_cluster)


def _estimate(application: Application, by: Actor) -> None:
    """Freeze what the visit would bring, where the host is known and lies on the map."""
    host = known_host(application)
    if host is None or host.latitude is None or application.organisation.latitude is None:
        return
    freeze_quote(application=application, kind=QuoteKind.ESTIMATE, by=by, host=host)
