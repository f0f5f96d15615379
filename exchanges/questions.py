"""The questionnaires as data: one for the visitor, one for the host, one about the impact months later. Pure.

An answer is an int (scale 1-5, number, 0-10), a bool, a text, or a list of option codes; `cleaned` checks them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.exceptions import InvalidInput
from exchanges.enums import FollowUpKind, Respondent

SCALE, NUMBER, RECOMMEND, YES_NO, CHOICES, TEXT = "scale", "number", "recommend", "yes_no", "choices", "text"
MAX_NUMBER = 999
MAX_TEXT = 4000
SCALE_LABELS = {
    1: _("1 - not at all"),
    2: _("2 - hardly"),
    3: _("3 - partly"),
    4: _("4 - mostly"),
    5: _("5 - fully"),
}


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    kind: str
    label: Any
    hint: Any = ""
    optional: bool = False
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    title: Any
    questions: tuple[Question, ...]


_FOLLOW_UPS = tuple(FollowUpKind.choices)
_EFFECTS = (
    ("agreement", _("We signed an agreement with the host or a contact from the visit")),
    ("project", _("We applied for or run a joint project")),
    ("customers", _("We won a customer or supplier in the other country")),
    ("product", _("We changed a product, service or process")),
    ("skills", _("We use new skills in our daily work")),
    ("membership", _("We joined a cluster or network")),
    ("none", _("Nothing of this so far")),
)


def _comment(label: Any) -> Question:
    return Question("comment", TEXT, label, optional=True)


def _ending(again: Any) -> Section:
    return Section(
        _("Looking back"),
        (
            Question("again", YES_NO, again),
            Question(
                "recommend",
                RECOMMEND,
                _("How likely is it that you would recommend such a visit to others?"),
                _("0 means never, 10 means certainly."),
            ),
            Question("improve", TEXT, _("What should we do better?"), optional=True),
            _comment(_("Anything else you want to tell us")),
        ),
    )


def _results(skills: Any) -> Section:
    return Section(
        _("What came of it"),
        (
            Question("skills", SCALE, skills),
            Question("contacts", NUMBER, _("How many new contacts did you make that you will keep?")),
            Question(
                "follow_ups",
                NUMBER,
                _("How many follow-ups do you plan together?"),
                _("Enter 0 if there are none."),
            ),
            Question(
                "follow_up_kinds", CHOICES, _("Which kinds of follow-up?"), optional=True, options=_FOLLOW_UPS
            ),
        ),
    )


VISITOR = (
    Section(
        _("Before the visit"),
        (
            Question("preparation", SCALE, _("What I needed to know reached me in time and was clear.")),
            Question("matching", SCALE, _("The host fitted what we were looking for.")),
            Question("support", SCALE, _("My contact cluster helped when I needed it.")),
        ),
    ),
    Section(
        _("The visit"),
        (
            Question("agenda", SCALE, _("The programme was well put together.")),
            Question("counterpart", SCALE, _("The host was well prepared.")),
            Question("usefulness", SCALE, _("What I saw and heard is useful for our work.")),
            Question("goals", SCALE, _("We reached the goals of the visit.")),
            Question("lump_sum", SCALE, _("The lump sum is adequate for what the visit cost us.")),
        ),
    ),
    _results(_("I learned something that I can use.")),
    _ending(_("Would you make such a visit again?")),
)

HOST = (
    Section(
        _("Before the visit"),
        (
            Question("preparation", SCALE, _("What I needed to know reached me in time and was clear.")),
            Question("matching", SCALE, _("The visitor fitted what we have to offer.")),
            Question("support", SCALE, _("The clusters helped when I needed it.")),
        ),
    ),
    Section(
        _("The visit"),
        (
            Question("agenda", SCALE, _("The programme worked well.")),
            Question("counterpart", SCALE, _("The visitor was well prepared.")),
            Question("usefulness", SCALE, _("The visit was useful for us too.")),
            Question("goals", SCALE, _("The goals of the visit were reached.")),
        ),
    ),
    _results(_("We learned something that we can use.")),
    _ending(_("Would you host visitors again?")),
)

IMPACT = (
    Section(
        _("Some months later"),
        (
            Question("lasting", SCALE, _("The visit still has an effect on our work.")),
            Question("cooperation", SCALE, _("We are still in touch with people we met.")),
            Question(
                "effects", CHOICES, _("What came of the visit?"), _("Choose all that fit."), options=_EFFECTS
            ),
            Question(
                "agreements",
                NUMBER,
                _("How many agreements or joint projects came of the visit so far?"),
                _("Enter 0 if there are none."),
            ),
            Question("story", TEXT, _("Tell us in a few sentences what changed"), optional=True),
        ),
    ),
    Section(
        _("Looking back"),
        (
            Question(
                "recommend",
                RECOMMEND,
                _("How likely is it that you would recommend such a visit to others?"),
                _("0 means never, 10 means certainly."),
            ),
            _comment(_("Anything else you want to tell us")),
        ),
    ),
)


# Asked each participant of an event who has no file.
EVENT = (
    Section(
        _("The event"),
        (
            Question("usefulness", SCALE, _("What I saw and heard is useful for our work.")),
            Question("programme", SCALE, _("The programme was well put together.")),
            Question("organisation", SCALE, _("The event was well organised.")),
            Question("contacts", NUMBER, _("How many new contacts did you make that you will keep?")),
        ),
    ),
    Section(
        _("Looking back"),
        (
            Question(
                "recommend",
                RECOMMEND,
                _("How likely is it that you would recommend such an event to others?"),
                _("0 means never, 10 means certainly."),
            ),
            Question("liked", TEXT, _("What was best?"), optional=True),
            Question("improve", TEXT, _("What should we do better?"), optional=True),
        ),
    ),
)


def all_of(sections: tuple[Section, ...]) -> list[Question]:
    return [question for section in sections for question in section.questions]


def sections_for(respondent: str, wave: int) -> tuple[Section, ...]:
    """Wave 0 comes right after the stay; any other wave asks the visitor about the impact."""
    if wave:
        return IMPACT
    return VISITOR if respondent == Respondent.VISITOR else HOST


def questions_for(respondent: str, wave: int) -> list[Question]:
    return all_of(sections_for(respondent, wave))


def cleaned(questions: list[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Only known questions, each with an answer of its kind; InvalidInput names the first that is not."""
    unknown = set(answers) - {question.code for question in questions}
    if unknown:
        raise InvalidInput(_("Unknown questions: %(codes)s.") % {"codes": ", ".join(sorted(unknown))})
    return {question.code: _clean(question, answers.get(question.code)) for question in questions}


