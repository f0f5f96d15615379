"""Every route x every persona: the hand-written table of `route_table.py` says who gets in, and misses no route.

The scene is a visit whose payment is ordered, and a row of everything else a route can point at. Each cell is what
the persona gets for a GET, or for an empty POST where the page takes no GET; each request is taken back.

A new page? Add its line to `ROUTES`; and to `subjects` below when its number or slug is not found there.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from clusters.models import Absence, Establishment, Invitation, JoinRequest, Membership, Role
from clusters.services import leads
from core import clock
from core.exports import named as named_exporter
from core.imports.importer import named
from core.models import AuditEvent, Mail
from core.services import exports, imports
from exchanges.documents import rendition
from exchanges.models import Evidence, Meeting, Mission, Participant, PastExchange, Questionnaire
from exchanges.services import (
    desk,
    lists,
    matching_runs,
    meeting_day,
    meetings,
    missions,
    participants,
    rulebooks,
    tandems,
)
from reporting.models import (
    Activity,
    BestPractice,
    Correction,
    Deliverable,
    LinkedNetwork,
    NewsItem,
    Opportunity,
    ReportingPeriod,
    ReviewComment,
    Service,
    TextPart,
    TrainingModule,
)
from reporting.services import schedules
from tests.architecture.route_table import OWN_THINGS, PERSONAS, READS_ONLY, ROUTES, line
from tests.architecture.test_urls import OWN_PAGES, Page
from tests.support.stay import PDF, Stay
from tests.support.tables import upload
from tests.support.world import FIRST_DAY, LAST_DAY, World, make_user, moment

KEPT_OUT = ("in", "no", "404")
WORDS = {200: "ok", 302: "go", 400: "bad", 403: "no", 404: "404", 409: "old"}


def subjects(stay: Stay) -> dict[str, dict[str, Any]]:
    """The arguments of each route, by its name or by the beginning of its name; the longest beginning counts."""
    world, exchange = stay.world, stay.exchange
    seen = {"state_since": moment(FIRST_DAY)}
    partnership, dresden = world.partnership, world.clusters["dresden"]
    recorder = world.actor("manager").user
    proof = Evidence.objects.filter(exchange=exchange).earliest("id")
    mission = missions.create_mission(
        partnership=partnership,
        by=world.actor("host_manager"),
        title="Smart roads",
        host_cluster=world.clusters["nice"],
        host=world.host,
        country=world.host.country,
        city="Nice",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    with clock.at(moment(FIRST_DAY - timedelta(days=10))):
        people, meeting = meetings_of(world, mission)
    membership = Membership.objects.create(
        state="requested", organisation=world.firm, cluster=dresden, requested_at=moment(FIRST_DAY), **seen
    )
    activity = Activity.objects.create(
        state="recorded",
        partnership=partnership,
        cluster=dresden,
        kind="training",
        title="Training",
        held_on=FIRST_DAY,
        recorded_by=recorder,
        recorded_at=moment(FIRST_DAY),
        **seen,
    )
    offered = Service.objects.create(
        partnership=partnership,
        cluster=dresden,
        name="Export check",
        novelty="new",
        summary="Two half days.",
        added_by=recorder,
    )
    deliverable = Deliverable.objects.create(
        state="draft",
        partnership=partnership,
        code="D6.2",
        title="Report",
        work_package="6",
        number=1,
        as_of=FIRST_DAY,
        frozen_at=moment(FIRST_DAY),
        begun_at=moment(FIRST_DAY),
        **seen,
    )
    period = ReportingPeriod.objects.create(
        partnership=partnership,
        number=1,
        title="Half-year 1",
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
        due_on=LAST_DAY,
        created_by=recorder,
    )
    closed = ReportingPeriod.objects.create(
        partnership=partnership,
        number=2,
        title="Before",
        first_day=FIRST_DAY - timedelta(days=30),
        last_day=FIRST_DAY - timedelta(days=1),
        due_on=FIRST_DAY,
        created_by=recorder,
        closed_by=recorder,
        closed_at=moment(FIRST_DAY),
        snapshot={},
        snapshot_hash="0",
    )
    correction = Correction.objects.create(
        period=closed, code="O2.exchanges", difference=1, change="One visit", reason="Late", noted_by=recorder
    )
    of_dresden = {"partnership": partnership, "cluster": dresden, **seen}
    practice = BestPractice.objects.create(
        state="returned", title="Buddies", evidence=None, written_by=recorder, **of_dresden
    )
    module = TrainingModule.objects.create(
        state="listed",
        title="Data",
        link="https://x.example/",
        checked_on=FIRST_DAY,
        added_by=recorder,
        **of_dresden,
    )
    opportunity = Opportunity.objects.create(
        state="found",
        kind="project",
        title="Test field",
        about="One form.",
        written_by=recorder,
        **of_dresden,
    )
    TextPart.objects.create(deliverable=deliverable, key="summary", heading="Summary", position=0)
    comment = ReviewComment.objects.create(
        deliverable=deliverable,
        key="summary",
        text="Which?",
        written_by=recorder,
        written_at=moment(FIRST_DAY),
    )
    kept = proof.file
    network = LinkedNetwork.objects.create(
        partnership=partnership, name="Silicon Europe", kind="clusters", evidence=kept, added_by=recorder
    )
    draft_news = NewsItem.objects.create(
        partnership=partnership,
        kind="news",
        title="Draft",
        dated_on=FIRST_DAY,
        file=kept,
        written_by=recorder,
    )
    lead = leads.record_lead(
        partnership=partnership,
        name="Lea",
        email="lea@new.example",
        organisation="New",
        country=world.firm.country,
        message="",
    )
    members = upload(b"Name;Town\nNew;Dresden\n", "members.csv")
    run = imports.upload_file(importer=named("members"), upload=members, by=world.actor("manager"))
    past = PastExchange.objects.create(
        partnership=partnership,
        reference="OLD-1",
        visitor=world.firm,
        visitor_kind="sme",
        visitor_country=world.firm.country,
        host=world.host,
        host_kind="sme",
        host_country=world.host.country,
        home_cluster=dresden,
        host_cluster=world.clusters["nice"],
        stay=DateRange(FIRST_DAY, LAST_DAY),
        working_days=3,
        credited_on=LAST_DAY,
        import_run=run,
    )
    solved = matching_runs.make_run(
        partnership=partnership, name="Spring", limits={}, by=world.actor("coordinator")
    )
    matching_runs.solve_now(solved)
    view = lists.save_view(name="Mine", query="", shared=False, default=False, by=world.actor("manager"))
    bulk = desk.act_on(act="tag", numbers=[exchange.application_id], value="x", by=world.actor("manager"))
    table = exports.ask(
        exporter=named_exporter("files"), query="", options={}, file_format="csv", by=world.actor("manager")
    )
    regular = schedules.save_schedule(
        exporter=named_exporter("missions"),
        query="",
        options={},
        title="Missions",
        file_format="csv",
        rhythm="weekly",
        day=0,
        roles=[world.actor("manager").hat],
        by=world.actor("manager"),
    )
    site = Establishment.objects.create(
        organisation=world.firm, name="Laboratory", country=world.firm.country, city="Leipzig"
    )
    mail = Mail.objects.filter(subject_type="exchanges.exchange", subject_id=exchange.pk).earliest("id")
    questionnaire = Questionnaire.objects.get(exchange=exchange, respondent="visitor", wave=0)
    file = {"reference": exchange.reference}
    draft = {"pk": world.draft(planned_start=None, planned_end=None).pk}
    slug = {"slug": partnership.slug}
    until = moment(LAST_DAY + timedelta(days=365))
    tandem = tandems.propose_tandem(
        partnership=partnership,
        first=dresden,
        second=world.clusters["nice"],
        by=world.actor("manager"),
        goals="Learn how to find members abroad.",
    )
    rules = rulebooks.copy_rulebook(partnership=partnership, by=world.actor("coordinator"))
    invitation = Invitation.objects.create(
        email="new@new.example", kind="representative", organisation=world.firm, expires_at=until
    )
    asked = JoinRequest.objects.create(user=world.actor("stranger").user, organisation=world.firm)
    colleague = Role.objects.create(
        user=make_user("cora@firm.example", "Cora", "Colleague"),
        kind="representative",
        organisation=world.firm,
    )
    role = {"pk": world.actor("visitor").hat.pk}
    absence = Absence.objects.create(
        role_id=role["pk"], stand_in=colleague, starts_on=LAST_DAY, ends_on=LAST_DAY + timedelta(days=90)
    )
    return {
        "clusters:cluster_": {"topic": "about"},
        "clusters:absence_end": {"pk": absence.pk},
        "clusters:absence_new": role,
        "clusters:hat_open": {"pk": 0},
        "clusters:invitation_": {"pk": invitation.pk},
        "clusters:invitation_new": {"word": "organisation", "pk": world.firm.pk},
        "clusters:join_ask": {"pk": world.firm.pk},
        "clusters:join_decide": {"pk": asked.pk},
        "clusters:role_": role,
        "clusters:team": {"word": "organisation", "pk": world.firm.pk},
        "clusters:consent": {"pk": 0},
        "clusters:my_data": {"pk": 0},
        "clusters:retention_hold": {"pk": 0},
        "clusters:organisation": {"pk": world.firm.pk},
        "clusters:site_": {"pk": world.firm.pk, "site": site.pk},
        "clusters:sme": {"pk": world.firm.pk, "row": 0},
        "clusters:member": {"pk": membership.pk, "other": membership.pk},
        "clusters:membership_new": {"pk": world.firm.pk},
        "clusters:membership_unlisted": {"pk": world.firm.pk},
        "core:": {"pk": run.pk, "name": "members"},
        "demo:": file | {"pk": mail.pk},
        "exchanges:": file | draft,
        "exchanges:application_page": draft | {"page": "dates"},
        "exchanges:document_": file | {"kind": "commitment"},
        "exchanges:host_profile": {"pk": world.firm.pk},
        "exchanges:interest_confirm": {"pk": world.firm.pk},
        "exchanges:organisation_profiles": {"pk": world.firm.pk},
        "core:export_": {"pk": table.pk, "name": "missions"},
        "exchanges:bulk_": {"pk": bulk.pk},
        "exchanges:matching_run_": {"pk": solved.pk, "file": exchange.application_id},
        "exchanges:matching_run": {"pk": solved.pk},
        "exchanges:view_": {"pk": view.pk},
        "exchanges:visitor_": {"pk": world.firm.pk},
        "exchanges:evidence_file": file | {"pk": proof.pk},
        "exchanges:evidence_remove": file | {"pk": proof.pk},
        "exchanges:evidence_replace": file | {"pk": proof.pk},
        "exchanges:evidence_preview": file | {"pk": proof.pk},
        "exchanges:file_mail": file | {"pk": mail.pk},
        "exchanges:file_message": file | {"pk": 0},
        "exchanges:mail_resend": file | {"pk": mail.pk},
        "exchanges:mission": {
            "slug": mission.slug,
            "pk": 0,
            "act": "publish",
            "day": FIRST_DAY.isoformat(),
        },
        "exchanges:mission_all": {"slug": mission.slug, "act": "send"},
        "exchanges:mission_paper": {"slug": mission.slug, "kind": "badges"},
        "exchanges:event_certificate": {"pk": 0},
        "exchanges:material_by_link": {"pk": 0},
        "exchanges:meeting": {"slug": mission.slug, "pk": meeting.pk},
        "exchanges:meeting_absent": {"slug": mission.slug, "pk": people[0].pk},
        "exchanges:my_meeting": {"pk": people[0].pk, "part": "wishes", "meeting": meeting.pk},
        "exchanges:presence_here": {"code": "aaaaaaaaaa"},
        "exchanges:offer": {"pk": world.offer.pk, "topic": "about"},
        "exchanges:past_exchange": {"pk": past.pk},
        "exchanges:proposal_": file | {"pk": exchange.proposal_id},
        "exchanges:questionnaire_": {"pk": questionnaire.pk},
        "exchanges:report_page": file | {"page": "results"},
        "exchanges:rulebook": {"pk": rules.pk, "part": "days", "reason": rules.reasons.earliest("id").pk},
        "exchanges:tandem_": {"pk": tandem.pk, "side": "needs", "session": 0},
        "exchanges:stored_file": {"pk": proof.file_id},
        "exchanges:stored_preview": {"pk": proof.file_id},
        "reporting:": slug | {"code": "O2.exchanges", "chart": "countries", "number": 1},
        "reporting:help_guide": {"guide": "visitors"},
        "reporting:network": {"pk": network.pk} | slug,
        "reporting:news": {"pk": draft_news.pk} | slug,
        "reporting:schedule": {"pk": regular.pk, "name": "missions", "act": "pause"},
        "reporting:partnership_topic": slug | {"topic": "summary"},
        "reporting:cluster_page": {"slug": dresden.slug},
        "reporting:dashboard_part": slug | {"part": "work"},
        "reporting:cluster_dashboard": slug | {"cluster": dresden.slug},
        "reporting:cluster_chart_csv": slug | {"cluster": dresden.slug, "chart": "timeline"},
        "reporting:scheme_chart_csv": {"chart": "targets"},
        "reporting:activity_": {"pk": activity.pk} | slug,
        "reporting:practice": {"pk": practice.pk} | slug,
        "reporting:module": {"pk": module.pk} | slug,
        "reporting:opportunit": {"pk": opportunity.pk} | slug,
        "reporting:library_practice": {"pk": practice.pk},
        "reporting:service": {"pk": offered.pk} | slug,
        "reporting:period": {"pk": period.pk} | slug,
        "reporting:correction_new": {"pk": period.pk},
        "reporting:correction_review": {"pk": correction.pk},
        "reporting:deliverable": slug
        | {"pk": deliverable.pk, "key": "summary", "number": comment.pk, "code": "D6.2", "move": "send"}
        | {"edition": "public", "ending": "pdf"},
        "reporting:deliverable_plan": slug | {"code": "D6.2", "number": 1},
        "reporting:deliverable_earlier": slug | {"code": "D6.2", "number": 1},
        "reporting:deliverable_earlier_file": slug | {"code": "D6.2", "number": 1},
        "reporting:lead": {"pk": lead.pk} | slug,
    }


def meetings_of(world: World, mission: Mission) -> tuple[list[Participant], Meeting]:
    """A visitor of the firm and a local company, with a meeting that was put in by hand."""
    staff = world.actor("host_manager")
    people = [
        participants.add_participant(
            mission=mission,
            by=staff,
            first_name="Ann",
            last_name=side.title(),
            country=world.host.country,
            side=side,
            organisation=home,
            email=f"{side}@mail.example",
        )
        for side, home in (("visitor", world.firm), ("local", world.host))
    ]
    made = meetings.create_round(mission=mission, by=staff, wishes_until=FIRST_DAY)
    meetings.add_time(meeting_round=made, by=staff, day=FIRST_DAY, starts_at=time(14), ends_at=time(16))
    meetings.open_wishes(meeting_round=made, by=staff)
    slot = made.slots.earliest("id")
    one, other = people
    put_in = meeting_day.add_meeting(meeting_round=made, by=staff, slot=slot, table=1, one=one, other=other)
    return people, put_in


def key_of(page: Page) -> str:
    """The route's name; with its arguments where two routes share a name."""
    shared = sum(other.name == page.name for other in OWN_PAGES) > 1
    return f"{page.name}({','.join(arguments(page))})" if shared else page.name


