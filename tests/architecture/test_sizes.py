"""Rule 17: nothing grows past its hard limit; split it before."""

import ast
from pathlib import Path

from tests.architecture.source import ROOT, own_python_files, templates

FUNCTION, MODULE, TEMPLATE, TEST_FILE = 60, 600, 250, 1000
TABLES = {
    "clusters/reference_data.py",
    "clusters/places.py",
    "clusters/region_data.py",
    "clusters/term_data.py",
    "exchanges/reference_data.py",
}


def long_functions(text: str, path: str, limit: int = FUNCTION) -> list[str]:
    """`path:line name (lines)` for each function longer than the limit, decorators not counted."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                found.append(f"{path}:{node.lineno} {node.name} ({lines} lines)")
    return found


def long_files(paths: list[Path], limit: int) -> list[str]:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path} ({lines} lines)" for path, lines in sizes.items() if lines > limit]


def test_functions_have_at_most_60_lines() -> None:
    found = [
        line
        for path in own_python_files()
        for line in long_functions(path.read_text(encoding="utf-8"), str(path))
    ]

    assert found == []


def test_modules_have_at_most_600_lines() -> None:
    modules = [path for path in own_python_files() if str(path.relative_to(ROOT)) not in TABLES]

    assert long_files(modules, MODULE) == []


def test_templates_have_at_most_250_lines() -> None:
    assert long_files(list(templates()), TEMPLATE) == []


def test_test_files_have_at_most_1000_lines() -> None:
    assert long_files(sorted((ROOT / "tests").rglob("*.py")), TEST_FILE) == []


def test_rule_trips_on_a_long_function() -> None:
    body = "\n".join("    x = 1" for _ in range(FUNCTION))

    assert long_functions(f"def long():\n{body}\n", "a.py") == ["a.py:1 long (61 lines)"]
    assert long_functions(f"def fits():\n{body[:-10]}\n", "a.py") == []


def test_rule_trips_on_a_long_file(tmp_path: Path) -> None:
    file = tmp_path / "long.html"
    file.write_text("x\n" * 251)

    assert long_files([file], TEMPLATE) == [f"{file} (251 lines)"]
    assert long_files([file], 251) == []
