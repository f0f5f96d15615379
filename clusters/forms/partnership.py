"""The pages of a partnership's profile, one topic each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import PartnershipKind, PartnershipOrigin
from clusters.forms.cluster import text_form
from core.forms import Form

SummaryForm = text_form(
    "summary",
    _("Summary"),
    _("What the partnership does, with whom and for whom. It opens your public page."),
)
ObjectivesForm = text_form(
    "objectives",
    _("Objectives"),
    _("What you want to reach. Leave an empty line between two of them."),
    rows=14,
)
ResultsForm = text_form(
    "expected_results",
    _("Expected results"),
    _("What there will be at the end, with numbers. Leave an empty line between two of them."),
    rows=14,
)


class KindForm(Form):
    kind = forms.ChoiceField(label=_("Type of partnership"), choices=(("", ""), *PartnershipKind.choices))
    origin = forms.ChoiceField(label=_("Origin"), choices=(("", ""), *PartnershipOrigin.choices))
    smes_involved = forms.IntegerField(
        label=_("SMEs involved"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("In all activities, by your own count. SMEs in exchanges are counted by the portal."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    grant_amount = forms.DecimalField(
        label=_("Amount of the grant in euros"),
        required=False,
        min_value=0,
        max_value=100_000_000,
        max_digits=12,
        decimal_places=2,
        help_text=_("Not on the public page. It decides for how long records are kept."),
        widget=forms.TextInput(attrs={"class": "medium", "inputmode": "decimal"}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )


class ContactForm(Form):
    contact_name = forms.CharField(label=_("Name of the project manager"), max_length=150)
    contact_email = forms.EmailField(label=_("E-mail address"))
    contact_phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "medium"}),
    )
    contact_public = forms.BooleanField(
        label=_("Show this person on the public page"),
        required=False,
        help_text=_(
            "We ask the person by mail. The name is shown from the day the person says yes. "
            "Without it, people write to you through a form."
        ),
    )


FORMS: dict[str, type[Form]] = {
    "summary": SummaryForm,
    "objectives": ObjectivesForm,
    "results": ResultsForm,
    "kind": KindForm,
    "contact": ContactForm,
}
