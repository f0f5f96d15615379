"""The lists of a partnership's reporting as tables to take away, and the records behind each of its figures.

The scope is the slug of the partnership; of records, with the code of the indicator and the number of the table behind it:
"excite/O2.exchanges/1".
"""

from datetime import date
from typing import Any

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from clusters.exporting import wearing
from clusters.models import Partnership
from clusters.permissions import check_coordinates
from clusters.selectors import leads
from core import clock, listings, workflow
from core.actors import Actor
from core.exceptions import NotAllowed
from core.listings import Asked, Found, Listing, column
from core.tables import DATE, TYPED, WHOLE
from reporting import indicators
from reporting.dashboards import day_from
from reporting.enums import Edition
from reporting.filters import ActivityFilter, LeadFilter, ServiceFilter
from reporting.models import DeliverableEdition
from reporting.periods import Period
from reporting.selectors import activities, public_page, rows, services
from reporting.selectors.partnerships import clusters_of, reported_to


def register() -> None:
    """Called when the app is ready."""
    for listing in LISTINGS:
        listings.register(listing, wearing)


def _partnership(asked: Asked) -> Partnership:
    slug = asked.scope.partition("/")[0]
    return get_object_or_404(reported_to(asked.actor).select_related("coordinator"), slug=slug)


def _period(asked: Asked, partnership: Partnership) -> Period:
    """Up to the day in the address; without one, up to the day on which the table is made."""
    return Period(partnership, until=day_from(asked.given.get("until"), clock.today()))


def _about(partnership: Partnership) -> tuple[str, str]:
    return _("Partnership"), partnership.name


def _activities(asked: Asked) -> Found:
    partnership = _partnership(asked)
    found = listed_activities(asked.actor, partnership, asked.given)
    rows = activities.in_order(found.qs, asked.given.get("order", ""))
    full = rows.select_related("evidence").prefetch_related("clusters", "terms__parent")
    return Found(full, _ACTIVITY, found.form, [_about(partnership)])


def listed_activities(actor: Actor, partnership: Partnership, given: QueryDict) -> ActivityFilter:
    """The filtered list, as the page shows it and the table takes it away; its rows are `qs`."""
    seen = activities.activities(actor, partnership)
    clusters, themes = clusters_of(partnership), activities.themes_of(partnership)
    return ActivityFilter(given, queryset=seen, clusters=clusters, themes=themes)


_ACTIVITY = (
    column(gettext_lazy("Title"), lambda row: row.title),
    column(gettext_lazy("Type"), lambda row: row.get_kind_display()),
    column(gettext_lazy("Cluster"), lambda row: row.cluster.short_name),
    column(
        gettext_lazy("Other clusters that took part"),
        lambda row: ", ".join(one.short_name for one in row.clusters.all()),
    ),
    column(gettext_lazy("Date"), lambda row: row.held_on, DATE),
    column(gettext_lazy("Number"), lambda row: row.count, WHOLE),
    column(gettext_lazy("On site or online"), lambda row: row.get_mode_display() if row.mode else ""),
    column(gettext_lazy("Place"), lambda row: row.place),
    column(gettext_lazy("People who took part"), lambda row: row.participants, WHOLE),
    column(gettext_lazy("Organisations that took part"), lambda row: row.organisations, WHOLE),
    column(gettext_lazy("With whom"), lambda row: row.partner),
    column(
        gettext_lazy("What they are"), lambda row: row.get_counterpart_display() if row.counterpart else ""
    ),
    column(gettext_lazy("Themes"), lambda row: ", ".join(term.in_full for term in row.terms.all())),
    column(
        gettext_lazy("Evidence"),
        lambda row: row.evidence_url or (row.evidence.name if row.evidence else ""),
    ),
    column(gettext_lazy("State"), lambda row: workflow.of(row).state(row.state).label),
    column(gettext_lazy("What was done, and with whom"), lambda row: row.note),
)


