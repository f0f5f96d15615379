"""The words that stand beside the EU emblem on every page, mail and PDF."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

STATEMENT = _("Co-funded by the European Union")
DISCLAIMER = _(
    "Views and opinions expressed are those of the authors only and do not necessarily reflect those of the "
    "European Union or the granting authority. Neither the European Union nor the granting authority can be "
    "held responsible for them."
)
NOT_OFFICIAL = _("This is a project website, not a website of the European Commission.")


@dataclass(frozen=True)
class Funding:
    statement: Text
    disclaimer: Text
    not_official: Text


def funding() -> Funding:
    """A grant with its own wording sets FUNDING_STATEMENT and FUNDING_DISCLAIMER."""
    return Funding(
        getattr(settings, "FUNDING_STATEMENT", "") or STATEMENT,
        getattr(settings, "FUNDING_DISCLAIMER", "") or DISCLAIMER,
        NOT_OFFICIAL,
    )
