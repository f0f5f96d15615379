"""The forms of an export."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.models.exports import TABLES, TableFormat


class ExportForm(Form):
    file_format = forms.ChoiceField(
        label=_("Format"), choices=TABLES, widget=forms.RadioSelect, initial=TableFormat.XLSX
    )
