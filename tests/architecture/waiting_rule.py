"""What a click leads to is there a moment later, or much later on a loaded machine: nothing is read before it was waited for."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Finding, Source, dotted

ACTS = {
    "click",
    "dblclick",
    "tap",
    "check",
    "uncheck",
    "set_checked",
    "select_option",
    "fill",
    "type",
    "go_back",
}
# By these a browser is asked and answers at once, or as soon as there is such an element, be it on the old page.
READS = {
    "accessibility_problems",
    "all_inner_texts",
    "all_text_contents",
    "content",
    "count",
    "eval_on_selector",
    "eval_on_selector_all",
    "evaluate",
    "evaluate_all",
    "faults",
    "get_attribute",
    "inner_html",
    "inner_text",
    "input_value",
    "is_checked",
    "is_disabled",
    "is_enabled",
    "is_hidden",
    "is_visible",
    "overflow",
    "query_selector",
    "query_selector_all",
    "text_content",
    "title",
}
# Beside these, whatever is called expect... or wait_for...; the second set is what a Walker does, and the helpers.
WAITS = {"goto", "reload"} | {"open", "press", "follow", "go_on", "sign", "sees", "look"}
# A file without one of these has no browser, and its `fill` and `check` are its own.
BROWSER = re.compile(r"\b(new_page|page_for|page: Any|support\.browser|support import browser)\b")
# By these keys only the focus moves, in the same moment.
STILL = {"Tab", "Shift+Tab"}


class _Reader:
    """Goes through a function as it runs; a loop twice, since its end is followed by its beginning."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.moved = False
        self.found: dict[int, Finding] = {}

    def read(self, node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            return
        for _ in range(2 if isinstance(node, ast.For | ast.While) else 1):
            for child in ast.iter_child_nodes(node):
                self.read(child)
        self._judge(node)

    def _judge(self, node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.With):
            if any(".expect_" in dotted(item.context_expr) for item in node.items):
                self.moved = False
        elif isinstance(node, ast.Assert) or (isinstance(node, ast.Attribute) and node.attr == "url"):
            self._seen(node)

    def _call(self, node: ast.Call) -> None:
        chain = dotted(node.func)
        name = chain.split(".")[-1]
        if _acts(node, chain, name):
            self.moved = True
        elif name in WAITS or name.startswith(("wait_for", "expect")) or ".expect." in f".{chain}":
            self.moved = False
        elif name in READS:
            self._seen(node)

    def _seen(self, node: ast.AST) -> None:
        if self.moved:
            self.found.setdefault(node.lineno, self.source.at(node))
        self.moved = False


def _acts(node: ast.Call, chain: str, name: str) -> bool:
    if name == "press":
        keys = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        by_hand = any(part in chain for part in ("keyboard", "locator", "get_by_"))
        return by_hand and not STILL.issuperset(keys)
    if name == "check":
        return not node.args
    return name in ACTS and (name not in {"fill", "type"} or bool(node.args))


def _functions(source: Source) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef))


def reads_that_do_not_wait(source: Source) -> list[Finding]:
    """After a click, a key or a choice in a browser, wait before anything is read or asserted: `press(page, "Save")` or
    `follow(page, "Back")` of tests/support/browser.py for the next page, `with page.expect_navigation():` round another
    act that leads to one, `expect(page.locator(...)).to_have_text(...)` for what changes on the same page.
    """
    found: list[Finding] = []
    if not BROWSER.search(source.text):
        return found
    for function in _functions(source):
        reader = _Reader(source)
        for statement in function.body:
            reader.read(statement)
        found += reader.found.values()
    return found
