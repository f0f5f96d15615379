"""Runs many stories side by side in time order, each under the clock of its own moment.

A story is a generator: it yields the moment at which it wants to go on, and acts when it is resumed. Before each
act everything due until then is done (mails, starts and ends of stays, reminders), as a worker would have done it.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

from core import clock, outbox

Story = Iterator[datetime]


class Timeline:
    def __init__(self) -> None:
        self._queue: list[tuple[datetime, int, Story]] = []
        self._order = count()

    def add(self, begins: datetime, tell: Callable[[], Story]) -> None:
        """Resume `tell()` for the first time at `begins`."""
        heapq.heappush(self._queue, (begins, next(self._order), tell()))

    def run(self, until: datetime) -> None:
        """Tell all stories up to `until`; what lies later is dropped."""
        while self._queue and self._queue[0][0] <= until:
            moment, _, story = heapq.heappop(self._queue)
            do_due(moment)
            with clock.at(moment):
                following = next(story, None)
            if following is not None:
                heapq.heappush(self._queue, (max(following, moment), next(self._order), story))
        do_due(until)
        self._queue.clear()


# Printing two hundred papers takes longer than all the rest: the worker does it when the portal runs.
LEFT_FOR_THE_WORKER = ("document.print",)


def do_due(until: datetime) -> None:
    """Do all work due until a moment, each at its own time; a failure stops the seeding."""
    mine = outbox.open_items().exclude(kind__in=LEFT_FOR_THE_WORKER)
    while True:
        due = mine.filter(due_at__lte=until).order_by("due_at").values_list("due_at", flat=True).first()
        if due is None:
            return
        with clock.at(due):
            outbox.run_due(without=LEFT_FOR_THE_WORKER)
        stuck = mine.filter(due_at__lte=due).exclude(last_error="").first()
        if stuck is not None:
            raise RuntimeError(f"{stuck} failed while seeding: {stuck.last_error}")
