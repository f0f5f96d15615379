"""`.venv/bin/python -m bench.exports [--rows 10000 100000]`: tables to take away, beside a bare `COPY` of the same columns.

The list of files, the records behind a figure, and the archive of the partnership: rows, seconds, rows a second, milliseconds to
the first byte, how far memory grew, and how many times as long as the `COPY`; in one run on a throwaway database.
"""

import argparse
import io
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from bench import growing
from bench.apart import apart

HEAD = ("", "rows", "s", "CPU s", "rows/s", "first byte ms", "MB more", "MB", "x COPY")
Heard = Callable[[], None]
# The size in bytes, the rows written.
Written = tuple[int, int]
BASE = 1000


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.exports", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    for rows, found in apart(measure, sorted(parser.parse_args().rows)).items():
        print(f"\n{rows} files")
        for cells in (HEAD, *([name, *numbers] for name, numbers in found.items())):
            print(str(cells[0]).ljust(40), *(str(cell).rjust(13) for cell in cells[1:]))


def measure(sizes: list[int]) -> dict[str, Any]:
    from bench.data import fill
    from clusters.models import Partnership, Role
    from core.actors import Actor

    people = fill(min(*sizes, BASE))
    growing.settle()
    role = Role.objects.select_related("user", "partnership").get(user=people["coordinator"])
    found, times = {}, 1
    for size in sizes:
        growing.multiply(times, size // BASE)
        times = max(times, size // BASE)
        found[f"{size:,}"] = _measure(Actor.person(role.user, role), Partnership.objects.get())
    return found


def _measure(actor: Any, partnership: Any) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for title, name, query, options in (
        ("files", "files", "archived=with", {}),
        ("records behind a figure", "records", "", {"scope": f"{partnership.slug}/O2.exchanges/1"}),
    ):
        bare = _copied(actor, name, query, options)
        _say(found, f"{title}: COPY", bare, bare)
        for way, write in (("CSV at once", _at_once), ("XLSX by worker", _workbook)):
            _say(found, f"{title}: {way}", _timed(write, actor, name, query, options), bare)
    bare = _timed(_copy_all, partnership)
    _say(found, "archive: COPY", bare, bare)
    _say(found, "archive: by worker", _timed(_archive, partnership), bare)
    return found


def _say(found: dict[str, list[Any]], name: str, told: Sequence[float], bare: Sequence[float]) -> None:
    rows, seconds, cpu, first, memory, size = told
    found[name] = [
        int(rows), round(seconds, 2), round(cpu, 2), int(rows / seconds), round(first * 1000, 1), round(memory, 1),
        round(size / 1e6, 1), round(seconds / bare[1], 1),
    ]  # fmt: skip


def _timed(act: Callable[..., Written], *given: Any) -> list[float]:
    first: list[float] = []
    _forget_peak()
    before, start, cpu = _peak(), time.perf_counter(), time.process_time()

    def heard() -> None:
        if not first:
            first.append(time.perf_counter() - start)

    size, rows = act(heard, *given)
    seconds = time.perf_counter() - start
    return [rows, seconds, time.process_time() - cpu, first[0], _peak() - before, size]


def _at_once(heard: Heard, actor: Any, name: str, query: str, options: dict[str, Any]) -> Written:
    from core.exports import named

    return _measured(named(name).lines(actor, query, options), heard)


def _measured(parts: Iterable[str], heard: Heard) -> Written:
    size = rows = 0
    for part in parts:
        heard()
        size += len(part.encode())
        rows += part.count("\r\n")
    return size, rows - 1


def _workbook(heard: Heard, actor: Any, name: str, query: str, options: dict[str, Any]) -> Written:
    from core import exports

    source = exports.named(name).source(actor, query, options)
    with TemporaryFile() as target:
        exports.write_xlsx(target, source, source.rows)
        heard()
        return target.tell(), source.total


def _archive(heard: Heard, partnership: Any) -> Written:
    from reporting.archive import writing
    from reporting.archive.columns import Level

    with TemporaryFile() as target:
        rows = writing.write(target, partnership, Level.FULL, lambda done, total: None)
        heard()
        return target.tell(), rows


def _copied(actor: Any, name: str, query: str, options: dict[str, Any]) -> list[float]:
    """The facts of the list as they are, without the portal's own words and rules."""
    from django.http import QueryDict

    from core.listings import Asked
    from exchanges.exporting import told
    from reporting.exporting import LISTINGS

    if name == "files":
        rows, _fields = told(actor, query, {})
    else:
        listing = next(item for item in LISTINGS if item.name == name)
        rows = listing.find(Asked(actor, QueryDict(query), options["scope"])).rows
    return _timed(_copy, rows)


def _copy(heard: Heard, rows: Any) -> Written:
    sink = _Sink(heard)
    _copy_into(sink, rows)
    return sink.size, sink.rows


def _copy_all(heard: Heard, partnership: Any) -> Written:
    """The columns of each table that are read from a model."""
    from reporting.archive.columns import Level
    from reporting.archive.writing import tables_at

    sink = _Sink(heard)
    for table in tables_at(Level.FULL):
        if table.lines is None:
            _copy_into(sink, table.wanted(partnership, Level.FULL))
    return sink.size, sink.rows


def _copy_into(sink: "_Sink", rows: Any) -> None:
    from django.db import connection

    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({cursor.mogrify(sql, params).decode()}) TO STDOUT CSV", sink)


class _Sink(io.RawIOBase):
    """Counts what comes and keeps none of it."""

    def __init__(self, heard: Heard) -> None:
        self.heard, self.size, self.rows = heard, 0, 0

    def write(self, data: Any) -> int:
        self.heard()
        self.size += len(data)
        self.rows += 1
        return len(data)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    """The most memory this process had since its peak was forgotten, in MB."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
