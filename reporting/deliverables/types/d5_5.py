"""D5.5, matchmaking event 2."""

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.types import _matchmaking

KIND = _matchmaking.kind("D5.5", _("Matchmaking event 2"), number=2, lead=0, due_month=11)
