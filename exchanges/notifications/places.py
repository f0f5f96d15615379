"""What people hear who register for an event, and its host of a place that is free."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import human
from core.mail import Notification
from exchanges.models import Application, Mission, Participant
from exchanges.notifications.pages import address
from exchanges.selectors.missions import place


class Told(Notification):
    """To the person. Facts: `url`, the link to their own page."""

    template = "exchanges/mail/event_told"
    sensitive = True
    button: str | Promise = gettext_lazy("See your registration")
    about: Participant

    def _words(self) -> dict[str, Any]:
        mission = self.about.mission
        days = {"first": human(mission.start_on), "last": human(mission.end_on)}
        return {"title": mission.title, "place": place(mission), "host": mission.host_cluster, **days}

    def paragraphs(self) -> list[str]:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        url = self.facts.get("url")
        button = {"action_url": url, "action_label": str(self.button)} if url else {}
        said = {"paragraphs": self.paragraphs(), "quote": self.facts.get("reason", "")}
        return {"mission": self.about.mission, **said, **button}

    def _when(self) -> str:
        return _("%(first)s to %(last)s, %(place)s.") % self._words()


class Registered(Told):
    event = "participant.registered"

    def subject(self) -> str:
        return _("%(title)s: you are registered") % self._words()

    def paragraphs(self) -> list[str]:
        return [
            _("You are registered for “%(title)s”.") % self._words(),
            self._when(),
            _("%(host)s writes to you as soon as it is sure that you have a place.") % self._words(),
            _("You did not register, or cannot come? Say so on the page below."),
        ]


class PlaceGiven(Told):
    event = "participant.placed"

    def subject(self) -> str:
        return _("%(title)s: you have a place") % self._words()

    def paragraphs(self) -> list[str]:
        mission = self.about.mission
        said = [_("You have a place at “%(title)s”.") % self._words(), self._when()]
        if mission.join_url:
            said.append(_("The event meets here: %(url)s") % {"url": mission.join_url})
        return [*said, _("If you cannot come, please say so on the page below. Somebody else is waiting.")]


class OnWaitingList(Told):
    event = "participant.listed"

    def subject(self) -> str:
        return _("%(title)s: you are on the waiting list") % self._words()

    def paragraphs(self) -> list[str]:
        return [
            _("“%(title)s” has no place for you at the moment. You are on the waiting list.") % self._words(),
            self._when(),
            _("When a place becomes free, you hear from us."),
        ]


class NoPlace(Told):
    """Facts: `reason`."""

    event = "participant.refused"

    def subject(self) -> str:
        return _("%(title)s: no place") % self._words()

    def paragraphs(self) -> list[str]:
        said = _("%(host)s cannot give you a place at “%(title)s”. The reason:") % self._words()
        return [said]


class PlaceFree(Notification):
    """To those who run the event: somebody does not come, and somebody else waits. Facts: `first`, the name."""

    event = "participant.left"
    template = "exchanges/mail/place_free"
    about: Mission

    def subject(self) -> str:
        return _("%(title)s: a place is free") % {"title": self.about.title}

    def context(self) -> dict[str, Any]:
        return {
            "mission": self.about,
            "first": self.facts["first"],
            "action_url": address("exchanges:mission_places", slug=self.about.slug),
            "action_label": _("Give the place to the first one waiting"),
        }


class MissionPlaceFree(Notification):
    """To the deciders of the first file in line: a visit of its mission was called off."""

    event = "mission.place_free"
    template = "exchanges/mail/mission_place_free"
    about: Application

    def subject(self) -> str:
        names = {"reference": self.about.reference, "mission": self.about.mission}
        return _("%(reference)s: a place is free in “%(mission)s”") % names

    def context(self) -> dict[str, Any]:
        return {
            "reference": self.about.reference,
            "visitor": self.about.organisation,
            "mission": self.about.mission,
            "action_url": address("exchanges:application_review", reference=self.about.reference),
            "action_label": _("Look at the file"),
        }
