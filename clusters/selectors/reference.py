"""Lists for select fields."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from clusters.models import Cluster, Country, Region, RegionLevel, Term
from clusters.models.place import Located
from clusters.region_data import LEVELS_EDITION
from core import clock
from core.countries import country_name
from core.dates import has_own_days, holiday_regions

# The column holds six letters; longer codes of the calendar are communities and towns, not regions.
_REGION_LENGTH = 6


def country_choices() -> list[tuple[str, str]]:
    """Every country an organisation can sit in, by its name in the reader's language."""
    codes = Country.objects.values_list("code", flat=True)
    return sorted(((code, _named(code)) for code in codes), key=lambda choice: choice[1])


def eligible_on(day: Any) -> QuerySet[Country]:
    """Countries whose organisations take part on a day."""
    return Country.objects.filter(eligible_from__lte=day).exclude(eligible_until__lt=day)


def eligible_choices(day: date) -> list[tuple[str, str]]:
    """They, by name in the reader's language."""
    codes = eligible_on(day).values_list("code", flat=True)
    return sorted(((code, _named(code)) for code in codes), key=lambda row: row[1])


def region_choices(country: str) -> list[tuple[str, str]]:
    """Regions with their own public holidays; empty where the whole country has the same."""
    regions = holiday_regions(country).items()
    return sorted(
        ((code, name) for code, name in regions if len(code) <= _REGION_LENGTH), key=lambda row: row[1]
    )


def regions_of(country: str) -> QuerySet[Region]:
    """The regions of a country by name."""
    return Region.objects.filter(country=country).order_by("name", "id")


def finer_holidays(country: str) -> list[tuple[str, str]]:
    """Parts of a country with days off of their own that are no regions by name: provinces, parts of a region."""
    named = (
        Region.objects.filter(country=country).exclude(holiday_code="").values_list("holiday_code", flat=True)
    )
    known, year = set(named), clock.today().year
    return [
        (code, name)
        for code, name in region_choices(country)
        if code not in known and has_own_days(country, code, year)
    ]


def level_of(located: Located, edition: str = LEVELS_EDITION) -> RegionLevel | None:
    """How developed the place's region is by the EU's list; None where it is not known."""
    rows = RegionLevel.objects.filter(country=located.country_id, edition=edition)
    return rows.filter(Q(region=located.area_id) if located.area_id else Q(region=None)).first() or (
        rows.filter(region=None).first()
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
