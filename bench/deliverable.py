"""`.venv/bin/python -m bench.deliverable [--pages 40]`: a deliverable of so many pages by the job that makes it.

D1.5 with as many best practices as it takes: both editions as PDF for the archive and as Word, alone and two jobs at once on
two cores; seconds, and the peak of memory of the worker and of its printer. Then a certificate. Bars: 10 s, 0.2 s.
"""

import argparse
import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.apart import apart

# So many practices fill a page of D1.5.
A_PAGE = 0.9
WORDS = "Members of both clusters met, agreed on one form and used it in the next visits of the year. "


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.deliverable", description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    for name, told in apart(measure, parser.parse_args().pages).items():
        print(name.ljust(26), json.dumps(told))


def measure(pages: int) -> dict[str, Any]:
    from core import pdf
    from reporting.models import DeliverableEdition

    coordinator, partnership = _partnership(pages)
    found: dict[str, Any] = {}
    for name, number in (("one issue, first", 1), ("one issue", 1), ("two issues at once", 2)):
        found[name] = _made(coordinator, partnership, number)
    found["pages"] = list(DeliverableEdition.objects.order_by("pk").values_list("pages", flat=True))
    pdf.stop_printer()
    found["certificate, seconds"] = _certificates()
    pdf.stop_printer()
    return found


def _partnership(pages: int) -> tuple[Any, Any]:
    from bench.data import fill
    from clusters.models import Cluster, Partnership, Role, Term
    from core import clock
    from core.actors import Actor
    from reporting.models import BestPractice

    people = fill(50)
    role = Role.objects.select_related("user").get(user=people["coordinator"])
    partnership = Partnership.objects.get()
    clusters, terms = list(Cluster.objects.order_by("pk")), list(Term.objects.order_by("pk")[:40])
    for number in range(int(pages * A_PAGE)):
        practice = BestPractice.objects.create(
            partnership=partnership, cluster=clusters[number % len(clusters)], title=f"Practice {number}: one form",
            done=WORDS * 6, audience="Small firms that go abroad for the first time", result=WORDS * 3,
            copying=WORDS * 4, contact_role="Head of internationalisation", may_publish=True,
            written_by=people["manager"], created_at=clock.now(), reviewed_by=people["coordinator"],
            reviewed_at=clock.now(), state="accepted", state_since=clock.now(),
        )  # fmt: skip
        practice.terms.set(terms[number % 37 : number % 37 + 3])
    return Actor.person(role.user, role), partnership


def _made(coordinator: Any, partnership: Any, number: int) -> dict[str, Any]:
    """So many issues are asked for, and as many workers make them."""
    from core import clock
    from reporting.services import deliverable_files, deliverables

    for _number in range(number):
        issue = deliverables.begin_deliverable(
            partnership=partnership, code="D1.5", by=coordinator, until=clock.today()
        )
        deliverable_files.ask_files(deliverable=issue, by=coordinator)
    return _worked(number)


def _worked(number: int) -> dict[str, Any]:
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    start = time.perf_counter()
    children = []
    for _number in range(number):
        child = os.fork()
        if child == 0:
            os.close(reading)
            _work(writing)
        children.append(child)
    os.close(writing)
    for child in children:
        os.waitpid(child, 0)
    seconds = time.perf_counter() - start
    with os.fdopen(reading) as pipe:
        told = [json.loads(line) for line in pipe]
    return {
        "seconds": round(seconds, 1),
        "CPU s": [one["cpu"] for one in told],
        "worker MB": [one["worker"] for one in told],
        "printer MB": [one["printer"] for one in told],
    }


def _work(writing: int) -> None:
    """One worker with a printer of its own: its issue, then its numbers."""
    from core import outbox, pdf

    outbox.run_due(limit=1)
    while outbox.run_due(limit=1):
        pass
    printer = pdf._printer.child
    told = {
        "cpu": round(time.process_time() + _cpu_of(printer), 1),
        "worker": _peak("self"),
        "printer": _peak(printer.pid if printer is not None else "self"),
    }
    os.write(writing, f"{json.dumps(told)}\n".encode())
    pdf.stop_printer()
    os._exit(0)


def _peak(process: Any) -> int:
    told = Path(f"/proc/{process}/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) // 1024


def _cpu_of(printer: Any) -> float:
    if printer is None:
        return 0.0
    fields = Path(f"/proc/{printer.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _certificates() -> list[float]:
    """The first by a new printer, then three more."""
    from exchanges.documents import certificate

    one = certificate.Certificate(
        file="CXC-2026-000001", partnership="BENCH", name="Vera Visitor", position="Engineer", visitor="Firm 1",
        visitor_place="Town, Germany", host="Firm 2", host_place="Town, France", first_day=date(2026, 10, 12),
        last_day=date(2026, 10, 14), working_days=3, online=False, issued_by="Cluster 0", issued_on=date(2026, 11, 2),
    )  # fmt: skip
    seconds = []
    for _number in range(4):
        start = time.perf_counter()
        certificate.render([one])
        seconds.append(round(time.perf_counter() - start, 3))
    return seconds


if __name__ == "__main__":
    main()
