"""Pieces of a page that are kept by all that they print, in each process, with gaps for what each request has of its own.

    {% kept "account" LANGUAGE_CODE account_key %}…{% csrf_token %}…{{ here }}…{% endkept %}

What is kept holds no token and no address: where the piece prints `csrf_token` or `here`, it has a gap that is filled
each time. Everything else that the piece prints has to follow from what stands behind its name.
"""

from typing import Any

from django import template
from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# No text that a page prints has these characters: PostgreSQL stores no NUL, and an address has it encoded.
_GAPS = {"csrf_token": "\0csrf_token\0", "here": "\0here\0"}


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, name: FilterExpression, prints: list[FilterExpression]) -> None:
        self.nodelist, self.name, self.prints = nodelist, name, prints

    def render(self, context: Context) -> SafeString:
        prints = [printed.resolve(context, ignore_failures=True) for printed in self.prints]
        if None in prints:
            # A page without the frame's context, such as that of an error: by what it prints is not known.
            return self.nodelist.render(context)
        key = make_template_fragment_key(self.name.resolve(context), prints)
        fragments = caches["fragments"]
        html: str | None = fragments.get(key)
        if html is None:
            with context.push(**_GAPS):
                html = self.nodelist.render(context)
            fragments.set(key, html)
        return mark_safe(_filled(html, context))


def _filled(html: str, context: Context) -> str:
    for name, gap in _GAPS.items():
        if gap in html:
            html = html.replace(gap, escape(str(context.get(name, ""))))
    return html


@register.tag("kept")
def kept(parser: Parser, token: Token) -> KeptNode:
    _tag, name, *prints = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    compiled: list[Any] = [parser.compile_filter(part) for part in prints]
    return KeptNode(nodelist, parser.compile_filter(name), compiled)
