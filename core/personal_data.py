"""What the portal holds about people: one registry for the privacy notice, "my data", erasure and retention.

Each app registers in `AppConfig.ready()` one `Holding` for each of its models, which sorts every field of the model:

* `personal`  about a person; when that person is erased, name, address and phone in it give way to a pseudonym
* `cleared`   about a person; emptied at once when that person is erased
* `kept`      about a person; stays after an erasure, until the rule's day, because a law demands it
* `texts`     free text about work; a name in it gives way to the pseudonym, and it goes on the rule's day
* `plain`     no personal data
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst

Text = str | Promise


class Pointing(str):
    """A sentence that names something with a page of its own: the page prints the link behind it."""

    __slots__ = ("link", "url")
    link: str
    url: str

    def __new__(cls, sentence: str, *, url: str, link: str) -> "Pointing":
        made = super().__new__(cls, sentence)
        made.url, made.link = url, link
        return made


@dataclass(frozen=True)
class Subject:
    """The person an export or an erasure is about."""

    user_id: int
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    phones: tuple[str, ...]
    pseudonym: str

    @property
    def pseudonym_address(self) -> str:
        return f"{self.pseudonym.lower().replace(' ', '-')}@erased.invalid"


@dataclass(frozen=True)
class Group:
    """What stands under one heading: why we hold it, on which legal basis, and who sees it."""

    key: str
    label: Text
    why: Text
    basis: Text
    seen_by: Text
    order: int = 50


@dataclass(frozen=True)
class Rule:
    """When data goes. `until` tells the day for one row (None: its clock has not started); `due` counts what would go
    on a day, `apply` lets it go and returns how many rows went. Both are safe to call again.
    """

    key: str
    label: Text
    period: Text
    until: Callable[[Any], date | None]
    due: Callable[[date], int]
    apply: Callable[[date], int]
    # A law makes us keep it so long, even when the person asks for deletion.
    legal_hold: Text = ""
    # What is said instead of a day while the clock of one row has not started.
    waiting: Text = ""


def _nothing(_subject: Subject) -> Q:
    return Q(pk__in=[])


@dataclass(frozen=True)
class Holding:
    """One model. `mine` finds the rows about a person; `delete` lets these rows go on an erasure, whole."""

    model: str
    group: str = ""
    rule: str = ""
    title: Text = ""
    # First and last name of the person the row is about.
    parts: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    mine: Callable[[Subject], Q] = _nothing
    delete: bool = False
    # What "my data" and the copy show of a row; the fields about people, unless others are named here.
    shown: tuple[str, ...] = ()
    # What a field is called on pages, where the model has no good word for it.
    labels: Mapping[str, Text] = dataclasses.field(default_factory=dict)
    # Where the person corrects it: takes the row, returns an address; without one they ask us.
    edit: Callable[[Any], str] | None = None
    # The lookup that leads from the model to what the rule's clock hangs on, for rules over several models.
    path: str = ""

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def column(self, name: str) -> "models.Field[Any, Any]":
        found = self.table._meta.get_field(name)
        assert isinstance(found, models.Field)
        return found

    def label(self, name: str) -> str:
        return capfirst(str(self.labels.get(name) or self.column(name).verbose_name))

    @property
    def about_people(self) -> tuple[str, ...]:
        return (*self.parts, *self.personal, *self.cleared, *self.kept)

    @property
    def sorted_fields(self) -> tuple[str, ...]:
        return (*self.about_people, *self.texts, *self.plain)

    def rows(self, subject: Subject) -> models.QuerySet[Any]:
        return self.table._base_manager.filter(self.mine(subject)).order_by("pk").distinct()


Effect = Callable[[Subject], None]
Obstacle = Callable[[Subject], Iterable[Text]]
_groups: dict[str, Group] = {}
_rules: dict[str, Rule] = {}
_holdings: dict[str, Holding] = {}
_before: list[Effect] = []
_obstacles: list[Obstacle] = []
_elsewhere: set[str] = set()


# The columns of `core.models.Workflowed`; none is about a person.
WORKFLOWED = "state version waiting_for due_on state_since"


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def by_address(field: str) -> Callable[[Subject], Q]:
    """For `mine`: rows that carry one of the person's addresses."""
    return lambda subject: Q(**{f"{field}__in": subject.addresses})


