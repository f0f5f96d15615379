"""The columns that the list of files can show, and what each of them writes into a table that is taken away."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from core import workflow
from core.tables import DATE, LIST, MONEY, TEXT, WHOLE, Field, fact_field
from exchanges.selectors import queue_facts

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """`order` is what a click on its head sorts by.

    `css`: "self" is a value that a phone shows without the name of its column.
    """

    key: str
    label: Text
    fields: tuple[Field, ...]
    order: str = ""
    css: str = ""


def _column(
    key: str,
    label: Text,
    fact: str,
    kind: str = TEXT,
    *,
    exported: Text = "",
    words: Callable[[], dict[str, str]] | None = None,
    **rest: Any,
) -> Column:
    return Column(key, label, (fact_field(exported or label, kind, fact, words),), **rest)


def _kinds() -> dict[str, str]:
    return {kind.value: str(kind.label) for kind in OrganisationKind}


def _states() -> dict[str, str]:
    tables = {kind: workflow.of(model) for kind, model in queue_facts.FOLLOWED.items()}
    return {
        f"{kind}.{state.code}": str(state.label) for kind, table in tables.items() for state in table.states
    }


def _stages() -> dict[str, str]:
    return {turn: str(queue_facts.STAGES[stage]) for turn, stage in queue_facts.STAGE_OF.items()}


def _sides() -> dict[str, str]:
    return {code: str(label) for code, label in queue_facts.WHO.items()}


ALL: tuple[Column, ...] = (
    _column("reference", _("Reference"), "reference", order="reference"),
    _column("organisation", _("Organisation"), "organisation", order="organisation", css="wide"),
    _column("country", _("Country"), "country", order="country", css="self"),
    _column("kind", _("Kind of visitor"), "kind", words=_kinds, order="kind"),
    _column("cluster", _("Contact cluster"), "cluster", order="cluster"),
    Column(
        "host",
        _("Host or mission"),
        (
            Field(
                _("Host or mission"),
                TEXT,
                lambda row: row.host,
                fact="host_name",
                words=queue_facts.GUESTS,
                note="guest",
            ),
        ),
        order="host",
        css="self",
    ),
    _column("host_country", _("Host's country"), "host_country"),
    Column(
        "dates",
        _("Dates"),
        (fact_field(_("First day"), DATE, "start"), fact_field(_("Last day"), DATE, "end")),
        order="start",
        css="self",
    ),
    _column("days", _("Days"), "days", WHOLE, exported=_("Working days"), order="days", css="num"),
    _column("sum", _("Sum"), "amount", MONEY, exported=_("Lump sum in EUR"), order="sum", css="num"),
    _column("stage", _("Stage"), "turn", words=_stages),
    _column("state", _("State"), "turn", words=_states, css="self"),
    _column("since", _("Since"), "since", DATE, exported=_("In this state since"), order="since"),
    _column("waiting", _("Waiting for"), "turns", words=_sides),
    _column("responsible", _("Responsible"), "responsible", order="responsible"),
    _column("tags", _("Tags"), "tags", LIST),
    _column("due", _("Due"), "due", DATE, order="due"),
    _column("sent", _("Sent on"), "sent", DATE, order="sent"),
    _column("decided", _("Decided on"), "decided", DATE, order="decided"),
    _column("partnership", _("Partnership"), "partnership", order="partnership"),
)
BY_KEY = {column.key: column for column in ALL}
USUAL = (
    "reference",
    "organisation",
    "country",
    "host",
    "dates",
    "days",
    "sum",
    "state",
    "waiting",
    "due",
)
# Every row is named by it, so it comes first and cannot be left out.
ALWAYS = "reference"


def chosen(keys: Iterable[str]) -> tuple[Column, ...]:
    """The known ones of these, in the order given, behind the reference; the usual ones when none is known."""
    wanted = dict.fromkeys(key for key in keys if key in BY_KEY) or dict.fromkeys(USUAL)
    return tuple(BY_KEY[key] for key in {ALWAYS: None, **wanted})


def keys_of(columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(column.key for column in columns)


def needs_of(columns: Sequence[Column]) -> tuple[str, ...]:
    """The facts that are read for these columns beyond the usual, in one order."""
    facts = {field.fact for field in fields_of(columns)}
    return tuple(name for name in queue_facts.NAMES if name in facts and name in queue_facts.MORE)


def fields_of(columns: Sequence[Column]) -> tuple[Field, ...]:
    return tuple(field for column in columns for field in column.fields)
