"""The pages of an application: one thing, or a few that belong together, a page."""

from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clusters.forms.sme import yes_no
from clusters.selectors.reference import eligible_choices
from core import clock, dates
from core.countries import country_name
from core.exceptions import InvalidInput
from core.forms import Form
from core.languages import language_choices
from core.widgets import DateInput
from exchanges.enums import ActivityType, HostChoice, Use
from exchanges.matching.score import Suggestion
from exchanges.models import Application
from exchanges.selectors.apply import fitting_offers, open_missions, open_offers, wished_town
from exchanges.selectors.partnerships import clusters_of, day_of, give_cluster, give_partnership, open_on

FOR_ME = "give"


def with_hint(label: Any, hint: Any) -> Any:
    return format_html('{}<span class="choice__hint">{}</span>', label, hint)


class PageForm(Form):
    """A page of one application; `caption` stands above the title."""

    caption = _("Your application")

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        super().__init__(*args, **kwargs)
        self.fill()

    def fill(self) -> None:
        """Put in the choices that depend on the application."""


class VisitForm(PageForm):
    uses = forms.MultipleChoiceField(
        label=_("What is the visit for?"),
        choices=Use.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that fit."),
    )
    activity_types = forms.MultipleChoiceField(
        label=_("What do you want to do there?"),
        choices=ActivityType.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that fit."),
    )


