"""All components on one page, with invented content. Development and demo only."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from core.forms import Form
from core.widgets import DateInput, FileInput

ACTIVITIES = [
    ("market", "Market research"),
    ("network", "Networking, new partners, business opportunities"),
    ("project", "Project development, innovation, research"),
]
COLOURS = [
    "paper", "surface", "raised", "ink", "muted", "line", "border", "accent", "accent-strong", "accent-soft",
    "on-accent", "link", "link-visited", "focus", "danger", "danger-strong", "danger-soft", "warn", "warn-soft",
    "ok", "ok-soft", "info-soft", "series-1", "series-2", "series-3", "series-4", "series-5", "series-6",
]  # fmt: skip
STEPS = ["Applied", "Accepted", "Host found", "Signed", "Visited", "Report checked", "Paid"]
TASKS = [
    {
        "name": "Sign the Commitment to Quality",
        "url": "#a",
        "state": "not_started",
        "hint": "You",
        "due": date(2022, 10, 4),
        "mine": True,
    },
    {
        "name": "Give the account for the lump sum",
        "url": "#b",
        "state": "in_progress",
        "hint": "You",
        "mine": True,
    },
    {"name": "Sign for the host's cluster", "state": "waiting", "waiting_for": "Cluster Žalgiris"},
    {"name": "Confirm the membership", "url": "#c", "state": "completed"},
    {
        "name": "Upload the invitation letter",
        "url": "#d",
        "state": "problem",
        "hint": "The file cannot be read",
    },
    {
        "name": "Hand in the closing report",
        "state": "cannot_start",
        "hint": "Opens after the last day of the visit",
    },
]
CHECKS = [
    {
        "verdict": "pass",
        "sentence": "Germany and France are both eligible, and differ.",
        "source": "Rule set 2022-1, countries",
    },
    {
        "verdict": "pass",
        "sentence": "4 working days. At least 3 are needed.",
        "source": "Rule set 2022-1, days",
    },
    {
        "verdict": "warn",
        "sentence": "One day is a holiday in Saxony only. Ask your cluster whether there is a programme.",
        "source": "Holidays",
    },
    {
        "verdict": "fail",
        "sentence": "This person has taken part before, in CXC-2022-0007.",
        "source": "One visit for each person",
    },
]
LINES = [
    {
        "label": "Flat rate for France, 501 to 1,000 km",
        "amount": Decimal(900),
        "reason": "967 km from Dresden to Limoges, as the crow flies",
    },
    {
        "label": "Half, because the visit has fewer than 5 working days",
        "shown": "× 0.5",
        "reason": "4 working days: 11 to 14 October 2022",
    },
]
HISTORY = [
    {
        "when": datetime(2022, 9, 20, 8, 15, tzinfo=UTC),
        "who": "Visitor",
        "what": "Application sent",
        "tone": "key",
    },
    {
        "when": datetime(2022, 9, 22, 14, 2, tzinfo=UTC),
        "who": "Contact cluster",
        "what": "Held with a question",
        "note": "Which machine builders would you like to meet?",
    },
    {
        "when": datetime(2022, 9, 23, 7, 40, tzinfo=UTC),
        "who": "Visitor",
        "what": "Answered",
        "note": "Two makers of laser cutters near Limoges.",
    },
    {
        "when": datetime(2022, 9, 27, 9, 0, tzinfo=UTC),
        "who": "Host",
        "what": "Declined the first dates",
        "tone": "problem",
    },
]
DAYS = [
    {"date": date(2022, 10, 11), "counted": True},
    {"date": date(2022, 10, 12), "counted": True},
    {"date": date(2022, 10, 13), "counted": False, "sentence": "Holiday: Day of the Harvest"},
    {"date": date(2022, 10, 14), "counted": True, "sentence": "counts, travel after work"},
]
FACTS = [
    ("Visit", "11 to 14 October 2022", "4 working days"),
    ("Distance", "967 km", "Dresden to Limoges"),
    ("Lump sum", "EUR 450", "half: under 5 days"),
    ("Next", "You", "by 4 October 2022"),
]
ROWS = [
    {
        "icon": "document",
        "title": "Commitment to Quality (PDF)",
        "url": "#ctq",
        "sub": ["English, version 2", "SHA-256 3f9a1c04…"],
        "status": "2 of 4 signed",
        "tone": "active",
    },
    {
        "icon": "pen",
        "title": "Jonas Petraitis, host",
        "sub": "Signed by mail link on 26 September 2022",
        "status": "Signed",
        "tone": "ok",
    },
    {
        "icon": "mail",
        "title": "Invitation to sign",
        "url": "#mail",
        "sub": "to vilma@example.org, 25 September 2022",
        "form_url": "#",
        "form_label": "Send again",
    },
]
SUMMARY = [
    {
        "label": "What you want to do",
        "value": ["Market research", "Networking, new partners"],
        "url": "#change",
    },
    {
        "label": "First and last day",
        "value": "11 to 14 October 2022",
        "url": "#change",
        "change": "the days of the visit",
    },
    {"label": "Hotel", "value": "", "url": "#change"},
]


class SampleForm(Form):
    name = forms.CharField(
        label="Name of the organisation", help_text="As it stands in the company register."
    )
    website = forms.URLField(label="Website", required=False, assume_scheme="https")
    start = forms.DateField(
        label="First day at the host",
        widget=DateInput,
        help_text="The day you start work there, not the day you travel.",
    )
    activities = forms.MultipleChoiceField(
        label="What do you want to do?", choices=ACTIVITIES, widget=forms.CheckboxSelectMultiple
    )
    found = forms.ChoiceField(
        label="Have you found a host?",
        choices=[("yes", "Yes, and they agree"), ("no", "No, find me one")],
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(
        label="Country", choices=[("", "Choose"), ("DE", "Germany"), ("LT", "Lithuania")]
    )
    goals = forms.CharField(label="What should the visit bring?", widget=forms.Textarea(attrs={"rows": 4}))
    proof = forms.FileField(
        label="Boarding pass or ticket",
        required=False,
        widget=FileInput,
        help_text="PDF, JPG or PNG, up to 10 MB. A photo of a paper is fine.",
    )
    agree = forms.BooleanField(label="The same costs are not paid from another EU grant.")


class QuestionForm(Form):
    single_question = True
    caption = "Your visit"
    found = SampleForm.base_fields["found"]


class FilterForm(Form):
    state = forms.MultipleChoiceField(
        required=False,
        choices=[("new", "To decide"), ("held", "On hold")],
        widget=forms.CheckboxSelectMultiple,
    )
    country = forms.ChoiceField(required=False, choices=[("", "Any"), ("DE", "Germany"), ("LT", "Lithuania")])


def _sample_chart() -> dict[str, Any]:
    data = [("Lithuania", 24), ("France", 21), ("Germany", 19), ("Poland", 12), ("Bulgaria", 9)]
    bars = [
        format_html(
            '<text x="92" y="{}" text-anchor="end" font-size="14">{}</text>'
            '<rect x="100" y="{}" width="{}" height="20" fill="#0072B2"/>'
            '<text x="{}" y="{}" font-size="14">{}</text>',
            y * 32 + 20,
            name,
            y * 32 + 5,
            count * 18,
            count * 18 + 108,
            y * 32 + 20,
            count,
        )
        for y, (name, count) in enumerate(data)
    ]
    svg = format_html(
        '<svg viewBox="0 0 600 165" role="img"><title>Exchanges by host country</title>{}</svg>',
        format_html("{}" * 5, *bars),
    )
    return {
        "svg": svg,
        "title": "Exchanges by host country",
        "reading": "Lithuania received most visits: 24 of 85.",
        "columns": ["Country", "Exchanges"],
        "rows": data,
        "as_of": "As of 26 March 2024",
    }


SAMPLES: dict[str, Any] = {
    "steps_names": STEPS,
    "tasks": TASKS,
    "checks_list": CHECKS,
    "lines": LINES,
    "history": HISTORY,
    "facts_list": FACTS,
    "rows": ROWS,
    "days_list": DAYS,
    "summary_rows": SUMMARY,
    "total": Decimal(450),
    "start": date(2022, 10, 11),
    "end": date(2022, 10, 14),
    "now": datetime(2022, 10, 11, 8, 5, tzinfo=UTC),
    "kpi": {
        "label": "Exchanges",
        "value": 60,
        "target": 96,
        "expected": 54,
        "rule": "Exchanges whose report is checked",
    },
    "kpi_empty": {"label": "Cluster strategies", "value": None, "target": 6},
    "tabs_list": [
        {"label": "To decide", "url": "#1", "current": True, "badge": 7},
        {"label": "On hold", "url": "#2"},
        {"label": "Decided", "url": "#3"},
    ],
    "colours": COLOURS,
    "spaces": range(1, 9),
    "languages_list": ["Bulgarian", "English", "French", "German", "Lithuanian", "Polish"],
    "tones": ["todo", "active", "done", "ok", "waiting", "warn", "danger", "off"],
    "icons": [
        "check",
        "clock",
        "alert",
        "stop",
        "info",
        "help",
        "document",
        "download",
        "upload",
        "mail",
        "calendar",
        "user",
        "users",
        "building",
        "euro",
        "pin",
        "search",
        "filter",
        "pen",
        "lock",
        "link",
        "plus",
        "print",
        "refresh",
        "send",
        "flag",
        "globe",
        "external",
    ],
}


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    if settings.PORTAL_ENV == "production":
        raise Http404
    form = SampleForm({}) if "errors" in request.GET else SampleForm()
    context = SAMPLES | {
        "form": form,
        "question": QuestionForm(prefix="question"),
        "filters": FilterForm(request.GET),
        "density": "dense" if "dense" in request.GET else "calm",
        "picture": _sample_chart(),
        "page": Paginator(range(480), 50).get_page(request.GET.get("page")),
    }
    return render(request, "core/gallery.html", context)
