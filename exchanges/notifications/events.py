"""What participants of an event hear after it."""

from django.utils.translation import gettext as _

from exchanges.notifications.places import Told


class CertificateMade(Told):
    """Facts: `url`, the link to their own page."""

    event = "event.certified"

    def subject(self) -> str:
        return _("%(title)s: your certificate") % self._words()

    def paragraphs(self) -> list[str]:
        return [
            _("You took part in “%(title)s”. Your certificate of participation is ready.") % self._words(),
            _("On the page below you can open it, and the files and links of the event."),
        ]
