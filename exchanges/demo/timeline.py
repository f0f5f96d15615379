"""Runs many stories side by side in time order, each under the clock of its own moment.

A story is a generator: it yields the moment at which it wants to go on, and acts when it is resumed. Before each
act everything due until then is done (mails, starts and ends of stays, reminders), as a worker would have done it.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

from core import clock, mail, outbox
from core.models import OutboxItem
from core.prepared import Prepared

Story = Iterator[datetime]


class Timeline:
    def __init__(self, worker: "Worker") -> None:
        self._worker = worker
        self._queue: list[tuple[datetime, int, Story]] = []
        self._order = count()

    def add(self, begins: datetime, tell: Callable[[], Story]) -> None:
        """Resume `tell()` for the first time at `begins`."""
        heapq.heappush(self._queue, (begins, next(self._order), tell()))

    def run(self, until: datetime) -> None:
        """Tell all stories up to `until`; what lies later is dropped."""
        while self._queue and self._queue[0][0] <= until:
            moment, _, story = heapq.heappop(self._queue)
            self._worker.do_due(moment)
            with clock.at(moment):
                following = next(story, None)
            if following is not None:
                heapq.heappush(self._queue, (max(following, moment), next(self._order), story))
        self._worker.do_due(until)
        self._worker.post()
        self._queue.clear()


# Printing two hundred papers takes longer than all the rest: the worker does it when the portal runs. Nobody logs in
# while the demo is built, so that everybody would be asked whether they are still interested. The documents of EXCITE are
# printed meanwhile by whoever tells of them.
LEFT_FOR_THE_WORKER = ("document.print", "interest.check", "reporting.deliverable")
MAIL = "mail.send"


class Worker:
    """Does due work inside the seeding's one transaction, each item at its own time; a failure stops the seeding.

    What was done stays in the index until the commit, so that asking for the oldest item would take longer each time.
    The open items are therefore kept here, and only new ones are read.
    """

    def __init__(self) -> None:
        self._open: list[tuple[datetime, int, OutboxItem]] = []
        self._mails: list[OutboxItem] = []
        self._newest = 0
        self._seen = -1

    def do_due(self, until: datetime) -> None:
        """Do all work due until a moment, oldest first."""
        self._read()
        while self._open and self._open[0][0] <= until:
            due = self._open[0][0]
            with clock.at(due):
                outbox.do(self._due_at(due))
            self._read()

    def post(self) -> None:
        """Note the mails as sent, all at once: nothing in the stories rests on it."""
        outbox.note_done(self._mails)
        mail.note_sent([item.payload["mail"] for item in self._mails])
        self._mails = []

    def _due_at(self, moment: datetime) -> list[OutboxItem]:
        items = []
        while self._open and self._open[0][0] == moment:
            items.append(heapq.heappop(self._open)[2])
        return items

    def _read(self) -> None:
        if self._seen == outbox.added():
            return
        self._seen = outbox.added()
        for item in _newer(than=self._newest):
            self._newest = item.pk
            if item.kind == MAIL:
                self._mails.append(item)
            elif item.kind not in LEFT_FOR_THE_WORKER:
                heapq.heappush(self._open, (item.due_at, item.pk, item))


_newer = Prepared(
    "newer_work",
    lambda *, than: OutboxItem.objects.only("kind", "payload", "due_at").filter(pk__gt=than).order_by("pk"),
)
