"""The columns that the list of files can show, and what each of them writes into a table that is taken away."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from core.countries import country_name
from core.tables import DATE, MONEY, TEXT, WHOLE, Field
from exchanges.selectors.queue import STAGES, Row, still_invited

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """`needs` names what is read for it beyond the usual (`queue.EXTRAS`); `order` what a click on its head sorts by.

    `css`: "self" is a value that a phone shows without the name of its column.
    """

    key: str
    label: Text
    fields: tuple[Field, ...]
    order: str = ""
    css: str = ""
    needs: str = ""


def _column(
    key: str,
    label: Text,
    value: Callable[[Row], Any],
    kind: str = TEXT,
    *,
    exported: Text = "",
    **rest: Any,
) -> Column:
    return Column(key, label, (Field(exported or label, kind, value),), **rest)


def _sent(row: Row) -> Any:
    """A file of the list has been sent, so it has a partnership."""
    return row.application


def _waiting(row: Row) -> str:
    return ", ".join(str(who) for who in row.waiting)


def _kind(row: Row) -> str:
    kind = row.application.organisation_kind
    return str(OrganisationKind(kind).label) if kind else ""


def _host_country(row: Row) -> str:
    visit = row.application.current_exchange
    if visit is not None and visit.state != "cancelled":
        return visit.host.country.name
    guest = still_invited(row.application)
    return country_name(guest.country_id) if guest is not None else ""


ALL: tuple[Column, ...] = (
    _column("reference", _("Reference"), lambda row: row.reference, order="reference"),
    _column(
        "organisation", _("Organisation"), lambda row: row.organisation, order="organisation", css="wide"
    ),
    _column("country", _("Country"), lambda row: row.country, order="country", css="self"),
    _column("kind", _("Kind of visitor"), _kind, order="kind", needs="kind"),
    _column(
        "cluster",
        _("Contact cluster"),
        lambda row: str(row.application.visitor_cluster),
        order="cluster",
        needs="cluster",
    ),
    _column("host", _("Host or mission"), lambda row: row.host, order="host", css="self"),
    _column("host_country", _("Host's country"), _host_country, needs="host_country"),
    Column(
        "dates",
        _("Dates"),
        (
            Field(_("First day"), DATE, lambda row: row.start),
            Field(_("Last day"), DATE, lambda row: row.end),
        ),
        order="start",
        css="self",
    ),
    _column(
        "days",
        _("Days"),
        lambda row: row.days,
        WHOLE,
        exported=_("Working days"),
        order="days",
        css="num",
    ),
    _column(
        "sum",
        _("Sum"),
        lambda row: row.amount,
        MONEY,
        exported=_("Lump sum in EUR"),
        order="sum",
        css="num",
    ),
    _column("stage", _("Stage"), lambda row: str(STAGES[row.stage])),
    _column("state", _("State"), lambda row: str(row.state_label), css="self"),
    _column(
        "since",
        _("Since"),
        lambda row: row.since,
        DATE,
        exported=_("In this state since"),
        order="since",
        needs="since",
    ),
    _column("waiting", _("Waiting for"), _waiting),
    _column("responsible", _("Responsible"), lambda row: row.responsible, order="responsible"),
    _column("tags", _("Tags"), lambda row: ", ".join(row.tags)),
    _column("due", _("Due"), lambda row: row.due, DATE, order="due"),
    _column("sent", _("Sent on"), lambda row: row.day("submitted_at"), DATE, order="sent", needs="sent"),
    _column(
        "decided", _("Decided on"), lambda row: row.day("decided_at"), DATE, order="decided", needs="decided"
    ),
    _column(
        "partnership",
        _("Partnership"),
        lambda row: _sent(row).partnership.code,
        order="partnership",
        needs="partnership",
    ),
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
    """What is read for these columns beyond the usual, in one order."""
    return tuple(sorted({column.needs for column in columns if column.needs}))


def fields_of(columns: Sequence[Column]) -> tuple[Field, ...]:
    return tuple(field for column in columns for field in column.fields)
