"""D5.8, matchmaking event 5."""

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.types import _matchmaking

KIND = _matchmaking.kind("D5.8", _("Matchmaking event 5"), number=5, lead=1, due_month=24)
