"""A signature: a typed name, a tick, and the hash of what was read."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.files import TYPES
from core.forms import Form
from core.widgets import FileInput
from exchanges.enums import DocumentKind
from exchanges.models import Party
from exchanges.selectors.building import Sheet


class SignForm(Form):
    """One hidden hash for each document on the page."""

    signer_name = forms.CharField(
        label=_("Your first and last name"),
        help_text=_("Typing your name is your signature."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agreed = forms.BooleanField(
        label=_("I have read this, I agree, and I may sign for my organisation."),
        error_messages={"required": _("Please tick this box when you agree.")},
    )

    def __init__(self, *args: Any, sheets: Iterable[Sheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sheet in sheets:
            self.fields[f"hash_{sheet.kind}"] = forms.CharField(
                widget=forms.HiddenInput, initial=sheet.document.content_hash, max_length=64, required=False
            )

    def hashes(self) -> dict[str, str]:
        """The hash of each text that the person had before them."""
        names = {kind: f"hash_{kind}" for kind in DocumentKind.values}
        return {kind: self.cleaned_data[name] for kind, name in names.items() if self.cleaned_data.get(name)}


class PaperForm(Form):
    """What another person signed on paper."""

    part = forms.ChoiceField(label=_("Which part was signed?"), widget=forms.RadioSelect)
    signer_name = forms.CharField(label=_("Who signed"), help_text=_("First and last name"), max_length=200)
    scan = forms.FileField(
        label=_("Scan or photo of the signed paper"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
        widget=FileInput(accept=TYPES),
    )
    reason = forms.CharField(
        label=_("Why on paper?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, parts: Iterable[tuple[str, Party]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [
            (
                f"{kind}:{party.role}",
                f"{DocumentKind(kind).label}: {party.organisation} ({party.get_role_display()})",
            )
            for kind, party in parts
        ]

    def chosen(self) -> tuple[str, str]:
        """Kind of document and role of the party."""
        kind, role = self.cleaned_data["part"].split(":")
        return kind, role
