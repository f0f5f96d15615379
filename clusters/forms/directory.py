"""What the address of the directory says. What is not known there is ignored, as in an old bookmark."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clusters import directory
from clusters.selectors.directory import LETTERS, Search, words_of
from core.forms import Form
from core.widgets import DateInput

_MOST_VALUES = 20


class DirectoryForm(Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "aria-keyshortcuts": "/"}),
    )
    free_from = forms.DateField(label=_("From"), required=False, widget=DateInput)
    free_until = forms.DateField(label=_("Until"), required=False, widget=DateInput)
    order = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[("", _("What fits best")), ("name", _("Name")), ("newest", _("Newest first"))],
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("free_from"), data.get("free_until")
        if start and end and end < start:
            self.add_error("free_until", _("This day lies before the first one. Choose a later day."))
        return data


def search_of(form: DirectoryForm, query: QueryDict) -> Search:
    """What is asked for; a field with an error is left out."""
    form.is_valid()
    data = form.cleaned_data
    chosen = {name: _values(query, name) for name in LETTERS}
    known = {kind.code for kind in directory.kinds()}
    chosen["kind"] = tuple(code for code in chosen["kind"][:1] if code in known)
    chosen["term"] = tuple(value for value in chosen["term"] if value.isdecimal() and len(value) < 16)
    return Search(
        words=words_of(data.get("q", "")),
        chosen=chosen,
        free_from=data.get("free_from"),
        free_until=data.get("free_until"),
        order=data.get("order", ""),
    )


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    values = (value.replace("\x00", "")[:110] for value in query.getlist(name))
    return tuple(dict.fromkeys(filter(None, values)))[:_MOST_VALUES]
