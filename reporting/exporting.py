"""The lists of a partnership's reporting as tables to take away, and the records behind each of its figures.

The scope is the slug of the partnership; of records, with the code of the indicator and the number of the table behind it:
"excite/O2.exchanges/1".
"""

from typing import Any

from django.db.models import OuterRef, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import LeadState, RoleKind
from clusters.exporting import wearing
from clusters.models import Partnership
from clusters.permissions import check_coordinates
from clusters.selectors import leads
from clusters.selectors.terms import in_full
from core import clock, listings
from core.actors import Actor
from core.exceptions import NotAllowed
from core.facts import called, day_of, fact, states_of, texts_of, words_of
from core.listings import Asked, Found, Listing, column, told
from core.tables import DATE, LIST, TYPED, WHOLE
from exchanges.enums import Counterpart, Mode
from reporting import exporting_deliverables, exporting_desk, indicators
from reporting.dashboards import period_from
from reporting.enums import ActivityKind, NetworkKind, ServiceNovelty, ServiceStage
from reporting.filters import ActivityFilter, LeadFilter, ServiceFilter
from reporting.models import Activity
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
    """As on the page; without a last day in the address, up to the day on which the table is made."""
    given = {name: asked.given.get(name, "") for name in ("since", "until")}
    return period_from(partnership, given, clock.today())


def _days(period: Period) -> list[tuple[str, str]]:
    since = [(_("From"), period.since.isoformat())] if period.since is not None else []
    return [*since, (_("As of"), period.until.isoformat())]


def _about(partnership: Partnership) -> tuple[str, str]:
    return _("Partnership"), partnership.name


def _activities(asked: Asked) -> Found:
    partnership = _partnership(asked)
    found = listed_activities(asked.actor, partnership, asked.given)
    rows = activities.in_order(found.qs, asked.given.get("order", ""))
    return told(rows, _ACTIVITY, found.form, [_about(partnership)])


def listed_activities(actor: Actor, partnership: Partnership, given: QueryDict) -> ActivityFilter:
    """The filtered list, as the page shows it and the table takes it away; its rows are `qs`."""
    seen = activities.activities(actor, partnership)
    clusters, themes = clusters_of(partnership), activities.themes_of(partnership)
    return ActivityFilter(given, queryset=seen, clusters=clusters, themes=themes)


_PARTNERS = Activity.clusters.through.objects.filter(activity=OuterRef("pk")).order_by("cluster__short_name")
_THEMES = Activity.terms.through.objects.filter(activity=OuterRef("pk")).order_by(
    "term__taxonomy", "term__code"
)
_ACTIVITY = (
    fact(gettext_lazy("Title"), "title"),
    fact(gettext_lazy("Type"), "kind", words=words_of(ActivityKind)),
    fact(gettext_lazy("Cluster"), "cluster__short_name"),
    fact(gettext_lazy("Other clusters that took part"), texts_of(_PARTNERS, "cluster__short_name"), LIST),
    fact(gettext_lazy("Date"), "held_on", DATE),
    fact(gettext_lazy("Number"), "count", WHOLE),
    fact(gettext_lazy("On site or online"), "mode", words=words_of(Mode)),
    fact(gettext_lazy("Place"), "place"),
    fact(gettext_lazy("People who took part"), "participants", WHOLE),
    fact(gettext_lazy("Organisations that took part"), "organisations", WHOLE),
    fact(gettext_lazy("With whom"), "partner"),
    fact(gettext_lazy("What they are"), "counterpart", words=words_of(Counterpart)),
    fact(gettext_lazy("Themes"), texts_of(_THEMES, in_full("term")), LIST),
    fact(gettext_lazy("Evidence"), Coalesce(NullIf("evidence_url", Value("")), "evidence__name")),
    fact(gettext_lazy("State"), "state", words=states_of(Activity)),
    fact(gettext_lazy("What was done, and with whom"), "note"),
)


