"""Filters that stand in the address of a list."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.enums import LeadState
from clusters.models import Lead
from core import clock
from reporting.enums import ActivityKind, ActivityState
from reporting.models import Activity

WEEK = timedelta(days=7)


class LeadFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label=_("Name, organisation or address"))
    status = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=LeadState.choices, widget=forms.CheckboxSelectMultiple
    )
    due = django_filters.ChoiceFilter(
        method="by_due",
        label=_("Due"),
        choices=[("late", _("Overdue")), ("week", _("Within 7 days"))],
        empty_label=_("Any"),
    )
    who = django_filters.ChoiceFilter(
        method="by_person",
        label=_("Given to"),
        choices=[("me", _("Me")), ("nobody", _("Nobody"))],
        empty_label=_("Anybody"),
    )

    class Meta:
        model = Lead
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        text = value.strip()
        return rows.filter(
            Q(name__icontains=text) | Q(organisation__icontains=text) | Q(email__icontains=text)
        )

    def by_due(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        today = clock.today()
        return (
            rows.filter(due__lt=today) if value == "late" else rows.filter(due__range=(today, today + WEEK))
        )

    def by_person(self, rows: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        return rows.filter(assigned_to=self.request.user if value == "me" else None)


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
