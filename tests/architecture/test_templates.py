"""Rule 15 and the content policy: templates print; no inline script or style, no foreign host, no query, none unused."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, app_sources, templates

# Looked up by name by Django and by allauth, not by our code.
LOOKED_UP_BY_PACKAGES = (
    "account/",
    "allauth/",
    "mfa/",
    "django/",
    "admin/",
    "registration/",
    "socialaccount/",
)
LOOKED_UP_BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
# A building block that no document needs at present; tests/core/test_pdf.py tries it.
BUILDING_BLOCKS = {"pdf/_chart.html"}

RULES: dict[str, tuple[str, str, str]] = {
    # name: (pattern, a bad sample, a good sample)
    "leftover of a merge": (r"(?m)^(?:<{7}|>{7}) ", "<<<<<<< HEAD", "<h1>Title</h1>"),
    "inline style": (r"<[^>{]+\sstyle\s*=", '<p style="color:red">', '<p class="warning">'),
    "style element": (r"<style\b(?![^>]*media)", "<style>p{}</style>", '<link rel="stylesheet" href="x">'),
    "inline handler": (r"<[^>{]+\son[a-z]+\s*=", '<a onclick="x()">', '<a data-action="x">'),
    "inline script": (
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|ld\+json)\")",
        "<script>x()</script>",
        '<script src="{% static "js/x.js" %}" defer></script>',
    ),
    "javascript address": (r"javascript:", '<a href="javascript:x()">', '<a href="/x">'),
    "second summary of errors": (  # the layout prints one
        r"(?m)^(?!.*block errors).*\{% error_summary %\}",
        "<form>{% error_summary %}",
        "{% block errors %}{% error_summary %}{% endblock %}",
    ),
    "foreign asset": (
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
        '<img src="https://cdn.example/x.png">',
        '<a href="https://example.org/">',
    ),
    "unescaped output": (r"\|\s*safe\b|autoescape\s+off", "{{ text|safe }}", "{{ text|linebreaks }}"),
    "query": (
        r"\{[{%][^}%]*(?:\.(?:all|filter|exclude|exists|select_related|order_by)\b|_set\b)",
        "{% for x in exchange.parties.all %}",
        "{% for party in parties %}",
    ),
}
# "path: name of the rule" to the reason why it may.
ALLOWED: dict[str, str] = {}


def _applies(name: str, path: str) -> bool:
    """PDFs and mails are no web pages: their style is inside, and the content policy does not reach them."""
    return not (path.startswith(("templates/pdf/", "templates/mail/")) and "style" in name)


def breaks(name: str, text: str) -> list[int]:
    """The lines of a template that break the rule."""
    without_comments = re.sub(r"\{#.*?#\}", "", text)
    pattern = re.compile(RULES[name][0], re.IGNORECASE)
    return [
        number for number, line in enumerate(without_comments.splitlines(), start=1) if pattern.search(line)
    ]


@pytest.mark.parametrize("name", RULES)
def test_templates_keep_the_rule(name: str) -> None:
    found = []
    for path in templates():
        place = str(path.relative_to(ROOT))
        if path.suffix == ".html" and _applies(name, place) and f"{place}: {name}" not in ALLOWED:
            found += [f"{place}:{line}" for line in breaks(name, path.read_text(encoding="utf-8"))]

    assert found == []


@pytest.mark.parametrize("name", RULES)
def test_rule_trips_on_a_bad_sample_only(name: str) -> None:
    _, bad, good = RULES[name]

    assert (breaks(name, bad), breaks(name, good)) == ([1], [])


# Figures beside a picture, a sum line by line, and pairs of a name and a value fit a phone as they are.
NARROW_TABLES = {
    "templates/components/chart.html",
    "templates/components/breakdown.html",
    "templates/exchanges/_suggestion.html",
    # Not shown on a phone: the list under it says the same.
    "templates/exchanges/_calendar_month.html",
    # No page of the portal: it lies in the archive, without a style sheet.
    "templates/reporting/archive/dictionary.html",
}


def uncarded(text: str) -> list[str]:
    """The tables of a page that do not become cards on a phone, and their cells without a label."""
    found = []
    for opening, inside in re.findall(r"(<table\b[^>]*>)(.*?)</table>", text, re.DOTALL):
        if "facts" in opening:
            continue
        if "table--cards" not in opening:
            found.append(opening)
        cells = re.findall(r"<td\b[^>]*>", inside)
        found += [cell for cell in cells if "data-label" not in cell and "colspan" not in cell]
    return found


def test_every_table_of_a_page_becomes_cards_on_a_phone() -> None:
    found = []
    for path in templates():
        place = str(path.relative_to(ROOT))
        if path.suffix == ".html" and place not in NARROW_TABLES and "/pdf/" not in place:
            found += [f"{place}: {tag}" for tag in uncarded(path.read_text(encoding="utf-8"))]

    assert [row for row in found if "/mail/" not in row] == []


def test_table_without_cards_or_label_is_found() -> None:
    assert uncarded('<table class="table"><tr><td>1</td></tr></table>') == ['<table class="table">', "<td>"]
    assert uncarded('<table class="table table--cards"><tr><td data-label="x">1</td></tr></table>') == []


def unused(names: list[str], texts: list[str]) -> list[str]:
    """Template names that no text mentions. A mail is named without its ending, since it has two parts."""
    everything = "\n".join(texts)
    return [
        name
        for name in names
        if not any(f"{quote}{known}{quote}" in everything for known in (name, _stem(name)) for quote in "\"'")
    ]


def _stem(name: str) -> str:
    return name.rpartition(".")[0] if "/mail/" in name else name


def test_every_template_is_used() -> None:
    folder = ROOT / "templates"
    names = [
        str(path.relative_to(folder))
        for path in templates()
        if path.is_relative_to(folder) and path.suffix in {".html", ".txt"}
    ]
    names = [
        name
        for name in names
        if name not in LOOKED_UP_BY_NAME | BUILDING_BLOCKS and not name.startswith(LOOKED_UP_BY_PACKAGES)
    ]
    texts = [source.text for source in app_sources()]
    texts += [path.read_text(encoding="utf-8") for path in templates() if path.suffix in {".html", ".txt"}]

    assert unused(names, texts) == []


def test_unused_template_is_found() -> None:
    assert unused(["a.html", "b.html"], ['render(request, "a.html")']) == ["b.html"]


@pytest.fixture
def own_template(settings: object) -> Callable[[str], str]:
    from django.template import Origin, Template

    def render(text: str, folder: Path = ROOT / "templates") -> str:
        from django.template import Context

        return Template(text, origin=Origin(str(folder / "sample.html"))).render(Context({"known": "yes"}))

    return render


def test_unknown_variable_in_an_own_template_fails(own_template: Callable[..., str]) -> None:
    from tests.support.templates import UnknownTemplateVariable

    with pytest.raises(UnknownTemplateVariable) as raised:
        own_template("{{ unknown.thing }}")

    assert str(raised.value) == "templates/sample.html uses an unknown variable: unknown.thing"


def test_known_variable_and_condition_pass(own_template: Callable[..., str]) -> None:
    assert own_template("{{ known }}{% if unknown %}no{% endif %}") == "yes"


def test_unknown_variable_in_another_package_is_silent(own_template: Callable[..., str]) -> None:
    assert own_template("{{ unknown }}", folder=Path("/usr/lib/python3/site-packages/allauth")) == ""