def _services(asked: Asked) -> Found:
    partnership = _partnership(asked)
    seen = services.services(asked.actor).filter(partnership=partnership)
    found = ServiceFilter(asked.given, queryset=seen, clusters=clusters_of(partnership))
    return told(found.qs, _SERVICE, found.form, [_about(partnership)])


_SERVICE = (
    fact(gettext_lazy("Name"), "name"),
    fact(gettext_lazy("Owner"), "cluster__short_name"),
    fact(gettext_lazy("New or adapted"), "novelty", words=words_of(ServiceNovelty)),
    fact(gettext_lazy("State of development"), "stage", words=words_of(ServiceStage)),
    fact(gettext_lazy("Offered since"), "offered_on", DATE),
    fact(gettext_lazy("What it is"), "summary"),
    fact(gettext_lazy("For whom"), "for_whom"),
    fact(gettext_lazy("Who pays for it, and how it lasts"), "business_model"),
    fact(gettext_lazy("Price"), "price"),
    fact(gettext_lazy("Pilot from"), "pilot_from", DATE),
    fact(gettext_lazy("Pilot until"), "pilot_until", DATE),
    fact(gettext_lazy("Users in the pilot"), "pilot_users", WHOLE),
    fact(gettext_lazy("Result of the pilot"), "pilot_result"),
)


def _leads(asked: Asked) -> Found:
    partnership = _partnership(asked)
    if asked.actor.hat.kind not in (RoleKind.COORDINATOR, RoleKind.MANAGER):
        raise NotAllowed(_("This list is for the coordinator and the cluster managers."))
    seen = leads.overdue_first(leads.leads_visible_to(asked.actor).filter(partnership=partnership))
    # The filter looks at who asks, under the name that a request has for it.
    found = LeadFilter(asked.given, queryset=seen, request=asked.actor)
    return told(found.qs, _LEAD, found.form, [_about(partnership)])


_LEAD = (
    fact(gettext_lazy("Name"), "name"),
    fact(gettext_lazy("Organisation"), "organisation"),
    fact(gettext_lazy("E-mail"), "email"),
    fact(gettext_lazy("Country"), "country__name"),
    fact(gettext_lazy("Message"), "message"),
    fact(gettext_lazy("State"), "status", words=words_of(LeadState)),
    fact(gettext_lazy("Came on"), day_of("created_at"), DATE),
    fact(gettext_lazy("Given to"), called("assigned_to")),
    fact(gettext_lazy("Cluster"), "cluster__short_name"),
    fact(gettext_lazy("Next step"), "next_step"),
    fact(gettext_lazy("Due"), "due", DATE),
)


def _networks(asked: Asked) -> Found:
    partnership = _partnership(asked)
    check_coordinates(asked.actor, partnership)
    return told(public_page.networks_of(partnership), _NETWORK, about=[_about(partnership)])


_NETWORK = (
    fact(gettext_lazy("Name"), "name"),
    fact(gettext_lazy("Kind"), "kind", words=words_of(NetworkKind)),
    fact(gettext_lazy("Location"), "location"),
    fact(gettext_lazy("What the link is"), "relation"),
    fact(gettext_lazy("Website"), "website"),
    fact(gettext_lazy("Linked since"), "linked_on", DATE),
)


def _figures(asked: Asked) -> Found:
    """Every indicator with target and rule, as the page and the deliverables tell it."""
    partnership = _partnership(asked)
    period = _period(asked, partnership)
    about = [_about(partnership), *_days(period)]
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
    about = [
        _about(partnership),
        (_("Indicator"), f"{code} {item.label}"),
        (_("Rule"), str(item.rule)),
        *_days(period),
    ]
    return told(table.rows, table.facts, about=about)


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
    *exporting_deliverables.LISTINGS,
    Listing("leads", gettext_lazy("Interested people"), _leads, _at("leads")),
    Listing("networks", gettext_lazy("Linked networks"), _networks, _at("networks")),
    Listing("figures", gettext_lazy("Figures"), _figures, _at("dashboard")),
    Listing("records", gettext_lazy("Records behind a figure"), _records, _figure_address),
    *exporting_desk.LISTINGS,
)
