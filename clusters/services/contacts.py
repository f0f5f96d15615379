"""Who stands as contact on the public page of a cluster or partnership: only a person who said yes.

Ticking "show this person" asks the person by mail; whoever ticks it about themselves has said yes by that. The yes is a
dated permission for this one page, taken back with one click. `contact_public` says that showing is wanted.
"""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.enums import ConsentPurpose
from clusters.models import Cluster, Consent, Partnership, User
from clusters.notifications import ContactAsked
from clusters.selectors.consents import live, subject_of
from clusters.selectors.contacts import addresses_of
from clusters.services import consents
from clusters.services.consents import when
from core import audit, clock, links, outbox
from core.actors import LINK, Actor
from core.exceptions import NotAllowed
from core.mail import Recipient

Place = Cluster | Partnership
LINK_PURPOSE = "contact"
# The mail is also the way back for somebody without an account.
LINK_DAYS = 730


def follow(*, place: Place, by: Actor, moved: bool) -> None:
    """After the contact of a place was saved. `moved`: it is another person, whose yes does not exist yet."""
    wanted = place.contact_public
    if moved or not wanted:
        _withdraw(place, by)
    if not wanted or live(ConsentPurpose.CONTACT, **subject_of(place)).exists():
        return
    # Another person's end of the permission has cleared the flag.
    _set_wanted(place, True)
    if by.user is not None and place.contact_email in addresses_of(by.user):
        _note_yes(place, by, by.user)
        return
    payload = {"model": place._meta.label_lower, "id": place.pk, "address": place.contact_email}
    key = f"contact:{place._meta.label_lower}:{place.pk}:{clock.now().isoformat()}"
    outbox.add("contact.asked", key, payload=payload)


@transaction.atomic
def allow_contact(*, place: Place, by: Actor) -> Consent:
    """The contact says yes, logged in or by the link of the mail; twice is once."""
    _check_own(place, by)
    person = by.user or User.objects.filter(email=place.contact_email, is_active=True).first()
    consent = _note_yes(place, by, person)
    _set_wanted(place, True)
    return consent


@transaction.atomic
def refuse_contact(*, place: Place, by: Actor) -> None:
    """The contact says no, or takes a yes back. The page shows nobody from this moment."""
    _check_own(place, by)
    _withdraw(place, by)
    if place.contact_public:
        _set_wanted(place, False)
        audit.record("contact.refuse", place, by)


@when(ConsentPurpose.CONTACT)
def forget_the_wish(consent: Consent, given: bool, by: Actor) -> None:
    """Whoever took it back is not asked again by the next save of another topic."""
    if not given:
        model: Any = apps.get_model(consent.subject_type)
        model.objects.filter(pk=consent.subject_id).update(contact_public=False)


@outbox.handler("contact.asked")
def ask_contact(payload: dict[str, Any]) -> None:
    """Unless the wish was dropped, the person changed, or has answered meanwhile."""
    model: Any = apps.get_model(payload["model"])
    place = model.objects.get(pk=payload["id"])
    answered = live(ConsentPurpose.CONTACT, **subject_of(place)).exists()
    if not place.contact_public or place.contact_email != payload["address"] or answered:
        return
    _link, url = links.issue(
        place,
        LINK_PURPOSE,
        address=place.contact_email,
        name=place.contact_name,
        url_name="clusters:contact_by_link",
        days=LINK_DAYS,
    )
    ContactAsked(place, url=url).send(Recipient(place.contact_email, place.contact_name))


def _note_yes(place: Place, by: Actor, person: User | None) -> Consent:
    return consents.record_given(purpose=ConsentPurpose.CONTACT, obj=place, by=by, person=person)


def _withdraw(place: Place, by: Actor) -> None:
    for consent in live(ConsentPurpose.CONTACT, **subject_of(place)):
        consents.record_revoked(consent=consent, by=by)


def _set_wanted(place: Place, wanted: bool) -> None:
    place.contact_public = wanted
    type(place).objects.filter(pk=place.pk).update(contact_public=wanted)


def _check_own(place: Place, by: Actor) -> None:
    by_link = (
        by.kind == LINK
        and by.link is not None
        and (by.link.purpose, by.link.subject_type, by.link.subject_id, by.link.address)
        == (LINK_PURPOSE, place._meta.label_lower, place.pk, place.contact_email)
    )
    own = by.user is not None and place.contact_email in addresses_of(by.user)
    if not (by_link or own):
        raise NotAllowed(_("Only the person who is named there can answer this."))
