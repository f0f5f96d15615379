from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Country, Organisation, Partnership
from core.forms import Form
from core.widgets import DateInput
from exchanges.enums import SessionKind


class MissionForm(Form):
    partnership = forms.ModelChoiceField(
        label=_("Partnership"), queryset=Partnership.objects.none(), empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("In short"),
        help_text=_("Two or three sentences for the public page."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    call_text = forms.CharField(
        label=_("Who should come, and why"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    host = forms.ModelChoiceField(label=_("Host"), queryset=Organisation.objects.none())
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none())
    city = forms.CharField(label=_("Place"), max_length=100)
    start_on = forms.DateField(label=_("First day"), widget=DateInput)
    end_on = forms.DateField(label=_("Last day"), widget=DateInput)
    apply_until = forms.DateField(label=_("Apply until"), widget=DateInput, required=False)
    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=500,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    contact_name = forms.CharField(label=_("Contact person"), max_length=150, required=False)
    contact_email = forms.EmailField(label=_("E-mail of the contact"), required=False)
    with_lump_sum = forms.BooleanField(
        label=_("Visitors receive a lump sum"),
        help_text=_("Leave empty for a study visit of the partners: it is shown, but nobody applies for it."),
        required=False,
    )

    def __init__(self, *args: Any, hosts: Any, partnerships: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"].queryset = partnerships
        self.fields["host"].queryset = hosts
        self.fields["country"].queryset = Country.objects.filter(eligible_from__isnull=False).order_by("name")


class SessionForm(Form):
    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts_at = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time", "class": "short"}), required=False
    )
    ends_at = forms.TimeField(
        label=_("Ends at"), widget=forms.TimeInput(attrs={"type": "time", "class": "short"}), required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind of session"), choices=SessionKind.choices, initial=SessionKind.TALK
    )
    title = forms.CharField(label=_("What happens"), max_length=200)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    contact = forms.CharField(label=_("Who receives the group"), max_length=150, required=False)
