"""Mails about membership: one class per event."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import Check, SmeSize
from clusters.models import Attestation, Cluster, Lead, Membership, Organisation, Partnership, User
from clusters.selectors.people import representatives_of
from core.mail import Notification, Recipient


class AboutMembership(Notification):
    about: Membership

    def _facts(self) -> dict[str, Any]:
        return {
            "organisation": self.about.organisation,
            "cluster": self.about.cluster,
            "since": self.about.since,
            "direct": self.about.direct,
            "until": self.about.expires_on,
        }


class MembershipRequested(AboutMembership):
    """To the managers of a cluster that works in the portal."""

    event = "membership.requested"
    template = "clusters/mail/membership_requested"

    def subject(self) -> str:
        return _("Is %(organisation)s a member of %(cluster)s?") % {
            "organisation": self.about.organisation,
            "cluster": self.about.cluster,
        }

    def context(self) -> dict[str, Any]:
        return self._facts() | {
            "action_url": settings.PORTAL_URL + reverse("clusters:members"),
            "action_label": _("Confirm or refuse"),
        }


class MembershipAsked(MembershipRequested):
    """To the contact of a cluster outside the portal; `url` is its personal link."""

    template = "clusters/mail/membership_asked"
    sensitive = True

    def context(self) -> dict[str, Any]:
        return self._facts() | {"action_url": self.facts["url"], "action_label": _("Answer")}


class ContactAsked(Notification):
    """To the person whom a cluster or partnership names; `url` answers without an account."""

    about: Cluster | Partnership
    event = "contact.asked"
    template = "clusters/mail/contact_asked"
    sensitive = True

    def subject(self) -> str:
        return _("May %(place)s show your name on its public page?") % {"place": self.about}

    def context(self) -> dict[str, Any]:
        return {"place": self.about, "action_url": self.facts["url"], "action_label": _("Answer")}


class _Answered(AboutMembership):
    def context(self) -> dict[str, Any]:
        page = reverse("clusters:organisation_detail", kwargs={"pk": self.about.organisation_id})
        return self._facts() | {
            "action_url": settings.PORTAL_URL + page,
            "action_label": _("Open your organisation"),
        }


class MembershipConfirmed(_Answered):
    event = "membership.confirmed"
    template = "clusters/mail/membership_confirmed"

    def subject(self) -> str:
        return _("%(cluster)s has confirmed your membership") % {"cluster": self.about.cluster}


class MembershipRefused(_Answered):
    event = "membership.refused"
    template = "clusters/mail/membership_refused"

    def subject(self) -> str:
        return _("%(cluster)s has not confirmed your membership") % {"cluster": self.about.cluster}


class MembershipRevoked(_Answered):
    event = "membership.revoked"
    template = "clusters/mail/membership_revoked"

    def subject(self) -> str:
        return _("%(cluster)s has ended your membership") % {"cluster": self.about.cluster}


class MembershipRenewed(_Answered):
    event = "membership.renewed"
    template = "clusters/mail/membership_renewed"

    def subject(self) -> str:
        return _("%(cluster)s has renewed your membership") % {"cluster": self.about.cluster}


class MembershipEndsSoon(_Answered):
    """To the organisation, before the last day."""

    event = "membership.ends_soon"
    template = "clusters/mail/membership_ends_soon"

    def subject(self) -> str:
        return _("Your membership of %(cluster)s ends soon") % {"cluster": self.about.cluster}


class MembershipExpired(_Answered):
    event = "membership.expired"
    template = "clusters/mail/membership_expired"

    def subject(self) -> str:
        return _("Your membership of %(cluster)s has run out") % {"cluster": self.about.cluster}


class _ToManager(AboutMembership):
    """To the managers of the cluster, with the page on which one click renews."""

    def context(self) -> dict[str, Any]:
        page = reverse("clusters:membership_decide", kwargs={"pk": self.about.pk})
        return self._facts() | {
            "action_url": settings.PORTAL_URL + page,
            "action_label": _("Renew or let it end"),
        }


class MemberEndsSoon(_ToManager):
    event = "membership.ends_soon"
    template = "clusters/mail/member_ends_soon"

    def subject(self) -> str:
        return _("The membership of %(organisation)s ends soon") % {"organisation": self.about.organisation}


class MemberExpired(_ToManager):
    event = "membership.expired"
    template = "clusters/mail/member_expired"

    def subject(self) -> str:
        return _("The membership of %(organisation)s has run out") % {"organisation": self.about.organisation}


class OrganisationsMerged(Notification):
    """To the people of an organisation that was here twice."""

    about: Organisation
    event = "organisation.merged"
    template = "clusters/mail/organisation_merged"

    def subject(self) -> str:
        return _("%(gone)s is now part of %(kept)s") % {"gone": self.facts["gone"], "kept": self.about}

    def context(self) -> dict[str, Any]:
        page = reverse("clusters:organisation_detail", kwargs={"pk": self.about.pk})
        return {
            "organisation": self.about,
            "action_url": settings.PORTAL_URL + page,
            "action_label": _("Open your organisation"),
        }


class NameYourCluster(Notification):
    """To people of an organisation that a cluster's list names as a member."""

    about: Organisation
    event = "member.ask_to_name"
    template = "clusters/mail/name_your_cluster"

    def subject(self) -> str:
        return _("%(cluster)s says that you are a member") % {"cluster": self.facts["cluster"]}

    def context(self) -> dict[str, Any]:
        page = reverse("clusters:membership_new", kwargs={"pk": self.about.pk})
        return {
            "organisation": self.about,
            "action_url": settings.PORTAL_URL + page,
            "action_label": _("Name your cluster"),
        }


class StatementChecked(Notification):
    """To the representatives: their cluster has confirmed or refused the statement of the SME status."""

    about: Attestation
    event = "sme_status.checked"
    template = "clusters/mail/sme_status_checked"

    def subject(self) -> str:
        facts = {"name": self.about.checked_by_name, "organisation": self.about.organisation}
        if self.about.checked == Check.CONFIRMED:
            return _("The SME status of %(organisation)s is confirmed") % facts
        return _("The SME status of %(organisation)s needs another look") % facts

    def context(self) -> dict[str, Any]:
        page = reverse("clusters:organisation_size", kwargs={"pk": self.about.organisation_id})
        return {
            "organisation": self.about.organisation,
            "confirmed": self.about.checked == Check.CONFIRMED,
            "size": SmeSize(self.about.result).label,
            "by": self.about.checked_by_name,
            "note": self.about.checked_note,
            "action_url": settings.PORTAL_URL + page,
            "action_label": _("Open the SME status"),
        }


def to_user(user: User) -> Recipient:
    return Recipient(user.email, user.get_full_name(), user.language)


def representatives(organisation: Organisation) -> list[Recipient]:
    return [to_user(user) for user in representatives_of(organisation)]


class LeadRecorded(Notification):
    """To the contact of the cluster that answers somebody who is interested."""

    about: Lead
    event = "lead.recorded"
    template = "clusters/mail/lead_recorded"

    def subject(self) -> str:
        return _("%(organisation)s is interested in %(partnership)s") % {
            "organisation": self.about.organisation,
            "partnership": self.about.partnership.name,
        }

    def context(self) -> dict[str, Any]:
        return {
            "lead": self.about,
            "action_url": f"mailto:{self.about.email}",
            "action_label": _("Answer by mail"),
        }
