"""Something in every list that staff can take away, with names that a spreadsheet could take for more than text."""

from datetime import date, timedelta
from decimal import Decimal

from clusters.models import Lead, Membership, Organisation, Term
from core import clock, exports, files, outbox
from core.actors import Actor
from core.models import ImportRun
from exchanges.models import (
    Exchange,
    FollowUp,
    HostOffer,
    MissionInvitation,
    PastExchange,
    Tandem,
)
from exchanges.selectors.matching_runs import usual_limits
from exchanges.services import matching_runs
from reporting.models import Activity, LinkedNetwork, Service
from reporting.services import news, reporting_periods
from tests.support import credited, events, knowledge, meetings, waiting
from tests.support.world import World, make_organisation

# What a cell must not do: run, break the line, or end the cell early.
NASTY = (
    '=HYPERLINK("x"),1',
    "  -1+1",
    "Müller, Söhne & Co",
    'The "Best"',
    "Line\nbreak",
    "@sum",
    "\\N {} %s",
)
HOME = ("51.05041", "13.73726")


def scopes(world: World) -> dict[str, str]:
    """Something in each list; the scope of each that stands under an event, a run or a team."""
    event = fill(world)
    of_event = {name: event for name in exports.names() if name.startswith(("mission-", "meeting"))}
    return of_event | fill_the_rest(world)


def fill(world: World) -> str:
    """The address of the event that belongs to it."""
    themes = list(Term.objects.filter(taxonomy="theme")[:2]) + list(Term.objects.filter(taxonomy="nace")[:1])
    for number, name in enumerate(NASTY):
        firm = make_organisation(name, "sme", "DE", "Dresden", HOME, website="https://firm.example")
        _belongs(world, firm)
        _visited(world, firm, number)
        _recorded(world, name, number, themes)
    knowledge.submitted(world, title=NASTY[0], terms=themes)
    for topic, made in ((themes, knowledge.module(world)), (themes, knowledge.opportunity(world))):
        made.terms.set(topic)
    HostOffer.objects.filter(pk=world.offer.pk).update(
        title=NASTY[0], uses=["learn", "train"], languages=["de", "zz"], facilities=[]
    )
    Tandem.objects.create(
        partnership=world.partnership, first=world.clusters["dresden"], second=world.clusters["nice"],
        goals=NASTY[0], state="proposed", state_since=clock.now(),
    )  # fmt: skip
    world.accepted()
    return _event(world)


def fill_the_rest(world: World) -> dict[str, str]:
    """What nobody needs for the lists of `fill`; the scopes of lists that stand under a place of their own."""
    coordinator = world.actor("coordinator")
    for number, name in enumerate(NASTY):
        news.write_news(
            partnership=world.partnership, by=coordinator, kind="news", title=name, text=name,
            dated_on=clock.today(), publish=number % 2 == 0,
        )  # fmt: skip
    first = clock.today() + timedelta(days=1)
    reporting_periods.plan_period(
        partnership=world.partnership, by=coordinator, title=NASTY[0], first_day=first,
        last_day=first + timedelta(days=90), due_on=first + timedelta(days=120),
    )  # fmt: skip
    seeker = waiting.waits(world, name=NASTY[0])
    seeker.organisation.terms.add(Term.objects.filter(taxonomy="s3", parent__isnull=False).order_by("id")[0])
    run = matching_runs.make_run(
        partnership=world.partnership, name=NASTY[0], by=coordinator,
        limits=usual_limits(world.partnership),
    )  # fmt: skip
    outbox.run_due()
    held = events.virtual_exchange(world)
    held.note("anna", 3)
    return {
        "matching-run": str(run.pk),
        "mission-certificates": held.mission.slug,
        "team": f"cluster/{world.clusters['dresden'].pk}",
    }


def _belongs(world: World, firm: Organisation) -> None:
    Membership.objects.create(
        organisation=firm, cluster=world.clusters["dresden"], state="confirmed", state_since=clock.now(),
        direct=firm.name.startswith("="), since=date(2020, 1, 2),
    )  # fmt: skip


def _visited(world: World, firm: Organisation, number: int) -> None:
    """A visit of before the portal, and one of its own that was paid and led to something."""
    day = clock.today() - timedelta(days=number)
    exchange = credited.credited(world, firm, world.host, day)
    exchange.actual_quote = credited.quote(exchange, "actual", 450)
    exchange.save()
    credited.paid(world, exchange, day)
    credited.asked(exchange, "visitor", day, score="4.5")
    FollowUp.objects.create(
        exchange=exchange, kind="project", partner=firm.name, status="under_way", counterpart="business"
    )
    brought = files.store_bytes(b"a,b", "old.csv", "text/csv", Actor.system("test"))
    run = ImportRun.objects.create(
        importer="past-exchanges",
        scope=world.partnership.pk,
        file=brought,
        state="done",
        state_since=clock.now(),
    )
    PastExchange.objects.create(
        partnership=world.partnership, reference=f"{firm.name[:20]}-{number}", visitor=firm, visitor_kind="sme",
        visitor_country_id="DE", host=world.host, host_kind=world.host.kind, host_country_id="FR",
        stay=(day - timedelta(days=9), day - timedelta(days=5)), working_days=3, travellers=2,
        mission_name=firm.name, amount=Decimal("450.50") if number else None, paid_on=day if number else None,
        credited_on=day, import_run=run,
    )  # fmt: skip


def _recorded(world: World, name: str, number: int, themes: list[Term]) -> None:
    manager, day = world.actor("manager").user, clock.today() - timedelta(days=number)
    of = {"partnership": world.partnership, "cluster": world.clusters["dresden"]}
    activity = Activity.objects.create(
        **of, kind="training", title=name, held_on=day, recorded_by=manager, recorded_at=clock.now(),
        state="counted", state_since=clock.now(), reviewed_by=world.actor("coordinator").user,
        reviewed_at=clock.now(), evidence_url="https://proof.example" if number else "", note=name,
    )  # fmt: skip
    activity.clusters.set([world.clusters["nice"], world.clusters["sofia"]])
    activity.terms.set(themes)
    Service.objects.create(
        **of, name=name, novelty="new", stage="piloted", summary=name, added_by=manager, pilot_from=day
    )
    Lead.objects.create(
        **of, name=name, email=f"lead{number}@x.example", organisation=name, country_id="DE",
        assigned_to=manager if number else None,
    )  # fmt: skip
    LinkedNetwork.objects.create(
        partnership=world.partnership, name=name, kind="skills", added_by=manager, linked_on=day
    )


def _event(world: World) -> str:
    scene = meetings.scene(world)
    meetings.planned(scene.round, scene.staff, scene.people)
    Exchange.objects.filter(partnership=world.partnership).update(mission=scene.mission)
    for number, name in enumerate(NASTY):
        MissionInvitation.objects.create(
            mission=scene.mission, organisation_name=name, contact_email=f"guest{number}@x.example",
            country_id="DE", state="invited", state_since=clock.now(), invited_at=clock.now(),
        )  # fmt: skip
    return scene.mission.slug
