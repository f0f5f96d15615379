"""Questions to anybody: the calculator and "may I take part?"."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from clusters.forms.towns import TownForm, city_field, country_field
from clusters.selectors.reference import country_choices
from core import dates
from core.exceptions import InvalidInput
from core.forms import Form
from core.widgets import DateInput


class CalculatorForm(TownForm):
    TOWNS = ("home_", "host_")
    must_be_known = True

    home_country = country_field(label=_("Country of your organisation"))
    home_city = city_field("home_", label=_("Town of your organisation"))
    host_country = country_field(label=_("Country you want to visit"))
    host_city = city_field("host_", label=_("Town you want to visit"))
    start = forms.DateField(label=_("First day at the host"), widget=DateInput(attrs={"class": "medium"}))
    end = forms.DateField(label=_("Last day at the host"), widget=DateInput(attrs={"class": "medium"}))
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=OrganisationKind.choices,
        initial=OrganisationKind.SME,
        required=False,
    )
    travel_days = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posted = self.data.getlist("travel_days") if hasattr(self.data, "getlist") else []
        self.fields["travel_days"].choices = [(day, day) for day in posted]

    def clean_travel_days(self) -> list[date]:
        found = []
        for text in self.cleaned_data["travel_days"]:
            try:
                found.append(date.fromisoformat(text))
            except ValueError:
                continue
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["kind"] = data.get("kind") or OrganisationKind.SME.value
        if data.get("start") and data.get("end"):
            try:
                dates.check_range(data["start"], data["end"])
            except InvalidInput as problem:
                self.add_error("end", str(problem.message))
        return data


class KindForm(Form):
    single_question = True
    kind = forms.ChoiceField(
        label=_("What kind of organisation do you work for?"),
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
    )


class HomeForm(Form):
    single_question = True
    country = forms.ChoiceField(
        label=_("In which country is it registered?"),
        help_text=_("With several sites: the country where you work."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", ""), *country_choices(), ("other", _("Another country"))]


class MemberForm(Form):
    single_question = True
    member = forms.ChoiceField(
        label=_("Does it belong to a cluster?"),
        help_text=_("The cluster needs a profile on the European Cluster Collaboration Platform."),
        choices=[
            ("yes", _("Yes, and the cluster has such a profile")),
            ("unsure", _("Yes, but I do not know about the profile")),
            ("no", _("No")),
        ],
        widget=forms.RadioSelect,
    )


class EarlierForm(Form):
    single_question = True
    earlier = forms.ChoiceField(
        label=_("Was anybody of your organisation on a ClusterXchange visit before?"),
        help_text=_("Online visits do not count."),
        choices=[
            ("no", _("No")),
            ("other", _("Yes, somebody else")),
            ("me", _("Yes, the person who would go now")),
        ],
        widget=forms.RadioSelect,
    )


class StayForm(Form):
    single_question = True
    stay = forms.ChoiceField(
        label=_("How long do you want to stay with a host in another country?"),
        help_text=_("Working days there, without the days you travel."),
        choices=[
            ("short", _("One or two working days")),
            ("half", _("Three or four working days")),
            ("full", _("Five working days, up to one month")),
            ("long", _("Longer than one month")),
            ("same", _("The host is in my own country")),
        ],
        widget=forms.RadioSelect,
    )
