"""D5.2, matchmaking event 1."""

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.types import _matchmaking

KIND = _matchmaking.kind("D5.2", _("Matchmaking event 1"), number=1, lead=2, due_month=10)
