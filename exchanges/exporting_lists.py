"""The lists of staff as tables to take away: payments, past visits, who waits for a host, what is in demand, tandems."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from core import workflow
from core.actors import Actor
from core.exceptions import NotAllowed
from core.languages import language_name
from core.listings import Asked, Found, Listing, column
from core.tables import DATE, MONEY, WHOLE
from exchanges.enums import ActivityType, Facility, Use
from exchanges.filters import MissionFilter, OfferFilter, PastFilter
from exchanges.selectors import demand, past, payments, queue, tandems, waiting
from exchanges.selectors import missions as events

BOARD = (RoleKind.MANAGER, RoleKind.COORDINATOR)


def _only_for(actor: Actor, kinds: tuple[RoleKind, ...]) -> None:
    if actor.hat is None or actor.hat.kind not in kinds:
        raise NotAllowed(_("Your role does not allow this export."))


def _missions(asked: Asked) -> Found:
    found = MissionFilter(asked.given, queryset=events.missions(asked.actor))
    return Found(found.qs, _MISSION, found.form)


_MISSION = (
    column(gettext_lazy("Title"), lambda row: row.title),
    column(gettext_lazy("Kind"), lambda row: row.get_kind_display()),
    column(gettext_lazy("State"), lambda row: workflow.of(row).state(row.state).label),
    column(gettext_lazy("First day"), lambda row: row.start_on, DATE),
    column(gettext_lazy("Last day"), lambda row: row.end_on, DATE),
    column(gettext_lazy("Place"), lambda row: row.city),
    column(gettext_lazy("Country"), lambda row: row.country.name),
    column(gettext_lazy("Host's cluster"), lambda row: row.host_cluster.short_name),
    column(gettext_lazy("Apply until"), lambda row: row.apply_until, DATE),
    column(gettext_lazy("Places"), lambda row: row.places, WHOLE),
    column(gettext_lazy("In short"), lambda row: row.summary),
)


def _offers(asked: Asked) -> Found:
    """What the public list and page of an offer say; its contact stands on neither."""
    found = OfferFilter(asked.given, queryset=events.offers(asked.actor))
    return Found(found.qs, _OFFER, found.form)


_OFFER = (
    column(gettext_lazy("Title"), lambda row: row.title),
    column(gettext_lazy("Organisation"), lambda row: row.organisation.name),
    column(gettext_lazy("Kind"), lambda row: row.organisation.get_kind_display()),
    column(gettext_lazy("Town"), lambda row: row.organisation.city),
    column(gettext_lazy("Country"), lambda row: row.organisation.country.name),
    column(gettext_lazy("Free from"), lambda row: row.available_from, DATE),
    column(gettext_lazy("Free until"), lambda row: row.available_until, DATE),
    column(gettext_lazy("Visitors at the same time"), lambda row: row.capacity, WHOLE),
    column(gettext_lazy("Good for"), lambda row: ", ".join(str(Use(code).label) for code in row.uses)),
    column(
        gettext_lazy("Activities"),
        lambda row: ", ".join(str(ActivityType(code).label) for code in row.activity_types),
    ),
    column(
        gettext_lazy("Facilities"),
        lambda row: ", ".join(str(Facility(code).label) for code in row.facilities),
    ),
    column(
        gettext_lazy("Languages"), lambda row: ", ".join(str(language_name(code)) for code in row.languages)
    ),
    column(gettext_lazy("What visitors can see and do"), lambda row: row.description),
)


def _payments(asked: Asked) -> Found:
    _only_for(asked.actor, payments.LIST_HATS)
    view = payments.view_of(asked.given.get("show", ""), payments.tallies(asked.actor))
    rows = payments.payments_for(asked.actor, view)
    return Found(rows, _PAYMENT, about=[(_("Payments by state"), str(payments.VIEWS[view]))])


_PAYMENT = (
    column(gettext_lazy("File"), lambda row: row.exchange.application.reference),
    column(gettext_lazy("Visitor"), lambda row: row.exchange.visitor.name),
    column(gettext_lazy("Host"), lambda row: row.exchange.host.name),
    column(gettext_lazy("First day"), lambda row: row.exchange.first_day, DATE),
    column(gettext_lazy("Last day"), lambda row: row.exchange.last_day, DATE),
    column(gettext_lazy("Sum in EUR"), lambda row: row.amount, MONEY),
    column(gettext_lazy("Ordered by"), lambda row: row.ordered_by),
    column(gettext_lazy("Approved by"), lambda row: row.approved_by or ""),
    column(gettext_lazy("Pay by"), lambda row: row.due_on, DATE),
    column(gettext_lazy("Paid on"), lambda row: row.paid_on, DATE),
)


def _past(asked: Asked) -> Found:
    _only_for(asked.actor, queue.STAFF)
    found = PastFilter(asked.given, queryset=past.visits(asked.actor), request=asked.actor)
    return Found(past.in_order(found.qs, asked.given.get("order", "")), _PAST, found.form)


_PAST = (
    column(gettext_lazy("Reference"), lambda row: row.reference),
    column(gettext_lazy("Visitor"), lambda row: row.visitor.name),
    column(gettext_lazy("Kind"), lambda row: row.get_visitor_kind_display()),
    column(gettext_lazy("From"), lambda row: row.visitor_country.name),
    column(gettext_lazy("Host"), lambda row: row.host.name),
    column(gettext_lazy("To"), lambda row: row.host_country.name),
    column(gettext_lazy("First day"), lambda row: row.first_day, DATE),
    column(gettext_lazy("Last day"), lambda row: row.last_day, DATE),
    column(gettext_lazy("Working days"), lambda row: row.working_days, WHOLE),
    column(gettext_lazy("Mission"), lambda row: row.mission_name),
    column(gettext_lazy("Travellers"), lambda row: row.travellers, WHOLE),
    column(gettext_lazy("Lump sum in EUR"), lambda row: row.amount, MONEY),
    column(gettext_lazy("Paid on"), lambda row: row.paid_on, DATE),
    column(gettext_lazy("Counts from"), lambda row: row.credited_on, DATE),
)


def _waiting(asked: Asked) -> Found:
    _only_for(asked.actor, BOARD)
    return Found(waiting.for_board(asked.actor), _WAITING)


_WAITING = (
    column(gettext_lazy("Reference"), lambda row: row.reference),
    column(gettext_lazy("Organisation"), lambda row: row.organisation.name),
    column(gettext_lazy("Kind"), lambda row: row.organisation.get_kind_display()),
    column(gettext_lazy("Country"), lambda row: row.organisation.country.name),
    column(gettext_lazy("First day"), lambda row: row.planned_start, DATE),
    column(gettext_lazy("Last day"), lambda row: row.planned_end, DATE),
    column(gettext_lazy("Looks for"), waiting.wants),
    column(
        gettext_lazy("Fields"),
        lambda row: ", ".join(str(term.label) for term in row.organisation.terms.all()),
    ),
    column(gettext_lazy("Hosts asked"), lambda row: ", ".join(match.host.name for match in row.open_matches)),
)


def _demand(asked: Asked) -> Found:
    _only_for(asked.actor, BOARD)
    return Found(demand.unmet(asked.actor), _DEMAND)


_DEMAND = (
    column(gettext_lazy("Field"), lambda row: row.field),
    column(gettext_lazy("Where"), lambda row: row.where),
    column(gettext_lazy("Visitors"), lambda row: len(row.files), WHOLE),
    column(gettext_lazy("Files"), lambda row: ", ".join(file.reference or "" for file in row.files)),
    column(gettext_lazy("Hosts that could be asked"), lambda row: len(row.hosts), WHOLE),
    column(gettext_lazy("Hosts"), lambda row: ", ".join(row.hosts.values())),
)


def _tandems(asked: Asked) -> Found:
    _only_for(asked.actor, queue.STAFF)
    return Found(tandems.tandems(asked.actor), _TANDEM)


_TANDEM = (
    column(gettext_lazy("First cluster"), lambda row: row.first.short_name),
    column(gettext_lazy("Second cluster"), lambda row: row.second.short_name),
    column(gettext_lazy("State"), lambda row: workflow.of(row).state(row.state).label),
    column(gettext_lazy("Partnership"), lambda row: row.partnership.code),
    column(gettext_lazy("Hours"), lambda row: row.hours, MONEY),
    column(gettext_lazy("What both want to learn"), lambda row: row.goals),
    column(gettext_lazy("What came of it"), lambda row: row.result),
)

LISTINGS = (
    Listing(
        "missions", gettext_lazy("Missions and events"), _missions, lambda _s: reverse("exchanges:missions")
    ),
    Listing("offers", gettext_lazy("Hosts"), _offers, lambda _s: reverse("exchanges:offers")),
    Listing("payments", gettext_lazy("Payments"), _payments, lambda _s: reverse("exchanges:payments")),
    Listing(
        "past-exchanges",
        gettext_lazy("Visits from before the portal"),
        _past,
        lambda _s: reverse("exchanges:past_exchanges"),
    ),
    Listing(
        "waiting",
        gettext_lazy("Visitors who look for a host"),
        _waiting,
        lambda _s: reverse("exchanges:matching"),
    ),
    Listing(
        "unmet-demand", gettext_lazy("Unmet demand"), _demand, lambda _s: reverse("exchanges:matching_demand")
    ),
    Listing("tandems", gettext_lazy("Learning tandems"), _tandems, lambda _s: reverse("exchanges:tandems")),
)
