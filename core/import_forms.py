"""The forms of an import: the file, and what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.imports.importer import Importer
from core.models import ImportRun
from core.widgets import FileInput


class UploadForm(Form):
    file = forms.FileField(
        label=_("Your table"),
        help_text=_("XLSX or CSV, up to 5 MB and 5,000 rows. The first row names the columns."),
        widget=FileInput(accept=".xlsx,.csv,.txt,.tsv"),
    )


class ColumnsForm(Form):
    """One select for each column that the portal knows, and the importer's own questions."""

    def __init__(
        self, *args: Any, run: ImportRun, importer: Importer, samples: list[list[str]], **kwargs: Any
    ) -> None:
        self.importer = importer
        super().__init__(*args, **kwargs)
        titles = [(str(place), self._words(title, samples[place])) for place, title in enumerate(run.header)]
        for column in importer.columns:
            field = forms.ChoiceField(
                label=column.label,
                help_text=column.hint,
                required=column.required,
                choices=[("", _("not in my table")), *titles],
                initial=str(run.mapping[column.key]) if column.key in run.mapping else "",
            )
            if column.required:
                field.error_messages["required"] = _("Choose the column of your table that holds this.")
            self.fields[f"column-{column.key}"] = field
        for option in importer.options:
            self.fields[f"option-{option.key}"] = self._option(option, run)

    def _words(self, title: str, examples: list[str]) -> str:
        sample = "; ".join(text[:30] for text in examples[:2])
        return f"{title} ({sample})" if sample else title

    def _option(self, option: Any, run: ImportRun) -> forms.Field:
        initial = run.options.get(option.key, option.initial)
        if option.choices:
            return forms.ChoiceField(
                label=option.label,
                help_text=option.help_text,
                choices=option.choices,
                initial=initial,
                widget=forms.RadioSelect,
            )
        return forms.BooleanField(
            label=option.label, help_text=option.help_text, required=False, initial=bool(initial)
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        places: dict[str, str] = {}
        for column in self.importer.columns:
            place = data.get(f"column-{column.key}") or ""
            if place and place in places:
                self.add_error(
                    f"column-{column.key}",
                    _("This column of your table is already “%(label)s”.") % {"label": places[place]},
                )
            places[place] = str(column.label)
        return data

    @property
    def mapping(self) -> dict[str, int]:
        chosen = {column.key: self.cleaned_data[f"column-{column.key}"] for column in self.importer.columns}
        return {key: int(place) for key, place in chosen.items() if place}

    @property
    def chosen_options(self) -> dict[str, Any]:
        return {option.key: self.cleaned_data[f"option-{option.key}"] for option in self.importer.options}
