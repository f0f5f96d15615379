"""The visit plan: its texts, the programme day by day, and the dates."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.widgets import DateInput
from exchanges.models import Exchange
from exchanges.selectors.building import PlanDay


def _text(label: Any, hint: Any, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=6000, widget=forms.Textarea(attrs={"rows": rows})
    )


class PlanForm(Form):
    """The texts of the plan, with the version of the exchange that the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    venue = forms.CharField(
        label=_("Place of the visit"),
        help_text=_("Address, or the places if there are several."),
        max_length=250,
    )
    objectives = _text(_("Goals of the visit"), _("What do you want to learn or find out?"))
    expected_results = _text(
        _("Expected results"), _("How will you see afterwards that the visit was worth it?")
    )
    host_duties = _text(
        _("What the host does"), _("Change the text if you have agreed something else."), rows=3
    )
    visitor_duties = _text(
        _("What the visitor does"), _("Change the text if you have agreed something else."), rows=3
    )

    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AgendaForm(Form):
    """One item of one day. A row without title is left out."""

    day = forms.DateField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("What happens"), max_length=250, required=False)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    contact = forms.CharField(label=_("Who receives you"), max_length=150, required=False)


AgendaFormSet = forms.formset_factory(AgendaForm, extra=0, max_num=400, absolute_max=400)


def agenda_formset(days: Iterable[PlanDay], data: Any = None) -> Any:
    """A row for each item, and one empty row for each day that counts, so that one can always be added."""
    initial = []
    for row in days:
        initial += [
            {"day": item.day, "title": item.title, "place": item.place, "contact": item.contact}
            for item in row.items
        ]
        if row.day.counted:
            initial.append({"day": row.day.date})
    return AgendaFormSet(data, prefix="agenda", initial=initial)


class DatesForm(Form):
    """Other days for the visit. Days off within the stay are found by the calendar, travel days are said."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    start = forms.DateField(label=_("First day at the host"), widget=DateInput)
    end = forms.DateField(label=_("Last day at the host"), widget=DateInput)
    first_is_travel = forms.BooleanField(label=_("The first day is a travel day"), required=False)
    last_is_travel = forms.BooleanField(label=_("The last day is a travel day"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day is before the first day. Swap the two dates."))
        if start and end and (end - start).days > 60:
            self.add_error("end", _("A visit lasts one month at the most. Check the dates."))
        return data

    def travel_days(self, kept: Iterable[str]) -> list[date]:
        """The ticked days, and travel days inside the stay that were given before."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        days = {day for day in map(date.fromisoformat, kept) if start < day < end}
        days |= {start} if self.cleaned_data["first_is_travel"] else set()
        days |= {end} if self.cleaned_data["last_is_travel"] else set()
        return sorted(days)

    @staticmethod
    def initial_of(exchange: Exchange) -> dict[str, Any]:
        first, last = exchange.first_day, exchange.stay.upper - timedelta(days=1)
        return {
            "version": exchange.version,
            "start": first,
            "end": last,
            "first_is_travel": first.isoformat() in exchange.travel_days,
            "last_is_travel": last.isoformat() in exchange.travel_days,
        }


class ReasonForm(Form):
    """Why: told to the others."""

    single_question = True
    reason = forms.CharField(label=_("Why?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: Any, hint: Any, caption: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.caption = caption
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
