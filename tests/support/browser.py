"""A real browser for journeys: Debian's Chromium, driven by Playwright, that talks to the live server only."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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
NARROW = {"width": 320, "height": 640}


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


def accessibility_problems(page: Any) -> list[str]:
    """axe-core's violations on the page as it is now, one line each; an empty list is a pass."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {node['html'][:150]}" for item in found for node in item["nodes"]]


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than its window; 0 means no sideways scrolling."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
