"""The table of `exchanges.visibility`, cell by cell: what each role reads of the other organisation at each stage.

A canary stands in every field (`tests/support/canaries.py`). At each stage every persona reads every page of the file,
lists, downloads with their PDFs, and the mails it got; what was read must be what the table says, no more and no less.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core import outbox
from core.models import Mail
from exchanges.models import Application
from exchanges.services import decisions, proposals
from exchanges.visibility import FIELDS, ROLES, Stage, sees
from tests.exchanges.test_leaks import file_pages
from tests.support import canaries
from tests.support.stay import Stay
from tests.support.world import World

PERSONAS = {
    "everybody": ("anonymous", "other_manager", "deputy"),
    "visitor": ("visitor",),
    "host": ("host",),
    "host_cluster": ("host_manager",),
    "contact_cluster": ("manager",),
    "coordinator": ("coordinator",),
    "finance": ("finance",),
    "auditor": ("auditor",),
    "support_office": ("support",),
}
CODES = [field.code for field in FIELDS]


def own(code: str, role: str) -> bool:
    return code.partition(".")[0] == role


def expected(role: str, stage: Stage) -> set[str]:
    return {code for code in CODES if not own(code, role) and sees(code, role, stage)}


@pytest.fixture
def stay(world: World) -> Iterator[Stay]:
    """With real PDFs."""
    world.add_support()
    canaries.plant(world)
    with ExitStack() as stack:
        yield Stay(world, stack)


def addresses(world: World, application: Application) -> list[str]:
    rows = [
        reverse(name)
        for name in (
            "clusters:directory", "exchanges:offers", "exchanges:missions", "exchanges:queue", "exchanges:queue_csv",
            "exchanges:payments", "clusters:members", "reporting:start",
        )
    ]  # fmt: skip
    rows += [reverse("clusters:directory") + "?q=canary", reverse("clusters:directory") + "?view=map"]
    rows += [reverse(f"exchanges:offer_{page}", args=[world.offer.pk]) for page in ("detail", "edit")]
    for organisation in (world.firm, world.host):
        rows += [
            reverse(f"clusters:{name}", args=[organisation.pk])
            for name in ("organisation_detail", "organisation_edit", "organisation_public")
        ]
    rows += [reverse(name, args=[application.reference]) for name in file_pages()]
    for proposal in application.proposals.all():
        rows += [reverse(f"exchanges:proposal_{act}", args=[proposal.pk]) for act in ("answer", "confirm")]
    return rows


def read_by(world: World, application: Application, role: str) -> dict[str, set[str]]:
    """field -> where somebody of the role read it, pages and mails together."""
    found: dict[str, set[str]] = {code: set() for code in canaries.WORDS}
    for persona in PERSONAS[role]:
        for code, places in canaries.read(world.client(persona), addresses(world, application)).items():
            found[code] |= places
        if persona in world.actors:
            user = world.actor(persona).user
            assert user is not None
            canaries.note(found, "mail", canaries.mails_to(user.email))
    if role == "visitor":
        canaries.note(found, "mail", canaries.mails_to(canaries.WORDS["visitor.contact_ways"]))
    if role == "host":
        canaries.note(found, "mail", canaries.mails_to(canaries.HOST_ADDRESS))
        _read_by_link(found)
    return found


def _read_by_link(found: dict[str, set[str]]) -> None:
    """The pages behind the links that the host's contact got by mail."""
    for mail in Mail.objects.filter(to_address=canaries.HOST_ADDRESS):
        for address in canaries.links_in(mail.text_body):
            for code, places in canaries.read(Client(), [address]).items():
                found[code] |= {"link" for _place in places}


def differences(world: World, application: Application, stage: Stage) -> list[str]:
    wrong = []
    for role in ROLES:
        found = read_by(world, application, role)
        read = {code for code in CODES if found[code] and not own(code, role)}
        wrong += [
            f"{stage.name}: {role} reads {code} on {sorted(found[code])[:3]}"
            for code in sorted(read - expected(role, stage))
        ]
        wrong += [
            f"{stage.name}: {role} does not read {code}" for code in sorted(expected(role, stage) - read)
        ]
        wrong += [
            f"{stage.name}: {role} reads {code} on {sorted(found[code])[:3]}"
            for code in canaries.NEVER
            if found[code] and not own(code, role) and role not in canaries.NEVER[code]
        ]
    return wrong


@pytest.mark.slow
def test_each_role_reads_what_the_table_says_until_the_host_agrees(stay: Stay) -> None:
    world = stay.world
    application = world.submitted(**canaries.ANSWERS)
    canaries.plant_in_file(application)
    outbox.run_due()
    wrong = differences(world, application, Stage.APPLIED)
    decisions.accept_application(application=application, by=world.actor("manager"))
    outbox.run_due()
    wrong += differences(world, application, Stage.ASKED)
    assert wrong == []


@pytest.mark.slow
def test_each_role_reads_what_the_table_says_after_the_visit(stay: Stay) -> None:
    world = stay.world
    whole = world.accepted

    def accepted(**answers: Any) -> Application:
        application = whole(**canaries.ANSWERS)
        canaries.plant_in_file(application)
        return application

    world.accepted = accepted  # type: ignore[method-assign]
    application = stay.ordered().exchange.application
    assert differences(world, application, Stage.AGREED) == []


@pytest.mark.slow
def test_declined_match_closes_the_file_to_the_host(stay: Stay) -> None:
    world = stay.world
    application = world.accepted(**canaries.ANSWERS)
    canaries.plant_in_file(application)
    proposals.answer_as_host(
        proposal=application.proposals.get(), by=world.actor("host"), accept=False, comment="No"
    )
    for persona in ("host", "host_manager"):
        page = world.client(persona).get(reverse("exchanges:file", args=[application.reference]))
        assert page.status_code == 404


def test_bank_data_is_nobodys_but_finances() -> None:
    readers = {role for role in ROLES if sees("visitor.iban", role, Stage.AGREED)}
    assert readers == {"finance"}


def test_before_agreement_the_sides_know_no_person_of_each_other() -> None:
    people = [code for code in CODES if "contact" in code or "traveller" in code]
    assert [code for code in people for role in ("visitor", "host") if sees(code, role, Stage.ASKED)] == []


def test_page_in_the_docs_is_up_to_date() -> None:
    call_command("visibility_docs", check=True)
