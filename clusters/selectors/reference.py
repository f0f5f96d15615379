"""Lists for select fields."""

from datetime import date

from django.db.models import QuerySet

from clusters.models import Cluster, Country, Term
from core.countries import country_name
from core.dates import holiday_regions

# The column holds six letters; longer codes of the calendar are communities and towns, not regions.
_REGION_LENGTH = 6


def country_choices() -> list[tuple[str, str]]:
    """Every country an organisation can sit in, by its name in the reader's language."""
    codes = Country.objects.values_list("code", flat=True)
    return sorted(((code, _named(code)) for code in codes), key=lambda choice: choice[1])


def eligible_choices(day: date) -> list[tuple[str, str]]:
    """Countries whose organisations take part on a day."""
    eligible = Country.objects.filter(eligible_from__lte=day).exclude(eligible_until__lt=day)
    return sorted(
        ((code, _named(code)) for code in eligible.values_list("code", flat=True)), key=lambda row: row[1]
    )


def region_choices(country: str) -> list[tuple[str, str]]:
    """Regions with their own public holidays; empty where the whole country has the same."""
    regions = holiday_regions(country).items()
    return sorted(
        ((code, name) for code, name in regions if len(code) <= _REGION_LENGTH), key=lambda row: row[1]
    )


def listed_clusters() -> QuerySet[Cluster]:
    """Clusters a person can name as the own one."""
    return (
        Cluster.objects.filter(in_portal=True).select_related("organisation__country").order_by("name", "id")
    )


def terms(taxonomy: str) -> QuerySet[Term]:
    return Term.objects.filter(taxonomy=taxonomy).order_by("code")


def _named(code: str) -> str:
    # The name carries the footnote's asterisk.
    return f"{country_name(code)}*" if code == "XK" else country_name(code)
