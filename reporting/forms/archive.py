from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form


class ArchiveForm(Form):
    edition = forms.ChoiceField(
        label=_("Which archive"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which archive you need.")},
    )

    def __init__(self, *args: Any, editions: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = editions
