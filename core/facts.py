"""Columns that the database tells: one expression for each, which page, workbook and CSV read alike.

A list says its columns once, as facts. `read_from` reads them as tuples, with a `Field` for each place in the tuple; since every
field names its fact, `core.csv_sql` can write the same cells without a row of them becoming an object.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    Model,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Lower, NullIf, Trim, TruncDate, Upper
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import workflow
from core.tables import LIST, TEXT, Field, Words, in_each_language, in_words


@dataclass(frozen=True)
class Fact:
    """One column. `tells` is a path or an expression over the rows of the list. With `words` it gives a code, or several with
    blanks between, and the column says the words; a `LIST` gives an array of texts.
    """

    label: str | Promise
    tells: Any
    kind: str = TEXT
    words: Words | None = None


def fact(label: str | Promise, tells: Any, kind: str = TEXT, words: Words | None = None) -> Fact:
    return Fact(label, tells, kind, words and in_each_language(words))


def read_from(rows: QuerySet[Any], facts: Sequence[Fact], **beside: Any) -> QuerySet[Any]:
    """The facts of each row as a tuple, and behind them what is told `beside` them."""
    told = {_name(place): _expression(one.tells) for place, one in enumerate(facts)}
    beside = {name: _expression(tells) for name, tells in beside.items()}
    return rows.prefetch_related(None).annotate(**told, **beside).values_list(*told, *beside)


def fields_of(facts: Iterable[Fact]) -> tuple[Field, ...]:
    """The fields of what `read_from` gives for the same facts."""
    return tuple(_field(one, place) for place, one in enumerate(facts))


def _field(one: Fact, place: int) -> Field:
    given, words = itemgetter(place), one.words
    if words is not None:
        return Field(
            one.label, one.kind, lambda row: in_words(given(row) or "", words()), _name(place), words
        )
    if one.kind == LIST:
        return Field(one.label, one.kind, lambda row: ", ".join(given(row) or ()), _name(place))
    return Field(one.label, one.kind, given, _name(place))


def _name(place: int) -> str:
    return f"fact_{place}"


def _expression(tells: Any) -> Any:
    return F(tells) if isinstance(tells, str) else tells


def words_of(choices: Any) -> Words:
    """The labels of a `TextChoices`."""
    return lambda: {str(code): str(label) for code, label in choices.choices if code is not None}


def states_of(model: type[Model]) -> Words:
    return lambda: {state.code: str(state.label) for state in workflow.of(model).states}


def _yes_no() -> Mapping[str, str]:
    return {"yes": _("Yes"), "no": _("No")}


def yes_no(label: str | Promise, condition: Q) -> Fact:
    return fact(label, Case(When(condition, then=Value("yes")), default=Value("no")), words=_yes_no)


def codes_in(path: str) -> Any:
    """A list of codes kept as JSON: "job_shadowing training"."""
    return Func(
        F(path),
        template="(SELECT coalesce(string_agg(code, ' ' ORDER BY place), '') FROM "
        "jsonb_array_elements_text(%(expressions)s) WITH ORDINALITY AS told (code, place))",
        output_field=CharField(),
    )


def texts_of(rows: QuerySet[Any], tells: Any) -> Any:
    """One text for each of the rows, which are in order and know their `OuterRef`."""
    return ArraySubquery(rows.annotate(told=_expression(tells)).values("told"))


def day_of(path: str) -> Any:
    """The day of a moment."""
    return TruncDate(path)


def first_day_of(path: str) -> Any:
    return Lower(path, output_field=DateField())


def last_day_of(path: str) -> Any:
    """A stay is kept as [first day, day after the last day)."""
    return ExpressionWrapper(Upper(path, output_field=DateField()) - 1, output_field=DateField())


def name_of(path: str = "") -> Any:
    """First and last name of the person or user there; "" for nobody."""
    place = f"{path}__" if path else ""
    return Trim(Concat(f"{place}first_name", Value(" "), f"{place}last_name", output_field=CharField()))


def called(path: str) -> Any:
    """As a user is shown: the name, or the address of somebody without one; "" for nobody."""
    return Coalesce(NullIf(name_of(path), Value("")), f"{path}__email", Value(""), output_field=CharField())
