from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.files import ACCEPTED
from core.forms import Form
from core.widgets import DateInput, FileInput
from reporting.enums import NetworkKind, NewsKind

_FILE = _("PDF, JPEG or PNG, at most 10 MB.")


def _url(label: Any, help_text: Any = "") -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        assume_scheme="https",
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )


class NetworkForm(Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of network"), choices=(("", ""), *NetworkKind.choices))
    location = forms.CharField(
        label=_("Location"),
        max_length=120,
        required=False,
        help_text=_("Town and country, or “Europe”."),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    relation = forms.CharField(
        label=_("What the link is"),
        required=False,
        max_length=2000,
        help_text=_("For example: joint working group, member since, contribution to a strategy."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = _url(_("Website of the network"))
    linked_on = forms.DateField(label=_("Linked since"), required=False, widget=DateInput)
    evidence = forms.FileField(
        label=_("Evidence"), required=False, help_text=_FILE, widget=FileInput(accept=ACCEPTED)
    )
    evidence_url = _url(_("Address of the evidence"), _("For example a news page or a published agreement."))
    counts = forms.BooleanField(
        label=_("Hand this in for indicator O5"),
        required=False,
        help_text=_("It counts when a second person has reviewed it under “Activities”."),
    )

    def __init__(self, *args: Any, handed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if handed_in:
            del self.fields["counts"]


class NewsForm(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=NewsKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=200)
    dated_on = forms.DateField(
        label=_("Date"), help_text=_("Of an event: the day it takes place."), widget=DateInput
    )
    text = forms.CharField(
        label=_("Text"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 8})
    )
    link = _url(_("Link"), _("Where readers find more."))
    file = forms.FileField(
        label=_("File"), required=False, help_text=_FILE, widget=FileInput(accept=ACCEPTED)
    )