def _services(asked: Asked) -> Found:
    partnership = _partnership(asked)
    seen = services.services(asked.actor).filter(partnership=partnership)
    found = ServiceFilter(asked.given, queryset=seen, clusters=clusters_of(partnership))
    return Found(found.qs, _SERVICE, found.form, [_about(partnership)])


_SERVICE = (
    column(gettext_lazy("Name"), lambda row: row.name),
    column(gettext_lazy("Owner"), lambda row: row.cluster.short_name),
    column(gettext_lazy("New or adapted"), lambda row: row.get_novelty_display()),
    column(gettext_lazy("State of development"), lambda row: row.get_stage_display()),
    column(gettext_lazy("Offered since"), lambda row: row.offered_on, DATE),
    column(gettext_lazy("What it is"), lambda row: row.summary),
    column(gettext_lazy("For whom"), lambda row: row.for_whom),
    column(gettext_lazy("Who pays for it, and how it lasts"), lambda row: row.business_model),
    column(gettext_lazy("Price"), lambda row: row.price),
    column(gettext_lazy("Pilot from"), lambda row: row.pilot_from, DATE),
    column(gettext_lazy("Pilot until"), lambda row: row.pilot_until, DATE),
    column(gettext_lazy("Users in the pilot"), lambda row: row.pilot_users, WHOLE),
    column(gettext_lazy("Result of the pilot"), lambda row: row.pilot_result),
)


def _deliverables(asked: Asked) -> Found:
    partnership = _partnership(asked)
    seen = DeliverableEdition.objects.visible_to(asked.actor).filter(deliverable__partnership=partnership)
    return Found(
        seen.exclude(deliverable__state="discarded")
        .select_related("pdf", "deliverable")
        .defer("snapshot")
        .order_by("-deliverable", "-edition"),
        _DELIVERABLE,
        about=[_about(partnership)],
    )


def _published_on(row: DeliverableEdition) -> date | None:
    moment = row.deliverable.published_at
    return moment.date() if moment is not None and row.edition == Edition.PUBLIC else None


_DELIVERABLE = (
    column(gettext_lazy("Code"), lambda row: row.deliverable.code),
    column(gettext_lazy("Title"), lambda row: row.deliverable.title),
    column(gettext_lazy("Subject"), lambda row: row.deliverable.subject),
    column(gettext_lazy("Edition"), lambda row: row.get_edition_display()),
    column(gettext_lazy("Issue"), lambda row: row.deliverable.number, WHOLE),
    column(gettext_lazy("From"), lambda row: row.deliverable.since, DATE),
    column(gettext_lazy("Until"), lambda row: row.deliverable.as_of, DATE),
    column(
        gettext_lazy("State"), lambda row: workflow.of(row.deliverable).state(row.deliverable.state).label
    ),
    column(gettext_lazy("Pages"), lambda row: row.pages, WHOLE),
    column(gettext_lazy("Published on"), _published_on, DATE),
    column(gettext_lazy("Submitted on"), lambda row: row.deliverable.submitted_on, DATE),
    column(gettext_lazy("SHA-256 of the PDF"), lambda row: row.pdf.sha256 if row.pdf else ""),
)


def _leads(asked: Asked) -> Found:
    partnership = _partnership(asked)
    if asked.actor.hat.kind not in (RoleKind.COORDINATOR, RoleKind.MANAGER):
        raise NotAllowed(_("This list is for the coordinator and the cluster managers."))
    seen = leads.overdue_first(leads.leads_visible_to(asked.actor).filter(partnership=partnership))
    # The filter looks at who asks, under the name that a request has for it.
    found = LeadFilter(asked.given, queryset=seen, request=asked.actor)
    return Found(found.qs, _LEAD, found.form, [_about(partnership)])


