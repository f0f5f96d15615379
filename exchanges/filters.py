"""Filters that stand in the address of a list."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import django_filters
from django import forms
from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from core.filters import FilterForm
from exchanges.calendar_days import Entry
from exchanges.enums import OPEN_PROPOSAL_STATES, EventKind, MissionState
from exchanges.models import Application, HostOffer, Mission, OfferPeriod, PastExchange, Proposal
from exchanges.selectors import calendar, choices, queue

RESPONSIBLE = [("me", _("Me")), ("nobody", _("Nobody"))]
ARCHIVED = [("with", _("With archived files")), ("only", _("Archived files only"))]
ASKED = [("nobody", _("No host is asked")), ("asked", _("A host is asked"))]
DUE = [("late", _("Late")), ("week", _("Due within 7 days"))]


def _any(words: Any, choices: Iterable[Any]) -> list[Any]:
    return [("", words), *choices]


class FilesFilter(FilterForm):
    """The panel of the list of files; which files an address asks for, `queue_filter.wanted` says."""

    q = forms.CharField(
        label=_("Reference or organisation"),
        required=False,
        widget=forms.TextInput(attrs={"aria-keyshortcuts": "/"}),
    )
    stage = forms.MultipleChoiceField(
        label=_("Stage"),
        required=False,
        choices=list(queue.STAGES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    due = forms.ChoiceField(label=_("Due"), required=False, choices=_any(_("Any"), DUE))
    waiting = forms.ChoiceField(
        label=_("Waiting for"), required=False, choices=_any(_("Anybody"), queue.WHO.items())
    )
    kind = forms.ChoiceField(
        label=_("Kind of visitor"), required=False, choices=_any(_("Any"), OrganisationKind.choices)
    )
    country = forms.ChoiceField(label=_("Country of the visitor"), required=False)
    mission = forms.ChoiceField(label=_("Mission"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    responsible = forms.ChoiceField(
        label=_("Responsible"), required=False, choices=_any(_("Anybody"), RESPONSIBLE)
    )
    archived = forms.ChoiceField(
        label=_("Archive"), required=False, choices=_any(_("Without archived files"), ARCHIVED)
    )

    def __init__(
        self, given: QueryDict, *, missions: Iterable[tuple[int, str]], tags: Iterable[str] = ()
    ) -> None:
        """`missions` and `tags` are those of the hat's place."""
        super().__init__(given)
        offered = {
            "country": choices.countries(),
            "mission": missions,
            "tag": [(name, name) for name in tags],
        }
        for name, known in offered.items():
            self.fields[name].choices = _any(_("Any"), known)


class FilesPanel:
    """The panel of `FilesFilter` and the chips over the list. The form is made only where it is not kept, or has a chip."""

    def __init__(
        self, given: QueryDict, *, missions: Sequence[tuple[int, str]], tags: Sequence[str] = ()
    ) -> None:
        self._given, self._missions, self._tags = given, missions, tags

    def __str__(self) -> str:
        given = [self._given.getlist(name) for name in FilesFilter.base_fields]
        offered = (get_language(), choices.countries(), self._missions, self._tags)
        key = make_template_fragment_key("files", [given, offered])
        html: str = caches["fragments"].get_or_set(key, lambda: str(self.form))
        return html

    def __iter__(self) -> Iterator[BoundField]:
        if any(self._given.get(name) for name in FilesFilter.base_fields):
            yield from self.form

    @cached_property
    def form(self) -> FilesFilter:
        return FilesFilter(self._given, missions=self._missions, tags=self._tags)


class OfferFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label=_("Words"))
    country = django_filters.ChoiceFilter(
        field_name="organisation__country",
        label=_("Country"),
        choices=choices.countries,
        empty_label=_("Any"),
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
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=EventKind.choices, empty_label=_("Any"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[choice for choice in MissionState.choices if choice[0] not in ("draft", "cancelled")],
        empty_label=_("Any"),
    )
    country = django_filters.ChoiceFilter(label=_("Country"), choices=choices.countries, empty_label=_("Any"))

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
        choices=choices.countries,
        empty_label=_("Any"),
    )
    host = django_filters.ChoiceFilter(
        field_name="host_country",
        label=_("Country of the host"),
        choices=choices.countries,
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


class WaitingFilter(django_filters.FilterSet):
    """Those who wait for a host."""

    q = django_filters.CharFilter(method="by_text", label=_("Reference or organisation"))
    asked = django_filters.ChoiceFilter(
        method="by_asked", label=_("Hosts"), choices=ASKED, empty_label=_("Any")
    )
    country = django_filters.ChoiceFilter(
        field_name="organisation__country",
        label=_("Country of the visitor"),
        choices=choices.countries,
        empty_label=_("Any"),
    )

    class Meta:
        model = Application
        form = FilterForm
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        text = value.strip()
        return rows.filter(Q(reference__icontains=text) | Q(organisation__name__icontains=text))

    def by_asked(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        asked = Proposal.objects.filter(application=OuterRef("pk"), state__in=OPEN_PROPOSAL_STATES)
        return rows.filter(Exists(asked) if value == "asked" else ~Exists(asked))


class CalendarFilter(FilterForm):
    """Offers the names that the month holds; one chosen in another month stays in the address."""

    kind = forms.ChoiceField(
        label=_("Show"), required=False, choices=_any(_("Everything"), calendar.KINDS.items())
    )
    host = forms.ChoiceField(label=_("Host"), required=False)
    visitor = forms.ChoiceField(label=_("Visitor"), required=False)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)

    def __init__(self, given: QueryDict, entries: Sequence[Entry]) -> None:
        super().__init__(given)
        for name, part in (("host", "host"), ("visitor", "visitor"), ("cluster", "clusters")):
            known: list[tuple[str, Any]] = [
                (str(number), label) for number, label in calendar.names_in(entries, part)
            ]
            chosen = given.get(name, "")
            if chosen.isdecimal() and chosen not in {number for number, _label in known}:
                known.append((chosen, _("Chosen before, not in this month")))
            self.fields[name].choices = _any(_("Any"), known)

    @property
    def chosen(self) -> calendar.Chosen:
        given = self.cleaned_data if self.is_valid() else {}
        numbers = {
            name: int(given[name]) if given.get(name) else None for name in ("host", "visitor", "cluster")
        }
        return calendar.Chosen(kind=given.get("kind") or None, **numbers)
