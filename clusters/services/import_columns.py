"""Columns that several kinds of table share, with the headers people give them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from clusters.enums import OrganisationKind, SmeSize
from core.imports.columns import CHOICE, Column
from core.imports.columns import COUNTRY as COUNTRY_KIND

_KIND_WORDS: dict[str, tuple[str, ...]] = {
    OrganisationKind.CLUSTER: ("cluster", "cluster organisation", "cluster organization", "clúster", "klaster", "klasteris"),
    OrganisationKind.SME: ("sme", "kmu", "pme", "pyme", "mśp", "msp", "мсп", "vvį", "pmi", "firm", "company",
        "small or medium-sized enterprise"),
    OrganisationKind.TECH_CENTRE: ("tech centre", "technology center", "technologiezentrum", "centre technologique"),
    OrganisationKind.RESEARCH: ("research", "research organisation", "university", "hochschule", "universität",
        "université", "rto"),
    OrganisationKind.INNOVATION_HUB: ("innovation hub", "digital innovation hub", "dih", "edih"),
    OrganisationKind.FAB_LAB: ("fab lab", "fablab", "makerspace"),
    OrganisationKind.CREATIVE_HUB: ("creative hub",),
    OrganisationKind.RESOURCE_EFFICIENCY: ("resource efficiency",),
    OrganisationKind.INCUBATOR: ("incubator", "accelerator", "gründerzentrum", "incubateur", "incubadora"),
    OrganisationKind.TRAINING: ("training", "academy", "bildungsträger", "formation"),
    OrganisationKind.LARGE_COMPANY: ("large", "large enterprise", "großunternehmen", "grande entreprise", "gran empresa"),
    OrganisationKind.PUBLIC_AUTHORITY: ("public", "public body", "authority", "behörde", "autorité publique"),
    OrganisationKind.INNOVATION_AGENCY: ("agency", "innovationsagentur", "agence d'innovation"),
}  # fmt: skip
SIZES: dict[str, tuple[object, ...]] = {
    SmeSize.MICRO: (gettext_lazy("micro"), SmeSize.MICRO.label, "kleinst", "très petite", "1-9", "< 10"),
    SmeSize.SMALL: (gettext_lazy("small"), SmeSize.SMALL.label, "klein", "petite", "pequeña", "10-49"),
    SmeSize.MEDIUM: (gettext_lazy("medium"), SmeSize.MEDIUM.label, "mittel", "moyenne", "mediana", "50-249"),
    SmeSize.NOT_SME: (gettext_lazy("not an SME"), SmeSize.NOT_SME.label, "large", "groß", "250+"),
}
_COUNTRIES = ("country", "land", "pays", "país", "kraj", "държава", "šalis", "paese", "staat", "country code")
_CITIES = (
    "city",
    "town",
    "ort",
    "stadt",
    "sitz",
    "ville",
    "ciudad",
    "miasto",
    "град",
    "miestas",
    "città",
    "place",
    "location",
)
_KINDS = (
    "type",
    "kind",
    "category",
    "art",
    "typ",
    "kategorie",
    "type d'organisation",
    "tipo",
    "rodzaj",
    "вид",
    "tipas",
)


def kind_column(
    key: str = "kind",
    label: object = gettext_lazy("Kind of organisation"),
    names: tuple[str, ...] = _KINDS,
    *,
    required: bool = True,
    kinds: Iterable[OrganisationKind] = OrganisationKind,
    example: str = "SME",
) -> Column:
    choices = {str(kind): (kind.label, kind.value, *_KIND_WORDS[kind]) for kind in kinds}
    return Column(key, label, CHOICE, required=required, names=names, choices=choices, example=example)


def country_column(key: str, label: object, names: tuple[str, ...], example: str = "DE") -> Column:
    hint = gettext_lazy("Two letters, or the name in any European language.")
    return Column(key, label, COUNTRY_KIND, required=True, names=names, example=example, hint=hint)


def city_column(key: str, label: object, names: tuple[str, ...], example: str = "Dresden") -> Column:
    return Column(key, label, required=True, names=names, most_letters=100, example=example)


COUNTRY = country_column("country", gettext_lazy("Country"), _COUNTRIES)
CITY = city_column("city", gettext_lazy("Town"), _CITIES)
