"""All errors of a page, each with the id of the field it belongs to."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.template.context import Context

NAMES = ("form", "forms", "formset")


def errors_of(context: Mapping[str, Any] | Context) -> list[tuple[str, str]]:
    """(anchor, message) pairs of `form`, `forms` (a list) and `formset`; an empty anchor means the whole form."""
    found: list[tuple[str, str]] = []
    formset = context.get("formset")
    if isinstance(formset, BaseFormSet) and formset.is_bound:
        found += [("", str(error)) for error in formset.non_form_errors()]
    for form in _forms_of(context):
        if not form.is_bound or not form.errors:
            continue
        found += [("", str(error)) for error in form.non_field_errors()]
        found += [(_anchor(field), str(error)) for field in form for error in field.errors]
    return found


def _forms_of(context: Mapping[str, Any] | Context) -> Iterator[BaseForm]:
    for name in NAMES:
        value = context.get(name)
        if isinstance(value, BaseForm):
            yield value
        elif isinstance(value, BaseFormSet | list | tuple):
            yield from (form for form in value if isinstance(form, BaseForm))


def _anchor(field: BoundField) -> str:
    """Radios and checkboxes: the first of them, since the group itself cannot take the focus."""
    if field.use_fieldset and hasattr(field.field.widget, "optgroups"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
