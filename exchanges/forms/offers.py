from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Organisation
from core.forms import Form
from core.languages import language_choices
from core.widgets import DateInput
from exchanges.enums import ActivityType, Facility, Use


class AboutForm(Form):
    title = forms.CharField(
        label=_("Title"), help_text=_("For example: Test road for driverless shuttles"), max_length=150
    )
    description = forms.CharField(
        label=_("What visitors can see and do"), widget=forms.Textarea(attrs={"rows": 6}), max_length=4000
    )


class PurposeForm(Form):
    uses = forms.MultipleChoiceField(
        label=_("What a visit is good for"),
        choices=Use.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    activity_types = forms.MultipleChoiceField(
        label=_("What visitors do"),
        choices=ActivityType.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class LanguagesForm(Form):
    single_question = True
    languages = forms.MultipleChoiceField(
        label=_("Languages you can work in"),
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
    )


class PlaceForm(Form):
    facilities = forms.MultipleChoiceField(
        label=_("What visitors find at your place"),
        choices=Facility.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
        required=False,
    )
    facilities_note = forms.CharField(
        label=_("More about the place"),
        required=False,
        max_length=1000,
        help_text=_("For example safety rules, how to get there, or machines visitors may use."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ContactForm(Form):
    contact_name = forms.CharField(label=_("Contact person"), max_length=150)
    contact_email = forms.EmailField(
        label=_("E-mail of the contact"),
        help_text=_("Requests go there. The contact answers without an account."),
    )
    contact_phone = forms.CharField(
        label=_("Phone of the contact"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "medium"}),
    )


class PeriodForm(Form):
    """Days on which the host is free, and for how many."""

    available_from = forms.DateField(label=_("Free from"), widget=DateInput)
    available_until = forms.DateField(label=_("Free until"), widget=DateInput)
    capacity = forms.IntegerField(
        label=_("Visitors at the same time"),
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("available_from"), data.get("available_until")
        if first and last and last < first:
            self.add_error("available_until", _("The end lies before the start."))
        return data


class NewOfferForm(PeriodForm, AboutForm):
    """Only what an open offer needs; the other topics have pages of their own."""

    organisation = forms.ModelChoiceField(label=_("Host"), queryset=Organisation.objects.none())
    field_order = ("organisation", "title", "description", "available_from", "available_until", "capacity")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisations is None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = organisations


TOPIC_FORMS: dict[str, type[Form]] = {
    "about": AboutForm,
    "purpose": PurposeForm,
    "languages": LanguagesForm,
    "place": PlaceForm,
    "contact": ContactForm,
}
