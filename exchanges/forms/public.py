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
from exchanges.pre_check import Terms
from exchanges.pre_check_words import numbers

NO_DAY = _("There is no such day. Enter year, month and day, for example 2027-03-16.")


class CalculatorForm(TownForm):
    TOWNS = ("home_", "host_")
    must_be_known = True

    home_country = country_field(label=_("Country of your organisation"))
    home_city = city_field("home_", label=_("Town of your organisation"))
    host_country = country_field(label=_("Country you want to visit"))
    host_city = city_field("host_", label=_("Town you want to visit"))
    start = forms.DateField(
        label=_("First day at the host"),
        widget=DateInput(attrs={"class": "medium"}),
        error_messages={"invalid": NO_DAY},
    )
    end = forms.DateField(
        label=_("Last day at the host"),
        widget=DateInput(attrs={"class": "medium"}),
        error_messages={"invalid": NO_DAY},
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=OrganisationKind.choices,
    )
    online = forms.BooleanField(label=_("It is an online visit"), required=False)
    travel_days = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    # Taken along from the eligibility check, a mission, a host or a partnership, and on into the application.
    earlier = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    mission = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    host = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    partnership = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    cluster = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, online: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = [("", ""), *country_choices()]
        for name in ("home_country", "host_country"):
            self.fields[name].choices = countries
        if not online:
            del self.fields["online"]
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
        if data.get("start") and data.get("end"):
            try:
                dates.check_range(data["start"], data["end"])
            except InvalidInput as problem:
                self.add_error("end", str(problem.message))
        return data


class QuestionForm(Form):
    """One question of "May I take part?", by the rules of the day."""

    single_question = True
    caption = _("May I take part?")

    def __init__(self, *args: Any, terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.fill()

    def fill(self) -> None:
        """Put in what depends on the rules."""


class KindForm(QuestionForm):
    kind = forms.ChoiceField(
        label=_("What kind of organisation do you work for?"),
        choices=OrganisationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind that fits best.")},
    )


class HomeForm(QuestionForm):
    country = forms.ChoiceField(
        label=_("In which country is it registered?"),
        help_text=_("With several sites: the country where you work."),
        error_messages={"required": _("Choose the country of your organisation.")},
    )

    def fill(self) -> None:
        self.fields["country"].choices = [("", ""), *country_choices(), ("other", _("Another country"))]


class MemberForm(QuestionForm):
    member = forms.ChoiceField(
        label=_("Does it belong to a cluster?"),
        help_text=_("The cluster needs a profile on the European Cluster Collaboration Platform."),
        choices=[
            ("yes", _("Yes, and the cluster has such a profile")),
            ("unsure", _("Yes, but I do not know about the profile")),
            ("no", _("No")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it belongs to a cluster.")},
    )


class ClusterMemberForm(QuestionForm):
    """The same for somebody who works for a cluster."""

    member = forms.ChoiceField(
        label=_("Does your cluster have a profile on the European Cluster Collaboration Platform?"),
        choices=[("yes", _("Yes")), ("unsure", _("I do not know")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether your cluster has a profile.")},
    )


class EarlierForm(QuestionForm):
    earlier = forms.ChoiceField(
        label=_("Was anybody of your organisation on a ClusterXchange visit before?"),
        help_text=_("Online visits do not count."),
        choices=[
            ("no", _("No")),
            ("other", _("Yes, somebody else")),
            ("me", _("Yes, the person who would go now")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether there was an earlier visit.")},
    )


class StayForm(QuestionForm):
    stay = forms.ChoiceField(
        label=_("How long do you want to stay with a host in another country?"),
        help_text=_("Working days there, without the days you travel."),
        choices=[(code, code) for code in ("short", "half", "full", "long", "same")],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long you want to stay.")},
    )

    def fill(self) -> None:
        say = numbers(self.terms)
        labels = {
            "short": _("Fewer than %(min)s working days"),
            "half": _("From %(min)s to %(less)s working days"),
            "full": _("%(full)s working days or more, up to one month"),
            "long": _("Longer than one month"),
            "same": _("The host is in my own country"),
        }
        if self.terms.full_days <= self.terms.min_days:
            labels.pop("half")
        self.fields["stay"].choices = [(code, str(label) % say) for code, label in labels.items()]
