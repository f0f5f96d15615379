"""What is measured, each beside the floor's way to do the same, with the bars of docs/performance.md."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.asking import Visitor


@dataclass(frozen=True)
class Operation:
    """`ours` and `floor` each do it once; `must` and `aim` are the ratios to reach. `new`: never a page that is kept."""

    name: str
    persona: str
    ours: Callable[[Visitor], bytes]
    floor: Callable[[Visitor], bytes]
    must: float
    aim: float
    once: bool = False
    path: str = ""
    new: bool = False


def operations(facts: dict[str, Any]) -> list[Operation]:
    """`facts` come from filling the database: a reference, a late place, drafts and files to decide."""
    from django.urls import reverse

    queue, partnership = reverse("exchanges:queue"), reverse("reporting:results", args=["bench"])
    file, figures = (
        reverse("exchanges:file", args=[facts["reference"]]),
        reverse("reporting:dashboard", args=["bench"]),
    )
    review = reverse("exchanges:application_review", args=[facts["undecided"][0]])
    return [
        _read("queue", "manager", queue, "/list", 3.0, 1.5),
        _read("queue, one state", "manager", f"{queue}?stage=building", "/list", 3.0, 1.5),
        _read("queue, text", "manager", f"{queue}?q=Firm+77", "/text", 0.9, 0.5),
        _read(
            "queue, three filters and text",
            "manager",
            f"{queue}?stage=building&kind=sme&country=DE&q=Firm",
            "/text",
            3.0,
            1.5,
        ),
        _read("queue, by due date", "manager", f"{queue}?order=due", "/list", 3.0, 1.5),
        _read("queue, late page", "manager", f"{queue}?after={facts['late']}", "/late", 1.2, 0.6),
        _read("file page", "manager", file, "/detail", 4.0, 2.0),
        # Still undecided: "approve" comes later.
        _read("review screen", "manager", review, "/detail", 4.0, 2.0),
        _read("dashboard", "coordinator", figures, "/dashboard", 3.5, 2.0),
        new_each_time("dashboard, new", "coordinator", figures, "/dashboard", 3.5, 2.0),
        _read("public results", "", partnership, "/statistics", 3.0, 1.5),
        new_each_time("public results, new", "", partnership, "/statistics", 3.0, 1.5),
        _read("public missions", "", reverse("exchanges:missions"), "/list", 3.0, 1.5),
        Operation("submit, whole flow", "visitor", submit(iter(facts["drafts"])), _save, 2.8, 1.8, once=True),
        Operation("approve", "manager", approve(iter(facts["undecided"])), _save, 2.7, 1.7, once=True),
        Operation(
            "CSV of all", "coordinator", _page(reverse("exchanges:queue_csv")), _page("/csv"), 1.0, 0.3
        ),
    ]


def _read(name: str, persona: str, path: str, floor: str, must: float, aim: float) -> Operation:
    """A page that is opened, and the floor's."""
    return Operation(name, persona, _page(path), _page(floor), must, aim, path=path)


def new_each_time(
    name: str, persona: str, path: str, floor: str, must: float = 0.0, aim: float = 0.0
) -> Operation:
    """A page that is kept, each time under another address: as its first reader after a change gets it."""
    number = itertools.count()

    def ask(visitor: Visitor) -> bytes:
        return visitor.get(f"{path}?n={next(number)}")

    return Operation(name, persona, ask, _page(floor), must, aim, path=path, new=True)


def session_of(user: Any) -> str:
    """The cookie of somebody who has just logged in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from core.sessions import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key or ""


def _page(path: str) -> Callable[[Visitor], bytes]:
    return lambda visitor: visitor.get(path)


def _save(visitor: Visitor) -> bytes:
    return visitor.send("/detail", "/save", {})


def submit(drafts: Iterator[int]) -> Callable[[Visitor], bytes]:
    """The check page, sending, and the receipt."""
    from django.urls import reverse

    def act(visitor: Visitor) -> bytes:
        url = reverse("exchanges:application_check", args=[next(drafts)])
        page = visitor.send(url, url, {})
        if b"CXC-" not in page:
            raise RuntimeError("The application was not sent.")
        return page

    return act


def approve(references: Iterator[str]) -> Callable[[Visitor], bytes]:
    """The review page, the decision, and the page that follows."""
    from django.urls import reverse

    def act(visitor: Visitor) -> bytes:
        reference = next(references)
        form = reverse("exchanges:application_review", args=[reference])
        values = {"decision": "accept", "comment": "Fits well."}
        page = visitor.send(form, reverse("exchanges:application_decide", args=[reference]), values)
        if b"is accepted" not in page:
            raise RuntimeError("The application was not accepted.")
        return page

    return act
