"""Rows of any kind of record as a table with links: what stands behind a figure. Page, workbook and CSV read the same facts."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.facts import Fact, day_of, fact, fields_of, first_day_of, last_day_of, read_from, words_of
from core.tables import DATE, WHOLE, Field
from exchanges.enums import FollowUpStatus
from exchanges.models import Application, Exchange, FollowUp, PastExchange
from reporting.enums import ActivityKind
from reporting.indicators import Indicator
from reporting.models import Activity
from reporting.periods import Period

PER_PAGE = 50


@dataclass(frozen=True)
class Shape:
    """The table of one kind of record. `opens` names the page of a record, `by` what its address is made of."""

    title: str | Promise
    facts: tuple[Fact, ...]
    opens: str
    by: str

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return fields_of(self.facts)


@dataclass(frozen=True)
class RecordTable:
    """One kind of record behind a figure: all of them, and the rows that the hat may see. Counted only where it is asked."""

    shape: Shape
    everything: QuerySet[Any]
    rows: QuerySet[Any]

    @cached_property
    def total(self) -> int:
        return self.everything.count()

    @cached_property
    def unseen(self) -> int:
        """How many belong to files the hat is no party of."""
        return self.total - self.rows.count()

    @property
    def title(self) -> str:
        return str(self.shape.title)

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.shape.facts

    @property
    def columns(self) -> list[str]:
        return [str(one.label) for one in self.facts]

    def page(self, number: Any) -> Page[Any]:
        """Its rows are the facts, and behind them what the address is made of."""
        return Paginator(read_from(self.rows, self.facts, by=self.shape.by), PER_PAGE).get_page(number)

    def labelled(self, page: Page[Any]) -> list[dict[str, Any]]:
        """The rows of a page: the address, the first cell, and each further one with the name of its column."""
        columns = self.columns
        return [
            {
                "url": reverse(self.shape.opens, args=[row[-1]]),
                "name": name,
                "cells": list(zip(columns[1:], cells, strict=True)),
            }
            for row in page
            for name, *cells in [[field.value(row) for field in self.shape.fields]]
        ]


def tables(item: Indicator, period: Period, actor: Actor) -> list[RecordTable]:
    """The records behind an indicator that the hat may see, and how many more there are."""
    found = [_table(opens(period), actor) for opens in item.opens]
    # Most partnerships bring no history along: an empty table of it says nothing.
    return [table for table in found if table.rows.model is not PastExchange or table.everything.exists()]


def _table(found: QuerySet[Any], actor: Actor) -> RecordTable:
    visible = found.filter(pk__in=found.model.objects.visible_to(actor).order_by().values("pk"))
    return RecordTable(_SHAPES[found.model], found, visible)


def _visits(reference: str) -> tuple[Fact, ...]:
    return (
        fact(_("Reference"), reference),
        fact(_("Visitor"), "visitor__name"),
        fact(_("From"), "visitor_country__name"),
        fact(_("Host"), "host__name"),
        fact(_("To"), "host_country__name"),
        fact(_("First day"), first_day_of("stay"), DATE),
        fact(_("Last day"), last_day_of("stay"), DATE),
        fact(_("Counts from"), "credited_on", DATE),
    )


_SHAPES: dict[Any, Shape] = {
    Exchange: Shape(
        _("Exchanges"), _visits("application__reference"), "exchanges:file", "application__reference"
    ),
    PastExchange: Shape(
        _("Exchanges from before the portal (imported)"),
        _visits("reference"),
        "exchanges:past_exchange",
        "pk",
    ),
    Application: Shape(
        _("Applications"),
        (
            fact(_("Reference"), "reference"),
            fact(_("Organisation"), "organisation__name"),
            fact(_("Country"), "organisation__country__name"),
            fact(_("Contact cluster"), "visitor_cluster__short_name"),
            fact(_("Sent on"), day_of("submitted_at"), DATE),
        ),
        "exchanges:file",
        "reference",
    ),
    Activity: Shape(
        _("Activities"),
        (
            fact(_("Title"), "title"),
            fact(_("Type"), "kind", words=words_of(ActivityKind)),
            fact(_("Cluster"), "cluster__short_name"),
            fact(_("Date"), "held_on", DATE),
            fact(_("Number"), "count", WHOLE),
        ),
        "reporting:activity_review",
        "pk",
    ),
    FollowUp: Shape(
        _("Follow-ups of exchanges"),
        (
            fact(_("Reference"), "exchange__application__reference"),
            fact(_("Visitor"), "exchange__visitor__name"),
            fact(_("Host"), "exchange__host__name"),
            fact(_("With whom"), "partner"),
            fact(_("Status"), "status", words=words_of(FollowUpStatus)),
        ),
        "exchanges:file",
        "exchange__application__reference",
    ),
}
