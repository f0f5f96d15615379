"""What a suggestion's score is made of: the named parts, and how many of the hundred points each may give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOTAL = 100


@dataclass(frozen=True, slots=True)
class PartKind:
    """`weight` is the default number of points, `why` the reason for it; both are ours (scheme part 8.2 is open)."""

    code: str
    label: str | Promise
    weight: int
    why: str | Promise


PARTS: tuple[PartKind, ...] = (
    PartKind("fields", _("Fields"), 25, _("A visit is worth most where both work on the same things.")),
    PartKind("uses", _("What the visit is for"), 12, _("The host offers what the visitor comes for.")),
    PartKind("activities", _("Activities"), 8, _("Follows mostly from what the visit is for, so it counts less.")),
    PartKind("text", _("Words in common"), 10, _("Shows a fit that no list of fields has. Words alone can mislead.")),
    PartKind("countries", _("Preferred countries"), 12, _("The visitor has said so by name.")),
    PartKind("clusters", _("Preferred clusters"), 5, _("Named by few visitors, and the country often says the same.")),
    PartKind("regions", _("Different regions"), 6, _("The scheme wants visits between regions of different development.")),
    PartKind("sectors", _("Across sectors"), 5, _("The scheme wants links between sectors that share a technology.")),
    PartKind("answers", _("Answers of the host"), 7, _("A host that does not answer costs the visitor weeks.")),
    PartKind("feedback", _("Feedback on the host"), 5, _("Few visits are rated, so it decides between equals only.")),
    PartKind("load", _("Room at the host"), 5, _("Spreads the visits, so that no host gets tired of them.")),
)  # fmt: skip
CODES = tuple(kind.code for kind in PARTS)
BY_CODE: Mapping[str, PartKind] = MappingProxyType({kind.code: kind for kind in PARTS})
_DEFAULTS: Mapping[str, int] = MappingProxyType({kind.code: kind.weight for kind in PARTS})


@dataclass(frozen=True)
class Weights:
    """Points by part, together a hundred. `version` 0: the portal's own."""

    points: Mapping[str, int] = field(default_factory=lambda: _DEFAULTS)
    version: int = 0

    def __getitem__(self, code: str) -> int:
        """0 for a part that the version does not have. Raises KeyError for what is no part."""
        return self.points.get(BY_CODE[code].code, 0)


DEFAULT = Weights()
