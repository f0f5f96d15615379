"""Sets of targets that a coordinator can begin with. Published figures of two partnerships (scheme.md 6.2)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class TargetSet:
    key: str
    name: Any
    explanation: Any
    source: Any
    values: dict[str, int]


SETS: tuple[TargetSet, ...] = (
    TargetSet(
        "excite",
        _("EXCITE"),
        _(
            "O1 to O5: 12 staff, 6 strategies, 96 exchanges, 5 services, 20 joint activities, 3 links for skills."
        ),
        _("EXCITE, published objectives"),
        {
            "O1.staff": 12,
            "O1.strategies": 6,
            "O2.exchanges": 96,
            "O3.services": 5,
            "O4.activities": 20,
            "O5.links": 3,
        },
    ),
    TargetSet(
        "recipe4mobility",
        _("RECiPE4Mobility"),
        _(
            "50 exchanges: at least 25 of SMEs, 5 of cluster managers, 10 of tech centres, 10 of other scaling-up organisations."
        ),
        _("RECiPE4Mobility, published objectives"),
        {
            "O2.exchanges": 50,
            "O2.sme_exchanges": 25,
            "EU5.cluster_exchanges": 5,
            "EU5.tech_centre_exchanges": 10,
            "EU5.other_scaling_up_exchanges": 10,
        },
    ),
)
BY_KEY = {item.key: item for item in SETS}
