"""A questionnaire as a form, made from its questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from exchanges import questions as asked
from exchanges.models import Questionnaire


class QuestionsForm(Form):
    """Questions under the titles of their sections."""

    def __init__(self, data: Any = None, *, sections: tuple[asked.Section, ...]) -> None:
        super().__init__(data)
        self.sections = sections
        for section in self.sections:
            for question in section.questions:
                self.fields[question.code] = _field(question)
        self.say_what_is_missing()

    def groups(self) -> list[dict[str, Any]]:
        """The fields under the titles of their sections."""
        return [
            {"title": section.title, "fields": [self[question.code] for question in section.questions]}
            for section in self.sections
        ]

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class QuestionnaireForm(QuestionsForm):
    def __init__(self, data: Any = None, *, questionnaire: Questionnaire) -> None:
        super().__init__(data, sections=asked.sections_for(questionnaire.respondent, questionnaire.wave))


def _field(question: asked.Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": not question.optional,
    }
    if question.kind == asked.SCALE:
        return forms.TypedChoiceField(
            coerce=int,
            choices=list(asked.SCALE_LABELS.items()),
            widget=_in_a_row(),
            empty_value=None,
            **common,
        )
    if question.kind == asked.RECOMMEND:
        choices = [(number, str(number)) for number in range(11)]
        return forms.TypedChoiceField(
            coerce=int, choices=choices, widget=_in_a_row(), empty_value=None, **common
        )
    if question.kind == asked.YES_NO:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        return forms.TypedChoiceField(
            coerce=lambda value: value == "yes",
            choices=choices,
            widget=_in_a_row(),
            empty_value=None,
            **common,
        )
    if question.kind == asked.NUMBER:
        widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
        return forms.IntegerField(min_value=0, max_value=asked.MAX_NUMBER, widget=widget, **common)
    if question.kind == asked.CHOICES:
        return forms.MultipleChoiceField(
            choices=question.options, widget=forms.CheckboxSelectMultiple, **common
        )
    return forms.CharField(max_length=asked.MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **common)


def _in_a_row() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "choices--row"})
