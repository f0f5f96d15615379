import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.support import world as worlds
from tests.support.credited import credited

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = StringIO()
    call_command("indicators", *options, stdout=out)
    return out.getvalue()


def test_json_is_one_list_with_the_agreed_keys() -> None:
    world = worlds.build()
    credited(world, world.firm, world.host, date(2026, 1, 20))
    rows = json.loads(run("--partnership", "test", "--until", "2026-01-20", "--json"))
    assert {tuple(row) for row in rows} == {("code", "label", "value", "target", "unit", "rule", "as_of")}
    assert [row for row in rows if row["code"] == "O2.exchanges"] == [
        {
            "code": "O2.exchanges",
            "label": "Exchanges",
            "value": 1,
            "target": 96,
            "unit": "exchanges",
            "rule": "Each exchange once, for the partnership that pays, on the day its closing report is first validated.",
            "as_of": "2026-01-20",
        }
    ]
    assert {row["value"] for row in rows if row["code"].startswith("O1.")} == {None}


def test_text_shows_value_and_target() -> None:
    worlds.build()
    assert "O2.exchanges                 - of 96 exchanges  (Exchanges)\n" in run(
        "--partnership", "TEST", "--until", "2026-01-20"
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ("--partnership", "NOWHERE", "--until", "2026-01-20"),
            "There is no partnership “NOWHERE”. Known: TEST.",
        ),
        (
            ("--partnership", "TEST", "--until", "soon"),
            "--until: “soon” is not a date. Write year-month-day, for example 2022-07-01.",
        ),
        (
            ("--partnership", "TEST", "--since", "2026-02-30", "--until", "2026-03-01"),
            "--since: “2026-02-30” is not a date. Write year-month-day, for example 2022-07-01.",
        ),
        (
            ("--partnership", "TEST", "--since", "2026-03-02", "--until", "2026-03-01"),
            "The first day lies after the last day. Please give the earlier day first.",
        ),
    ],
)
def test_unusable_input_gives_a_sentence_and_code_2(options: tuple[str, ...], sentence: str) -> None:
    worlds.build()
    with pytest.raises(CommandError) as refusal:
        run(*options)
    assert (str(refusal.value), refusal.value.returncode) == (sentence, 2)