def arguments(page: Page) -> list[str]:
    return [part.split(">")[0].split(":")[-1] for part in page.route.split("<")[1:]]


def address_of(page: Page, found: dict[str, dict[str, Any]]) -> str:
    """The page's address in the scene; a token is never a good one."""
    wanted = arguments(page)
    beginning = max((name for name in found if page.name.startswith(name)), key=len, default="")
    known = {"token": "not-a-token", "act": "x"} | found.get(beginning, {})
    missing = set(wanted) - set(known)
    assert not missing, f"{page.name}: add {sorted(missing)} to `subjects`"
    return reverse(page.name, kwargs={name: known[name] for name in wanted})


@pytest.fixture
def stay(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stay]:
    monkeypatch.setattr(rendition, "render", lambda document: PDF)
    with ExitStack() as stack:
        world.add_support()
        yield Stay(world, stack).ordered()


def sent_by(world: World, persona: str, address: str, method: str) -> tuple[int, str, bool]:
    """Status, where to, and whether the audit log has grown; whatever the request did is taken back."""
    client = world.client(persona)
    with transaction.atomic():
        before = _newest_event()
        answer = getattr(client, method)(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        acted = _newest_event() != before
        transaction.set_rollback(True)
    return answer.status_code, answer.headers.get("Location", ""), acted


def _newest_event() -> int | None:
    """To count all events takes as long as many a page."""
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()


def in_a_word(status: int, where: str) -> str:
    if status == 302 and where.startswith("/accounts/login/"):
        return "in"
    return WORDS.get(status, str(status))


def answer_to(world: World, persona: str, address: str) -> str:
    """One word for what the persona gets."""
    status, where, _acted = sent_by(world, persona, address, "get")
    if status == 405:
        status, where, _acted = sent_by(world, persona, address, "post")
    return in_a_word(status, where)


def takes_a_form(world: World, address: str) -> bool:
    """Also where the page is closed to everybody here: the method is looked at first."""
    return sent_by(world, "coordinator", address, "post")[0] != 405


def test_every_route_has_a_line() -> None:
    assert {key_of(page) for page in OWN_PAGES} == set(ROUTES)


@pytest.mark.slow
def test_each_persona_gets_what_the_table_says(stay: Stay) -> None:
    world = stay.world
    found = subjects(stay)
    wrong = []
    for page in OWN_PAGES:
        address = address_of(page, found)
        got = [answer_to(world, persona, address) for persona in PERSONAS]
        if got != ROUTES.get(key_of(page)):
            wrong.append(line(key_of(page), got))
    assert wrong == [], "\n".join(["what came instead:", *wrong])


@pytest.mark.slow
def test_who_may_not_send_is_refused_before_the_form_is_read(stay: Stay) -> None:
    """Every form of the portal, empty, from everybody: an error in a field would already be an answer."""
    world, found, wrong = stay.world, subjects(stay), []
    for page in OWN_PAGES:
        address, route = address_of(page, found), key_of(page)
        if not takes_a_form(world, address):
            continue
        readers = READS_ONLY.get(route, "").split()
        may_send = {
            persona: cell not in KEPT_OUT and persona not in readers
            for persona, cell in zip(PERSONAS, ROUTES[route], strict=True)
        }
        for persona, may in may_send.items():
            status, where, acted = sent_by(world, persona, address, "post")
            got = in_a_word(status, where)
            if (got not in KEPT_OUT) != may or (acted and not may):
                wrong.append(f"{route} {persona}: {got}{' and did something' if acted else ''}")
        overseers = may_send["auditor"] or may_send["support"]
        if overseers and not may_send["stranger"] and route not in OWN_THINGS:
            wrong.append(f"{route}: oversight only reads")
    assert wrong == []
