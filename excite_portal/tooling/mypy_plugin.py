"""Tells mypy what the middlewares put on every request."""

from collections.abc import Callable

from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
ADDED = ("actor", "hats", "htmx", "id", "link", "locked_hat")


def _add(context: ClassDefContext) -> None:
    for name in ADDED:
        if name not in context.cls.info.names:
            add_attribute_to_class(context.api, context.cls, name, AnyType(TypeOfAny.explicit))


class PortalPlugin(Plugin):
    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _add if fullname == REQUEST else None


def plugin(version: str) -> type[Plugin]:
    return PortalPlugin
