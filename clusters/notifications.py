"""Mails about membership: one class per event."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Lead, Membership, Organisation, Role, User
from core.mail import Notification, Recipient


class AboutMembership(Notification):
    about: Membership

    def _facts(self) -> dict[str, Any]:
        return {
            "organisation": self.about.organisation,
            "cluster": self.about.cluster,
            "since": self.about.since,
            "direct": self.about.direct,
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


def to_user(user: User) -> Recipient:
    return Recipient(user.email, user.get_full_name(), user.language)


def representatives(organisation: Organisation) -> list[Recipient]:
    roles = Role.objects.filter(kind=RoleKind.REPRESENTATIVE, organisation=organisation, ended_at=None)
    people = User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("id")
    return [to_user(user) for user in people]


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
