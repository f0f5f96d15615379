"""Filters that stand in the address of a list."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import django_filters
from django import forms
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind, RoleKind
from clusters.models import Country, Organisation
from core import clock
from core.actors import Actor, wearer_of
from core.countries import country_name
from core.filters import FilterForm
from core.prepared import Prepared
from exchanges.enums import MissionState
from exchanges.models import Application, HostOffer, Mission, OfferPeriod, PastExchange
from exchanges.selectors import queue, queue_marks

RESPONSIBLE = [("me", _("Me")), ("nobody", _("Nobody"))]
ARCHIVED = [("with", _("With archived files")), ("only", _("Archived files only"))]
DUE = [("late", _("Late")), ("week", _("Due within 7 days"))]


def country_choices() -> list[tuple[str, str]]:
    """Countries of the scheme by name. The list changes once in years, so it is read once in a while."""
    codes = None
    with suppress(Exception):  # a broken cache costs a statement, not the page
        codes = cache.get_or_set("filters.countries", _eligible_codes, timeout=600)
    if codes is None:
        codes = _eligible_codes()
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


def mission_choices(actor: Actor) -> list[tuple[int, str]]:
    """The missions of the hat's files, newest first."""
    hat = actor.hat
    if hat is None:
        return _missions(None, cluster=None, partnership=None)
    return _missions(hat.kind, cluster=hat.cluster_id, partnership=hat.partnership_id)


def _mission_titles(kind: str | None, *, cluster: Any, partnership: Any) -> QuerySet[Any]:
    rows = Mission.objects.visible_to(wearer_of(kind, cluster=cluster, partnership=partnership))
    rows = rows.filter(with_lump_sum=True)
    if kind in (RoleKind.FINANCE, RoleKind.COORDINATOR, RoleKind.AUDITOR):
        rows = rows.filter(partnership_id=partnership)
    return rows.order_by("-start_on", "id").values_list("pk", "title")[:200]


_missions = Prepared("missions", _mission_titles)


def _eligible_codes() -> list[str]:
    return list(Country.objects.filter(eligible_from__isnull=False).values_list("code", flat=True))


class ApplicationFilter(django_filters.FilterSet):
    """Facets of the queue. A facet that is not known is ignored, as a filter in an old bookmark should be."""

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Reference or organisation"),
        widget=forms.TextInput(attrs={"aria-keyshortcuts": "/"}),
    )
    stage = django_filters.MultipleChoiceFilter(
        method="by_stage",
        label=_("Stage"),
        choices=list(queue.STAGES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    due = django_filters.ChoiceFilter(method="by_due", label=_("Due"), choices=DUE, empty_label=_("Any"))
    waiting = django_filters.ChoiceFilter(
        method="by_waiting", label=_("Waiting for"), choices=list(queue.WHO.items()), empty_label=_("Anybody")
    )
    kind = django_filters.ChoiceFilter(
        field_name="organisation_kind",
        label=_("Kind of visitor"),
        choices=OrganisationKind.choices,
        empty_label=_("Any"),
    )
    country = django_filters.ChoiceFilter(
        field_name="organisation__country",
        label=_("Country of the visitor"),
        choices=country_choices,
        empty_label=_("Any"),
    )
    mission = django_filters.ChoiceFilter(
        field_name="mission", label=_("Mission"), choices=(), empty_label=_("Any")
    )
    tag = django_filters.ChoiceFilter(method="by_tag", label=_("Tag"), choices=(), empty_label=_("Any"))
    responsible = django_filters.ChoiceFilter(
        method="by_responsible", label=_("Responsible"), choices=RESPONSIBLE, empty_label=_("Anybody")
    )
    archived = django_filters.ChoiceFilter(
        method="by_archive", label=_("Archive"), choices=ARCHIVED, empty_label=_("Without archived files")
    )

    class Meta:
        model = Application
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, tags: Sequence[str] = (), **kwargs: Any) -> None:
        """`tags` are those of the hat's place."""
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["mission"].extra["choices"] = mission_choices(self.request.actor)
        self.filters["tag"].extra["choices"] = [(name, name) for name in tags]

    def filter_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Application]:
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("archived") or self.request is None:
            return rows
        return rows.exclude(queue_marks.archived(self.request.actor))

    def by_text(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        text = value.strip()
        named = Organisation.objects.filter(name__icontains=text).order_by().values("pk")
        return rows.filter(Q(reference__icontains=text) | Q(organisation__in=named))

    def by_stage(self, rows: QuerySet[Application], name: str, value: list[str]) -> QuerySet[Application]:
        wanted = Q()
        for stage in value:
            wanted |= queue.stage_filter(stage)
        return rows.filter(wanted)

    def by_due(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return rows.filter(queue.due_filter(late=value == "late", today=clock.today()))

    def by_tag(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return rows.filter(queue_marks.tagged(value, self.request.actor))

    def by_responsible(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return rows.filter(responsible=self.request.actor.user_id if value == "me" else None)

    def by_archive(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return rows.filter(queue_marks.archived(self.request.actor)) if value == "only" else rows

    def by_waiting(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return rows.filter(queue.waiting_filter(value))


class OfferFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label=_("Words"))
    country = django_filters.ChoiceFilter(
        field_name="organisation__country", label=_("Country"), choices=country_choices, empty_label=_("Any")
    )
    free_on = django_filters.DateFilter(
        method="by_day", label=_("Free on"), widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = HostOffer
        form = FilterForm
        fields: list[str] = []

    def by_text(self, rows: QuerySet[HostOffer], name: str, value: str) -> QuerySet[HostOffer]:
        words = (
            Q(title__icontains=value)
            | Q(description__icontains=value)
            | Q(organisation__name__icontains=value)
        )
        return rows.filter(words)

    def by_day(self, rows: QuerySet[HostOffer], name: str, value: Any) -> QuerySet[HostOffer]:
        free = OfferPeriod.objects.filter(offer=OuterRef("pk"), first_day__lte=value, last_day__gte=value)
        return rows.filter(Exists(free))


class MissionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[choice for choice in MissionState.choices if choice[0] not in ("draft", "cancelled")],
        empty_label=_("Any"),
    )
    country = django_filters.ChoiceFilter(label=_("Country"), choices=country_choices, empty_label=_("Any"))

    class Meta:
        model = Mission
        form = FilterForm
        fields: list[str] = []


class PastFilter(django_filters.FilterSet):
    """Facets of the visits from before the portal."""

    q = django_filters.CharFilter(method="by_text", label=_("Reference or organisation"))
    kind = django_filters.ChoiceFilter(
        field_name="visitor_kind",
        label=_("Kind of visitor"),
        choices=OrganisationKind.choices,
        empty_label=_("Any"),
    )
    home = django_filters.ChoiceFilter(
        field_name="visitor_country",
        label=_("Country of the visitor"),
        choices=country_choices,
        empty_label=_("Any"),
    )
    host = django_filters.ChoiceFilter(
        field_name="host_country",
        label=_("Country of the host"),
        choices=country_choices,
        empty_label=_("Any"),
    )
    since = django_filters.DateFilter(
        field_name="credited_on",
        lookup_expr="gte",
        label=_("Counts from this day on"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        field_name="credited_on",
        lookup_expr="lte",
        label=_("Counts up to this day"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = PastExchange
        fields: list[str] = []

    def by_text(self, rows: QuerySet[PastExchange], name: str, value: str) -> QuerySet[PastExchange]:
        text = value.strip()
        return rows.filter(
            Q(reference__icontains=text)
            | Q(visitor__name__icontains=text)
            | Q(host__name__icontains=text)
            | Q(mission_name__icontains=text)
        )
