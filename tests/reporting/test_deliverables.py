"""D6.2 and D1.3: what they say, what they hide, and that the same figures give the same document."""

import csv
import hashlib
import json
import random
import re
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from clusters.models import Consent, Country
from core import clock
from exchanges.models import ClosingReport, Exchange, FollowUp, Mission
from reporting.deliverables import catalogue, freezing
from reporting.models import Activity
from reporting.periods import Period
from tests.support import world as worlds
from tests.support.credited import asked, at, credited, organisation, paid
from tests.support.world import World

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 2, 20)
KINDS = ["sme"] * 22 + ["cluster"] * 7 + ["tech_centre"] * 2 + ["public_authority"]
HOMES = ["DE", "DE", "PL", "ES", "DE", "LT", "BG", "DE", "ES", "DE", "CZ"]


@pytest.fixture
def world() -> World:
    """32 credited visits: 22 of SMEs, 7 of clusters, 2 of technology centres, 1 of an authority."""
    world = worlds.build()
    hosts = [organisation(f"Host {n}", kind, country, listed=n == 0) for n, (kind, country) in enumerate(
        [("sme", "FR"), ("innovation_hub", "FR"), ("sme", "AT"), ("large_company", "FR")]
    )]  # fmt: skip
    chance = random.Random(3)
    for number, kind in enumerate(KINDS):
        visitor = organisation(f"Visitor {number:02}", kind, HOMES[number % len(HOMES)], listed=number < 3)
        credited_on = date(2025, 3, 1) + timedelta(days=number * 11)
        exchange = credited(world, visitor, hosts[number % 4], credited_on, state="paid")
        if number < 26:
            paid(world, exchange, credited_on + timedelta(days=chance.randint(2, 12)))
        for respondent in ("visitor", "host"):
            score = chance.choice(["3.50", "4.00", "4.50", "5.00"]) if chance.random() < 0.8 else None
            asked(exchange, respondent, credited_on - timedelta(days=9), score=score, recommend=9)
        if number % 5 == 0:
            FollowUp.objects.create(
                exchange=exchange, kind="project", partner="Canary Partner", status="done"
            )
    Mission.objects.create(
        partnership=world.partnership, slug="road", title="Smart Mobility Mission", host_cluster=world.clusters["nice"],
        host=hosts[0], country=Country.objects.get(code="FR"), city="Sophia Antipolis", start_on=date(2025, 5, 11),
        end_on=date(2025, 5, 14), state="finished", state_since=at(UNTIL), contact_name="Canary Contact",
    )  # fmt: skip
    Activity.objects.create(
        partnership=world.partnership, cluster=world.clusters["nice"], kind="training", title="Training with Canary Trainer",
        held_on=date(2025, 6, 1), count=12, state="counted", state_since=at(UNTIL), recorded_by=world.actor("manager").user,
        recorded_at=at(UNTIL), reviewed_by=world.actor("coordinator").user, reviewed_at=at(UNTIL),
    )  # fmt: skip
    return world


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)


def freeze(world: World, code: str, edition: str, until: date = UNTIL) -> dict[str, Any]:
    return catalogue.freeze(code, Period(world.partnership, until), edition)


@pytest.mark.parametrize("code", ["D1.3", "D6.2"])
@pytest.mark.parametrize("edition", ["public", "confidential"])
def test_document_has_cover_contents_numbers_and_the_snapshot(world: World, code: str, edition: str) -> None:
    snapshot = freeze(world, code, edition)
    document = catalogue.make_pdf(snapshot, made_on=UNTIL, issue=2)
    reader = PdfReader(BytesIO(document))
    text = " ".join(text_of(document).split())
    for words in (
        f"{code} {catalogue.KINDS[code].title}",
        "Co-funded by the European Union",
        "Views and opinions expressed",
        f"{edition.capitalize()} edition, issue 2",
        "Contents",
        "Figure 1. Exchanges over time",
        "Table 1.",
        "32 exchanges by 20 February 2026",
    ):
        assert words in text
    assert freezing.digest(snapshot) in text.replace(" ", "")
    attached = next(iter(reader.attachments.values()))[0]
    assert hashlib.sha256(attached).hexdigest() == freezing.digest(snapshot)
    assert json.loads(attached) == snapshot
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"{code} {catalogue.KINDS[code].title}, TEST partnership"


