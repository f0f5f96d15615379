"""What an applicant can choose from, and what is already there."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from clusters import places
from clusters.models import Cluster, Organisation
from clusters.places import Place
from core import clock
from core.actors import Actor, wearer_of
from core.countries import country_name
from core.prepared import Prepared, keep_related
from exchanges.enums import Decider
from exchanges.matching.candidates import suggestions
from exchanges.matching.score import Suggestion
from exchanges.models import Application, HostOffer, Mission, Traveller
from exchanges.selectors.host_invitations import invited
from exchanges.selectors.one_row import visible

SHOWN = 15
FULL = ("organisation__country", "home_cluster__organisation", "visitor_cluster__organisation", "partnership__coordinator",
        "partnership__deputy", "mission__host", "mission__country", "host_offer__organisation__country",
        "host_invitation__country", "host_invitation__cluster", "created_by", "rulebook")  # fmt: skip


def file_of(actor: Actor) -> QuerySet[Application]:
    """Applications the actor sees, with everything their pages print."""
    return Application.objects.visible_to(actor).select_related(*FULL).prefetch_related("travellers")


def one_file(actor: Actor, **key: Any) -> Application | None:
    """One of `file_of`, by its `pk` or its `reference`; planned once, not on each opening."""
    ((name, value),) = key.items()
    found = visible(_one, actor, name, value=value)
    if found is not None:
        keep_related(found, "travellers", _travellers(file=found.pk))
    return found


def _one_file(kind: str, name: str, *, value: Any, user: Any, **places: Any) -> QuerySet[Application]:
    rows = Application.objects.visible_to(wearer_of(kind, user=user, **places))
    return rows.filter(**{name: value}).select_related(*FULL)


_one = Prepared("application", _one_file)


_travellers = Prepared(
    "travellers", lambda *, file: Traveller.objects.filter(application=file).order_by("id")
)


def open_drafts(actor: Actor) -> QuerySet[Application]:
    return file_of(actor).filter(state="draft").order_by("-id")


def open_missions(application: Application) -> QuerySet[Mission]:
    """Missions that still take applications, abroad; and the one already chosen."""
    today = clock.today()
    missions = Mission.objects.filter(state="open", with_lump_sum=True, end_on__gte=today).exclude(
        apply_until__lt=today
    )
    missions = missions.exclude(host__country_id=application.organisation.country_id)
    chosen = Mission.objects.filter(pk=application.mission_id or 0)
    return (missions | chosen).select_related("country", "host_cluster").order_by("start_on", "id")


def fitting_offers(application: Application) -> list[Suggestion]:
    """The hosts that can be chosen now, best first, no more than a person reads; and the one already chosen."""
    ranked = suggestions(application)
    best = [found for found in ranked if found.possible][:SHOWN]
    chosen = [
        found
        for found in ranked
        if found.candidate.offer_id == application.host_offer_id and found not in best
    ]
    return chosen + best


def open_offers(application: Application, day: date | None = None) -> QuerySet[HostOffer]:
    """Hosts abroad that are free on the day; and the one already chosen."""
    day = day or application.planned_start or clock.today()
    offers = HostOffer.objects.open().filter(available_until__gte=day, organisation__hidden_at=None)
    offers = offers.exclude(organisation__country_id=application.organisation.country_id)
    chosen = HostOffer.objects.filter(pk=application.host_offer_id or 0)
    return (
        (offers | chosen)
        .select_related("organisation__country", "host_cluster")
        .order_by("organisation__country__name", "title", "id")
    )


def wished_town(application: Application) -> Place | None:
    """The town an applicant has in mind; None where there is none, or the gazetteer does not have it any more."""
    return places.by_number(application.wished_town) if application.wished_town is not None else None


def where_to(application: Application) -> str:
    """Town and country as far as they are known; empty before."""
    mission, offer, town = application.mission, application.host_offer, wished_town(application)
    if mission is not None:
        return f"{mission.city}, {mission.country}"
    if offer is not None:
        return f"{offer.organisation.city}, {offer.organisation.country}"
    invitation = invited(application)
    if invitation is not None:
        return f"{invitation.city}, {country_name(invitation.country_id)}"
    return f"{town.name}, {country_name(town.country)}" if town is not None else ""


def earlier_files(actor: Actor, organisation: Organisation) -> QuerySet[Application]:
    """Sent applications of the organisation that can be started from again, newest first."""
    sent = file_of(actor).filter(organisation=organisation, submitted_at__isnull=False, anonymised_on=None)
    return sent.order_by("-submitted_at", "-id")


def deciding_cluster(application: Application) -> Cluster | None:
    """The cluster whose people decide; a coordinator decides for the coordinating one."""
    partnership = application.partnership
    if partnership is None or application.decider == Decider.MANAGER:
        return application.visitor_cluster
    return partnership.deputy if application.decider == Decider.DEPUTY else partnership.coordinator
