from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.selectors.members import live_members
from core.forms import Form
from exchanges.forms.application import DatesForm, GoalsForm

LONGEST_ANSWER = 4000


class EnterForm(Form):
    """For whom a manager writes, and who confirms it."""

    organisation = forms.ModelChoiceField(
        label=_("Which member do you enter it for?"),
        queryset=None,
        empty_label="",
        help_text=_("Members of your cluster, and those that wait for your confirmation."),
    )
    contact_name = forms.CharField(
        label=_("Contact person there"), max_length=200, help_text=_("First name and last name.")
    )
    contact_email = forms.EmailField(
        label=_("E-mail address of this person"),
        help_text=_("This person reads the application and confirms it by a link."),
    )
    contact_phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "medium"}),
    )

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = live_members(cluster)


class AnswerForm(Form):
    answer = forms.CharField(
        label=_("Your answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 6})
    )


class AnswerByLinkForm(AnswerForm, DatesForm, GoalsForm):
    """The answer, and what it most often changes, for somebody who cannot open the pages of the application."""

    ASKED = ("motivation", "expected_results", "planned_start", "planned_end")
    field_order = ("answer", *ASKED)

    def changes(self) -> dict[str, Any]:
        """The answers that are not what they were."""
        before = {name: getattr(self.application, name) for name in self.ASKED}
        typed = {name: self.cleaned_data[name] for name in self.ASKED}
        return {name: value for name, value in typed.items() if value != before[name]}


class WithdrawForm(Form):
    reason = forms.CharField(
        label=_("Why do you withdraw?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
