"""The list of files as a table to take away: the same rows and columns that the person sees."""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Role
from core import clock, exports
from core.actors import Actor
from core.exceptions import NotAllowed
from core.query import active_filters
from exchanges.filters import ApplicationFilter
from exchanges.selectors import list_settings, queue, queue_columns, queue_marks

FILES = "files"


def register() -> None:
    """Called when the app is ready."""
    exports.register(exports.Exporter(FILES, gettext_lazy("Files"), _actor, _source))


def _actor(user: Any, hat_id: int) -> Actor:
    hat = Role.objects.working().filter(pk=hat_id, user=user).first()
    if hat is None or hat.kind not in queue.STAFF:
        raise NotAllowed(_("You no longer have the role with which you asked for this table."))
    return Actor.person(user, hat)


def found(actor: Actor, query: str, numbers: list[int] | None = None) -> ApplicationFilter:
    """The files that the filter finds for this person; `numbers` names some of them instead."""
    seen = queue_marks.with_tags(queue.files(actor), actor)
    given = QueryDict(query)
    if numbers is not None:
        seen = seen.filter(pk__in=numbers)
        given = QueryDict("archived=with")
    request = SimpleNamespace(actor=actor)
    return ApplicationFilter(given, queryset=seen, request=request, tags=given.getlist("tag"))


def _source(actor: Actor, query: str, options: dict[str, Any]) -> exports.Source:
    given, numbers = QueryDict(query), options.get("numbers")
    chosen = found(actor, query, numbers)
    columns = queue_columns.chosen(list_settings.columns_in(given))
    rows = queue.in_order(chosen.qs, given.get("order", ""))
    facts = [
        (_("Made on"), clock.now().strftime("%Y-%m-%d %H:%M UTC")),
        (_("Made for"), f"{actor.label}, {actor.hat}"),
    ]
    if numbers is not None:
        facts.append((_("Which files"), _("those that were ticked in the list")))
    else:
        facts += [(chip["label"], chip["value"]) for chip in active_filters(chosen.form, given)] or [
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
