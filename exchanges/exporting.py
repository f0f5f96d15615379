"""The list of files as a table to take away: the same rows and columns that the person sees."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.exporting import wearing
from core import clock, csv_sql, exports, listings
from core.actors import Actor
from core.exceptions import NotAllowed
from core.query import active_filters
from core.tables import Field
from exchanges import exporting_events, exporting_lists, exporting_plans
from exchanges.filters import FilesFilter
from exchanges.models import Application
from exchanges.selectors import choices, list_settings, queue, queue_columns, queue_facts, queue_filter

FILES = "files"


def register() -> None:
    """Called when the app is ready."""
    exports.register(exports.Exporter(FILES, gettext_lazy("Files"), _actor, _source, _at_once))
    for listing in (*exporting_lists.LISTINGS, *exporting_events.LISTINGS, *exporting_plans.LISTINGS):
        listings.register(listing, wearing)


def _actor(user: Any, hat_id: int) -> Actor:
    actor = wearing(user, hat_id)
    _check_staff(actor)
    return actor


def _check_staff(actor: Actor) -> None:
    if actor.hat is None or actor.hat.kind not in queue.STAFF:
        raise NotAllowed(_("This list is for the staff of clusters and partnerships."))


def found(actor: Actor, query: str, numbers: list[int] | None = None) -> QuerySet[Application]:
    """The files that the filter finds for this person; `numbers` names some of them instead."""
    if numbers is not None:
        seen = queue_filter.found(actor, queue_filter.Wanted(archived="with"))
        return seen.filter(pk__in=numbers)
    return queue_filter.found(actor, queue_filter.wanted(QueryDict(query), actor))


def _source(actor: Actor, query: str, options: dict[str, Any]) -> exports.Source:
    _check_staff(actor)
    given, numbers = QueryDict(query), options.get("numbers")
    columns = queue_columns.chosen(list_settings.columns_in(given))
    rows = queue.in_order(found(actor, query, numbers), given.get("order", ""))
    facts = [
        (_("Made on"), clock.now().strftime("%Y-%m-%d %H:%M UTC")),
        (_("Made for"), f"{actor.label}, {actor.hat}"),
    ]
    if numbers is not None:
        facts.append((_("Which files"), _("those that were ticked in the list")))
    else:
        form = FilesFilter(given, missions=choices.missions(actor), tags=given.getlist("tag"))
        facts += [(chip["label"], chip["value"]) for chip in active_filters(form, given)] or [
            (_("Which files"), _("all but the archived ones"))
        ]
    return exports.Source(
        title=_("Files of the ClusterXchange portal"),
        address=f"{settings.PORTAL_URL}{reverse('exchanges:queue')}{f'?{query}' if query else ''}",
        facts=facts,
        fields=queue_columns.fields_of(columns),
        total=rows.count(),
        rows=queue.stream(rows, queue_columns.needs_of(columns)),
    )


def told(actor: Actor, query: str, options: dict[str, Any]) -> tuple[QuerySet[Any], Sequence[Field]]:
    """The facts of each file as a tuple, and the fields they are told by. Raises NotAllowed."""
    _check_staff(actor)
    given = QueryDict(query)
    columns = queue_columns.chosen(list_settings.columns_in(given))
    names = (*queue_facts.USUAL, *queue_columns.needs_of(columns))
    rows = queue.in_order(found(actor, query, options.get("numbers")), given.get("order", ""))
    return queue_facts.read_from(rows, names), queue_columns.fields_of(columns)


def _at_once(actor: Actor, query: str, options: dict[str, Any]) -> Iterator[str]:
    """Written by the database."""
    rows, fields = told(actor, query, options)
    return csv_sql.lines(rows, fields, queue_facts.alias)
