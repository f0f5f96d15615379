"""Pages of the list of files, each in one statement: the rows and, beside the first of them, how many there are.

Within the first `CAP` files the pages have numbers. Behind them the list goes on from file to file (the number of the
last file stands in the address), so that a late page costs what the first does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from core.actors import Actor, wearer_of
from core.counts import CAP as CAP
from core.counts import Counted
from core.prepared import Prepared
from exchanges.models import Application
from exchanges.selectors import queue, queue_marks

PAGE_SIZE = 50
# The orders in which the list can go on behind the numbered pages: +1 upwards by the number of the file, -1 downwards.
_GOES_ON = {"": -1, "-reference": -1, "reference": 1}


class NumberedPage(Page):  # type: ignore[type-arg]
    """`goes_on` is the number of the file behind which the list continues; None where it does not."""

    goes_on: int | None = None


@dataclass(frozen=True)
class LaterPage:
    """A page behind the numbered ones; `previous` and `next` are numbers of files, None at an end."""

    object_list: list[queue.Row]
    previous: int | None
    next: int | None


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told how many there are."""

    def __init__(self, total: int) -> None:
        self.capped = total > CAP
        super().__init__(range(min(total, CAP)), PAGE_SIZE)

    def _get_page(self, *args: Any, **kwargs: Any) -> NumberedPage:
        return NumberedPage(*args, **kwargs)


def first_page(actor: Actor, order: str) -> NumberedPage:
    """The page that is opened most, without any filter: the same statement for all who wear the same kind of hat."""
    hat = actor.hat
    ids = {"cluster": hat.cluster_id, "partnership": hat.partnership_id, "user": actor.user_id}
    found = _first(hat.kind, order if order in queue.ORDERS else "", CAP, **ids)
    return _numbered(found, 1, order)


def page_of(rows: QuerySet[Application], order: str, asked: str, extras: Iterable[str] = ()) -> NumberedPage:
    """A numbered page; the nearest there is when there is none of this number."""
    last = CAP // PAGE_SIZE or 1
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1
    found = list(_page(rows, order, number, CAP, extras))
    if not found and number > 1:
        total = rows.order_by().values("pk")[: CAP + 1].count()
        number = min(number, max(1, -(-total // PAGE_SIZE)))
        found = list(_page(rows, order, number, CAP, extras))
    return _numbered(found, number, order)


def later_page(
    rows: QuerySet[Application], order: str, *, after: str, before: str, extras: Iterable[str] = ()
) -> LaterPage | None:
    """The page behind (or in front of) a file. None in an order that does not go on, and for no number of a file."""
    edge = after or before
    if not goes_on(order) or not edge.isdecimal() or len(edge) > 18:
        return None
    upwards = (_GOES_ON.get(order, -1) > 0) == bool(after)
    side = rows.filter(pk__gt=int(edge)) if upwards else rows.filter(pk__lt=int(edge))
    found = list(queue.shown(side.order_by("id" if upwards else "-id"), extras)[: PAGE_SIZE + 1])
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if not found:
        return None
    if not after:
        found.reverse()
    return LaterPage(
        queue.as_rows(found),
        previous=found[0].pk if after or more else None,
        next=found[-1].pk if before or more else None,
    )


def goes_on(order: str) -> bool:
    """Whether every file can be reached in this order."""
    return order in _GOES_ON or order not in queue.ORDERS


def _page(
    rows: QuerySet[Application], order: str, number: int, cap: int, extras: Iterable[str] = ()
) -> QuerySet[Application]:
    total = Counted(rows.order_by().values("pk")[: cap + 1])
    start = (number - 1) * PAGE_SIZE
    shown = queue.shown(queue.in_order(rows, order), extras).annotate(total=total)
    return shown[start : min(start + PAGE_SIZE, cap)]


def _first_page(
    kind: str, order: str, cap: int, *, cluster: Any, partnership: Any, user: Any
) -> QuerySet[Application]:
    wearer = wearer_of(kind, user=user, cluster=cluster, partnership=partnership)
    rows = queue.files(wearer).exclude(queue_marks.archived(wearer))
    return _page(queue_marks.with_tags(rows, wearer), order, 1, cap)


_first = Prepared("files", _first_page)


def _numbered(found: list[Any], number: int, order: str) -> NumberedPage:
    pages = _Counted(found[0].total if found else 0)
    page: NumberedPage = pages.get_page(number)  # type: ignore[assignment]
    page.object_list = queue.as_rows(found)
    if pages.capped and not page.has_next() and goes_on(order):
        page.goes_on = found[-1].pk
    return page
