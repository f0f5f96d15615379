"""Forms of the list of files: its columns, and a view with a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from exchanges.selectors import queue_columns


class ColumnsForm(Form):
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
        help_text=_("The reference is always shown."),
        error_messages={"required": _("Choose at least one column.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [
            (column.key, column.label) for column in queue_columns.ALL if column.key != queue_columns.ALWAYS
        ]


class ViewForm(Form):
    name = forms.CharField(
        label=_("Name of the view"),
        max_length=40,
        help_text=_("For example: Late reports."),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    shared = forms.BooleanField(label=_("Share it with the colleagues in my role"), required=False)
    default = forms.BooleanField(label=_("My list opens with this view"), required=False)
