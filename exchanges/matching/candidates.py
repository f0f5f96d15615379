"""Reads wishes and host offers for `score`, in a fixed number of statements."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, Q

from clusters.models import Country, Organisation
from core import clock
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.matching.score import Candidate, Period, Suggestion, Wish, lasting_obstacles, obstacles, rank
from exchanges.models import Application, HostOffer, KindRule, Proposal
from exchanges.models.querysets import HostOfferQuerySet
from exchanges.selectors.rulebooks import rulebook_on

# More offers than these are not scored for one visitor; the preferred countries and free days come first.
MOST = 2000
_RESERVING = ("accepted_by_host", "agreed", "confirmed")


def suggestions(
    application: Application, start: date | None = None, end: date | None = None
) -> list[Suggestion]:
    """All open offers for a file, best first, the impossible ones last with what stands against them."""
    first, last = start or application.planned_start, end or application.planned_end
    offers = _offers().open().filter(organisation__hidden_at=None).order_by("id")[:MOST]
    return rank(wish_of(application, first, last), _candidates(list(offers), application, first, last))


def candidate(offer: HostOffer, application: Application, start: date | None, end: date | None) -> Candidate:
    return _candidates([_offers().get(pk=offer.pk)], application, start, end)[0]


def obstacles_of(
    application: Application, found: Candidate, start: date | None, end: date | None
) -> list[str]:
    """Everything that stands against proposing this host."""
    return obstacles(wish_of(application, start, end), found)


def lasting_obstacles_of(application: Application, found: Candidate) -> list[str]:
    return lasting_obstacles(wish_of(application, None, None), found)


def wish_of(application: Application, start: date | None, end: date | None) -> Wish:
    home = application.organisation
    eligible = Country.objects.filter(eligible_from__isnull=False)
    if start is not None:
        eligible = eligible.filter(
            Q(eligible_until=None) | Q(eligible_until__gte=start), eligible_from__lte=start
        )
    limited = application.rulebook.countries if application.rulebook is not None else []
    if limited:
        eligible = eligible.filter(code__in=limited)
    return Wish(
        organisation_id=home.pk,
        country=home.country_id,
        start=start,
        end=end,
        languages=application.languages,
        uses=application.uses,
        activity_types=application.activity_types,
        terms=list(home.terms.order_by("id").values_list("id", flat=True)),
        preferred_countries=application.preferred_countries,
        place=_place(home),
        eligible_countries=frozenset(eligible.values_list("code", flat=True)),
    )


def _offers() -> HostOfferQuerySet:
    return HostOffer.objects.select_related("organisation__country").prefetch_related("terms", "periods")


def _candidates(
    offers: Iterable[HostOffer], application: Application, start: date | None, end: date | None
) -> list[Candidate]:
    offers = list(offers)
    taken = _taken([offer.pk for offer in offers], start, end)
    proposed = set(
        application.proposals.filter(state__in=OPEN_PROPOSAL_STATES).values_list("host_id", flat=True)
    )
    # A draft has no rulebook yet.
    rules = application.rulebook_id or rulebook_on(start or clock.today(), application.partnership_id).pk
    hosting = set(KindRule.objects.filter(rulebook_id=rules, may_host=True).values_list("kind", flat=True))
    return [
        Candidate(
            offer_id=offer.pk,
            organisation_id=offer.organisation_id,
            organisation=offer.organisation.name,
            title=offer.title,
            country=offer.organisation.country_id,
            country_name=offer.organisation.country.name,
            city=offer.organisation.city,
            periods=[
                Period(period.first_day, period.last_day, period.capacity) for period in offer.periods.all()
            ],
            taken=taken.get(offer.pk, 0),
            active=offer.active,
            may_host=offer.organisation.kind in hosting,
            already_proposed=offer.organisation_id in proposed,
            languages=offer.languages,
            uses=offer.uses,
            activity_types=offer.activity_types,
            terms=[term.pk for term in offer.terms.all()],
            term_names=[term.label for term in offer.terms.all()],
            place=_place(offer.organisation),
        )
        for offer in offers
    ]


def _taken(offer_ids: list[int], start: date | None, end: date | None) -> dict[int, int]:
    """How many visitors a host has said yes to for overlapping days, by offer."""
    if start is None or end is None:
        return {}
    rows = (
        Proposal.objects.filter(host_offer__in=offer_ids, state__in=_RESERVING)
        .filter(stay__overlap=DateRange(start, end + timedelta(days=1)))
        .exclude(exchange__state="cancelled")
        .order_by()
        .values_list("host_offer")
        .annotate(visitors=Count("id"))
    )
    return dict(rows)


def _place(organisation: Organisation) -> tuple[float, float] | None:
    if organisation.latitude is None or organisation.longitude is None:
        return None
    return float(organisation.latitude), float(organisation.longitude)