_LEAD = (
    column(gettext_lazy("Name"), lambda row: row.name),
    column(gettext_lazy("Organisation"), lambda row: row.organisation),
    column(gettext_lazy("E-mail"), lambda row: row.email),
    column(gettext_lazy("Country"), lambda row: row.country.name),
    column(gettext_lazy("Message"), lambda row: row.message),
    column(gettext_lazy("State"), lambda row: row.get_status_display()),
    column(gettext_lazy("Came on"), lambda row: row.created_at.date(), DATE),
    column(gettext_lazy("Given to"), lambda row: row.assigned_to or ""),
    column(gettext_lazy("Cluster"), lambda row: row.cluster.short_name if row.cluster else ""),
    column(gettext_lazy("Next step"), lambda row: row.next_step),
    column(gettext_lazy("Due"), lambda row: row.due, DATE),
)


def _networks(asked: Asked) -> Found:
    partnership = _partnership(asked)
    check_coordinates(asked.actor, partnership)
    return Found(public_page.networks_of(partnership), _NETWORK, about=[_about(partnership)])


_NETWORK = (
    column(gettext_lazy("Name"), lambda row: row.name),
    column(gettext_lazy("Kind"), lambda row: row.get_kind_display()),
    column(gettext_lazy("Location"), lambda row: row.location),
    column(gettext_lazy("What the link is"), lambda row: row.relation),
    column(gettext_lazy("Website"), lambda row: row.website),
    column(gettext_lazy("Linked since"), lambda row: row.linked_on, DATE),
)


def _figures(asked: Asked) -> Found:
    """Every indicator with target and rule, as the page and the deliverables tell it."""
    partnership = _partnership(asked)
    period = _period(asked, partnership)
    about = [_about(partnership), (_("As of"), period.until.isoformat())]
    return Found(indicators.as_rows(period), _FIGURE, about=about)


_FIGURE = tuple(
    column(label, lambda row, key=key: row[key], TYPED)  # type: ignore[misc]
    for key, label in (
        ("code", gettext_lazy("Code")),
        ("label", gettext_lazy("Indicator")),
        ("value", gettext_lazy("Value")),
        ("target", gettext_lazy("Target")),
        ("unit", gettext_lazy("Unit")),
        ("rule", gettext_lazy("Rule")),
        ("as_of", gettext_lazy("As of")),
    )
)


def _records(asked: Asked) -> Found:
    """One table of the records behind a figure, as far as the hat may see them."""
    partnership = _partnership(asked)
    period = _period(asked, partnership)
    _slug, code, number = _parts(asked.scope)
    item = indicators.REGISTRY.get(code)
    tables = rows.tables(item, period, asked.actor) if item is not None else []
    if item is None or not 1 <= number <= len(tables):
        raise Http404
    table = tables[number - 1]
    fields = [
        column(label, lambda row, place=place: table.as_row(row).cells[place], TYPED)  # type: ignore[misc]
        for place, label in enumerate(table.columns)
    ]
    about = [
        _about(partnership),
        (_("Indicator"), f"{code} {item.label}"),
        (_("Rule"), str(item.rule)),
        (_("As of"), period.until.isoformat()),
    ]
    return Found(table.rows, fields, about=about)


def _parts(scope: str) -> tuple[str, str, int]:
    slug, _sep, rest = scope.partition("/")
    code, _sep, number = rest.partition("/")
    return slug, code, int(number) if number.isdecimal() and len(number) < 4 else 0


def _figure_address(scope: str) -> str:
    slug, code, _number = _parts(scope)
    return reverse("reporting:indicator_detail", args=[slug, code])


def _at(name: str) -> Any:
    return lambda scope: reverse(f"reporting:{name}", args=[scope])


LISTINGS = (
    Listing("activities", gettext_lazy("Activities"), _activities, _at("activities")),
    Listing("services", gettext_lazy("Services"), _services, _at("services")),
    Listing("deliverables", gettext_lazy("Deliverables"), _deliverables, _at("deliverables")),
    Listing("leads", gettext_lazy("Interested people"), _leads, _at("leads")),
    Listing("networks", gettext_lazy("Linked networks"), _networks, _at("networks")),
    Listing("figures", gettext_lazy("Figures"), _figures, _at("dashboard")),
    Listing("records", gettext_lazy("Records behind a figure"), _records, _figure_address),
)
