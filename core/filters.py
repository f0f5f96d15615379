"""The base of all filter panels: drawn once for the same input, since a list is opened far more often than refined."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class FilterForm(forms.Form):
    """Everything it prints, errors too, follows from the language, the choices and the words in the address."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        if args or kwargs:
            return super().render(*args, **kwargs)
        html: SafeString | None
        fragments, key = caches["fragments"], make_template_fragment_key("filters", list(self._printed()))
        html = fragments.get(key)
        if html is None:
            html = super().render()
            fragments.set(key, html)
        return html

    __str__ = render
    __html__ = render

    def _printed(self) -> Iterator[Any]:
        yield get_language()
        for name, field in self.fields.items():
            given = self.data.getlist(name) if hasattr(self.data, "getlist") else self.data.get(name)
            choices = [(value, str(label)) for value, label in getattr(field, "choices", ())]
            yield name, str(field.label), given, choices
