"""Filters that stand in the address of a list."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.enums import ActivityKind, ActivityState
from reporting.models import Activity


class ActivityFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ActivityState.choices, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(label=_("Type"), choices=ActivityKind.choices, empty_label=_("Any"))
    cluster = django_filters.ModelChoiceFilter(label=_("Cluster"), queryset=None, empty_label=_("Any"))

    class Meta:
        model = Activity
        fields: list[str] = []

    def __init__(self, *args: object, clusters: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["cluster"].queryset = clusters
