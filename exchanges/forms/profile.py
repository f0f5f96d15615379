from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.selectors.reference import eligible_choices, listed_clusters
from core import clock
from core.files import TYPES
from core.forms import Form
from core.languages import language_choices
from core.widgets import FileInput
from exchanges.enums import ActivityType, Use


class VisitorProfileForm(Form):
    uses = forms.MultipleChoiceField(
        label=_("What shall a visit be for?"),
        choices=Use.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    activity_types = forms.MultipleChoiceField(
        label=_("What do you want to do there?"),
        choices=ActivityType.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    motivation = forms.CharField(
        label=_("Why do you want to go?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages can you work?"),
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
        required=False,
    )
    preferred_countries = forms.MultipleChoiceField(
        label=_("Which countries do you prefer?"),
        required=False,
        help_text=_("Leave this empty if any country is fine."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
    )
    preferred_clusters = forms.ModelMultipleChoiceField(
        label=_("Which clusters would you like to visit?"),
        required=False,
        queryset=Cluster.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
    )

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = [choice for choice in eligible_choices(clock.today()) if choice[0] != home]
        self.fields["preferred_countries"].choices = countries
        abroad = listed_clusters().exclude(organisation__country=home)
        self.fields["preferred_clusters"].queryset = abroad
        if not abroad.exists():
            del self.fields["preferred_clusters"]


class CvForm(Form):
    cv = forms.FileField(
        label=_("CV"),
        widget=FileInput(accept=TYPES),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. You, your colleagues and your clusters can open it."),
    )