def score(questions: list[Question], answers: Mapping[str, Any]) -> Decimal | None:
    """The mean of the scale answers, 1 to 5, to two decimals."""
    given = [
        answers[item.code] for item in questions if item.kind == SCALE and answers.get(item.code) is not None
    ]
    if not given:
        return None
    return (Decimal(sum(given)) / len(given)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _clean(question: Question, value: Any) -> Any:
    if value is None or value == "" or value == []:
        if question.optional:
            return [] if question.kind == CHOICES else "" if question.kind == TEXT else None
        raise InvalidInput(_("Please answer: %(question)s") % {"question": question.label}, question.code)
    if question.kind == TEXT:
        return str(value).strip()[:MAX_TEXT]
    if question.kind == CHOICES:
        known = dict(question.options)
        if isinstance(value, list | tuple) and all(item in known for item in value):
            return list(dict.fromkeys(str(item) for item in value))
    elif question.kind == YES_NO:
        if isinstance(value, bool):
            return value
    elif isinstance(value, int) and not isinstance(value, bool):
        low, high = {SCALE: (1, 5), RECOMMEND: (0, 10)}.get(question.kind, (0, MAX_NUMBER))
        if low <= value <= high:
            return value
    raise InvalidInput(
        _("Please choose one of the answers: %(question)s") % {"question": question.label}, question.code
    )
