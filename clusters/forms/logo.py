from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.pictures import ACCEPTED
from core.widgets import FileInput


class LogoForm(Form):
    picture = forms.FileField(
        label=_("Picture"),
        widget=FileInput(accept=ACCEPTED),
        help_text=_("PNG, JPEG or WebP, at most 2 MB. A wide one with a plain background looks best."),
    )
