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
from core.counts import Counted, one_of
from core.prepared import Prepared
from exchanges.models import Application
from exchanges.selectors import queue, queue_facts, queue_filter, queue_marks
from exchanges.selectors.queue_filter import Shape, Wanted

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


def page_of(
    actor: Actor, asked: Wanted, order: str, number: str = "", more: Iterable[str] = ()
) -> NumberedPage:
    """A numbered page; the nearest there is when there is none of this number. `more` names facts of columns of choice."""
    order, last = _known(order), CAP // PAGE_SIZE or 1
    page = min(max(int(number), 1), last) if number.isdecimal() and len(number) < 6 else 1
    names = (*queue_facts.USUAL, *more)
    found = _read(actor, asked, _Part(order, page, names=names))
    if not found and page > 1:
        (total,) = _read(actor, asked, _Part(order, 0, names=("pk",))) or ((0, 0),)
        page = min(page, max(1, -(-total[-1] // PAGE_SIZE)))
        found = _read(actor, asked, _Part(order, page, names=names))
    return _numbered(found, page, order, names)


def later_page(
    actor: Actor, asked: Wanted, order: str, *, after: str, before: str, more: Iterable[str] = ()
) -> LaterPage | None:
    """The page behind (or in front of) a file. None in an order that does not go on, and for no number of a file."""
    edge = after or before
    if not goes_on(order) or not edge.isdecimal() or len(edge) > 18:
        return None
    names = (*queue_facts.USUAL, *more)
    upwards = (_GOES_ON.get(order, -1) > 0) == bool(after)
    part = _Part("reference" if upwards else "-reference", 0, "gt" if upwards else "lt", names)
    found = _read(actor, asked, part, edge=int(edge))
    beyond, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if not found:
        return None
    if not after:
        found.reverse()
    rows = list(queue_facts.as_rows(found, names))
    return LaterPage(
        rows,
        previous=rows[0].pk if after or beyond else None,
        next=rows[-1].pk if before or beyond else None,
    )


def goes_on(order: str) -> bool:
    """Whether every file can be reached in this order."""
    return order in _GOES_ON or order not in queue.ORDERS


def _known(order: str) -> str:
    return order if order in queue.ORDERS else ""


@dataclass(frozen=True)
class _Part:
    """A piece of the list: a numbered page with the total, or what lies behind the number of a file ("gt" or "lt")."""

    order: str
    page: int
    side: str = ""
    names: tuple[str, ...] = queue_facts.USUAL


def _read(actor: Actor, asked: Wanted, part: _Part, **values: Any) -> list[tuple[Any, ...]]:
    hat = actor.hat
    values |= asked.values(actor) | {"cluster": hat.cluster_id, "partnership": hat.partnership_id}
    return _files(hat.kind, asked.shape, part, CAP, PAGE_SIZE, **values)


def _part_of_list(
    worn: str, shape: Shape, part: _Part, cap: int, size: int, /, **values: Any
) -> QuerySet[Application]:
    places = {name: values[name] for name in ("user", "cluster", "partnership")}
    wearer = wearer_of(worn, **places)
    edge = {part.side: values["edge"]} if part.side else {}
    # What the facets find is few or many, which the planner cannot know, so there each file is asked.
    whole = shape == queue_filter.ALL
    by_number = (
        queue.files_by_number(wearer, **edge) if whole else queue.files(wearer).filter(**_behind(edge))
    )
    found = by_number if goes_on(part.order) else queue.files(wearer)
    found = queue.in_order(queue_filter.narrowed(found, shape, wearer, values), part.order)
    start = max(part.page - 1, 0) * size
    stop = size + 1 if part.side else min(start + size, cap) if part.page else 1
    # First the files of the page, as an array, then what is told of them: their facts stand in ten other tables, and the
    # planner would join those for all files.
    page: QuerySet[Application] = Application.objects.filter(one_of("pk", found.values("pk")[start:stop]))
    beside = {}
    if not part.side:
        counted = queue_filter.narrowed(by_number, shape, wearer, values)
        beside["total"] = Counted(counted.order_by().values("pk")[: cap + 1])
    page = queue.in_order(queue_marks.with_tags(page, wearer), part.order)
    return queue_facts.read_from(page, part.names, **beside)


def _behind(edge: dict[str, Any]) -> dict[str, Any]:
    return {f"pk__{side}": number for side, number in edge.items()}


_files = Prepared("files", _part_of_list, limit=200)


def _numbered(found: list[tuple[Any, ...]], number: int, order: str, names: tuple[str, ...]) -> NumberedPage:
    pages = _Counted(found[0][-1] if found else 0)
    page: NumberedPage = pages.get_page(number)  # type: ignore[assignment]
    page.object_list = list(queue_facts.as_rows((row[:-1] for row in found), names))
    if pages.capped and not page.has_next() and goes_on(order):
        page.goes_on = page.object_list[-1].pk
    return page