class GoalsForm(PageForm):
    motivation = forms.CharField(
        label=_("Why do you want to go?"),
        max_length=4000,
        help_text=_("Three to six sentences. Say what you look for that you do not find at home."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    expected_results = forms.CharField(
        label=_("What do you want to bring home?"),
        max_length=4000,
        help_text=_("For example a partner for a project, a test of your product, or an agreement."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class HostForm(PageForm):
    single_question = True
    host_choice = forms.ChoiceField(label=_("Where do you want to go?"), widget=forms.RadioSelect)

    def fill(self) -> None:
        hints = {
            HostChoice.MISSION: _(
                "A visit of several organisations with a common programme. The dates are set."
            ),
            HostChoice.LISTED: _("You choose an organisation that offers to receive visitors."),
            HostChoice.INVITE: _(
                "The host is not in the list. We write to it once your application is accepted."
            ),
            HostChoice.FIND: _("You say what you are looking for. We suggest hosts that fit."),
        }
        self.fields["host_choice"].choices = [
            (choice.value, with_hint(choice.label, hints[choice])) for choice in HostChoice
        ]


class MissionForm(PageForm):
    single_question = True
    mission = forms.ModelChoiceField(
        label=_("Which mission do you want to join?"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def fill(self) -> None:
        field = self.fields["mission"]
        field.queryset = open_missions(self.application)
        field.label_from_instance = lambda mission: with_hint(
            mission.title,
            f"{mission.city}, {mission.country}, {dates.human(mission.start_on)} - {dates.human(mission.end_on)}",
        )


class OfferForm(PageForm):
    """The hosts that fit best, with the reasons; the one already chosen is always among them."""

    single_question = True
    host_offer = forms.TypedChoiceField(
        label=_("Which host do you want to visit?"),
        help_text=_("Those that fit your answers best stand first."),
        widget=forms.RadioSelect,
    )

    def fill(self) -> None:
        field = self.fields["host_offer"]
        field.choices = [
            (str(found.candidate.offer_id), with_hint(found.candidate.title, _why(found)))
            for found in fitting_offers(self.application)
        ]
        field.coerce = lambda pk: open_offers(self.application).get(pk=pk)


class WishesForm(PageForm):
    languages = forms.MultipleChoiceField(
        label=_("In which languages can you work?"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
    )
    preferred_countries = forms.MultipleChoiceField(
        label=_("Which countries do you prefer?"),
        required=False,
        help_text=_("Leave this empty if any country is fine."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
    )
    # Asked only of somebody who had a town in mind in the calculator.
    near_town = forms.BooleanField(required=False)

    def fill(self) -> None:
        home = self.application.organisation.country_id
        countries = [choice for choice in eligible_choices(day_of(self.application)) if choice[0] != home]
        self.fields["languages"].choices = language_choices()
        self.fields["preferred_countries"].choices = countries
        town = wished_town(self.application)
        if town is None:
            del self.fields["near_town"]
        else:
            place = {"town": town.label, "country": country_name(town.country)}
            self.fields["near_town"].label = _("I have %(town)s, %(country)s, in mind.") % place
        self.town = town

    def clean(self) -> dict[str, Any]:
        """A town goes with its country."""
        data = super().clean() or self.cleaned_data
        countries = data.get("preferred_countries")
        if self.town is not None and countries and self.town.country not in countries:
            data["near_town"] = False
        return data


class DatesForm(PageForm):
    planned_start = forms.DateField(
        label=_("First day at the host"), widget=DateInput(attrs={"class": "medium"})
    )
    planned_end = forms.DateField(
        label=_("Last day at the host"), widget=DateInput(attrs={"class": "medium"})
    )
    # Shown day by day beside the lump sum.
    travel_days = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def fill(self) -> None:
        posted = self.data.getlist("travel_days") if hasattr(self.data, "getlist") else []
        known = [day for day in posted if _is_day(day)]
        self.fields["travel_days"].choices = [(day, day) for day in known]

    def clean_travel_days(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.cleaned_data["travel_days"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("planned_start"), data.get("planned_end")
        if start is None or end is None:
            return data
        try:
            dates.check_range(start, end)
        except InvalidInput as problem:
            self.add_error("planned_end", str(problem.message))
        if start < clock.today():
            self.add_error("planned_start", _("The first day lies in the past. Choose a later day."))
        return data


class TravellerForm(Form):
    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"))
    position = forms.CharField(label=_("Position"), max_length=120, required=False)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class BaseTravellers(BaseFormSet):
    def named(self) -> list[dict[str, str]]:
        return [
            form.cleaned_data for form in self.forms if form.has_changed() and form.cleaned_data.get("email")
        ]

    def clean(self) -> None:
        if any(self.errors):
            return
        addresses = [row["email"] for row in self.named()]
        if not addresses:
            raise forms.ValidationError(_("Name at least one person who travels."))
        if len(addresses) != len(set(addresses)):
            raise forms.ValidationError(_("Every person needs an e-mail address of their own."))


TravellerFormSet = formset_factory(
    TravellerForm, formset=BaseTravellers, extra=0, max_num=20, absolute_max=20
)


class PartnershipForm(PageForm):
    single_question = True
    partnership = forms.ChoiceField(
        label=_("Which partnership should handle your visit?"),
        help_text=_("A partnership of clusters decides, helps you, and pays the lump sum."),
        widget=forms.RadioSelect,
    )

    def fill(self) -> None:
        given = give_partnership(self.application)
        name = given.name if given is not None else _("none is open on these days")
        choices = [(FOR_ME, with_hint(_("Choose one for me"), _("This would be: %(name)s") % {"name": name}))]
        running = list(open_on(day_of(self.application)))
        if given is not None and given not in running:
            running.append(given)
        choices += [(str(row.pk), with_hint(row.name, row.full_name or row.code)) for row in running]
        self.fields["partnership"].choices = choices


class ClusterForm(PageForm):
    single_question = True
    visitor_cluster = forms.ChoiceField(
        label=_("Which cluster should be your contact?"),
        help_text=_("It reads your application and answers your questions."),
        widget=forms.RadioSelect,
    )

    def fill(self) -> None:
        partnership = self.application.partnership
        if partnership is None:
            return
        given = give_cluster(self.application, partnership)
        choices = [
            (FOR_ME, with_hint(_("Choose one for me"), _("This would be: %(name)s") % {"name": given.name}))
        ]
        for cluster in clusters_of(partnership):
            place = f"{cluster.organisation.city}, {cluster.organisation.country}"
            choices.append((str(cluster.pk), with_hint(cluster.name, place)))
        self.fields["visitor_cluster"].choices = choices


class DeclarationsForm(Form):
    """Also asked on the page of the mail link, where the applicant of an entered application confirms."""

    caption = _("Your application")
    earlier_visit = yes_no(
        _("Did your organisation, or one of the travellers, visit with ClusterXchange before?"),
        _("Online visits do not count. An earlier visit does not always rule out another."),
    )
    earlier_visit_note = forms.CharField(
        label=_("If yes: when, where, and who?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    residence_confirmed = forms.BooleanField(
        label=_(
            "The travellers work for this organisation in its country, and live in a country of the scheme."
        ),
        help_text=_("Citizens of other countries need a residence permit and 183 days in such a country."),
        error_messages={"required": _("Confirm where the travellers work and live.")},
    )
    no_double_funding = forms.BooleanField(
        label=_("Nobody else pays for the same visit, neither the EU nor another public fund."),
        error_messages={"required": _("Confirm that nobody else pays for the same visit.")},
    )
    privacy = forms.BooleanField(
        label=_("I have read the privacy notice."),
        error_messages={"required": _("Confirm that you have read the privacy notice.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("earlier_visit") and not data.get("earlier_visit_note", "").strip():
            self.add_error("earlier_visit_note", _("Say when and where the earlier visit was, and who went."))
        return data


def _why(found: Suggestion) -> str:
    place = f"{found.candidate.organisation}, {found.candidate.city}, {found.candidate.country_name}"
    return ". ".join([place, *found.reasons[:2]])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
