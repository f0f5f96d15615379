"""What participants of an event hear after it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from exchanges.notifications.places import Told


class HowWasIt(Told):
    """Facts: `url`, the link to the questions; `again` for a reminder."""

    event = "event.asked"
    button = _lazy("Answer the questions")

    def subject(self) -> str:
        if self.facts.get("again"):
            return _("Reminder: how was “%(title)s”?") % self._words()
        return _("How was “%(title)s”?") % self._words()

    def paragraphs(self) -> list[str]:
        return [
            _("You took part in “%(title)s”. Please tell %(host)s how it was.") % self._words(),
            _(
                "It takes two minutes, and you need no account. Only figures and words are shown, never your name."
            ),
        ]


class CertificateMade(Told):
    """Facts: `url`, the link to their own page; `again` for one that was corrected."""

    event = "event.certified"
    button = _lazy("Open your page of the event")

    def subject(self) -> str:
        if self.facts.get("again"):
            return _("%(title)s: your corrected certificate") % self._words()
        return _("%(title)s: your certificate") % self._words()

    def paragraphs(self) -> list[str]:
        if self.facts.get("again"):
            first = _(
                "%(host)s has corrected the days on which you were present at “%(title)s”. "
                "Your new certificate is ready. Please do not use the old one any more."
            )
        else:
            first = _("You took part in “%(title)s”. Your certificate of participation is ready.")
        last = _("On the page below you can open it, and the files and links of the event.")
        return [first % self._words(), last]


class CertificateBack(Told):
    """Facts: `url`, the link to their own page."""

    event = "event.certificate_back"
    button = _lazy("Open your page of the event")

    def subject(self) -> str:
        return _("%(title)s: your certificate no longer counts") % self._words()

    def paragraphs(self) -> list[str]:
        return [
            _("%(host)s has corrected the days on which you were present at “%(title)s”.") % self._words(),
            _("They are too few for a certificate. Please do not use the one that you have."),
            _("Is this wrong? Please write to %(host)s.") % self._words(),
        ]
