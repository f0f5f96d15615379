"""An application that a manager enters for an SME, which confirms it by mail link. Then it counts as sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions as cluster_permissions
from clusters.models import Organisation
from clusters.selectors.people import has_account
from core import clock, links, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, WrongState
from exchanges import completeness
from exchanges.models import Application
from exchanges.services.drafts import choose_partnership, plan_end, save_answers, set_travellers

LINK_PURPOSE, ANSWER_PURPOSE = "application_confirm", "application_answer"


class Incomplete(InvalidInput):
    """The application cannot be sent yet; `problems` are (page, sentence)."""

    def __init__(self, problems: list[tuple[str, Any]]) -> None:
        self.problems = problems
        super().__init__(" ".join(str(sentence) for _page, sentence in problems))


@transaction.atomic
def enter_for_applicant(
    *,
    by: Actor,
    organisation: Organisation,
    contact_name: str,
    contact_email: str,
    contact_phone: str = "",
    travellers: Iterable[Mapping[str, str]] = (),
    **answers: Any,
) -> Application:
    """A draft for a member of the manager's cluster. Where nothing is missing, the applicant is asked at once."""
    cluster_permissions.check_enter_for(by, organisation)
    if by.user is None:
        raise NotAllowed(_("An application is entered by a person."))
    application = Application(
        organisation=organisation,
        created_by=by.user,
        created_at=clock.now(),
        contact_name=contact_name.strip(),
        contact_email=contact_email.strip().lower(),
        contact_phone=contact_phone.strip(),
        home_cluster=by.hat.cluster,
        entered_for_applicant=True,
    )
    if application.contact_email == by.user.email:
        raise InvalidInput(_("The applicant confirms, so give the applicant's address."), "contact_email")
    workflow.start(application, by=by, state="draft", action="enter")
    plan_end(application)
    save_answers(application=application, by=by, **answers)
    set_travellers(
        application=application, by=by, travellers=list(travellers) or [_contact_as_traveller(application)]
    )
    if application.planned_start is not None:
        choose_partnership(application=application, by=by)
    if not completeness.problems(application, own_part=False):
        ask_to_confirm(application=application, by=by)
    return application


@transaction.atomic
def ask_to_confirm(*, application: Application, by: Actor, version: int | None = None) -> Application:
    """Mail the applicant a link to read, declare and send. Raises Incomplete; an earlier link stops working."""
    workflow.claim(application, version)
    if application.state != "draft" or not application.entered_for_applicant:
        raise WrongState(_("This application does not wait for a confirmation."))
    if application.created_by_id != by.user_id:
        raise NotAllowed(_("Only the person who entered this application may send it for confirmation."))
    check_complete(application, own_part=False)
    outbox.add(
        "application.entered",
        f"application.entered:{application.pk}:{application.version}",
        payload={"id": application.pk},
    )
    return application


def issue_link(application: Application) -> str:
    _link, url = links.issue(
        application,
        LINK_PURPOSE,
        address=application.contact_email,
        name=application.contact_name,
        url_name="exchanges:application_confirm_by_link",
    )
    return url


def answer_link(application: Application) -> dict[str, str]:
    """For an applicant without an account: the address under which the open question is answered, as `url`."""
    if has_account(application.contact_email):
        return {}
    _link, url = links.issue(
        application,
        ANSWER_PURPOSE,
        address=application.contact_email,
        name=application.contact_name,
        url_name="exchanges:application_answer_by_link",
    )
    return {"url": url}


def check_complete(application: Application, *, own_part: bool = True) -> None:
    """Raises Incomplete while something is missing; without the applicant's own part when `own_part` is false."""
    missing = completeness.problems(application, own_part=own_part)
    if missing:
        raise Incomplete(missing)


def _contact_as_traveller(application: Application) -> dict[str, str]:
    first, _space, last = application.contact_name.rpartition(" ")
    return {"first_name": first or last, "last_name": last, "email": application.contact_email}
