"""Filters that stand in the address of a list."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clusters.enums import MembershipState, OrganisationKind
from clusters.models import Membership
from clusters.selectors import reference
from core import clock


def country_choices() -> list[tuple[str, str]]:
    """Countries by name, read once in a while: the list changes once in years."""
    found = None
    with suppress(Exception):  # a broken cache costs a statement, not the page
        key = f"clusters.countries.{get_language()}"
        found = cache.get_or_set(key, reference.country_choices, timeout=600)
    return found or reference.country_choices()


SOON = timedelta(days=60)
ANSWERED = [choice for choice in MembershipState.choices if choice[0] != MembershipState.REQUESTED]
ENDS = [("soon", _("Within 60 days")), ("dated", _("On a day")), ("never", _("Never"))]
DIRECT = [("yes", _("Direct")), ("no", _("Through another organisation"))]


class MemberFilter(django_filters.FilterSet):
    """Facets of a cluster's members. A facet that is not known is ignored, as in an old bookmark."""

    q = django_filters.CharFilter(method="by_text", label=_("Name, town or number"))
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ANSWERED, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(
        field_name="organisation__kind",
        label=_("Kind"),
        choices=OrganisationKind.choices,
        empty_label=_("Any"),
    )
    country = django_filters.ChoiceFilter(
        field_name="organisation__country", label=_("Country"), choices=country_choices, empty_label=_("Any")
    )
    direct = django_filters.ChoiceFilter(
        method="by_directness", label=_("Membership"), choices=DIRECT, empty_label=_("Any")
    )
    ends = django_filters.ChoiceFilter(method="by_end", label=_("Ends"), choices=ENDS, empty_label=_("Any"))

    class Meta:
        model = Membership
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        text = value.strip()
        return rows.filter(
            Q(organisation__name__icontains=text)
            | Q(organisation__city__icontains=text)
            | Q(organisation__registration_number__icontains=text)
            | Q(organisation__vat_number__icontains=text)
        )

    def by_directness(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        return rows.filter(direct=value == "yes")

    def by_end(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        today = clock.today()
        wanted: dict[str, Any] = {
            "soon": Q(state="confirmed", expires_on__range=(today, today + SOON)),
            "dated": Q(expires_on__isnull=False),
            "never": Q(state="confirmed", expires_on=None),
        }
        return rows.filter(wanted[value])
