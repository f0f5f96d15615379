"""Compiles every template, so that a typing error in a rarely seen one is found before a person does."""

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]


def problems(folder: Path) -> list[str]:
    """One line for each template in the folder that does not compile."""
    from django.template import TemplateSyntaxError, engines

    engine = engines["django"]
    found = []
    for path in sorted(
        file for file in folder.rglob("*") if file.suffix in {".html", ".txt", ".svg", ".xml"}
    ):
        try:
            engine.from_string(path.read_text(encoding="utf-8"))
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            found.append(f"{path}: {error}")
    return found


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")
    django.setup()
    found = [line for folder in [ROOT / "templates", *ROOT.glob("*/templates")] for line in problems(folder)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
