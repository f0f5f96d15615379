from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.selectors.members import live_members
from core.forms import Form


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
        label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class WithdrawForm(Form):
    reason = forms.CharField(
        label=_("Why do you withdraw?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
