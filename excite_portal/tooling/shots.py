"""`make shots`: pictures of the pages, per role, light and dark, narrow and wide, into shots/ (ignored by git).

Uses the portal that runs at HOST and PORT, or starts it from this checkout and stops it afterwards. Each persona's
start page and what it links to are taken; words on the command line choose personas, for example `visitor manager`.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from excite_portal.embedded.places import places_for
from excite_portal.embedded.processes import ServiceProblem
from excite_portal.tooling import supervisor

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "shots"
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
ANYONE = "anyone"
PAGES_PER_PERSON = 14
LEFT_OUT = ("/accounts/logout", "/admin/", "/static/", "/demo/")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def served() -> Iterator[str]:
    """The address of the running portal, or of one that is started for this."""
    portal = supervisor.Portal(places_for(ROOT), host=supervisor.host(), port=supervisor.port())
    if portal.answers():
        yield portal.address
        return
    try:
        portal.start()
        yield portal.address
    finally:
        portal.stop()


def name_of(path: str) -> str:
    return path.strip("/").replace("/", "-") or "start"


def wanted(links: list[str], address: str) -> list[str]:
    """The first pages of our own among these links, without doubles, files and ways out."""
    paths = []
    for link in links:
        parts = urlsplit(link)
        is_page = link.startswith(address) and "." not in parts.path.rsplit("/", 1)[-1]
        if is_page and not parts.path.startswith(LEFT_OUT) and parts.path not in paths:
            paths.append(parts.path)
    return paths[:PAGES_PER_PERSON]


def personas(browser: Any, address: str) -> list[str]:
    page = browser.new_page()
    page.goto(f"{address}/demo/")
    found = page.eval_on_selector_all("input[name=persona]", "all => all.map(one => one.value)")
    page.close()
    return [ANYONE, *found]


def log_in(page: Any, address: str, persona: str) -> None:
    page.goto(f"{address}/demo/")
    page.locator(f"form:has(input[value={persona}]) button").click()


def take(browser: Any, address: str, persona: str) -> int:
    """Take all pictures of one person; gives their number."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    if persona != ANYONE:
        log_in(page, address, persona)
    page.goto(f"{address}/")
    # What the page itself leads to comes before menus and footer.
    links = [
        link
        for part in ("main a[href]", "a[href]")
        for link in page.eval_on_selector_all(part, "all => all.map(one => one.href)")
    ]
    count = 0
    for path in wanted([f"{address}/", *links], address):
        for width in WIDTHS:
            for scheme in SCHEMES:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.goto(f"{address}{path}")
                page.screenshot(
                    path=FOLDER / persona / f"{name_of(path)}-{width}-{scheme}.png", full_page=True
                )
                count += 1
    context.close()
    return count


def main(names: list[str]) -> int:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    try:
        with served() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            )
            known = personas(browser, address)
            if unknown := [name for name in names if name not in known]:
                print(
                    f"Unknown persona: {', '.join(unknown)}. Choose from: {', '.join(known)}", file=sys.stderr
                )
                return 2
            shutil.rmtree(FOLDER, ignore_errors=True)
            for persona in names or known:
                print(
                    f"{persona}: {take(browser, address, persona)} pictures in {FOLDER / persona}", flush=True
                )
            browser.close()
    except ServiceProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
