from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from core.forms import Form
from core.templatetags import ui


def render(source: str, query: str = "", **context: Any) -> str:
    request = RequestFactory().get(f"/list/?{query}")
    return Template("{% load ui %}" + source).render(Context(context | {"request": request}))


class VisitForm(Form):
    name = forms.CharField(label="Name")
    found = forms.ChoiceField(label="Found?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False, help_text="One sentence.")

    def clean(self) -> None:
        raise forms.ValidationError("The two days are in the wrong order.")


def test_period_says_shared_parts_once() -> None:
    assert ui.period(date(2022, 10, 11), date(2022, 10, 14)) == (
        '<time datetime="2022-10-11">11</time> to <time datetime="2022-10-14">14 October 2022</time>'
    )
    assert ">30 September</time> to " in ui.period(date(2022, 9, 30), date(2022, 10, 3))
    assert ">30 December 2022</time> to " in ui.period(date(2022, 12, 30), date(2023, 1, 3))
    assert ui.period(date(2022, 10, 11), date(2022, 10, 11)) == ui.day(date(2022, 10, 11))


def test_values_that_are_missing_print_a_dash() -> None:
    assert [ui.period(None, None), ui.day(None), ui.moment(None), ui.money(None)] == ["–"] * 4


def test_moment_and_money_and_weekday() -> None:
    assert ui.moment(datetime(2022, 10, 11, 8, 5, tzinfo=UTC)).endswith(">11 October 2022, 08:05</time>")
    assert ui.money(Decimal("450.50")) == '<span class="money">EUR 450.50</span>'
    assert ui.day(date(2022, 10, 11), weekday=True).endswith(">Tuesday, 11 October 2022</time>")


def test_status_tag_shows_word_and_shape_and_escapes() -> None:
    html = ui.status_tag("<b>On hold</b>", "waiting")
    assert "tag--waiting" in html
    assert "#clock" in html
    assert "&lt;b&gt;On hold" in html


def test_task_list_names_who_is_waited_for_and_never_links_a_closed_task() -> None:
    html = render(
        "{% task_list tasks %}",
        tasks=[
            {"name": "Sign", "state": "waiting", "waiting_for": "the host"},
            {"name": "Report", "state": "cannot_start", "url": "/report/"},
            {"name": "Upload", "state": "completed", "url": "/upload/"},
        ],
    )
    assert "Waiting for the host" in html
    assert "/report/" not in html
    assert '<a href="/upload/">Upload</a>' in html


@pytest.mark.parametrize(
    ("current", "stopped", "states"),
    [
        (1, False, ["now", "later", "later"]),
        (3, False, ["done", "done", "now"]),
        (4, False, ["done", "done", "done"]),
        (2, True, ["done", "stopped", "later"]),
    ],
)
def test_steps_states(current: int, stopped: bool, states: list[str]) -> None:
    context = ui.steps(["Applied", "Signed", "Paid"], current, stopped)
    assert [step["state"] for step in context["steps"]] == states


def test_steps_says_the_number_for_narrow_screens() -> None:
    html = render("{% steps labels 2 %}", labels=["Applied", "Signed", "Paid"])
    assert "Step 2 of 3: <strong>Signed</strong>" in html
    assert html.count('aria-current="step"') == 1
    assert "All steps are done" in render("{% steps labels 4 %}", labels=["Applied", "Signed", "Paid"])


def test_error_summary_links_every_error_to_its_field() -> None:
    html = render("{% error_summary %}{% error_prefix %}", form=VisitForm({}))
    assert "The two days are in the wrong order." in html
    assert '<a href="#id_name">Fill in “Name”.</a>' in html
    assert '<a href="#id_found_0">Choose an answer for “Found?”.</a>' in html
    assert html.rstrip().endswith("Error:")


def test_error_summary_is_silent_for_a_fresh_form() -> None:
    assert render("{% error_summary %}{% error_prefix %}", form=VisitForm()).strip() == ""
    assert render("{% error_summary %}").strip() == ""


def test_error_summary_covers_formsets_and_lists_of_forms() -> None:
    formset = forms.formset_factory(VisitForm, extra=1, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    )
    assert "#id_form-0-name" in render("{% error_summary %}", formset=formset)
    assert (
        render("{% error_summary %}", forms=[VisitForm({}, prefix="a"), VisitForm({}, prefix="b")]).count(
            "#id_"
        )
        == 4
    )


def test_form_field_marks_optional_and_joins_hint_and_error() -> None:
    html = str(VisitForm({})["name"].as_field_group()) + str(VisitForm({})["note"].as_field_group())
    assert html.count("(optional)") == 1
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert 'id="id_note_helptext"' in html
    assert "*" not in html


def test_single_question_makes_the_label_the_heading() -> None:
    class Question(VisitForm):
        single_question = True

    form = Question()
    assert (
        '<h1 class="field__label--page"><label for="id_name">Name</label></h1>'
        in form["name"].as_field_group()
    )
    assert '<legend><h1 class="field__label--page">Found?</h1>' in form["found"].as_field_group()


def test_pagination_keeps_the_filters() -> None:
    page = Paginator(range(120), 50).get_page(2)
    html = render("{% pagination page %}", "state=new&page=2", page=page)
    assert 'href="?state=new&amp;page=3"' in html
    assert '<span aria-current="page"><span class="visually-hidden">Page </span>2</span>' in html
    assert "51 to 100" in html


def test_pagination_of_one_page_is_empty() -> None:
    assert render("{% pagination page %}", page=Paginator(range(3), 50).get_page(1)).strip() == ""


def test_sort_header_turns_round_and_forgets_the_page() -> None:
    up = render("{% sort_header 'Due' 'due' %}", "order=due&page=3&state=new")
    assert 'aria-sort="ascending"' in up
    assert 'href="?order=-due&amp;state=new"' in up
    down = render("{% sort_header 'Due' 'due' %}", "order=-due")
    assert 'aria-sort="descending"' in down
    assert "aria-sort" not in render("{% sort_header 'Due' 'due' css='num' %}")


def test_filter_chips_take_one_value_away() -> None:
    class Filters(Form):
        state = forms.MultipleChoiceField(
            choices=[("Open", [("new", "New")]), ("held", "On hold")], required=False
        )

    html = render("{% filter_chips form %}", "state=new&state=held&page=2", form=Filters())
    assert "State: New" in html
    assert 'href="?state=held"' in html
    assert 'href="?state=new"' in html
    assert 'href="/list/"' in html
    assert render("{% filter_chips form %}", form=Filters()).strip() == ""


def test_bullet_tells_nothing_recorded_from_zero() -> None:
    assert "Nothing recorded yet" in render(
        "{% bullet item %}", item={"label": "A", "value": None, "target": 6}
    )
    zero = render("{% bullet item %}", item={"label": "A", "value": 0, "target": 6, "unit": "%"})
    assert ">0%<" in zero
    assert "of 6%" in zero


def test_chart_carries_its_numbers_as_a_table() -> None:
    picture = {
        "svg": "",
        "title": "Flow",
        "reading": "Most go north.",
        "columns": ["To", "n"],
        "rows": [("LT", None)],
    }
    html = render("{% chart picture %}", picture=picture)
    assert "Most go north." in html
    assert '<th scope="row">LT</th><td class="num">–</td>' in html


def test_breakdown_and_checks_and_rows_and_timeline_print_what_they_get() -> None:
    html = render(
        "{% breakdown lines total %}{% checks checks %}{% file_rows rows %}{% timeline entries %}{% tabs tabs %}"
        "{% facts facts %}{% summary answers %}",
        lines=[{"label": "Half", "shown": "x 0.5", "reason": "4 days"}],
        total=Decimal(450),
        checks=[{"verdict": "fail", "sentence": "Same country.", "source": "Rules"}],
        rows=[{"title": "Plan", "form_url": "/again/", "form_label": "Send again"}],
        entries=[{"when": date(2022, 10, 4), "what": "Sent", "note": "Hi"}],
        tabs=[{"label": "All", "url": "/all/", "current": True}],
        facts=[("Distance", "967 km")],
        answers=[{"label": "Days", "value": "", "url": "/days/", "change": "the days"}],
    )
    for words in (
        "x 0.5",
        "EUR 450",
        "Not met: </span>Same country.",
        "Send again",
        "4 October 2022",
        "967 km",
        "Not given",
    ):
        assert words in html
    assert 'aria-current="page"' in html
    assert 'Change<span class="visually-hidden"> the days</span>' in html


def test_blocks_escape_their_titles() -> None:
    html = render("{% callout tone='warn' title=title %}<p>In</p>{% endcallout %}", title="<i>")
    assert "&lt;i&gt;" in html
    assert "<p>In</p>" in html
    assert "CXC-1" in render("{% confirmation title='Sent' reference='CXC-1' %}{% endconfirmation %}")
    assert "<h3>Empty</h3>" in render("{% empty_state title='Empty' level=3 %}{% endempty_state %}")


def test_turn_says_whose_it_is_and_until_when() -> None:
    mine = render("{% turn title='Sign' due=due %}<p>Now</p>{% endturn %}", due=date(2022, 10, 4))
    assert "Your turn, by <time" in mine
    assert "<h2>Sign</h2><p>Now</p>" in mine
    other = render("{% turn title='The host signs' mine=False %}{% endturn %}")
    assert "turn--other" in other
    assert "<span>Waiting</span>" in other


def test_days_say_why_one_does_not_count() -> None:
    html = render(
        "{% days items %}",
        items=[
            {"date": date(2022, 10, 3), "counted": False, "sentence": "Holiday"},
            {"date": date(2022, 10, 4), "counted": True},
        ],
    )
    assert "Monday, 3 October 2022" in html
    assert "Holiday" in html
    assert html.count("is-counted") == 1


def test_forms_keep_their_own_required_message() -> None:
    class Own(Form):
        why = forms.CharField(error_messages={"required": "Say why."})
        tick = forms.BooleanField(label="I agree")

    assert Own({}).errors == {"why": ["Say why."], "tick": ["Tick “I agree” to go on."]}
