"""Mails about roles: one class per event. All share one template: paragraphs, points, and why the mail comes."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clusters.models import Absence, Invitation, JoinRequest, Role, User
from core.mail import Notification, Recipient


def to_user(user: User) -> Recipient:
    return Recipient(user.email, user.get_full_name(), user.language)


class TeamMail(Notification):
    template = "clusters/mail/team_note"

    def context(self) -> dict[str, Any]:
        return {
            "paragraphs": self.paragraphs(),
            "points": self.points(),
            "why": self.why(),
            "action_label": self.action_label(),
            "action_url": self.action_url(),
        }

    def paragraphs(self) -> list[str]:
        raise NotImplementedError

    def points(self) -> list[str]:
        return []

    def why(self) -> str:
        return _("it is about your role in the portal.")

    def action_label(self) -> str:
        return _("Open the portal")

    def action_url(self) -> str:
        return f"{settings.PORTAL_URL}/"


class InvitationSent(TeamMail):
    about: Invitation
    event = "invitation.sent"
    sensitive = True

    def subject(self) -> str:
        return _("You are invited: %(role)s") % {"role": self.about}

    def paragraphs(self) -> list[str]:
        facts = {
            "who": self.about.invited_by or _("The ClusterXchange team"),
            "role": self.about,
            "day": date_format(self.about.expires_at, "j F Y"),
        }
        return [
            _("%(who)s invites you to the ClusterXchange portal in this role: %(role)s.") % facts,
            _("The link works once, until %(day)s. Log in, or register with this address, to accept.")
            % facts,
            _("You do not know what this is about? Then do nothing."),
        ]

    def why(self) -> str:
        return _("somebody entered your address to invite you.")

    def action_label(self) -> str:
        return _("Look at the invitation")

    def action_url(self) -> str:
        return str(self.facts["url"])


class InvitationAccepted(TeamMail):
    about: Invitation
    event = "invitation.accepted"

    def subject(self) -> str:
        return _("%(who)s has accepted your invitation") % {"who": self.about.accepted_by}

    def paragraphs(self) -> list[str]:
        facts = {"who": self.about.accepted_by, "email": self.about.email, "role": self.about}
        return [_("%(who)s (%(email)s) now has this role: %(role)s.") % facts]


class RoleEnded(TeamMail):
    about: Role
    event = "role.ended"

    def subject(self) -> str:
        return _("Your role has ended: %(role)s") % {"role": self.about}

    def paragraphs(self) -> list[str]:
        facts = {"who": self.about.ended_by or _("The ClusterXchange team"), "role": self.about}
        return [
            _("%(who)s has ended this role: %(role)s.") % facts,
            _("Your account and your other roles stay. If this is a mistake, ask to be invited again."),
        ]


class HandedOver(TeamMail):
    """To the colleague who takes over; `moved` lists what came."""

    about: Role
    event = "role.handed_over"

    def subject(self) -> str:
        return _("You take over from %(who)s") % {"who": self.about.user}

    def paragraphs(self) -> list[str]:
        facts = {"who": self.about.user, "role": self.about}
        first = _("%(who)s leaves this role: %(role)s.") % facts
        if not self.facts["moved"]:
            return [first, _("Nothing stood on this person's name. What waits is on your start page.")]
        return [first, _("This now stands on your name, and what waits is on your start page:")]

    def points(self) -> list[str]:
        return [
            f"{item.label}: {item.number}" + (f" ({', '.join(item.names)})" if item.names else "")
            for item in self.facts["moved"]
        ]

    def action_label(self) -> str:
        return _("Open my work")


class StandsIn(TeamMail):
    about: Absence
    event = "absence.stand_in"

    def subject(self) -> str:
        return _("You stand in for %(who)s") % {"who": self.about.role.user}

    def paragraphs(self) -> list[str]:
        facts = {
            "who": self.about.role.user,
            "role": self.about.role,
            "first": date_format(self.about.starts_on, "j F Y"),
            "last": date_format(self.about.ends_on, "j F Y"),
        }
        return [
            _("%(who)s is away from %(first)s to %(last)s. You stand in: %(role)s.") % facts,
            _("On these days you get the mails of both of you. It ends by itself."),
        ]

    def action_label(self) -> str:
        return _("Open my work")


class JoinAsked(TeamMail):
    about: JoinRequest
    event = "join.asked"

    def subject(self) -> str:
        facts = {"who": self.about.user, "organisation": self.about.organisation}
        return _("%(who)s asks to act for %(organisation)s") % facts

    def paragraphs(self) -> list[str]:
        facts = {
            "who": self.about.user,
            "email": self.about.user.email,
            "organisation": self.about.organisation,
        }
        found = [
            _("%(who)s (%(email)s) asks to act for %(organisation)s in the portal.") % facts,
            _("Do you know this person? Then say yes. Otherwise refuse: nothing has been shown so far."),
        ]
        return [*found, f"“{self.about.message}”"] if self.about.message else found

    def why(self) -> str:
        return _("you may give roles at %(organisation)s.") % {"organisation": self.about.organisation}

    def action_label(self) -> str:
        return _("Say yes or no")

    def action_url(self) -> str:
        return settings.PORTAL_URL + reverse("clusters:join_decide", kwargs={"pk": self.about.pk})


class JoinAskedOutside(JoinAsked):
    """To the contact of a cluster without an account, who answers by link."""

    event = "join.asked_by_link"
    sensitive = True

    def why(self) -> str:
        facts = {"organisation": self.about.organisation, "cluster": self.facts["cluster"]}
        return (
            _("%(organisation)s is a member of %(cluster)s, and has nobody in the portal who could answer.")
            % facts
        )

    def action_url(self) -> str:
        return str(self.facts["url"])


class JoinAnswered(TeamMail):
    about: JoinRequest
    event = "join.answered"

    def subject(self) -> str:
        facts = {"organisation": self.about.organisation}
        if self.about.accepted:
            return _("You now act for %(organisation)s") % facts
        return _("%(organisation)s: your request was refused") % facts

    def paragraphs(self) -> list[str]:
        if self.about.accepted:
            return [_("Your request was accepted. You can apply for a visit now, or offer to be a host.")]
        return [_("If you think that this is a mistake, talk to your colleagues there, then ask again.")]
