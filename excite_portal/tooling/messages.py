"""Translation catalogues without gettext's programs: extraction by Django and Babel, compilation by Babel.

`python -m excite_portal.tooling.messages`            updates locale/<language>/LC_MESSAGES/django.po
`python -m excite_portal.tooling.messages --check`    says whether every marked string can be extracted, and whether the
                                                      placeholders of each translation are those of its original
`python -m excite_portal.tooling.messages --compile`  makes the .mo files
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "clusters", "exchanges", "reporting", "excite_portal")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from sorted(path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    for folder in (ROOT / "templates", *ROOT.glob("*/templates")):
        yield from sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt"})


def marked(path: Path) -> list[Any]:
    """What is marked for translation in one file: (line, message, comments, context) each."""
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of the markup keeps its indentation, which means nothing to the Python tokenizer.
        text = re.sub(r"(?m)^[ \t]+", "", templatize(text, origin=str(path)))
    return list(
        extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    )


def collect() -> tuple[Catalog, list[str]]:
    """All marked strings, and one line for each file that hinders their extraction."""
    catalog = Catalog(project="ClusterXchange portal", charset="utf-8")
    problems = []
    for path in sources():
        try:
            for line, message, comments, context in marked(path):
                if message and (not isinstance(message, tuple) or all(message)):
                    place = str(path.relative_to(ROOT))
                    catalog.add(message, locations=[(place, line)], auto_comments=comments, context=context)
        except (SyntaxError, ValueError) as error:
            problems.append(f"{path.relative_to(ROOT)}: {error}")
    return catalog, problems


def _placeholders(text: str) -> set[str]:
    return {match.group() for match in PLACEHOLDER.finditer(text)}


def wrong_placeholders(catalog: Catalog) -> list[str]:
    found = []
    for message in catalog:
        originals = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        translations = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        allowed = set().union(*(_placeholders(original) for original in originals))
        found += [
            f"{catalog.locale}: {translation!r} has other placeholders than {originals[0]!r}"
            for translation in translations
            if translation and message.id and _placeholders(translation) != allowed
        ]
    return found


def catalogues() -> list[Path]:
    return sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def check() -> int:
    _, problems = collect()
    for path in catalogues():
        problems += wrong_placeholders(_read(path))
    print("\n".join(problems))
    return 1 if problems else 0


def update() -> int:
    template, problems = collect()
    for path in catalogues():
        catalog = _read(path)
        catalog.update(template, no_fuzzy_matching=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, omit_header=False, ignore_obsolete=True, sort_by_file=True)
    print("\n".join(problems))
    return 1 if problems else 0


def compile_all() -> int:
    for path in catalogues():
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            with compiled.open("wb") as file:
                write_mo(file, _read(path))
    return 0


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")
    django.setup()
    if arguments == ["--check"]:
        return check()
    if arguments == ["--compile"]:
        return compile_all()
    return update()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
