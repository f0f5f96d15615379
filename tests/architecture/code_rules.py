"""House rules that read Python code. Each takes one Source and gives the places that break it."""

import ast
import re
from pathlib import Path

from tests.architecture.source import Finding, Source, calls, dotted, layer

DATABASE_ERRORS = {"IntegrityError", "DatabaseError", "OperationalError", "DataError", "Error", "Exception"}
WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# The same for everybody, edited in the admin only.
REFERENCE_DATA = {"Country", "Term"}
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "date.today",
    "datetime.date.today",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "time.time",
    "Now",
}
SQL_CLOCK = re.compile(
    r"\b(now\(\)|current_date|current_timestamp|clock_timestamp\(\)|localtimestamp)", re.IGNORECASE
)
MONEY = re.compile(r"(^|_)(money|lump_sum|quotes?|payments?|budgets?|dates|days)(_|$)")
PURE = re.compile(r"^(core/(money|dates|geo|countries|bank)|exchanges/(lump_sum\w*|eligibility\w*))\.py$")
DOMAIN_WORDS = re.compile(
    r"(?<![a-z])(exchanges?|clusters?|visitors?|visits?|organisations?|memberships?|missions?|partnerships?|"
    r"proposals?|applications?|lump_?sums?|questionnaires?)(?![a-z])",
    re.IGNORECASE,
)


def state_writes(source: Source) -> list[Finding]:
    """Rule 1: only core.workflow writes a state."""
    if source.path == "core/workflow.py":
        return []
    found = []
    for node in ast.walk(source.tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
            found.append(source.at(node))
    for call, name in calls(source):
        keywords = {keyword.arg for keyword in call.keywords}
        writes = name.split(".")[-1] in {"update", "create", "get_or_create"} and ".objects" in name
        by_name = name == "setattr" and getattr(call.args[1], "value", None) == "state"
        if by_name or (writes and "state" in keywords):
            found.append(source.at(call))
    return found


def clock_calls(source: Source) -> list[Finding]:
    """Rule 21 and design part 4: time comes from core.clock."""
    if source.path == "core/clock.py":
        return []
    found = [source.at(call) for call, name in calls(source) if name in CLOCKS]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword):
            if node.arg in {"auto_now", "auto_now_add"}:
                found.append(source.at(node.value))
            if node.arg == "default" and dotted(node.value) in CLOCKS:
                found.append(source.at(node.value))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_CLOCK.search(node.value):
            found.append(source.at(node))
    return found


def manager_calls_in_pages(source: Source) -> list[Finding]:
    """Rule 5: views and forms read through selectors or visible_to, and write through services."""
    if layer(source) not in {"views", "forms"}:
        return []
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            chain = dotted(node.value).split(".")
            is_manager = chain[-1] in {"objects", "_default_manager"} and chain[0] not in REFERENCE_DATA
            if is_manager and node.attr not in {"visible_to", "none"}:
                found.append(source.at(node))
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "perform":
            found.append(source.at(node))
    for call, name in calls(source):
        if name.split(".")[-1] in WRITES and "." in name and not name.startswith("super"):
            found.append(source.at(call))
    return found


def forms_that_lose_text(source: Source) -> list[Finding]:
    """A form binds by core.posted, which gives back what was typed before a log-in ran out."""
    if layer(source) != "views":
        return []
    found = []
    for node in ast.walk(source.tree):
        either = isinstance(node, ast.BoolOp) and dotted(node.values[0]) == "request.POST"
        if either or (isinstance(node, ast.IfExp) and dotted(node.body) == "request.POST"):
            found.append(source.at(node))
    return found


def unscoped_objects(source: Source) -> list[Finding]:
    """Rule 4: an object view starts from visible_to(...)."""
    if layer(source) != "views":
        return []
    found = []
    for call, name in calls(source):
        if name.split(".")[-1] in {"get_object_or_404", "get_list_or_404"}:
            start = dotted(call.args[0]) if call.args else ""
            is_model = start.split(".")[-1][:1].isupper()
            has_manager = ".objects" in start or "_default_manager" in start
            if is_model or (has_manager and "visible_to" not in start):
                found.append(source.at(call))
    return found


