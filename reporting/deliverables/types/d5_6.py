"""D5.6, matchmaking event 3."""

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.types import _matchmaking

KIND = _matchmaking.kind("D5.6", _("Matchmaking event 3"), number=3, lead=0, due_month=18)
