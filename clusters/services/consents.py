"""Permissions: given one by one, taken back in one act. What follows happens in the same transaction."""

from collections.abc import Callable

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions
from clusters.enums import ConsentPurpose
from clusters.merging import mover
from clusters.models import Consent, Organisation, User
from clusters.selectors.consents import live, subject_of
from clusters.services import erasure_log
from core import audit, clock
from core.actors import PERSON, Actor
from core.exceptions import NotAllowed

# Called with the consent and whether it was given (True) or taken back (False).
Effect = Callable[[Consent, bool, Actor], None]
_effects: dict[str, list[Effect]] = {}


def when(purpose: str) -> Callable[[Effect], Effect]:
    """Register what follows when a permission of this purpose is given or taken back."""

    def register(effect: Effect) -> Effect:
        _effects.setdefault(purpose, []).append(effect)
        return effect

    return register


@transaction.atomic
def allow_listing(*, organisation: Organisation, by: Actor) -> Consent:
    """Show the organisation in the public catalogue."""
    permissions.check_edit_organisation(by, organisation)
    return record_given(purpose=ConsentPurpose.CATALOGUE, obj=organisation, by=by)


@transaction.atomic
def allow_photos(*, by: Actor) -> Consent:
    """A person allows photos of themselves."""
    if by.kind != PERSON:
        raise NotAllowed(_("Please log in first."))
    return record_given(purpose=ConsentPurpose.PHOTO, obj=by.user, by=by)


@transaction.atomic
def revoke(*, consent: Consent, by: Actor) -> Consent:
    """Take a permission back; twice is once. What it allowed ends at once."""
    _check_own(consent, by)
    return record_revoked(consent=consent, by=by)


def record_given(*, purpose: str, obj: models.Model, by: Actor, person: User | None = None) -> Consent:
    """Note a permission without asking who may: for services that have checked already. Twice is one row."""
    subject = subject_of(obj)
    known = live(purpose, **subject).first()
    if known is not None:
        return known
    if person is not None:
        subject["person"] = person
    consent = Consent.objects.create(purpose=purpose, given_by=by.user, given_at=clock.now(), **subject)
    audit.record("consent.give", consent, by, {"purpose": ("", purpose)})
    _follow(consent, True, by)
    return consent


def record_revoked(*, consent: Consent, by: Actor, noted: bool = True) -> Consent:
    """Note the end without asking who may. `noted` outside too, so that a restored backup does not bring it back."""
    if consent.revoked_at is None:
        consent.revoked_at = max(clock.now(), consent.given_at)
        consent.revoked_by = by.user
        consent.save(update_fields=["revoked_at", "revoked_by"])
        audit.record("consent.revoke", consent, by, {"purpose": (consent.purpose, "")})
        _follow(consent, False, by)
        if noted:
            note = erasure_log.consent_entry(consent)
            transaction.on_commit(lambda: erasure_log.keep(note))
    return consent


def set_listed(*, organisation: Organisation, listed: bool, by: Actor) -> None:
    """The way of forms and imports that ask "show in the catalogue?"; the caller has checked who may."""
    if listed:
        record_given(purpose=ConsentPurpose.CATALOGUE, obj=organisation, by=by)
        return
    for consent in live(ConsentPurpose.CATALOGUE, organisation=organisation):
        record_revoked(consent=consent, by=by)


@when(ConsentPurpose.CATALOGUE)
def keep_listed_flag(consent: Consent, given: bool, by: Actor) -> None:
    """Lists read the flag; only this function writes it."""
    assert consent.organisation_id is not None, "the database asks for it"
    Organisation.objects.filter(pk=consent.organisation_id).update(listed=given)


def may_decide(consent: Consent, by: Actor) -> bool:
    """The person it is about; for an organisation whoever may speak for it."""
    if by.is_system:
        return True
    if consent.organisation is not None:
        return permissions.can_edit_organisation(by, consent.organisation)
    return by.user_id is not None and by.user_id in (consent.person_id, consent.given_by_id)


def _check_own(consent: Consent, by: Actor) -> None:
    if not may_decide(consent, by):
        raise NotAllowed(_("Only who gave this permission can take it back."))


def _follow(consent: Consent, given: bool, by: Actor) -> None:
    for effect in _effects.get(consent.purpose, ()):
        effect(consent, given, by)


@mover("clusters.Consent.organisation")
def move_consents(source: Organisation, target: Organisation, by: Actor) -> None:
    """The history moves along. What both allow stays one permission; nobody is delisted by a merge. But the later word
    counts: who took the permission back after the other entry had given it does not give it again.
    """
    both = live(ConsentPurpose.CATALOGUE, organisation=target).exists()
    taken_back = Consent.objects.filter(purpose=ConsentPurpose.CATALOGUE, organisation=target)
    for consent in live(ConsentPurpose.CATALOGUE, organisation=source):
        if both or taken_back.filter(revoked_at__gte=consent.given_at).exists():
            consent.revoked_at, consent.revoked_by = max(clock.now(), consent.given_at), by.user
            consent.save(update_fields=["revoked_at", "revoked_by"])
        else:
            Organisation.objects.filter(pk=target.pk).update(listed=True)
    Consent.objects.filter(organisation=source).update(organisation=target)
