from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.selectors.reference import country_choices, listed_clusters
from core.countries import country_name
from core.files import TYPES
from core.forms import Form
from core.widgets import DateInput, FileInput

UNLISTED = "unlisted"
PROOF_HINT = _(
    "For example the membership certificate or an invoice of the fee. PDF, JPEG or PNG, up to 10 MB."
)


class MembershipForm(Form):
    cluster = forms.ChoiceField(label=_("Which cluster do you belong to?"), widget=forms.RadioSelect)
    since = forms.DateField(label=_("Member since"), required=False, widget=DateInput())
    direct = forms.TypedChoiceField(
        label=_("How do you belong to it?"),
        choices=[
            ("yes", _("We are a member ourselves")),
            ("no", _("Through another organisation that is a member")),
        ],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    proof = forms.FileField(
        label=_("Proof"), required=False, help_text=PROOF_HINT, widget=FileInput(accept=TYPES)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [
            (str(cluster.pk), f"{cluster.name}, {country_name(cluster.organisation.country_id)}")
            for cluster in listed_clusters()
        ]
        self.fields["cluster"].choices = [*listed, (UNLISTED, _("My cluster is not listed"))]

    @property
    def unlisted(self) -> bool:
        return self.cleaned_data.get("cluster") == UNLISTED


class UnlistedClusterForm(Form):
    cluster_name = forms.CharField(label=_("Name of the cluster"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    city = forms.CharField(
        label=_("Town or city"), max_length=100, widget=forms.TextInput(attrs={"class": "medium"})
    )
    profile_url = forms.URLField(
        label=_("Address of its profile"),
        assume_scheme="https",
        help_text=_(
            "On the European Cluster Collaboration Platform, for example https://www.clustercollaboration.eu/content/excite."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    contact_name = forms.CharField(label=_("Person at the cluster"), max_length=150)
    contact_email = forms.EmailField(
        label=_("E-mail address of this person"),
        help_text=_("We ask this person to confirm your membership. No account is needed for that."),
    )
    proof = forms.FileField(
        label=_("Proof"), required=False, help_text=PROOF_HINT, widget=FileInput(accept=TYPES)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", ""), *country_choices()]


class DecisionForm(Form):
    """A manager's answer to a request."""

    since = forms.DateField(label=_("Member since"), required=False, widget=DateInput())
    direct = forms.TypedChoiceField(
        label=_("Kind of membership"),
        choices=[("yes", _("Direct member")), ("no", _("Through another organisation"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )
    until = forms.DateField(
        label=_("Holds until"),
        required=False,
        help_text=_("Empty: it holds until you end it. With a day, you both get a mail 30 days before."),
        widget=DateInput(),
    )


class EndForm(Form):
    """Until when a confirmation holds."""

    until = DecisionForm.base_fields["until"]


class MergeForm(Form):
    typed = forms.CharField(
        label=_("Type the name of the entry that goes"),
        max_length=200,
        help_text=_("Exactly as it stands above. This cannot be undone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("The organisation reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LinkAnswerForm(Form):
    """What the contact of a cluster outside the portal says, without an account."""

    answer = forms.ChoiceField(
        label=_("Is the organisation a member of your cluster?"),
        choices=[("yes", _("Yes, it is a member")), ("no", _("No, it is not a member"))],
        widget=forms.RadioSelect,
    )
    direct = DecisionForm.base_fields["direct"]
    has_eccp_profile = forms.BooleanField(
        label=_("Our cluster has a profile on the European Cluster Collaboration Platform"), required=False
    )
    reason = forms.CharField(
        label=_("If it is not a member: what should we tell it?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "no" and not data.get("reason", "").strip():
            self.add_error("reason", _("Please say in one sentence why."))
        return data
