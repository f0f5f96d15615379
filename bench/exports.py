"""`.venv/bin/python -m bench.exports [--rows 100000]`: a table of that many rows to take away, beside a bare `COPY` of them.

Seconds, milliseconds to the first byte, and how far memory grew, in one run on a throwaway database.
"""

import argparse
import io
import resource
import time
from collections.abc import Callable, Iterable
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from bench.apart import apart

HEAD = ("what", "seconds", "first byte ms", "memory MB", "MB written")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.exports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    found = apart(measure, parser.parse_args().rows)
    print("".join(word.rjust(16) for word in HEAD))
    for name, numbers in found.items():
        print(name.rjust(16), *(str(number).rjust(15) for number in numbers))


def measure(rows: int) -> dict[str, Any]:
    _fill(rows)
    return {
        "COPY": _timed(_copy),
        "CSV at once": _timed(_streamed),
        "CSV by worker": _timed(lambda heard: _worker("write_csv", heard)),
        "XLSX by worker": _timed(lambda heard: _worker("write_xlsx", heard)),
    }


def _fill(rows: int) -> None:
    """Visits from before the portal: the widest list that is read row by row."""
    from django.db import connection

    from clusters.models import Country, Organisation, Partnership, Role, User
    from tests.support.world import make_cluster

    one = make_cluster("Bench One", "DE", "Dresden", ("51.05041", "13.73726"))
    two = make_cluster("Bench Two", "FR", "Nice", ("43.61606", "7.05519"))
    partnership = Partnership.objects.create(
        code="BENCH", slug="bench", name="Bench", start_on=date(2020, 1, 1), end_on=date(2030, 1, 1),
        coordinator=one, deputy=two,
    )  # fmt: skip
    user = User.objects.create_user("bench@bench.example", "a-long-bench-password")
    Role.objects.create(user=user, kind="coordinator", partnership=partnership)
    assert Country.objects.exists()
    assert Organisation.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            """
            INSERT INTO exchanges_pastexchange (partnership_id, reference, visitor_id, visitor_kind, visitor_country_id, host_id,
                host_kind, host_country_id, home_cluster_name, host_cluster_name, stay, working_days, mission_name, travellers,
                amount, paid_on, credited_on, import_run_id, created_at)
            SELECT %s, 'OLD-' || n, %s, 'sme', 'DE', %s, 'cluster', 'FR', '', '', daterange(%s::date + n %% 900, %s::date + n
                %% 900 + 3), 3, 'Mission ' || n %% 40, 1, 450, %s::date + n %% 900, %s::date + n %% 900, 1, now()
            FROM generate_series(1, %s) n
            """,
            [partnership.pk, one.organisation_id, two.organisation_id, *[date(2022, 1, 1)] * 4, rows],
        )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE exchanges_pastexchange")


def _actor() -> Any:
    from clusters.models import Role
    from core.actors import Actor

    role = Role.objects.select_related("user").get()
    return Actor.person(role.user, role)


def _copy(heard: Callable[[], None]) -> int:
    """The same facts as CSV, without any of the portal's own words and rules."""
    from django.db import connection

    class Sink(io.RawIOBase):
        size = 0

        def write(self, data: Any) -> int:
            heard()
            self.size += len(data)
            return len(data)

    sink = Sink()
    with connection.cursor() as cursor:
        cursor.copy_expert(
            "COPY (SELECT e.reference, v.name, e.visitor_kind, e.visitor_country_id, h.name, e.host_country_id, lower(e.stay), "
            "upper(e.stay) - 1, e.working_days, e.mission_name, e.travellers, e.amount, e.paid_on, e.credited_on "
            "FROM exchanges_pastexchange e JOIN clusters_organisation v ON v.id = e.visitor_id "
            "JOIN clusters_organisation h ON h.id = e.host_id ORDER BY e.credited_on DESC, e.id DESC) TO STDOUT CSV",
            sink,
        )
    return sink.size


def _streamed(heard: Callable[[], None]) -> int:
    from core.exports import named

    return _written(named("past-exchanges").lines(_actor(), "", {}), heard)


def _written(parts: Iterable[str], heard: Callable[[], None]) -> int:
    size = 0
    for part in parts:
        heard()
        size += len(part.encode())
    return size


def _worker(write: str, heard: Callable[[], None]) -> int:
    from core import exports

    source = exports.named("past-exchanges").source(_actor(), "", {})
    with TemporaryFile() as target:
        getattr(exports, write)(target, source, source.rows)
        heard()
        return target.tell()


def _timed(act: Callable[[Callable[[], None]], int]) -> list[float]:
    """Seconds, milliseconds to the first byte, growth of the peak of memory in MB, MB written."""
    first: list[float] = []
    before, start = _peak(), time.perf_counter()

    def heard() -> None:
        if not first:
            first.append(time.perf_counter() - start)

    size = act(heard)
    seconds = time.perf_counter() - start
    return [round(seconds, 2), round(first[0] * 1000, 1), round(_peak() - before, 1), round(size / 1e6, 1)]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
