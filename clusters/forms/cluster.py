"""The pages of a cluster's profile, one topic each. What to write follows the pitch of the scheme's cluster meetings."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import ClusterLabel
from clusters.models.cluster import MOST_MEMBERS
from core.forms import Form
from core.widgets import DateInput

LONGEST = 4000
YES_NO = (("yes", _("Yes")), ("no", _("No")))


def text_form(name: str, label: Any, help_text: Any, rows: int = 8) -> type[Form]:
    """A page with one long text."""
    field = forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
    return type("TextForm", (Form,), {name: field, "single_question": True})


AboutForm = text_form(
    "about",
    _("About the cluster"),
    _(
        "Main sectors, where you are, who your members are. Three or four sentences that a stranger understands."
    ),
)
MissionForm = text_form(
    "mission", _("Mission and vision"), _("Why the cluster exists and where it wants to be.")
)
ObjectivesForm = text_form(
    "objectives", _("Objectives"), _("What you work on in the next two or three years. One a line.")
)
CollaborationsForm = text_form(
    "collaborations",
    _("Collaborations sought"),
    _("Which partners you look for and for what: projects, markets, visits, new initiatives. One a line."),
)
ChallengesForm = text_form(
    "challenges",
    _("Challenges"),
    _("What is hard in managing the cluster. Others may have solved it. One a line."),
)
ServicesForm = text_form(
    "services",
    _("Services"),
    _("What members get from you: trainings, matchmaking, funding advice. One a line."),
)


class ContactForm(Form):
    contact_name = forms.CharField(label=_("Name"), max_length=150)
    contact_email = forms.EmailField(
        label=_("E-mail address"), help_text=_("We write here when nobody else answers for the cluster.")
    )
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


class FactsForm(Form):
    founded = forms.IntegerField(
        label=_("Founded in"),
        required=False,
        min_value=1800,
        max_value=2100,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    management_fte = forms.DecimalField(
        label=_("People who manage the cluster"),
        required=False,
        min_value=0,
        max_value=500,
        max_digits=5,
        decimal_places=2,
        help_text=_(
            "In full-time equivalents: two people at half time are 1. The ECCP asks for at least 0.5."
        ),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    website_in_english = forms.TypedChoiceField(
        label=_("Is the website in English?"),
        required=False,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        words = {True: "yes", False: "no"}
        staff = initial["management_fte"]
        changes = {
            "website_in_english": words.get(initial["website_in_english"]),
            "management_fte": None if staff is None else f"{Decimal(staff).normalize():f}",
        }
        super().__init__(data, initial=initial | changes)


class LabelForm(Form):
    label = forms.ChoiceField(
        label=_("Label of cluster management excellence"),
        required=False,
        choices=(("", _("No label")), *ClusterLabel.choices),
        widget=forms.RadioSelect,
    )
    label_on = forms.DateField(label=_("Awarded on"), required=False, widget=DateInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("label") and not data.get("label_on") and "label_on" not in self.errors:
            self.add_error("label_on", _("Say since when you have the label."))
        if not data.get("label"):
            data["label_on"] = None
        return data


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_MEMBERS // 10,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class MembersForm(Form):
    member_smes = _number(_("Small and medium-sized enterprises (SMEs)"))
    member_startups = _number(_("Start-ups among them"))
    member_large = _number(_("Large companies"))
    member_research = _number(_("Research, education and technology centres"))
    member_others = _number(_("Others"), _("For example public authorities, banks, other networks."))
    members_counted_on = forms.DateField(label=_("Counted on"), required=False, widget=DateInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("member_startups") or 0) > (data.get("member_smes") or 0):
            self.add_error("member_startups", _("Start-ups are counted among the SMEs."))
        return data


FORMS: dict[str, type[Form]] = {
    "about": AboutForm,
    "mission": MissionForm,
    "objectives": ObjectivesForm,
    "collaborations": CollaborationsForm,
    "challenges": ChallengesForm,
    "services": ServicesForm,
    "contact": ContactForm,
    "facts": FactsForm,
    "label": LabelForm,
    "members": MembersForm,
}
