import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string

from core import charts
from core.charts import (
    Arc,
    Bar,
    Goal,
    Line,
    Outlook,
    Step,
    bar,
    bullets,
    burn_up,
    columns,
    diverging,
    flow_map,
    funnel,
    matrix,
    picture,
    sankey,
    sparkline,
    stacked,
    steps,
    vega,
)  # fmt: skip
from core.svg import ATTRIBUTES, TAGS, clean_svg
from core.templatetags import ui

SVG = "{http://www.w3.org/2000/svg}"
EXCHANGES = [(date(2022, 2, 1), 0), (date(2022, 7, 1), 7), (date(2023, 3, 3), 38), (date(2024, 3, 26), 98)]
GOALS = [
    Goal("Exchanges", 98, 96, 96),
    Goal("Links", None, 3, 1),
    Goal("SMEs", 72, 50, unit=" %"),
    Goal("Far", 9, 3),
]
WAY = [
    Step("Sent", 130, None, [("rejected", 7), ("expired", 0)]),
    Step("Accepted", 120, 9),
    Step("Paid", 98, Decimal("6.5")),
]
SCORES = ["1 (poor)", "2", "3", "4", "5 (very good)"]
WAYS = {("DE", "Saxony", "FR"): 12, ("PL", "Saxony", "FR"): 3, ("PL", "Lublin", "DE"): 1}
ARCS = [Arc("DE", "FR", 12), Arc("FR", "DE", 3), Arc("DE", "AM", 1)]
PLACES = {"DE": (51.0, 10.0), "FR": (47.0, 2.5), "AM": (40.0, 45.0)}
SMES = Line("of them SMEs", [(date(2022, 7, 1), 1), (date(2023, 3, 3), 19)])
SOON = Outlook(96, date(2024, 10, 14), date(2024, 11, 6), date(2024, 12, 2))
PLAN = [(date(2022, 2, 1), 0), (date(2024, 1, 31), 96)]
MAKES = {
    "bar": lambda: bar(
        "Exchanges", "98 of 96 took place.", [Bar("Silicon Saxony", 31, 20), Bar("Клъстер", None, 5)]
    ),
    "burn_up": lambda: burn_up("Progress", "98 by March 2024.", EXCHANGES, plan=PLAN),
    "funnel": lambda: funnel("Steps", "Of 120 files 98 were paid.", [("Applied", 120), ("Paid", 98)]),
    "matrix": lambda: matrix(
        "Flows", "Most go to France.", {("DE", "FR"): 12}, row_names=["DE", "BG"], column_names=["FR"]
    ),
    "stacked": lambda: stacked(
        "Kinds", "SMEs lead.", [("2022", {"SME": 7, "Cluster": 12})], series=["SME", "Cluster"]
    ),
    "bullets": lambda: bullets("Goals", "One is reached.", GOALS),
    "steps": lambda: steps("Way", "Most are paid.", WAY),
    "outlook": lambda: burn_up("Ahead", "96 by November.", EXCHANGES[:3], part=SMES, outlook=SOON),
    "columns": lambda: columns(
        "Stays",
        "Most in May.",
        [("05/2022", {"Done": 4, "Planned": 1}), ("06/2022", {})],
        series=["Done", "Planned"],
    ),
    "diverging": lambda: diverging(
        "Scores", "Most are good.", [("Visitors", [0, 1, 5, 20, 40])], steps=SCORES
    ),
    "sankey": lambda: sankey("Ways", "Most go to Nice.", WAYS, columns=["From", "Cluster", "To"]),
    "flow_map": lambda: flow_map(
        "Map", "Most from DE.", ARCS, PLACES, columns=("From", "FR"), rows=(("DE", 12),)
    ),
}


def all_charts():
    return {name: make() for name, make in MAKES.items()}


@pytest.fixture(autouse=True)
def no_pictures_kept(monkeypatch):
    monkeypatch.setattr(picture, "_here", {})
    cache.clear()


