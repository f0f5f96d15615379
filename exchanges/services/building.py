"""From the confirmed match to the plan that goes out for signature, and back when something changes."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from core import audit, dates
from core.actors import Actor
from core.exceptions import InvalidInput, Refused, StaleVersion, WrongState
from core.workflow import claim, perform, refresh_turn, start
from exchanges.enums import Mode, PartyRole
from exchanges.lump_sum import Result
from exchanges.models import (
    AgendaItem,
    Application,
    Exchange,
    Party,
    Proposal,
    VisitPlan,
)
from exchanges.permissions import check_relation, exchange_relations
from exchanges.selectors import mission_plans
from exchanges.services import document_versions, participants, quotes, signing
from exchanges.services.days import overrides_of
from exchanges.services.locks import lock_application

PLAN_FIELDS = ("venue", "objectives", "expected_results", "host_duties", "visitor_duties")
_MAY_EDIT = ("visitor", "visitor_manager", "decider")
_MAY_TAKE_OVER = (*_MAY_EDIT, "host_manager", "coordinator")


@transaction.atomic
def create_exchange(*, proposal: Proposal, by: Actor) -> Exchange:
    """The exchange of a confirmed match: four parties, a plan filled in as far as it is known, the planned sum.

    Locks the application. Raises Refused when a traveller is already booked in these days.
    """
    application = lock_application(proposal.application_id)
    host, home = proposal.host, application.organisation
    if host.country_id == home.country_id:
        raise Refused(_("Visitor and host must be in different countries."))
    first, last = proposal.stay.lower, proposal.stay.upper - timedelta(days=1)
    exchange = start(
        Exchange(
            application=application,
            proposal=proposal,
            partnership=application.partnership,
            visitor=home,
            visitor_kind=application.organisation_kind or home.kind,
            visitor_country=home.country,
            host=host,
            host_kind=host.kind,
            host_country=host.country,
            visitor_cluster=application.visitor_cluster,
            host_cluster=proposal.host_cluster,
            mission=proposal.mission,
            mode=Mode.PHYSICAL,
            stay=DateRange(first, last + timedelta(days=1)),
            travel_days=[day.isoformat() for day in _within(_as_dates(application.travel_days), first, last)],
        ),
        by=by,
        state="building",
    )
    application.current_exchange = exchange
    application.save(update_fields=["current_exchange"])
    _seat_parties(exchange, proposal)
    _book(exchange)
    _requote(exchange, by)
    _prefill(exchange)
    participants.seat_travellers(exchange)
    return exchange


@transaction.atomic
def save_plan(*, exchange: Exchange, by: Actor, version: int | None = None, **fields: str) -> Exchange:
    """Write the texts of the plan. Raises StaleVersion when somebody saved since `version`."""
    check_relation(exchange_relations(exchange, by), *_MAY_EDIT)
    unknown = set(fields) - set(PLAN_FIELDS)
    if unknown:
        raise InvalidInput(_("Unknown part of the plan: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    _claim_building(exchange, version)
    plan = VisitPlan.objects.get(exchange=exchange)
    changes = {
        name: (getattr(plan, name), text) for name, text in fields.items() if getattr(plan, name) != text
    }
    for name, text in fields.items():
        setattr(plan, name, text)
    plan.save(update_fields=list(fields))
    exchange.plan = plan
    if changes:
        audit.record("exchange.save_plan", exchange, by, changes)
    return exchange


@transaction.atomic
def set_agenda(*, exchange: Exchange, by: Actor, items: Iterable[Mapping[str, Any]]) -> Exchange:
    """Replace the programme: dicts with day, title and, where known, place and contact. Rows without a title go."""
    check_relation(exchange_relations(exchange, by), *_MAY_EDIT)
    _claim_building(exchange)
    rows, programme = [], set(_programme_of(exchange))
    for item in items:
        title = str(item.get("title", "")).strip()
        if not title:
            continue
        day = _as_date(item["day"])
        if not exchange.first_day <= day <= exchange.last_day:
            raise InvalidInput(_("%(day)s lies outside the visit.") % {"day": dates.human(day)})
        place, contact = str(item.get("place", "")).strip(), str(item.get("contact", "")).strip()
        same = (day, title, place, contact) in programme
        rows.append(
            AgendaItem(
                exchange=exchange, day=day, title=title, place=place, contact=contact, from_programme=same
            )
        )
    before = _agenda_text(exchange)
    AgendaItem.objects.filter(exchange=exchange).delete()
    AgendaItem.objects.bulk_create(rows)
    after = _agenda_text(exchange)
    if before != after:
        audit.record("exchange.set_agenda", exchange, by, {"agenda": (before, after)})
    return exchange


@transaction.atomic
def write_plan(
    *,
    exchange: Exchange,
    by: Actor,
    items: Iterable[Mapping[str, Any]],
    version: int | None = None,
    **fields: str,
) -> Exchange:
    """Texts and programme in one act."""
    save_plan(exchange=exchange, by=by, version=version, **fields)
    return set_agenda(exchange=exchange, by=by, items=items)


def preview_dates(exchange: Exchange, *, start: date, end: date, travel_days: Iterable[date]) -> Result:
    """What the sum would be on other days; writes nothing."""
    return quotes.calculate_for_file(
        exchange.application,
        host=exchange.host,
        start=start,
        end=end,
        travel_days=frozenset(travel_days),
        mode=exchange.mode,
        overrides=overrides_of(exchange),
    )


@transaction.atomic
def change_dates(
    *,
    exchange: Exchange,
    by: Actor,
    start: date,
    end: date,
    travel_days: Iterable[date] = (),
    version: int | None = None,
) -> Exchange:
    """Move the visit: the sum is calculated anew, the programme moves along working day by working day."""
    check_relation(exchange_relations(exchange, by), *_MAY_EDIT)
    dates.check_range(start, end)
    application = lock_application(exchange.application_id)
    _claim_building(exchange, version)
    before = (exchange.first_day, exchange.last_day)
    old_days = _working_days(exchange)
    exchange.stay = DateRange(start, end + timedelta(days=1))
    exchange.travel_days = [day.isoformat() for day in _within(travel_days, start, end)]
    exchange.save(update_fields=["stay", "travel_days"])
    exchange.application = application
    _book(exchange)
    _requote(exchange, by)
    _move_agenda(exchange, old_days)
    changes = {"first_day": (before[0], start), "last_day": (before[1], end)}
    audit.record("exchange.change_dates", exchange, by, changes)
    return exchange


@transaction.atomic
def take_over_programme(*, exchange: Exchange, by: Actor) -> Exchange:
    """Put the mission's programme of today into a plan that is being written; what was typed there stays.

    For whoever may write the plan, and for those who run the mission. Raises WrongState once the plan went out.
    """
    check_relation(exchange_relations(exchange, by), *_MAY_TAKE_OVER)
    _claim_building(exchange)
    if exchange.mission_id is None:
        raise WrongState(_("This visit is no part of a mission."))
    before = _agenda_text(exchange)
    rows, sessions = list(exchange.agenda.all()), mission_plans.sessions_of(exchange.mission)
    AgendaItem.objects.filter(exchange=exchange, from_programme=True).delete()
    AgendaItem.objects.bulk_create(mission_plans.items(exchange, rows, sessions))
    after = _agenda_text(exchange)
    if before != after:
        audit.record("exchange.take_over_programme", exchange, by, {"agenda": (before, after)})
    return exchange


@transaction.atomic
def send_plan(
    *, exchange: Exchange, by: Actor, version: int | None = None, with_mission: bool = False
) -> Exchange:
    """Freeze the plan as the text that all four sign; the agreement is made with it, so that both can be signed at once.

    `with_mission`: by those who run the mission, for all its visits.
    """
    signing.check_grid(exchange)
    perform(exchange, "send_with_mission" if with_mission else "send_plan", by=by, version=version)
    document_versions.issue(exchange, by)
    return signing.settle(exchange, by)


def change_plan(*, exchange: Exchange, by: Actor, reason: str) -> Exchange:
    """Take a plan back from signature. The documents stay until the next version says something else."""
    return perform(exchange, "change_plan", by=by, comment=reason.strip())


@transaction.atomic
def cancel_exchange(*, exchange: Exchange, by: Actor, reason: str) -> Exchange:
    """Call the visit off before it starts: travellers are free again, and the file can be matched again."""
    application = lock_application(exchange.application_id)
    return free_file(application, exchange, by, reason)


def free_file(
    application: Application, exchange: Exchange, by: Actor, reason: str, *, move: str = "cancel"
) -> Exchange:
    """The visit ends before it began, and its file is as before the match. Under the caller's lock of the file."""
    perform(exchange, move, by=by, comment=reason.strip())
    exchange.end_reason = reason.strip()
    exchange.save(update_fields=["end_reason"])
    application.travellers.update(stay=None)
    participants.free_travellers(exchange, "withdraw" if move == "cancel" else "call_off")
    application.current_exchange = None
    application.save(update_fields=["current_exchange"])
    parties = Party.objects.filter(exchange=exchange)
    parties.filter(proposal__isnull=False).update(active=False)
    parties.filter(proposal=None).update(exchange=None)
    document_versions.withdraw(exchange)
    refresh_turn(application)
    return exchange


