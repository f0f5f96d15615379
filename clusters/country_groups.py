"""Groups of countries that people think in: "a host in the Nordics". Reference data; a country stands in one group only."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: MappingProxyType[str, tuple[str | Promise, tuple[str, ...]]] = MappingProxyType(
    {
        "nordics": (_("Nordics"), ("DK", "FI", "IS", "NO", "SE")),
        "baltics": (_("Baltics"), ("EE", "LT", "LV")),
        "benelux": (_("Benelux"), ("BE", "LU", "NL")),
        "dach": (_("Austria and Germany"), ("AT", "DE", "LI", "CH")),
        "france": (_("France and Monaco"), ("FR", "MC")),
        "iberia": (_("Iberia"), ("AD", "ES", "PT")),
        "italy": (_("Italy and Malta"), ("IT", "MT", "SM")),
        "visegrad": (_("Visegrád countries"), ("CZ", "HU", "PL", "SK")),
        "balkans": (_("Western Balkans"), ("AL", "BA", "HR", "ME", "MK", "RS", "SI", "XK")),
        "southeast": (_("South-eastern Europe"), ("BG", "CY", "GR", "RO", "TR")),
        "isles": (_("Ireland and the United Kingdom"), ("GB", "IE")),
        "east": (_("Eastern partners"), ("AM", "GE", "MD", "UA")),
    }
)
# A visitor that has named no country; and one that has named a country of no group.
ANYWHERE, ELSEWHERE = "any", "other"
_GROUP_OF = {code: name for name, (_label, codes) in GROUPS.items() for code in codes}


def group_of(country: str) -> str:
    return _GROUP_OF.get(country, ELSEWHERE)


def label_of(group: str) -> str:
    if group == ANYWHERE:
        return str(_("any country"))
    return str(GROUPS[group][0]) if group in GROUPS else str(_("other countries"))