def perform_outside_services(source: Source) -> list[Finding]:
    """Rule 1: only services move a state (the demo acts through them too)."""
    if layer(source) in {"services"} or source.path == "core/workflow.py":
        return []
    return [
        source.at(call)
        for call, name in calls(source)
        if name in {"perform", "workflow.perform", "core.workflow.perform", "workflow.start"}
    ]


def floats_in_money(source: Source) -> list[Finding]:
    """Rule 14: sums and days are Decimal and int."""
    if not MONEY.search(Path(source.path).stem):
        return []
    found = [
        source.at(call) for call, name in calls(source) if name == "float" or name.endswith("FloatField")
    ]
    found += [
        source.at(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    return found


def impure_rules(source: Source) -> list[Finding]:
    """Design part 4: scheme rules use neither the database nor the clock."""
    if not PURE.match(source.path):
        return []
    found = []
    for node in ast.walk(source.tree):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        if any(
            re.match(r"(django\.db|django\.conf|core\.clock|core\.models|\w+\.models)", name)
            for name in modules
        ):
            found.append(source.at(node))
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            found.append(source.at(node))
    return found


def domain_words_in_core(source: Source) -> list[Finding]:
    """Design part 3: core knows no domain word."""
    if not source.path.startswith("core/"):
        return []
    found = []
    for node in ast.walk(source.tree):
        name = ""
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.Name):
            name = node.id
        elif isinstance(node, ast.Attribute):
            name = node.attr
        words = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).replace("_", " ")
        if DOMAIN_WORDS.search(words):
            found.append(source.at(node))
    return found


def _is_atomic(node: ast.AST) -> bool:
    return dotted(node).split(".")[-1] == "atomic"


def _caught(handler: ast.ExceptHandler) -> set[str]:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {dotted(kind).split(".")[-1] if kind is not None else "Exception" for kind in kinds}


def _opens_atomic(statements: list[ast.stmt]) -> bool:
    first = statements[0]
    return isinstance(first, ast.With) and any(_is_atomic(item.context_expr) for item in first.items)


def database_errors_caught_inside_atomic(source: Source) -> list[Finding]:
    """An error caught inside a transaction leaves it broken, unless the try opens a savepoint of its own."""
    found = []

    def visit(node: ast.AST, inside: bool) -> None:
        if isinstance(node, ast.FunctionDef):
            inside = any(_is_atomic(decorator) for decorator in node.decorator_list)
        elif isinstance(node, ast.With) and any(_is_atomic(item.context_expr) for item in node.items):
            inside = True
        elif isinstance(node, ast.Try) and inside and not _opens_atomic(node.body):
            found.extend(
                source.at(handler) for handler in node.handlers if _caught(handler) & DATABASE_ERRORS
            )
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(source.tree, inside=False)
    return found


def environment_reads(source: Source) -> list[Finding]:
    """Rule 26: the environment is read by the settings only."""
    return [
        source.at(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.getenv"}
    ]


def signals_and_save(source: Source) -> list[Finding]:
    """Rule 13: no signals between our apps, no logic in save()."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef):
            if any(dotted(decorator).split(".")[-1] == "receiver" for decorator in node.decorator_list):
                found.append(source.at(node))
            if "/models" in source.path and node.name in {"save", "delete"}:
                found.append(source.at(node))
        if isinstance(node, ast.Call) and re.search(
            r"(pre|post)_(save|delete|init)\.connect$", dotted(node.func)
        ):
            found.append(source.at(node))
    return found


def unsafe_html(source: Source) -> list[Finding]:
    """HTML is made by templates; mark_safe needs a reason on the allow-list."""
    return [
        source.at(call) for call, name in calls(source) if name.split(".")[-1] in {"mark_safe", "SafeString"}
    ]


def sleeping(source: Source) -> list[Finding]:
    """Rule 21: tests wait for something, never for time to pass."""
    return [
        source.at(call)
        for call, name in calls(source)
        if name in {"time.sleep", "sleep"} or name.endswith("wait_for_timeout")
    ]
