"""Filters of the lists of best practices, training modules and opportunities; they stand in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.languages import language_choices
from reporting.knowledge_enums import (
    ModuleLevel,
    ModuleState,
    OpportunityKind,
    OpportunityState,
    PracticeState,
)
from reporting.models import BestPractice, Opportunity, TrainingModule
from reporting.selectors.modules import OLD


class _KnowledgeFilter(django_filters.FilterSet):
    """By words, topic and cluster; `words` are the columns that the words are looked for in."""

    words: tuple[str, ...] = ("title",)
    q = django_filters.CharFilter(method="by_words", label=_("Words"))
    terms = django_filters.ModelChoiceFilter(label=_("Topic"), queryset=None, empty_label=_("Any"))
    cluster = django_filters.ModelChoiceFilter(label=_("Cluster"), queryset=None, empty_label=_("Any"))

    def __init__(self, *args: object, clusters: object, topics: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["cluster"].queryset = clusters
        self.filters["terms"].queryset = topics

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value.split()[:8]:
            anywhere = Q()
            for column in self.words:
                anywhere |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(anywhere)
        return rows


class PracticeFilter(_KnowledgeFilter):
    words = ("title", "done", "audience", "result", "copying")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PracticeState.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = BestPractice
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What was dropped is shown to whoever asks for it."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.exclude(state=PracticeState.DROPPED)


class ModuleFilter(_KnowledgeFilter):
    words = ("title", "provider", "audience")
    language = django_filters.ChoiceFilter(
        method="by_language", label=_("Language"), choices=language_choices, empty_label=_("Any")
    )
    level = django_filters.ChoiceFilter(label=_("Level"), choices=ModuleLevel.choices, empty_label=_("Any"))
    cost = django_filters.ChoiceFilter(
        method="by_cost",
        label=_("Cost"),
        choices=[("free", _("Free")), ("paid", _("Not free"))],
        empty_label=_("Any"),
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("State"),
        choices=[*ModuleState.choices, ("old", _("To be looked at again"))],
        empty_label=_("Any"),
    )

    class Meta:
        model = TrainingModule
        fields: list[str] = []

    def by_language(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(languages__contains=[value])

    def by_cost(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(cost=0) if value == "free" else rows.filter(cost__gt=0)

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "old":
            return rows.filter(state=ModuleState.LISTED, checked_on__lt=clock.today() - OLD)
        return rows.filter(state=value)


class OpportunityFilter(_KnowledgeFilter):
    words = ("title", "about", "regions")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=OpportunityKind.choices, empty_label=_("Any"))
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=OpportunityState.choices, widget=forms.CheckboxSelectMultiple
    )
    due = django_filters.ChoiceFilter(
        method="by_due", label=_("Due"), choices=[("late", _("Overdue"))], empty_label=_("Any")
    )

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def by_due(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = clock.today()
        return rows.filter(state__in=["found", "pursued"]).filter(
            Q(next_on__lt=today) | Q(deadline__lt=today)
        )
