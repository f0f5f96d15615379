"""The project's own source files, parsed, for rules that read code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "clusters", "exchanges", "reporting")


@dataclass(frozen=True)
class Finding:
    """A place that breaks a rule. `code` is the line itself, by which an allow-list names it."""

    path: str
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}"


@dataclass(frozen=True)
class Source:
    path: str
    text: str
    tree: ast.Module

    def at(self, node: ast.AST) -> Finding:
        line = getattr(node, "lineno", 1)
        return Finding(self.path, line, self.text.splitlines()[line - 1].strip())


def parse(text: str, path: str = "exchanges/views/sample.py") -> Source:
    return Source(path, text, ast.parse(text))


@cache
def _read(path: Path) -> Source:
    return parse(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def app_sources() -> Iterator[Source]:
    """Every module of the apps, migrations aside."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield _read(path)


def sources_of_tests() -> Iterator[Source]:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        yield _read(path)


def own_python_files() -> Iterator[Path]:
    for folder in (*APPS, "excite_portal", "bench"):
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)
    yield from (ROOT / "dev.py", ROOT / "manage.py")


def templates() -> Iterator[Path]:
    for folder in (ROOT / "templates", *(ROOT / app / "templates" for app in APPS)):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of names, attributes and calls: `Model.objects.filter(...).get` loses its arguments."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return ""


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def layer(source: Source) -> str:
    """`views` for exchanges/views/queue.py and for exchanges/views.py."""
    parts = Path(source.path).parts
    return Path(parts[1]).stem if len(parts) > 1 else ""