@pytest.mark.parametrize(("code", "edition"), [("D6.2", "public"), ("D6.3", "confidential")])
def test_document_is_for_screen_readers_and_archives_and_carries_its_data(
    world: World, code: str, edition: str
) -> None:
    snapshot = freeze(world, code, edition)
    document = catalogue.make_pdf(snapshot, made_on=UNTIL)
    for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_3A):
        report = validate_pdf_bytes(document, profile=profile)
        assert ([failure.message for failure in report.failures], report.is_compliant) == ([], True)
    with pikepdf.open(BytesIO(document)) as opened:
        assert (str(opened.Root.Lang), bool(opened.Root.MarkInfo.Marked)) == ("en", True)
        with opened.open_metadata() as about:
            assert (about["pdfuaid:part"], about["pdfaid:part"]) == ("1", "3")
            assert about["dc:title"].startswith(f"{code} ")
        assert {str(file.AFRelationship) for file in opened.Root.AF} == {"/Data"}
        attached = {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}
    tables = {name: body.decode("utf-8-sig") for name, body in attached.items() if name.endswith(".csv")}
    assert sorted(name.rpartition(".")[2] for name in attached) == ["csv"] * len(tables) + ["json"]
    text = text_of(document)
    assert len(tables) == len(set(re.findall(r"Table (\d+)\. ", text)))
    values = {
        row["Code"]: row["Value"]
        for body in tables.values()
        for row in csv.DictReader(StringIO(body))
        if "Code" in row and "Value" in row
    }
    assert (values["O2.exchanges"], values["O2.sme_exchanges"]) == ("32", "22")


@pytest.mark.parametrize("code", ["D1.3", "D6.2"])
def test_no_edition_names_a_person(world: World, code: str) -> None:
    for edition in ("public", "confidential"):
        snapshot = freeze(world, code, edition)
        told = json.dumps(snapshot) + text_of(catalogue.make_pdf(snapshot, made_on=UNTIL))
        if edition == "public":
            assert "Canary" not in told
        else:
            assert "Canary Traveller" not in told.replace("\n", " ")
            assert "canary@" not in told


def test_public_edition_names_listed_organisations_only(world: World) -> None:
    told = json.dumps(freeze(world, "D6.2", "public"))
    assert [name for name in ("Visitor 00", "Visitor 01", "Visitor 02", "Host 0") if name not in told] == []
    assert [
        name
        for name in [f"Visitor {n:02}" for n in range(3, 32)] + ["Host 1", "Host 2", "Host 3"]
        if name in told
    ] == []


def test_confidential_edition_lists_every_recipient(world: World) -> None:
    snapshot = freeze(world, "D6.2", "confidential")
    assert [row["visitor"] for row in snapshot["recipients"]] == [f"Visitor {n:02}" for n in range(32)]
    assert {row["amount"] for row in snapshot["recipients"]} == {"450.00"}
    assert sum(row["paid_on"] is not None for row in snapshot["recipients"]) == 26
    text = " ".join(text_of(catalogue.make_pdf(snapshot, made_on=UNTIL)).split())
    assert "Recipients of lump sums" in text
    assert "Visitor 31" in text


def test_report_quotes_only_who_allows_it_and_names_nobody(world: World) -> None:
    said = {}
    exchanges = list(Exchange.objects.filter(report=None).order_by("pk")[:3])
    for number, exchange in enumerate(exchanges):
        exchange.questionnaires.filter(respondent="visitor").update(score=f"{5 - number}.00")
        report = ClosingReport.objects.create(exchange=exchange, quote=f"Sentence number {number}.")
        said[number] = Consent.objects.create(
            purpose="quote", subject_type="exchanges.closingreport", subject_id=report.pk
        )
    assert [row[0] for row in freeze(world, "D6.2", "public")["quotes"]] == [
        "Sentence number 0.", "Sentence number 1.", "Sentence number 2.",
    ]  # fmt: skip
    said[0].revoked_at = clock.now()
    said[0].save()
    snapshot = freeze(world, "D6.2", "public")
    assert snapshot["quotes"] == [["Sentence number 1."], ["Sentence number 2."]]
    text = " ".join(text_of(catalogue.make_pdf(snapshot, made_on=UNTIL)).split())
    assert "Sentence number 1." in text
    assert "Sentence number 0." not in text
    assert "Canary Contact" not in text
    assert freeze(world, "D6.2", "confidential")["quotes"][0][1].startswith("Small or medium-sized")


def test_public_breakdowns_hide_small_cells_against_subtraction(world: World) -> None:
    """Two technology centres and one authority go with the seven clusters; the rest of the total is still right."""
    exchanges = freeze(world, "D6.2", "public")["exchanges"]
    assert exchanges["visitors"] == {"cells": [["SMEs", 22]], "rest": 10}
    assert exchanges["flows"] == []
    for part in ("visitors", "organisations", "homes", "hosts"):
        cells = exchanges[part]
        assert all(number >= 5 for _name, number in cells["cells"])
        assert not 0 < cells["rest"] < 5
    assert sum(number for _name, number in exchanges["homes"]["cells"]) + exchanges["homes"]["rest"] == 32
    steps = [0] + [total for _day, total in exchanges["over_time"]]
    assert all(after - before >= 5 for before, after in zip(steps, steps[1:], strict=False))
    assert steps[-1] == 32


