from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.forms.towns import country_field
from clusters.models import Country
from clusters.selectors.reference import country_choices
from core.forms import Form
from exchanges import invitation_lines
from exchanges.enums import ParticipantSide
from exchanges.forms.missions import numbered
from exchanges.invitation_lines import Guest
from exchanges.models import Mission
from exchanges.selectors.places import registered_addresses

_NEEDED = frozenset({"organisation", "person", "country"})


class RegistrationForm(Form):
    """Of an invited person the address is known; it is not asked again."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Your place, or the waiting list, is told there.")
    )
    organisation_name = forms.CharField(label=_("Organisation"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    country = country_field(label=_("Country of your organisation"))

    def __init__(self, *args: Any, invited: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", ""), *country_choices()]
        if invited:
            del self.fields["email"]

    def clean_country(self) -> Country:
        found = Country.objects.filter(pk=self.cleaned_data["country"]).first()
        if found is None:
            raise forms.ValidationError(_("Choose an answer for “Country of your organisation”."))
        return found


class NoPlaceForm(Form):
    single_question = True
    reason = forms.CharField(
        label=_("Why is there no place?"),
        help_text=_("The person reads it in the mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )


class PeopleForm(Form):
    """Participants as lines. Every wrong line is named at once; `guests` are all of them or none."""

    side = forms.ChoiceField(
        label=_("Who are they?"), choices=ParticipantSide.choices, initial=ParticipantSide.LOCAL
    )
    text = forms.CharField(
        label=_("One person a line"),
        help_text=_(
            "Firm; person; e-mail; country. Or copy the cells from a spreadsheet. "
            "Whoever has no e-mail cannot be asked for wishes."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        strip=False,
    )
    country = forms.ModelChoiceField(
        label=_("Country of lines that name none"), queryset=Country.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.order_by("name")
        self.fields["country"].initial = mission.country_id
        self.mission = mission
        self.guests: list[Guest] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text") and data.get("country"):
            guests, problems = invitation_lines.from_text(data["text"], data["country"].pk, needed=_NEEDED)
            problems += invitation_lines.twice(guests, registered_addresses(self.mission))
            if problems:
                rows = sorted(problems, key=lambda row: row.number)
                self.add_error(
                    "text",
                    forms.ValidationError([numbered(row.number, row.text, row.sentence) for row in rows]),
                )
            self.guests = guests
        return data
