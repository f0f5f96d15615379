from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form


class LateForm(Form):
    """For a day that is over or countersigned."""

    reason = forms.CharField(
        label=_("Why does the list change now?"),
        help_text=_("It stays with the list, with your name and the time."),
        max_length=300,
        widget=forms.TextInput,
    )


class HereForm(Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one with which you are registered for this event."),
    )
