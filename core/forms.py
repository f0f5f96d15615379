"""Base classes for all forms: plain sentences for what is missing, no browser validation, no colon after labels."""

from typing import Any

from django import forms
from django.forms import widgets
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

REQUIRED = _("Fill in “{label}”.")
REQUIRED_BY_WIDGET = (
    (widgets.CheckboxSelectMultiple, _("Choose at least one answer for “{label}”.")),
    (widgets.CheckboxInput, _("Tick “{label}” to go on.")),
    (widgets.ChoiceWidget, _("Choose an answer for “{label}”.")),
    (widgets.FileInput, _("Choose a file for “{label}”.")),
    (widgets.DateInput, _("Enter a date for “{label}”.")),
)
# Django's own sentences do not name the field, and say “Ensure this value is greater than or equal to”.
LIMITS = {
    "min_value": _("“{label}” must be at least {limit}."),
    "max_value": _("“{label}” must be at most {limit}."),
}


class PlainWords:
    """A field that brings its own `required` message keeps it."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()

    def say_what_is_missing(self) -> None:
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                label = field.label or forms.utils.pretty_name(name)
                field.error_messages["required"] = format_lazy(_required_sentence(field.widget), label=label)
            if isinstance(field, forms.IntegerField):
                # The limit stays Django's placeholder, which it fills in when the value is judged; “in %” in a label is none.
                for code, sentence in LIMITS.items():
                    text = format_lazy(sentence, label=_escaped(field.label or name), limit="%(limit_value)s")
                    field.error_messages.setdefault(code, text)


def _without_placeholder(label: Any) -> str:
    return str(label).replace("%", "%%")


_escaped = lazy(_without_placeholder, str)


def _required_sentence(widget: widgets.Widget) -> Any:
    return next((text for kind, text in REQUIRED_BY_WIDGET if isinstance(widget, kind)), REQUIRED)


class Form(PlainWords, forms.Form):
    pass


class ModelForm(PlainWords, forms.ModelForm):
    pass
