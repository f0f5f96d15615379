"""What a person told the eligibility check and the calculator, and takes along into a new application."""

from datetime import date
from typing import Any

from django import forms

from clusters import places
from clusters.selectors.reference import eligible_choices
from core import clock
from core.forms import Form
from exchanges.models import Mission

EARLIER = {"no": False, "other": True, "me": True}
MOST_DAYS = 31


class CarriedOverForm(Form):
    """Nothing here is an error: what does not fit is left behind, as in an old bookmark."""

    planned_start = forms.DateField(required=False)
    planned_end = forms.DateField(required=False)
    country = forms.ChoiceField(required=False)
    town = forms.IntegerField(required=False)
    earlier = forms.ChoiceField(required=False, choices=[(code, code) for code in EARLIER])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = eligible_choices(clock.today())

    def answers(self, mission: Mission | None = None, *, home: str = "") -> dict[str, Any]:
        """For a draft of somebody from `home`. A mission has a place of its own, and days that these must touch."""
        self.is_valid()
        found = self.cleaned_data
        answers = self._days(mission)
        country = found.get("country")
        if country and country != home and mission is None:
            answers["preferred_countries"] = [country]
            town = places.by_id(country, found["town"]) if found.get("town") else None
            if town is not None:
                answers["wished_town"] = town.id
        if found.get("earlier"):
            answers["earlier_visit"] = EARLIER[found["earlier"]]
        return answers

    def _days(self, mission: Mission | None) -> dict[str, Any]:
        """Both days, in order and still to come; the days of travel only with them."""
        start, end = self.cleaned_data.get("planned_start"), self.cleaned_data.get("planned_end")
        if not (start and end and clock.today() <= start <= end):
            return {}
        if mission is not None and (start > mission.end_on or end < mission.start_on):
            return {}
        return {"planned_start": start, "planned_end": end, "travel_days": self._travel_days(start, end)}

    def _travel_days(self, start: date, end: date) -> list[date]:
        typed = self.data.getlist("travel_days") if hasattr(self.data, "getlist") else []
        found = []
        for text in typed[:MOST_DAYS]:
            try:
                day = date.fromisoformat(text)
            except ValueError:
                continue
            if start <= day <= end:
                found.append(day)
        return found
