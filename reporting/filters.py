"""Filters that stand in the address of a list."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.enums import LeadState
from clusters.models import Cluster, Lead, Term
from core import clock
from core.widgets import DateInput
from reporting.enums import ActivityKind, ActivityState, ServiceNovelty, ServiceStage
from reporting.models import Activity, Service

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
    q = django_filters.CharFilter(method="by_text", label=_("Title, text or partner"))
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ActivityState.choices, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(label=_("Type"), choices=ActivityKind.choices, empty_label=_("Any"))
    cluster = django_filters.ModelChoiceFilter(
        label=_("Cluster, also as one that took part"),
        queryset=None,
        empty_label=_("Any"),
        method="by_cluster",
    )
    theme = django_filters.ModelChoiceFilter(
        label=_("Theme"), queryset=None, empty_label=_("Any"), method="by_theme"
    )
    since = django_filters.DateFilter(
        label=_("From"), field_name="held_on", lookup_expr="gte", widget=DateInput()
    )
    until = django_filters.DateFilter(
        label=_("Until"), field_name="held_on", lookup_expr="lte", widget=DateInput()
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    def __init__(self, *args: object, clusters: object, themes: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["cluster"].queryset = clusters
        self.filters["theme"].queryset = themes

    def by_text(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        text = value.strip()
        return rows.filter(Q(title__icontains=text) | Q(note__icontains=text) | Q(partner__icontains=text))

    def by_cluster(self, rows: QuerySet[Activity], name: str, value: Cluster) -> QuerySet[Activity]:
        took_part = Activity.clusters.through.objects.filter(cluster=value).values("activity")
        return rows.filter(Q(cluster=value) | Q(pk__in=took_part))

    def by_theme(self, rows: QuerySet[Activity], name: str, value: Term) -> QuerySet[Activity]:
        tagged = Activity.terms.through.objects.filter(Q(term=value) | Q(term__parent=value))
        return rows.filter(pk__in=tagged.values("activity"))


class ServiceFilter(django_filters.FilterSet):
    stage = django_filters.MultipleChoiceFilter(
        label=_("State of development"), choices=ServiceStage.choices, widget=forms.CheckboxSelectMultiple
    )
    novelty = django_filters.ChoiceFilter(
        label=_("New or adapted"), choices=ServiceNovelty.choices, empty_label=_("Any")
    )
    cluster = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=None, empty_label=_("Any"))

    class Meta:
        model = Service
        fields: list[str] = []

    def __init__(self, *args: object, clusters: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["cluster"].queryset = clusters
