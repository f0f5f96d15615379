"""Rows of any kind of record as a table with links: what stands behind a figure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.actors import Actor
from exchanges.models import Application, Exchange, FollowUp, PastExchange
from reporting.indicators import Indicator
from reporting.models import Activity
from reporting.periods import Period

PER_PAGE = 50
Cells = tuple[Any, ...]


@dataclass(frozen=True)
class Row:
    """`url` opens the record; the first cell carries the link."""

    url: str
    cells: Cells


@dataclass(frozen=True)
class RecordTable:
    """One kind of record behind a figure. `unseen` rows belong to files the hat is no party of."""

    title: str
    columns: tuple[str, ...]
    rows: QuerySet[Any]
    total: int
    unseen: int
    as_row: Callable[[Any], Row]

    def page(self, number: Any) -> Page[Any]:
        return Paginator(self.rows, PER_PAGE).get_page(number)

    def shown(self, page: Page[Any]) -> list[Row]:
        return [self.as_row(item) for item in page]

    def labelled(self, page: Page[Any]) -> list[dict[str, Any]]:
        """The rows of a page: the address, the first cell, and each further one with the name of its column."""
        return [
            {
                "url": row.url,
                "name": row.cells[0],
                "cells": list(zip(self.columns, row.cells, strict=True))[1:],
            }
            for row in self.shown(page)
        ]


def tables(item: Indicator, period: Period, actor: Actor) -> list[RecordTable]:
    """The records behind an indicator that the hat may see, and how many more there are."""
    found = [_table(opens(period), actor) for opens in item.opens]
    # Most partnerships bring no history along: an empty table of it says nothing.
    return [table for table in found if table.total or table.rows.model is not PastExchange]


def _table(found: QuerySet[Any], actor: Actor) -> RecordTable:
    title, columns, as_row = _SHAPES[found.model]()
    visible = found.filter(pk__in=found.model.objects.visible_to(actor).order_by().values("pk"))
    total = found.count()
    return RecordTable(title, columns, visible, total, total - visible.count(), as_row)


def _exchanges() -> tuple[str, tuple[str, ...], Callable[[Exchange], Row]]:
    columns = (
        _("Reference"),
        _("Visitor"),
        _("From"),
        _("Host"),
        _("To"),
        _("First day"),
        _("Last day"),
        _("Counts from"),
    )
    return _("Exchanges"), columns, _exchange_row


def _exchange_row(item: Exchange) -> Row:
    return Row(
        reverse("exchanges:file", args=[item.reference]),
        (
            item.reference,
            item.visitor.name,
            item.visitor_country.name,
            item.host.name,
            item.host_country.name,
            item.first_day,
            item.last_day,
            item.credited_on,
        ),
    )


def _past() -> tuple[str, tuple[str, ...], Callable[[PastExchange], Row]]:
    _title, columns, _as_row = _exchanges()
    return _("Exchanges from before the portal (imported)"), columns, _past_row


def _past_row(item: PastExchange) -> Row:
    return Row(
        reverse("exchanges:past_exchange", args=[item.pk]),
        (
            item.reference,
            item.visitor.name,
            item.visitor_country.name,
            item.host.name,
            item.host_country.name,
            item.first_day,
            item.last_day,
            item.credited_on,
        ),
    )


def _applications() -> tuple[str, tuple[str, ...], Callable[[Application], Row]]:
    return (
        _("Applications"),
        (_("Reference"), _("Organisation"), _("Country"), _("Contact cluster"), _("Sent on")),
        _sent_row,
    )


def _sent_row(item: Application) -> Row:
    cluster = item.visitor_cluster.short_name if item.visitor_cluster else ""
    sent_on = item.submitted_at.date() if item.submitted_at else None
    return Row(
        reverse("exchanges:file", args=[item.reference]),
        (item.reference, item.organisation.name, item.organisation.country.name, cluster, sent_on),
    )


def _activities() -> tuple[str, tuple[str, ...], Callable[[Activity], Row]]:
    return _("Activities"), (_("Title"), _("Type"), _("Cluster"), _("Date"), _("Number")), _activity_row


def _activity_row(item: Activity) -> Row:
    return Row(
        reverse("reporting:activity_review", args=[item.pk]),
        (item.title, item.get_kind_display(), item.cluster.short_name, item.held_on, item.count),
    )


def _follow_ups() -> tuple[str, tuple[str, ...], Callable[[FollowUp], Row]]:
    return (
        _("Follow-ups of exchanges"),
        (_("Reference"), _("Visitor"), _("Host"), _("With whom"), _("Status")),
        _follow_up_row,
    )


def _follow_up_row(item: FollowUp) -> Row:
    exchange = item.exchange
    return Row(
        reverse("exchanges:file", args=[exchange.reference]),
        (
            exchange.reference,
            exchange.visitor.name,
            exchange.host.name,
            item.partner,
            item.get_status_display(),
        ),
    )


_SHAPES: dict[Any, Callable[[], tuple[str, tuple[str, ...], Callable[[Any], Row]]]] = {
    Exchange: _exchanges,
    PastExchange: _past,
    Application: _applications,
    Activity: _activities,
    FollowUp: _follow_ups,
}
