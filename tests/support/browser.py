"""A real browser for journeys: Debian's Chromium, driven by Playwright, that talks to the live server only."""

import functools
import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

REQUIRED = "PORTAL_REQUIRE_BROWSER"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# Each page is looked at in both; every route in all four looks by tests/architecture/test_every_page_in_browser.py.
LOOKS = ((WIDE, "light"), (NARROW, "dark"))
RUN_AXE = """(options) => axe.run(document, options).then((found) => found.violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 150)}`)))"""
HERE = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, document.documentElement.outerHTML]"
_MAIN = re.compile(r"<main.*</main>", re.DOTALL)
_TAG = re.compile(r"<([a-z0-9]+)([^>]*)>")
_SHAPE = re.compile(r'\s(class|type|role|open|aria-current)(?:="([^"]*)")?')
_without_fault: set[tuple[int, bool, str]] = set()


def chromium() -> str:
    """The path of Chromium; skips (or, where a browser is required, fails) with a sentence when there is none."""
    problem = None
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if importlib.util.find_spec("playwright") is None:
        problem = "Browser tests need `pip install -r requirements-dev.txt`."
    elif path is None:
        problem = "Browser tests need Chromium: apt-get install -y --no-install-recommends chromium"
    if problem:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(problem, pytrace=False)
        pytest.skip(problem)
    return str(path)


@contextmanager
def launched() -> Iterator[Any]:
    """A playwright Browser."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """Notes what a page must never do: ask a foreign host, raise a script error, break the content policy."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def over(self, context: Any) -> None:
        context.on("request", lambda request: self._request(request.url))
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("console", lambda message: self._console(message.text))

    def _request(self, url: str) -> None:
        host = urlsplit(url).hostname
        if urlsplit(url).scheme in {"http", "https", "ws", "wss"} and host not in {"127.0.0.1", "localhost"}:
            self.problems.append(f"foreign request: {url}")

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.problems.append(text)

    def check(self) -> None:
        assert self.problems == []


def press(page: Any, words: str, *, role: str = "button", exact: bool = False) -> None:
    """Press the button with these words and wait until the page that comes is there as a whole.

    For a button that changes the page in place: click it and `expect` what it changes.
    """
    with page.expect_navigation():
        page.get_by_role(role, name=words, exact=exact).first.click()


def follow(page: Any, words: str) -> None:
    """The same for a link."""
    press(page, words, role="link")


@functools.cache
def _axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


def accessibility_problems(page: Any, rules: dict[str, Any] | None = None) -> list[str]:
    """axe-core's violations on the page as it is now, one line each; an empty list is a pass."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    return list(page.evaluate(RUN_AXE, options))


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than its window; 0 means no sideways scrolling."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def shape(html: str) -> str:
    """Tags and classes between header and footer; what repeats, as rows do, counts once."""
    found = _MAIN.search(html)
    body = found.group() if found else html
    return repr(list(dict.fromkeys((tag, tuple(_SHAPE.findall(rest))) for tag, rest in _TAG.findall(body))))


def faults_here(page: Any) -> list[str]:
    """What axe and the width find in the page as it stands. A page that looks the same, and was without fault in an earlier
    test, is not given to axe again: that takes most of the time of a browser test.
    """
    page.wait_for_load_state()
    width, dark, html = page.evaluate(HERE)
    found = [f"{too_wide} px too wide"] if (too_wide := overflow(page)) else []
    if (key := (width, dark, shape(html))) not in _without_fault:
        problems = accessibility_problems(page)
        found += problems
        if not problems:
            _without_fault.add(key)
    return [f"{page.url} at {width}{' dark' if dark else ''}: {problem}" for problem in found]


def faults(page: Any) -> list[str]:
    """The same with the page wide and light and then narrow and dark, as it stays."""
    found = []
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += faults_here(page)
    return found
