"""Still interested? Asked when nobody of a listed organisation has logged in for months; unanswered, it is hidden.

One outbox row per organisation looks again when the months are over; months and days stand in the rulebook.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Organisation
from clusters.permissions import represents
from clusters.selectors.people import representatives_of
from core import audit, clock, dates, links, outbox
from core.actors import LINK, Actor
from core.exceptions import NotAllowed
from exchanges.models import Application, HostOffer
from exchanges.selectors.rulebooks import rulebook_on

LINK_PURPOSE = "interest"
LINK_DAYS = 366
CHECK, HIDE, ASKED, HIDDEN = "interest.check", "interest.hide", "interest.asked", "interest.hidden"
_OPEN = ("submitted", "in_review", "on_hold")
_OVER = ("closed", "cancelled", "discontinued", "not_eligible")
_SYSTEM = Actor.system("interest")


def plan_check(organisation: Organisation, moment: datetime | None = None) -> None:
    """Look at it again when the months after `moment` are over; the same day twice is one look."""
    due = dates.add_months(moment or clock.now(), rulebook_on(clock.today()).interest_months)
    outbox.add(CHECK, f"{organisation.pk}:{due.date().isoformat()}", due, {"id": organisation.pk})


@transaction.atomic
def check(organisation: Organisation) -> None:
    """Ask, when nobody was here for months and others can find it; in any case look again later."""
    months = rulebook_on(clock.today()).interest_months
    seen = last_seen(organisation)
    if organisation.hidden_at is not None:
        return
    if dates.add_months(seen, months) > clock.now():
        plan_check(organisation, seen)
    elif not _can_be_found(organisation) or not representatives_of(organisation):
        plan_check(organisation)
    else:
        _ask(organisation)


@transaction.atomic
def hide_unanswered(organisation: Organisation, asked: str) -> None:
    """The days for an answer are over: hidden, unless somebody answered or logged in since."""
    if organisation.interest_asked_at is None or organisation.interest_asked_at.isoformat() != asked:
        return
    if organisation.hidden_at is not None:
        return
    if last_seen(organisation) >= organisation.interest_asked_at:
        plan_check(organisation, last_seen(organisation))
        return
    _hide(organisation, _SYSTEM)
    outbox.add(HIDDEN, f"{organisation.pk}:{asked}", payload={"id": organisation.pk})


@transaction.atomic
def confirm_interest(*, organisation: Organisation, by: Actor) -> Organisation:
    """Still interested: shown again, and asked again only after the months are over."""
    _check_may_answer(organisation, by)
    organisation.interest_confirmed_at, organisation.hidden_at = clock.now(), None
    organisation.save(update_fields=["interest_confirmed_at", "hidden_at"])
    audit.record("organisation.interest", organisation, by, {"hidden": (None, False)})
    plan_check(organisation)
    return organisation


@transaction.atomic
def decline_interest(*, organisation: Organisation, by: Actor) -> Organisation:
    """Not at the moment: hidden at once, and back with one click."""
    _check_may_answer(organisation, by)
    if organisation.hidden_at is None:
        _hide(organisation, by)
    return organisation


def last_seen(organisation: Organisation) -> datetime:
    """The last log-in of a representative, else since when there is one; answering counts too."""
    moments = [organisation.created_at]
    if organisation.interest_confirmed_at is not None:
        moments.append(organisation.interest_confirmed_at)
    roles = organisation.roles.filter(kind="representative", ended_at=None)
    for since, login in roles.order_by("id").values_list("since", "user__last_login"):
        moments += [moment for moment in (since, login) if moment is not None]
    return max(moments)


def issue_link(organisation: Organisation, address: str, name: str) -> str:
    _link, url = links.issue(
        organisation,
        LINK_PURPOSE,
        address=address,
        name=name,
        url_name="exchanges:interest_by_link",
        days=LINK_DAYS,
    )
    return url


def _ask(organisation: Organisation) -> None:
    now = clock.now()
    organisation.interest_asked_at = now
    organisation.save(update_fields=["interest_asked_at"])
    audit.record("organisation.interest_asked", organisation, _SYSTEM)
    key, payload = f"{organisation.pk}:{now.isoformat()}", {"id": organisation.pk, "asked": now.isoformat()}
    days = rulebook_on(clock.today()).interest_answer_days
    outbox.add(ASKED, key, payload=payload)
    outbox.add(HIDE, key, now + timedelta(days=days), payload)


def _hide(organisation: Organisation, by: Actor) -> None:
    organisation.hidden_at = clock.now()
    organisation.save(update_fields=["hidden_at"])
    audit.record("organisation.hidden", organisation, by, {"hidden": (None, True)})


def _can_be_found(organisation: Organisation) -> bool:
    """In the directory or among the hosts, and not busy with a visit: then nobody needs to be asked."""
    files = Application.objects.filter(organisation=organisation)
    over = Q(current_exchange__state__in=_OVER)
    if files.filter(Q(state__in=_OPEN) | (Q(state="accepted") & ~over)).exists():
        return False
    return organisation.listed or HostOffer.objects.filter(organisation=organisation, active=True).exists()


def _check_may_answer(organisation: Organisation, by: Actor) -> None:
    by_link = by.kind == LINK and by.link is not None and by.link.purpose == LINK_PURPOSE
    if by_link and by.link is not None and by.link.subject_id == organisation.pk:
        return
    if not by.is_system and not represents(by, organisation):
        raise NotAllowed(_("Only a representative of the organisation may answer this."))