def words_of(chart):
    return [element.text for element in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", MAKES)
def test_chart_is_one_named_image_without_style_script_or_address(name):
    chart = MAKES[name]()
    root = ElementTree.fromstring(chart.svg)
    assert (root.get("role"), root[0].tag, root[1].tag) == ("img", f"{SVG}title", f"{SVG}desc")
    assert (root[0].text, root[1].text) == (chart.title, chart.reading)
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    own = {"role", "aria-labelledby", "font-family"}
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in TAGS
        assert set(element.attrib) - ATTRIBUTES <= (own if element is root else set())
    for forbidden in ("style=", "<style", "<script", "http:", "https:", "href", "javascript", "url("):
        assert forbidden not in chart.svg.replace("http://www.w3.org/2000/svg", "")
    assert len(chart.svg) < (36_000 if name == "flow_map" else 12_000)


def test_charts_use_only_colours_that_the_style_sheet_can_swap():
    known = {*charts.SERIES, charts.INK, charts.LINE, charts.PAPER, "none", "transparent"}
    for chart in all_charts().values():
        for element in ElementTree.fromstring(chart.svg).iter():
            assert {element.get("fill", "none"), element.get("stroke", "none")} <= known


def test_ids_of_two_charts_differ():
    ids = [
        element.get("id")
        for chart in all_charts().values()
        for element in ElementTree.fromstring(chart.svg).iter()
        if element.get("id")
    ]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 10


def test_bar_says_the_value_beside_its_target_and_a_dash_where_nothing_is_recorded():
    chart = MAKES["bar"]()
    assert {"Silicon Saxony", "Клъстер", "31 / 20", "– / 5"} <= set(words_of(chart))
    assert chart.columns == ("Name", "Value", "Target")
    assert chart.rows == (("Silicon Saxony", 31, 20), ("Клъстер", None, 5))


def test_bar_without_targets_has_two_columns():
    chart = bar(
        "Sums", "x", [Bar("Paid", Decimal("1234.5")), Bar("Open", 0)], columns=("State", "EUR", "Plan")
    )
    assert chart.columns == ("State", "EUR")
    assert chart.rows == (("Paid", Decimal("1234.5")), ("Open", 0))
    assert "1,234.5" in words_of(chart)


def test_burn_up_table_has_one_row_a_day_with_plan():
    chart = burn_up("Progress", "x", EXCHANGES[:2], plan=[(date(2022, 2, 1), 0), (date(2024, 1, 31), 96)])
    assert chart.columns == ("Day", "Total", "Plan")
    assert chart.rows == (("1 February 2022", 0, 0), ("1 July 2022", 7, None), ("31 January 2024", None, 96))
    assert {"7", "Plan"} <= set(words_of(chart))


def test_burn_up_without_plan_or_without_points():
    alone = burn_up("Progress", "x", EXCHANGES, value_label="Exchanges")
    assert alone.columns == ("Day", "Exchanges")
    assert alone.rows[-1] == ("26 March 2024", 98)
    planned = burn_up("Progress", "x", [], plan=EXCHANGES)
    assert planned.rows[0] == ("1 February 2022", None, 0)


def test_funnel_gives_the_share_of_the_first_step():
    chart = MAKES["funnel"]()
    assert chart.rows == (("Applied", 120, "100%"), ("Paid", 98, "82%"))
    assert "98 (82%)" in [" ".join(word.split()) for word in words_of(chart)]
    assert funnel("x", "y", [("Applied", 0)]).rows == (("Applied", 0, "–"),)


def test_matrix_table_is_complete_and_empty_cells_stay_empty():
    chart = MAKES["matrix"]()
    assert chart.columns == ("From", "FR")
    assert chart.rows == (("DE", 12), ("BG", 0))
    assert words_of(chart).count("12") == 1
    assert "0" not in words_of(chart)


def test_stacked_table_and_sum():
    chart = MAKES["stacked"]()
    assert chart.columns == ("Name", "SME", "Cluster")
    assert chart.rows == (("2022", 7, 12),)
    assert {"7", "12", "19", "SME", "Cluster"} <= set(words_of(chart))


def test_stacked_refuses_more_parts_than_colours():
    with pytest.raises(ValueError, match="At most 6 parts"):
        stacked("x", "y", [], series=[str(number) for number in range(7)])


def test_chart_without_data_has_no_picture():
    chart = funnel("Steps", "Nothing yet.", [])
    assert (chart.svg, chart.rows, chart.reading) == ("", (), "Nothing yet.")


def test_chart_escapes_what_people_typed():
    chart = bar("<script>alert(1)</script>", "a & b", [Bar('"><img src=x onerror=alert(1)>', 1)])
    assert "<script" not in chart.svg
    assert "<img" not in chart.svg
    assert ElementTree.fromstring(chart.svg)[0].text == "<script>alert(1)</script>"


def test_chart_is_the_same_again_and_another_for_other_numbers(monkeypatch):
    first = MAKES["funnel"]().svg
    monkeypatch.setattr(picture, "_here", {})
    cache.clear()
    assert MAKES["funnel"]().svg == first
    assert funnel("Steps", "Of 120 files 98 were paid.", [("Applied", 120), ("Paid", 99)]).svg != first


@pytest.mark.parametrize("forget", ["process", "nothing"])
def test_chart_is_drawn_once_and_then_remembered(monkeypatch, forget):
    first = MAKES["bar"]().svg
    monkeypatch.setattr(vega, "_render", lambda spec, width: pytest.fail("drawn again"))
    if forget == "process":
        monkeypatch.setattr(picture, "_here", {})
    assert (
        bar("Exchanges", "98 of 96 took place.", [Bar("Silicon Saxony", 31, 20), Bar("Клъстер", None, 5)]).svg
        == first
    )


def test_chart_is_drawn_when_the_cache_is_broken(monkeypatch):
    class Broken:
        def get(self, key):
            raise ConnectionError

        def set(self, *args):
            raise ConnectionError

    monkeypatch.setattr(picture, "cache", Broken())
    assert "<svg" in funnel("Steps", "x", [("Applied", 1)]).svg


def test_a_process_keeps_a_limited_number_of_pictures(monkeypatch):
    monkeypatch.setattr(picture, "MOST_HERE", 2)
    for count in (1, 2, 3):
        funnel("Steps", "x", [("Applied", count)])
    assert len(picture._here) == 2


def test_clean_svg_drops_whatever_could_act_or_call():
    source = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"'
        ' onload="x()"><rect width="9" height="9" fill="white"/><script>x()</script><style>p{}</style>'
        '<a xlink:href="http://x"><text>gone</text></a><image xlink:href="http://x/y.png"/>'
        '<defs><clipPath id="a"><rect width="1.23456" height="1px"/></clipPath></defs>'
        '<g clip-path="url(#a)"><text style="fill: #1c2321; behavior: x; font-size: 14px" font-family="y">kept</text></g>'
        '<path d="M0,0" fill="url(http://x)" opacity="1"/><foreignObject/><text> </text><g><g/></g></svg>'
    )
    assert clean_svg(source, title="T", description="D", prefix="p") == (
        '<svg width="9" height="9" xmlns="http://www.w3.org/2000/svg" role="img"'
        " font-family=\"'Source Sans 3', 'Portal Sans', 'Noto Sans', sans-serif\" aria-labelledby=\"p-title p-desc\">"
        '<title id="p-title">T</title><desc id="p-desc">D</desc>'
        '<defs><clipPath id="p-a"><rect width="1.23" height="1" /></clipPath></defs>'
        '<g clip-path="url(#p-a)"><text fill="#1c2321" font-size="14">kept</text></g><path d="M0,0" /></svg>'
    )