def test_public_figures_hide_what_is_small(world: World) -> None:
    shown = {row["code"]: row for row in freeze(world, "D1.3", "public")["figures"]}
    told = {row["code"]: row for row in freeze(world, "D1.3", "confidential")["figures"]}
    assert (
        told["EU5.participating_authorities"]["value"],
        shown["EU5.participating_authorities"]["value"],
    ) == (1, None)
    assert shown["EU5.participating_authorities"]["hidden"]
    assert (
        told["EU5.participating_scaling_up"]["value"],
        shown["EU5.participating_scaling_up"]["value"],
    ) == (2, None)
    assert (told["O2.exchanges"]["value"], shown["O2.exchanges"]["value"]) == (32, 32)
    assert (told["O1.staff"]["value"], shown["O1.staff"]["value"]) == (12, 12)
    assert (shown["O5.links"]["value"], shown["O5.links"]["hidden"]) == (None, False)
    small = [
        code
        for code, row in shown.items()
        if row["value"] in (1, 2, 3, 4) and code.startswith(("O2", "EU4", "EU5"))
    ]
    assert small == []


def test_too_few_exchanges_are_not_told_at_all(world: World) -> None:
    snapshot = freeze(world, "D6.2", "public", until=date(2025, 3, 15))
    assert snapshot["exchanges"] == {
        "exchanges": None,
        "sme_visits": None,
        "over_time": [],
        "visitors": {"cells": [], "rest": 0},
        "organisations": {"cells": [], "rest": 0},
        "homes": {"cells": [], "rest": 0},
        "hosts": {"cells": [], "rest": 0},
        "flows": [],
    }
    assert snapshot["money"] is None
    text = " ".join(text_of(catalogue.make_pdf(snapshot, made_on=UNTIL)).split())
    assert "There are too few exchanges for a figure over time." in text
    assert "There are too few grants for sums to be shown." in text


def test_money_is_told_as_far_as_no_single_grant_shows(world: World) -> None:
    told = freeze(world, "D6.2", "confidential")["money"]
    assert (told["granted"], told["paid"], told["committed"], told["payments"]) == (
        "14400.00",
        "11700.00",
        "2700.00",
        26,
    )
    assert freeze(world, "D6.2", "public")["money"]["paid"] == "11700.00"
    for exchange in world.partnership.exchanges.filter(payments__isnull=True).order_by("id")[:3]:
        paid(world, exchange, UNTIL)
    assert set(freeze(world, "D6.2", "public")["money"]) == {"budget", "granted"}


def test_same_figures_give_the_same_hash_and_bytes(world: World) -> None:
    first, second = freeze(world, "D6.2", "public"), freeze(world, "D6.2", "public")
    assert freezing.digest(first) == freezing.digest(second)
    stored = json.loads(json.dumps(first))
    assert freezing.digest(stored) == freezing.digest(first)
    assert catalogue.make_pdf(first, made_on=UNTIL) == catalogue.make_pdf(stored, made_on=UNTIL)
    credited(world, organisation("One more", "sme", "DE"), world.host, UNTIL)
    assert freezing.digest(freeze(world, "D6.2", "public")) != freezing.digest(first)


def test_command_writes_the_file_and_names_the_hash(world: World, tmp_path: Path) -> None:
    output, out = tmp_path / "d.pdf", StringIO()
    call_command(
        "deliverable",
        "D6.2",
        "--partnership",
        "TEST",
        "--until",
        "2026-02-20",
        "--output",
        str(output),
        stdout=out,
    )
    assert output.read_bytes().startswith(b"%PDF-")
    assert out.getvalue().endswith(f"pages, snapshot {freezing.digest(freeze(world, 'D6.2', 'public'))}\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("D9.9",), "There is no deliverable “D9.9”. Known: " + ", ".join(catalogue.KINDS) + "."),
        (("D6.2", "--edition", "secret"), "The edition is public or confidential."),
        (
            ("D6.2", "--output", "/nowhere/x.pdf"),
            "--output: “/nowhere/x.pdf” cannot be written. Name a file in a folder that exists.",
        ),
    ],
)
def test_unusable_input_gives_a_sentence_and_code_2(
    options: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    worlds.build()
    given = {"--partnership": "TEST", "--until": "2026-02-20", "--output": str(tmp_path / "x.pdf")}
    given |= dict(zip(options[1::2], options[2::2], strict=True))
    with pytest.raises(CommandError) as refusal:
        call_command("deliverable", options[0], *[word for pair in given.items() for word in pair])
    assert (str(refusal.value), refusal.value.returncode) == (sentence, 2)
