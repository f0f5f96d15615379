"""Forms of the list of files: its columns, and a view with a name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.forms import Form
from exchanges.selectors import desk, list_settings, queue_columns


class ColumnsForm(Form):
    """The ticked columns stand first, in the order in which the list shows them: so a browser sends them."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The reference is always shown, as the first column. The arrows move a column to the left or right."
        ),
        error_messages={"required": _("Choose at least one column.")},
    )

    def __init__(self, *args: Any, shown: Iterable[str], **kwargs: Any) -> None:
        self.shown = [key for key in shown if key != queue_columns.ALWAYS]
        super().__init__(*args, initial={"columns": self.shown}, **kwargs)
        ordered = {**dict.fromkeys(self.shown), **dict.fromkeys(queue_columns.BY_KEY)}
        self.fields["columns"].choices = [
            (key, queue_columns.BY_KEY[key].label) for key in ordered if key != queue_columns.ALWAYS
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


class PersonForm(Form):
    value = forms.ChoiceField(label=_("Responsible"), help_text=_("The person is told by mail."))

    def __init__(self, *args: Any, actor: Actor, now: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"value": now or actor.user_id}, **kwargs)
        people = [(str(person.pk), person.get_full_name() or person.email) for person in desk.people(actor)]
        self.fields["value"].choices = [*people, (desk.NOBODY, _("Nobody"))]


class TagForm(Form):
    value = forms.CharField(
        label=_("Tag"),
        max_length=30,
        help_text=_("Your cluster or partnership sees it; visitors and hosts do not."),
        widget=forms.TextInput(attrs={"class": "medium", "list": "tags"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = list_settings.settings_of(actor).tags

    def clean_value(self) -> str:
        return " ".join(self.cleaned_data["value"].split())


def value_form(act: str, data: Any, *, actor: Actor) -> Form | None:
    """What an act on several files needs to know; None when it needs nothing."""
    if act == desk.ASSIGN:
        return PersonForm(data, actor=actor)
    return TagForm(data, actor=actor) if act in (desk.TAG, desk.UNTAG) else None
