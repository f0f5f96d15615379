"""The lists of staff as tables to take away: payments, past visits, who waits for a host, what is in demand, tandems."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import OrganisationKind, RoleKind
from core.actors import Actor
from core.exceptions import NotAllowed
from core.facts import called, codes_in, fact, first_day_of, last_day_of, states_of, words_of
from core.languages import language_choices
from core.listings import Asked, Found, Listing, column, told
from core.tables import DATE, MONEY, WHOLE
from exchanges.enums import ActivityType, EventKind, Facility, Use
from exchanges.filters import MissionFilter, OfferFilter, PastFilter, WaitingFilter
from exchanges.models import Mission, Tandem
from exchanges.selectors import demand, past, payments, queue, tandems, waiting
from exchanges.selectors import missions as events

BOARD = (RoleKind.MANAGER, RoleKind.COORDINATOR)


def _only_for(actor: Actor, kinds: tuple[RoleKind, ...]) -> None:
    if actor.hat is None or actor.hat.kind not in kinds:
        raise NotAllowed(_("Your role does not allow this export."))


def _missions(asked: Asked) -> Found:
    found = MissionFilter(asked.given, queryset=events.missions(asked.actor))
    return told(found.qs, _MISSION, found.form)


_MISSION = (
    fact(gettext_lazy("Title"), "title"),
    fact(gettext_lazy("Kind"), "kind", words=words_of(EventKind)),
    fact(gettext_lazy("State"), "state", words=states_of(Mission)),
    fact(gettext_lazy("First day"), "start_on", DATE),
    fact(gettext_lazy("Last day"), "end_on", DATE),
    fact(gettext_lazy("Place"), "city"),
    fact(gettext_lazy("Country"), "country__name"),
    fact(gettext_lazy("Host's cluster"), "host_cluster__short_name"),
    fact(gettext_lazy("Apply until"), "apply_until", DATE),
    fact(gettext_lazy("Places"), "places", WHOLE),
    fact(gettext_lazy("In short"), "summary"),
)


def _offers(asked: Asked) -> Found:
    """What the public list and page of an offer say; its contact stands on neither."""
    found = OfferFilter(asked.given, queryset=events.offers(asked.actor))
    return told(found.qs, _OFFER, found.form)


def _languages() -> dict[str, str]:
    return dict(language_choices())


_OFFER = (
    fact(gettext_lazy("Title"), "title"),
    fact(gettext_lazy("Organisation"), "organisation__name"),
    fact(gettext_lazy("Kind"), "organisation__kind", words=words_of(OrganisationKind)),
    fact(gettext_lazy("Town"), "organisation__city"),
    fact(gettext_lazy("Country"), "organisation__country__name"),
    fact(gettext_lazy("Free from"), "available_from", DATE),
    fact(gettext_lazy("Free until"), "available_until", DATE),
    fact(gettext_lazy("Visitors at the same time"), "capacity", WHOLE),
    fact(gettext_lazy("Good for"), codes_in("uses"), words=words_of(Use)),
    fact(gettext_lazy("Activities"), codes_in("activity_types"), words=words_of(ActivityType)),
    fact(gettext_lazy("Facilities"), codes_in("facilities"), words=words_of(Facility)),
    fact(gettext_lazy("Languages"), codes_in("languages"), words=_languages),
    fact(gettext_lazy("What visitors can see and do"), "description"),
)


def _payments(asked: Asked) -> Found:
    _only_for(asked.actor, payments.LIST_HATS)
    view = payments.view_of(asked.given.get("show", ""), payments.tallies(asked.actor))
    rows = payments.payments_for(asked.actor, view)
    return told(rows, _PAYMENT, about=[(_("Payments by state"), str(payments.VIEWS[view]))])


_PAYMENT = (
    fact(gettext_lazy("File"), "exchange__application__reference"),
    fact(gettext_lazy("Visitor"), "exchange__visitor__name"),
    fact(gettext_lazy("Host"), "exchange__host__name"),
    fact(gettext_lazy("First day"), first_day_of("exchange__stay"), DATE),
    fact(gettext_lazy("Last day"), last_day_of("exchange__stay"), DATE),
    fact(gettext_lazy("Sum in EUR"), "amount", MONEY),
    fact(gettext_lazy("Ordered by"), called("ordered_by")),
    fact(gettext_lazy("Approved by"), called("approved_by")),
    fact(gettext_lazy("Pay by"), "due_on", DATE),
    fact(gettext_lazy("Paid on"), "paid_on", DATE),
)


def _past(asked: Asked) -> Found:
    _only_for(asked.actor, queue.STAFF)
    found = PastFilter(asked.given, queryset=past.visits(asked.actor), request=asked.actor)
    return told(past.in_order(found.qs, asked.given.get("order", "")), _PAST, found.form)


_PAST = (
    fact(gettext_lazy("Reference"), "reference"),
    fact(gettext_lazy("Visitor"), "visitor__name"),
    fact(gettext_lazy("Kind"), "visitor_kind", words=words_of(OrganisationKind)),
    fact(gettext_lazy("From"), "visitor_country__name"),
    fact(gettext_lazy("Host"), "host__name"),
    fact(gettext_lazy("To"), "host_country__name"),
    fact(gettext_lazy("First day"), first_day_of("stay"), DATE),
    fact(gettext_lazy("Last day"), last_day_of("stay"), DATE),
    fact(gettext_lazy("Working days"), "working_days", WHOLE),
    fact(gettext_lazy("Mission"), "mission_name"),
    fact(gettext_lazy("Travellers"), "travellers", WHOLE),
    fact(gettext_lazy("Lump sum in EUR"), "amount", MONEY),
    fact(gettext_lazy("Paid on"), "paid_on", DATE),
    fact(gettext_lazy("Counts from"), "credited_on", DATE),
)


def _waiting(asked: Asked) -> Found:
    _only_for(asked.actor, BOARD)
    found = WaitingFilter(asked.given, queryset=waiting.for_board(asked.actor))
    return Found(found.qs, _WAITING, found.form)


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
    return told(tandems.tandems(asked.actor), _TANDEM)


_TANDEM = (
    fact(gettext_lazy("First cluster"), "first__short_name"),
    fact(gettext_lazy("Second cluster"), "second__short_name"),
    fact(gettext_lazy("State"), "state", words=states_of(Tandem)),
    fact(gettext_lazy("Partnership"), "partnership__code"),
    fact(gettext_lazy("Hours"), "hours", MONEY),
    fact(gettext_lazy("What both want to learn"), "goals"),
    fact(gettext_lazy("What came of it"), "result"),
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
