"""D5.7, matchmaking event 4."""

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.types import _matchmaking

KIND = _matchmaking.kind("D5.7", _("Matchmaking event 4"), number=4, lead=5, due_month=23)
