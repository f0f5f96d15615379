"""`.venv/bin/python -m bench.at_once [--people 50] [--workers 4]`: so many people send an application at the same moment, and so
many files are decided at the same moment; once each with an act of one's own, then all of them the same act.

Counts what the portal answers, and looks afterwards whether references, audit and tally are whole. Must: no error.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from bench.__main__ import _cache, _database, _environment, _prepare, _served
from bench.asking import Visitor

Act = Callable[[Visitor], bytes]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.at_once", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--files", type=int, default=1500)
    parser.add_argument("--workers", type=int, default=4)
    options = parser.parse_args()
    with _database() as url, _cache() as cache, tempfile.TemporaryDirectory() as folder:
        os.environ.update(_environment(url, cache, folder))
        sessions, facts = _prepare(options.files, options.people + 1)
        with _served("excite_portal.wsgi:application", options.workers) as portal:
            _warm(Visitor(portal, sessions["visitor"]), facts["drafts"][-1], options.workers)
            told = [
                _all_at_once(name, [Visitor(portal, sessions[persona]) for _act in acts], acts)
                for name, persona, acts in _tasks(facts, options.people)
            ]
        broken = _broken(options.people)
    for sentence in (*(line for line, _right in told), *broken):
        print(sentence)
    return int(bool(broken) or not all(right for _line, right in told))


def _warm(visitor: Visitor, draft: int, workers: int) -> None:
    """A worker that has just started reads its modules with the first page."""
    from django.urls import reverse

    for _number in range(4 * workers):
        visitor.get(reverse("exchanges:application_check", args=[draft]))


def _tasks(facts: dict[str, Any], people: int) -> list[tuple[str, str, list[Act]]]:
    """(name, persona, acts); the last two are one act by all."""
    drafts, files = facts["drafts"], facts["undecided"]
    return [
        ("send, each their own", "visitor", [_submit(draft) for draft in drafts[:people]]),
        ("decide, each another file", "manager", [_accept(file) for file in files[:people]]),
        ("send, all the same", "visitor", [_submit(drafts[people])] * people),
        ("decide, all the same", "manager", [_accept(files[people])] * people),
    ]


def _submit(draft: int) -> Act:
    from bench.operations import submit

    return lambda visitor: submit(iter([draft]))(visitor)


def _accept(reference: str) -> Act:
    from bench.operations import approve

    return lambda visitor: approve(iter([reference]))(visitor)


def _all_at_once(name: str, visitors: Sequence[Visitor], acts: Sequence[Act]) -> tuple[str, bool]:
    """All wait for each other, then act. What was answered, and whether everybody got the page of success."""
    gate = threading.Barrier(len(acts))
    answers: Counter[str] = Counter()

    def go(visitor: Visitor, act: Act) -> None:
        gate.wait()
        try:
            act(visitor)
        except (RuntimeError, urllib.error.URLError, OSError) as error:
            answers[str(error)] += 1
        else:
            answers["done"] += 1

    threads = [threading.Thread(target=go, args=pair) for pair in zip(visitors, acts, strict=True)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    return f"{name}: {seconds:.1f} s, {dict(answers)}", answers["done"] == len(acts)


def _broken(people: int) -> list[str]:
    from core import audit
    from exchanges import invariants
    from exchanges.models import Application

    sent = Application.objects.filter(
        contact_email="vera@firm.example", reference__regex=r"^CXC-\d{4}-\d{4}$"
    )
    number = sent.exclude(state="draft").count()
    found = [] if number == people + 1 else [f"{number} applications were sent, not {people + 1}."]
    return [*found, *audit.broken_links(), *(str(one) for one in invariants.tally_equals_recount())]


if __name__ == "__main__":
    sys.exit(main())
