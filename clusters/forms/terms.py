"""The taxonomy picker: a long list of checkboxes, folded by taxonomy and parent, that can be searched.

Without scripts the search button posts, `searched` turns that into an address with the words and the ticks in it, and
the page shows what matches; with static/js/terms.js the list narrows while typing.
"""

from collections.abc import Iterable
from typing import Any
from unicodedata import normalize
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters.enums import Taxonomy
from clusters.models import Term
from clusters.selectors.terms import ORDER, offered_terms, reading_order
from core.forms import Form

MOST = 25


class TermPicker(forms.CheckboxSelectMultiple):
    template_name = "components/term_picker.html"

    class Media:
        js = (forms.Script("js/terms.js", defer=True),)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs)
        self.search = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= self._parts(name, value or [], context["widget"]["attrs"])
        return context

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> list[Any]:
        """Not used by the template: the groups are made from the terms themselves."""
        return []

    def _parts(self, name: str, value: list[Any], attrs: dict[str, Any]) -> dict[str, Any]:
        terms = [choice.instance for choice, _label in self.choices]
        chosen = {str(pk) for pk in value}
        words = plain(self.search).split()
        matching = {term.pk for term in terms if all(word in plain(term.in_full) for word in words)}
        options = {}
        for number, term in enumerate(sorted(terms, key=reading_order)):
            label = f"{term.code} {term.label}" if term.taxonomy == Taxonomy.NACE else term.label
            option = self.create_option(
                name, term.pk, label, str(term.pk) in chosen, number, None, attrs.copy()
            )
            options[term.pk] = (term, option | {"full": term.in_full})
        kept = [pair for pk, pair in options.items() if str(pk) in chosen and pk not in matching]
        shown = [pair for pk, pair in options.items() if pk in matching]
        return {
            "search": self.search,
            "chosen": [option["full"] for _term, option in options.values() if option["selected"]],
            "kept": [option | {"label": option["full"]} for _term, option in kept],
            "groups": _groups(shown, opened=bool(words)),
            "found": ngettext("%(count)d entry found.", "%(count)d entries found.", len(shown))
            % {"count": len(shown)}
            if words
            else "",
        }


def _groups(shown: list[tuple[Term, dict[str, Any]]], *, opened: bool) -> list[dict[str, Any]]:
    """One group a taxonomy, in it single options and branches (a parent with its children)."""
    groups = []
    for taxonomy in ORDER:
        own = [(term, option) for term, option in shown if term.taxonomy == taxonomy]
        branches: dict[Any, dict[str, Any]] = {}
        for term, option in own:
            root = term.parent or term
            branch = branches.setdefault(root.pk, {"label": _label(root), "options": []})
            branch["options"].append(option)
        for branch in branches.values():
            branch["chosen"] = sum(option["selected"] for option in branch["options"])
            branch["open"] = opened or bool(branch["chosen"])
            branch["single"] = len(branch["options"]) == 1 and not opened
        if own:
            chosen = sum(branch["chosen"] for branch in branches.values())
            groups.append(
                {
                    "label": taxonomy.label,
                    "branches": list(branches.values()),
                    "flat": all(term.parent is None for term, _option in own),
                    "chosen": chosen,
                    "open": opened or bool(chosen),
                }
            )
    return groups


def _label(term: Term) -> str:
    return f"{term.code} {term.label}" if term.taxonomy == Taxonomy.NACE else term.label


def plain(text: str) -> str:
    """Without accents and capitals; static/js/terms.js does the same."""
    return "".join(c for c in normalize("NFKD", text) if not "\u0300" <= c <= "\u036f").casefold()


class TermsField(forms.ModelMultipleChoiceField):
    widget = TermPicker

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Fields of activity"))
        kwargs.setdefault("required", False)
        super().__init__(queryset=Term.objects.none(), **kwargs)

    def offer(self, chosen: Iterable[Any] = (), search: str = "") -> None:
        """Set what can be chosen; call it in the form's `__init__`."""
        self.queryset = offered_terms(chosen)
        self.widget.search = search

    def clean(self, value: Any) -> Any:
        terms = super().clean(value)
        if len(terms) > MOST:
            raise forms.ValidationError(_("Choose at most %(most)d entries.") % {"most": MOST})
        return terms


class TermsForm(Form):
    """The picker alone on a page, for any profile that has terms; its label is the heading."""

    single_question = True
    terms = TermsField(
        help_text=_("Others find you by them. Choose what describes you best, at most 25."),
    )

    def __init__(self, request: HttpRequest, saved: Iterable[Term], *, caption: Any = "") -> None:
        self.caption = caption
        search = request.GET.get("q", "").strip()
        chosen = [term.pk for term in saved]
        ticked = request.GET.getlist("terms") if "q" in request.GET else chosen
        super().__init__(request.POST if request.method == "POST" else None, initial={"terms": ticked})
        self.fields["terms"].offer(chosen, search)


def searched(request: HttpRequest) -> HttpResponse | None:
    """The answer to the search button without scripts: the same page with the words and the ticks in its address."""
    if request.method != "POST" or "find" not in request.POST:
        return None
    query = [("q", request.POST.get("q", "")), *(("terms", pk) for pk in request.POST.getlist("terms"))]
    return redirect(f"{request.path}?{urlencode(query)}")
