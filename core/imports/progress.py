"""How far an import is; see `core.progress`."""

from core import progress


def note(run_id: int, done: int, total: int) -> None:
    progress.note(f"import:{run_id}", done, total)


def read(run_id: int) -> tuple[int, int] | None:
    return progress.read(f"import:{run_id}")
