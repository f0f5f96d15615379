"""Makes an unknown variable in one of the portal's own templates fail the test that renders it."""

import sys
from pathlib import Path
from types import FrameType

OWN = Path(__file__).resolve().parents[2]


class UnknownTemplateVariable(AssertionError):
    pass


class LoudUnknownVariable(str):
    """Given as TEMPLATES' string_if_invalid, made of "%s": Django formats it with the unknown variable's name.

    Templates of other packages (admin, allauth) may keep relying on silence.
    """

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered()
        if template is not None and _is_own(template):
            raise UnknownTemplateVariable(f"{template.relative_to(OWN)} uses an unknown variable: {variable}")
        return ""


def _is_own(template: Path) -> bool:
    return template.is_relative_to(OWN) and "site-packages" not in template.parts


def _template_being_rendered() -> Path | None:
    """The template whose node is being rendered, found on the call stack (Django does not pass it)."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if origin is not None and hasattr(node, "token"):
            return Path(origin.name)
        frame = frame.f_back
    return None