def _claim_building(exchange: Exchange, version: int | None = None) -> None:
    try:
        claim(exchange, version)
    except StaleVersion as error:
        # The page puts what was typed beside what the plan says now.
        raise StaleVersion(error.message, VisitPlan.objects.get(exchange=exchange)) from error
    if exchange.state != "building":
        raise WrongState(_("The plan is out for signature. Choose “Change the plan” first."))


def _seat_parties(exchange: Exchange, proposal: Proposal) -> None:
    """The file's two parties and the match's two belong to this exchange; whichever is missing is made."""
    application = exchange.application
    application.parties.filter(proposal=None).update(exchange=exchange, active=True)
    proposal.parties.update(exchange=exchange, active=True)
    there = set(Party.objects.filter(exchange=exchange).values_list("role", flat=True))
    cluster, host_cluster = exchange.visitor_cluster, exchange.host_cluster
    wanted: dict[str, dict[str, Any]] = {
        PartyRole.VISITOR: {
            "organisation": application.organisation,
            "contact_name": application.contact_name,
            "contact_email": application.contact_email,
            "contact_phone": application.contact_phone,
            "contact_user": application.contact_user,
        },
        PartyRole.VISITOR_CLUSTER: _cluster_side(cluster),
        PartyRole.HOST: {
            "organisation": exchange.host,
            "proposal": proposal,
            "contact_name": proposal.host_contact_name,
            "contact_email": proposal.host_contact_email,
            "contact_phone": proposal.host_contact_phone,
        },
        PartyRole.HOST_CLUSTER: _cluster_side(host_cluster) | {"proposal": proposal},
    }
    for role, fields in wanted.items():
        if role not in there:
            Party.objects.create(application=application, exchange=exchange, role=role, **fields)


