"""What the eye needs: contrast of the tokens, one emblem on every page, nothing inline, nothing foreign."""

import gzip
import re
from pathlib import Path

import django_htmx
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from core.views.gallery import COLOURS

ROOT = Path(settings.BASE_DIR)
TOKENS = (ROOT / "static/css/tokens.css").read_text()
TEXT = ("ink", "muted", "accent", "link", "link-visited", "danger", "warn", "ok", "focus")
TINTED = (
    ("ok", "ok-soft"),
    ("warn", "warn-soft"),
    ("danger", "danger-soft"),
    ("accent", "accent-soft"),
    ("link", "info-soft"),
)
GROUNDS = ("paper", "surface", "raised")


def themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r"(:root[^{]*)\{([^}]*--paper[^}]*)\}", TOKENS)
    found = {name.strip(): dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", body)) for name, body in blocks}
    assert len(found) == 3
    return found


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", themes())
def test_text_colours_have_enough_contrast(theme: str) -> None:
    colours = themes()[theme]
    pairs = [(text, ground) for text in TEXT for ground in GROUNDS] + list(TINTED) + [("on-accent", "accent")]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    assert min(contrast(colours["border"], colours[ground]) for ground in GROUNDS) >= 3
    assert min(contrast(colours[f"series-{n}"], colours["paper"]) for n in range(1, 7)) >= 4.5


def test_both_dark_blocks_are_the_same() -> None:
    _light, system, chosen = themes().values()
    assert system == chosen


def test_every_icon_that_is_named_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text()))
    sources = [*ROOT.glob("templates/**/*.html"), ROOT / "core/templatetags/ui.py", ROOT / "core/printed.py"]
    named = {name for path in sources for name in re.findall(r'{% icon "([\w-]+)" %}', path.read_text())}
    assert named - drawn == set()


@pytest.mark.django_db
def test_gallery_shows_the_emblem_and_nothing_inline_or_foreign() -> None:
    html = Client().get("/gallery/?errors").content.decode()
    assert html.count("Co-funded by the European Union") == 1
    assert "This is a project website, not a website of the European Commission." in html
    assert "<title>Error: Components - ClusterXchange portal</title>" in html
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)


def test_gallery_shows_every_colour_of_the_tokens() -> None:
    named = set(re.findall(r"--([\w-]+):\s*#", TOKENS))
    shown = set(re.findall(r"\.swatch--([\w-]+)", (ROOT / "static/css/gallery.css").read_text()))
    assert shown == set(COLOURS)
    assert named == shown


@pytest.mark.parametrize("page", ["400", "403", "404", "409", "429", "500", "503"])
def test_error_pages_have_one_heading_and_a_next_step(page: str) -> None:
    html = render_to_string(f"{page}.html", {"minutes": 5, "seconds": 300} if page == "429" else {})
    assert html.count("<h1") == 1
    assert re.search(r'<a class="button" href="[^"]+">', html)
    assert "not a website of the European Commission" in html


def test_first_visit_is_light() -> None:
    def weight(*paths: str) -> int:
        return sum(len(gzip.compress((ROOT / "static" / path).read_bytes())) for path in paths)

    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    scripts = weight("js/theme.js", "js/menus.js", "js/errors.js", "js/filters.js", "js/unsaved.js")
    scripts += len(gzip.compress(htmx.read_bytes()))
    styles = weight("css/tokens.css", "css/base.css", "css/components.css", "css/print.css")
    fonts = weight("fonts/portal-sans-latin.woff2", "fonts/portal-sans-latin-ext.woff2")
    pictures = weight("img/icons.svg", "img/eu-emblem.svg", "img/mark.svg")
    assert scripts < 30_000
    assert scripts + styles + fonts + pictures < 120_000