def by_name(field: str) -> Callable[[Subject], Q]:
    """For `mine`: rows that carry one of the person's names."""
    return lambda subject: Q(**{f"{field}__in": subject.names})


def add_group(group: Group) -> None:
    _groups[group.key] = group


def add_rule(rule: Rule) -> None:
    _rules[rule.key] = rule


def add(holding: Holding) -> None:
    _holdings[holding.model] = holding


def before_erasure(effect: Effect) -> Effect:
    """Register what an app does first when a person is erased: close, end, hand over."""
    if effect not in _before:
        _before.append(effect)
    return effect


def obstacle(function: Obstacle) -> Obstacle:
    """Register what a person must settle before the account can go, as sentences that say what to do."""
    if function not in _obstacles:
        _obstacles.append(function)
    return function


def obstacles_for(subject: Subject) -> list[Text]:
    return [sentence for function in _obstacles for sentence in function(subject)]


def effects_before_erasure() -> Iterable[Effect]:
    """Higher apps first: they still see the roles that a lower one ends."""
    return tuple(reversed(_before))


def governs_history(*subject_types: str) -> None:
    """Say that the history, mails and audit values of these models go by a rule of their app."""
    _elsewhere.update(subject_types)


def governed_elsewhere() -> set[str]:
    return set(_elsewhere)


def groups() -> list[Group]:
    return sorted(_groups.values(), key=lambda group: group.order)


def rules() -> list[Rule]:
    return list(_rules.values())


def rule(key: str) -> Rule:
    return _rules[key]


def holdings(*, group: str = "", rule: str = "") -> list[Holding]:
    """In the order of registration, those of one group or rule when named."""
    return [
        holding
        for holding in _holdings.values()
        if (not group or holding.group == group) and (not rule or holding.rule == rule)
    ]


def held_as(model: str, field: str) -> str:
    """How the registry sorts a field of a model: parts, personal, cleared, kept, texts or plain. Unknown is personal."""
    holding = _holdings.get(model)
    sorts = ("parts", "personal", "cleared", "kept", "texts", "plain")
    return next(
        (name for name in sorts if holding is not None and field in getattr(holding, name)), "personal"
    )


def unsorted_fields(app_labels: Iterable[str]) -> Iterator[str]:
    """One sentence for each field of our models that no holding sorts, or that a holding sorts twice or invents."""
    for label in app_labels:
        for model in apps.get_app_config(label).get_models():
            yield from _problems(model)


def _problems(model: type[models.Model]) -> Iterator[str]:
    name = model._meta.label
    present = {field.name for field in model._meta.concrete_fields}
    holding = _holdings.get(name)
    place = f"{model._meta.app_label}/personal.py"
    if holding is None:
        yield f"{name} is not in {place}: add a Holding that sorts its fields."
        return
    known = holding.sorted_fields
    for field in sorted(present - set(known)):
        yield (
            f"{name}.{field} is not sorted: say in {place} whether it is about a person (personal, cleared, kept), "
            "free text (texts) or neither (plain)."
        )
    for field in sorted(set(known) - present):
        yield f"{name}.{field} does not exist any more: take it out of {place}."
    for field in sorted({field for field in known if known.count(field) > 1}):
        yield f"{name}.{field} is sorted twice in {place}."
    if (holding.about_people or holding.texts) and holding.rule not in _rules:
        yield f"{name} holds personal data: name in {place} the retention rule it goes by."
    if holding.about_people and holding.group not in _groups:
        yield f"{name} holds personal data: name in {place} the group it is shown in."


def months_after(day: date, number: int) -> date:
    """The same day a number of months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"no day {number} months from {day}")


def months_before(day: date, number: int) -> date:
    return months_after(day, -number)
