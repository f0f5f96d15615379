"""What happens to files, CVs and offers when a person leaves or an organisation goes out of the catalogue."""

from collections.abc import Iterator

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import ConsentPurpose, RoleKind
from clusters.models import Consent, User
from clusters.services import consents
from clusters.services.leaving import only_holder
from core import audit, clock, personal_data
from core.actors import Actor
from core.erasure import delete_files
from core.models import StoredFile
from core.personal_data import Pointing, Subject, Text
from exchanges.enums import PartyRole
from exchanges.models import Application, Exchange, HostOffer, Party, VisitorProfile
from exchanges.services.file_retention import anonymise

_LEAVING = Actor.system("erasure")
_DONE = ("paid", "closed", "cancelled", "discontinued", "not_eligible")
_WAITING = ("submitted", "in_review", "on_hold", "accepted")


@personal_data.obstacle
def running_files(subject: Subject) -> Iterator[Text]:
    """A visit under way needs somebody to speak for the organisation, as visitor or as host."""
    alone = [role.organisation_id for role in only_holder(subject, RoleKind.REPRESENTATIVE, "organisation")]
    applications = Application.objects.filter(
        organisation__in=alone, state__in=_WAITING, reference__isnull=False
    )
    for reference in (
        applications.exclude(current_exchange__state__in=_DONE)
        .order_by("pk")
        .values_list("reference", flat=True)
    ):
        sentence = _("File %(reference)s is under way. Withdraw it, or let a colleague take over.")
        yield _pointing(sentence, reference)
    hosted = Exchange.objects.filter(host__in=alone).exclude(state__in=_DONE)
    for reference in hosted.order_by("pk").values_list("application__reference", flat=True):
        sentence = _("You host the visit %(reference)s. Let a colleague take over, or ask your cluster.")
        yield _pointing(sentence, reference)


def _pointing(sentence: str, reference: str | None) -> Pointing:
    return Pointing(
        sentence % {"reference": reference},
        url=reverse("exchanges:file", args=[reference]),
        link=_("Open %(reference)s") % {"reference": reference},
    )


@personal_data.before_erasure
def leave_files(subject: Subject) -> None:
    """Empty drafts nobody else can finish, delete the CV, close offers nobody answers for."""
    alone = [role.organisation_id for role in only_holder(subject, RoleKind.REPRESENTATIVE, "organisation")]
    drafts = Application.objects.filter(organisation__in=alone, state="draft", anonymised_on=None)
    anonymise(list(drafts.order_by("pk").values_list("pk", flat=True)), clock.today())
    profiles = VisitorProfile.objects.filter(cv__uploaded_by=subject.user_id)
    papers = list(profiles.values_list("cv", flat=True))
    profiles.update(cv=None)
    delete_files(StoredFile.objects.filter(pk__in=papers))
    _hand_over(subject)
    close_offers(
        HostOffer.objects.filter(contact_email__in=subject.addresses, organisation__in=alone), _LEAVING
    )


def _hand_over(subject: Subject) -> None:
    """In files that are not over a colleague of the same organisation becomes the contact."""
    parties = Party.objects.filter(
        contact_email__in=subject.addresses, active=True, application__state__in=_WAITING
    )
    for party in parties.exclude(exchange__state__in=_DONE).order_by("pk"):
        colleague = (
            User.objects.filter(
                is_active=True,
                roles__kind=RoleKind.REPRESENTATIVE,
                roles__organisation=party.organisation_id,
                roles__ended_at=None,
            )
            .exclude(pk=subject.user_id)
            .order_by("pk")
            .first()
        )
        if colleague is None:
            continue
        contact = {
            "contact_user": colleague,
            "contact_name": colleague.get_full_name() or colleague.email,
            "contact_email": colleague.email,
            "contact_phone": colleague.phone,
        }
        Party.objects.filter(pk=party.pk).update(**contact)
        if party.role == PartyRole.VISITOR:
            Application.objects.filter(pk=party.application_id).update(**contact)
        audit.record("party.hand_over", party, _LEAVING)


@consents.when(ConsentPurpose.CATALOGUE)
def close_offers_of_delisted(consent: Consent, given: bool, by: Actor) -> None:
    """Out of the catalogue means out of the list of hosts too; visits under way go on."""
    if not given:
        close_offers(HostOffer.objects.filter(organisation=consent.organisation_id), by)


def close_offers(offers: "models.QuerySet[HostOffer]", by: Actor) -> None:
    for offer in offers.filter(active=True).order_by("pk"):
        offer.active = False
        offer.save(update_fields=["active"])
        audit.record("offer.close", offer, by, {"active": (True, False)})