def _cluster_side(cluster: Any) -> dict[str, Any]:
    return {
        "organisation": cluster.organisation,
        "cluster": cluster,
        "contact_name": cluster.contact_name,
        "contact_email": cluster.contact_email,
        "contact_phone": cluster.contact_phone,
    }


def _book(exchange: Exchange) -> None:
    """Keep the travellers' days; the database lets no person be in two places."""
    for traveller in exchange.application.travellers.all():
        traveller.stay = exchange.stay
        try:
            with transaction.atomic():
                traveller.save(update_fields=["stay"])
        except IntegrityError as error:
            if "traveller_one_place_at_a_time" not in str(error):
                raise
            raise Refused(
                _("%(name)s already has a visit in these days. Please choose other days or another person.")
                % {"name": traveller.full_name}
            ) from error


def _requote(exchange: Exchange, by: Actor) -> None:
    exchange.planned_quote = quotes.freeze_quote(
        application=exchange.application,
        kind="planned",
        by=by,
        exchange=exchange,
        host=exchange.host,
        start=exchange.first_day,
        end=exchange.last_day,
        travel_days=_as_dates(exchange.travel_days),
        mode=exchange.mode,
        overrides=overrides_of(exchange),
    )
    exchange.save(update_fields=["planned_quote"])


def _prefill(exchange: Exchange) -> None:
    application, mission, host = exchange.application, exchange.mission, exchange.host
    address = ", ".join(part for part in (host.street, f"{host.postal_code} {host.city}".strip()) if part)
    exchange.plan = VisitPlan.objects.create(
        exchange=exchange,
        venue=mission.city if mission is not None else f"{host.name}, {address}",
        objectives=application.motivation,
        expected_results=application.expected_results,
        host_duties=str(
            _(
                "Receives the visitor on the agreed days, follows the programme, and names a person for questions each day."
            )
        ),
        visitor_duties=str(
            _(
                "Takes part on all days, presents its own work, respects the house rules, and hands in the closing report."
            )
        ),
    )
    if mission is not None:
        AgendaItem.objects.bulk_create(mission_plans.items(exchange, [], mission_plans.sessions_of(mission)))


def _move_agenda(exchange: Exchange, old_days: list[date]) -> None:
    """The first working day's programme goes to the new first working day, and so on; nothing typed is lost."""
    new_days = _working_days(exchange)
    last = new_days[-1] if new_days else exchange.last_day
    for item in AgendaItem.objects.filter(exchange=exchange):
        if item.day in old_days and new_days:
            item.day = new_days[min(old_days.index(item.day), len(new_days) - 1)]
        elif not exchange.first_day <= item.day <= exchange.last_day:
            item.day = last
        item.save(update_fields=["day"])


def _working_days(exchange: Exchange) -> list[date]:
    quote = exchange.planned_quote
    return (
        [_as_date(day["date"]) for day in quote.result["days"] if day["counted"]] if quote is not None else []
    )


def _programme_of(exchange: Exchange) -> Any:
    """What the plan has from the mission's programme, as it came."""
    rows = AgendaItem.objects.filter(exchange=exchange, from_programme=True)
    return rows.values_list("day", "title", "place", "contact")


def _agenda_text(exchange: Exchange) -> str:
    rows = AgendaItem.objects.filter(exchange=exchange)
    return "; ".join(f"{row.day.isoformat()} {row.title} | {row.place} | {row.contact}" for row in rows)


def _as_date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _as_dates(values: Iterable[date | str]) -> tuple[date, ...]:
    return tuple(_as_date(value) for value in values)


def _within(days: Iterable[date], first: date, last: date) -> list[date]:
    return sorted({day for day in days if first <= day <= last})