def test_phone_gets_a_picture_of_its_own_width_and_a_matrix_keeps_its_own():
    made = all_charts()
    drawn = made["bar"].narrow()

    assert ('width="288"' in drawn, 'width="640"' in made["bar"].svg) == (True, True)
    assert "Клъстер" in drawn
    assert {name for name, chart in made.items() if chart.narrow is None} == {"matrix", "sankey"}


def test_two_pictures_of_one_chart_share_no_id():
    page = render_to_string("components/chart.html", ui.chart(MAKES["bar"]()))
    ids = re.findall(r' id="([^"]+)"', page)

    assert page.count("<svg") == 2
    assert sorted(ids) == sorted(set(ids))


def test_bullets_say_value_target_and_share():
    chart = MAKES["bullets"]()
    assert {
        "98 of 96, 102 %",
        "nothing yet of 3",
        "72 %, target 50 %",
        "9 of 3, 300 %",
        "Plan by now",
    } <= set(words_of(chart))
    assert chart.rows[0] == ("Exchanges", 98, 96, "102%", 96)
    assert chart.rows[1] == ("Links", None, 3, "–", 1)


def test_steps_say_days_and_who_left_and_leave_out_reasons_that_nobody_had():
    chart = MAKES["steps"]()
    words = {" ".join(word.split()) for word in words_of(chart)}
    assert {"130 (100%)", "left: rejected 7", "median 9 days", "median 6.5 days"} <= words
    assert chart.rows[0] == ("Sent", 130, "100%", None, "rejected 7")


def test_outlook_has_its_days_in_the_table():
    chart = MAKES["outlook"]()
    assert chart.columns == ("Day", "Total", "of them SMEs", "Expected")
    assert [row[0] for row in chart.rows if row[3] == 96] == [
        "14 October 2024",
        "6 November 2024",
        "2 December 2024",
    ]


def test_diverging_leaves_out_who_was_not_asked_and_refuses_another_scale():
    chart = diverging("Scores", "x", [("Visitors", [1, 0, 0, 0, 4]), ("Hosts", [0] * 5)], steps=SCORES)
    assert chart.rows == (("Visitors", 1, 0, 0, 0, 4),)
    with pytest.raises(ValueError, match="five steps"):
        diverging("Scores", "x", [], steps=["good", "bad"])


def test_map_names_every_country_that_has_a_place_and_the_largest_numbers():
    words = words_of(MAKES["flow_map"]())
    assert {"DE", "FR", "AM", "12", "3"} <= set(words)


def test_sparkline_says_in_words_what_it_shows():
    root = ElementTree.fromstring(sparkline("EXCITE: 98 of 96 exchanges", [1, 20, 98], target=96))
    assert (root.get("role"), root[0].text) == ("img", "EXCITE: 98 of 96 exchanges")


def test_month_without_a_bar_stands_in_its_place() -> None:
    chart = charts.columns(
        "Stays", "", [("03/26", {"Over": 4}), ("04/26", {}), ("05/26", {"Over": 1})], series=["Over"]
    )
    assert re.findall(r">(\d\d/26)<", chart.svg) == ["03/26", "04/26", "05/26"]
