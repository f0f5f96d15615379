"""No page, list or download shows a row of somebody else: a crawl as each persona, with canaries that could leak."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core import workflow
from core.actors import Actor
from exchanges.models import Application, Evidence, Exchange, Party, Proposal, Questionnaire
from tests.support.foreign import foreign, foreign_partnership
from tests.support.stay import Stay
from tests.support.world import FIRST_DAY, LAST_DAY, make_organisation

IBAN = "DE89370400440532013000"
FOREIGN = ("Canary Visitor", "Canary Host", "Canary Cluster", "OTHER partnership")
SIDES = ("visitor", "host", "manager", "host_manager", "finance", "coordinator", "auditor")
OUTSIDERS = ("deputy", "other_manager", "stranger")
LISTS = (
    "exchanges:queue",
    "exchanges:queue_csv",
    "exchanges:payments",
    "clusters:members",
    "reporting:start",
)
OF_THE_PARTNERSHIP = (
    "reporting:dashboard",
    "reporting:figures_csv",
    "reporting:activities",
    "reporting:deliverables",
    "reporting:leads",
)


def file_pages() -> list[str]:
    """Every page below /files/<reference>/ that needs no more than the reference."""

    def walk(resolver: Any, before: str, name: str) -> Iterator[tuple[str, str]]:
        for entry in resolver.url_patterns:
            path = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, path, f"{entry.namespace}:" if entry.namespace else name)
            elif isinstance(entry, URLPattern) and path.count("<") == 1 and "<str:reference>" in path:
                yield f"{name}{entry.name}", path

    return [name for name, path in walk(get_resolver(), "", "") if path.startswith("files/")]


def asked(client: Client, address: str) -> Any:
    """The answer to a GET, or to a POST where the page takes no GET."""
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


def text_of(answer: Any) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type") == "application/zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if not name.endswith(".pdf")]
        data = b"\n".join(parts) + "\n".join(archive.namelist()).encode()
    return data.decode(errors="replace")


@pytest.fixture
def own(stay: Stay) -> Exchange:
    """A visit as far as the order to pay; before this host another one was asked, and said no."""
    return stay.ordered().exchange


@pytest.fixture
def other(own: Exchange, stay: Stay) -> Application:
    return foreign(stay.world, foreign_partnership(stay.world))


@pytest.fixture
def third_host(own: Exchange, stay: Stay) -> str:
    third = make_organisation("Third Host", "sme", "LT", "Vilnius", ("54.68916", "25.27980"))
    row = Proposal(
        application=own.application,
        host=third,
        host_cluster=stay.world.clusters["vilnius"],
        stay=DateRange(FIRST_DAY, LAST_DAY + timedelta(days=1)),
        host_contact_name="Theo Third",
        host_contact_email="theo@third.example",
        decline_reason="Third reason",
    )
    workflow.start(row, by=Actor.system("test"), state="declined")
    Party.objects.create(
        application=own.application,
        proposal=row,
        role="host",
        organisation=third,
        contact_name="Theo Third",
        contact_email="theo@third.example",
        active=False,
    )
    return third.name


def test_there_are_pages_to_crawl() -> None:
    assert len(file_pages()) > 30


@pytest.mark.slow
def test_stranger_to_a_file_gets_404_on_every_page_of_it(
    stay: Stay, own: Exchange, other: Application
) -> None:
    """GET and POST; also a real reference is no news to an outsider. Rule 6."""
    wrong = []
    for persona in (*SIDES, *OUTSIDERS):
        client = stay.world.client(persona)
        hidden = [own.reference] if persona in OUTSIDERS else []
        hidden += [other.reference] if persona != "other_manager" else []
        for reference in filter(None, hidden):
            for name in file_pages():
                status = asked(client, reverse(name, args=[reference])).status_code
                if status != 404:
                    wrong.append((persona, name, reference, status))
    assert wrong == []


@pytest.mark.slow
def test_pages_of_the_own_file_answer_every_side_and_show_only_its_own(
    stay: Stay, own: Exchange, other: Application, third_host: str
) -> None:
    """No error, no foreign row; the account number in full for the visitor and finance only."""
    wrong, shown = [], set()
    for persona in SIDES:
        client = stay.world.client(persona)
        for name in file_pages():
            answer = client.get(reverse(name, args=[own.reference]))
            if answer.status_code not in (200, 302, 403, 405):
                wrong.append((persona, name, answer.status_code))
                continue
            text = text_of(answer)
            shown |= {(persona, IBAN)} if IBAN in text.replace(" ", "") else set()
            leaks = [word for word in (*FOREIGN, other.reference) if word and word in text]
            if persona not in ("visitor", "finance") and IBAN in text.replace(" ", ""):
                leaks.append("IBAN")
            if persona in ("host", "host_manager"):
                leaks += [word for word in ("Third Host", "Theo Third", "Third reason") if word in text]
            wrong += [(persona, name, leak) for leak in leaks]
    assert wrong == []
    assert ("finance", IBAN) in shown, "the canary is nowhere: the crawl proves nothing"


def test_lists_show_no_row_of_the_other_partnership(stay: Stay, own: Exchange, other: Application) -> None:
    slug = stay.world.partnership.slug
    addresses = [reverse(name) for name in LISTS] + [
        reverse(name, args=[slug]) for name in OF_THE_PARTNERSHIP
    ]
    wrong, shown = [], 0
    for persona in (*SIDES, "deputy", "stranger"):
        client = stay.world.client(persona)
        for address in addresses:
            answer = client.get(address)
            if answer.status_code not in (200, 302, 403, 404):
                wrong.append((persona, address, answer.status_code))
                continue
            text = text_of(answer)
            shown += own.reference in text
            wrong += [
                (persona, address, word) for word in (*FOREIGN, other.reference) if word and word in text
            ]
    assert wrong == []
    assert shown > 3


def test_other_partnership_is_closed_to_everybody_else(stay: Stay, own: Exchange, other: Application) -> None:
    wrong = []
    for persona in (*SIDES, "deputy", "stranger"):
        for name in OF_THE_PARTNERSHIP:
            status = stay.world.client(persona).get(reverse(name, args=["other"])).status_code
            if status not in (403, 404):
                wrong.append((persona, name, status))
    assert wrong == []


def test_rows_by_number_are_closed_too(stay: Stay, own: Exchange, other: Application) -> None:
    """Numbers in addresses can be counted up."""
    exchange = Exchange.objects.get(application=other)
    proof = Evidence.objects.get(exchange=exchange)
    questionnaire = Questionnaire.objects.filter(exchange=exchange).latest("id")
    addresses = [
        reverse("exchanges:stored_file", args=[proof.file_id]),
        reverse("exchanges:proposal_answer", args=[exchange.proposal_id]),
        reverse("exchanges:proposal_confirm", args=[exchange.proposal_id]),
        reverse("exchanges:questionnaire_answer", args=[questionnaire.pk]),
        reverse("exchanges:questionnaire_bypass", args=[questionnaire.pk]),
        reverse("exchanges:application_task_list", args=[other.pk]),
        reverse("clusters:organisation_detail", args=[other.organisation_id]),
        reverse("clusters:organisation_edit", args=[other.organisation_id]),
    ]
    wrong = [
        (persona, address, status)
        for persona in (*SIDES, "deputy", "stranger")
        for address in addresses
        if (status := asked(stay.world.client(persona), address).status_code) != 404
    ]
    assert wrong == []


def test_own_files_are_open_to_those_who_may(stay: Stay, own: Exchange) -> None:
    """The control: the same address answers the people it is for."""
    proof = Evidence.objects.filter(exchange=own).earliest("id")
    address = reverse("exchanges:stored_file", args=[proof.file_id])
    answer = stay.world.client("visitor").get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()
