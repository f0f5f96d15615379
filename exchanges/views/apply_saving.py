"""Saving a page of an application: by its button, in the background, and when another device was faster."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import clock
from core.edits import Conflict, conflict_of, digest
from core.exceptions import InvalidInput, StaleVersion
from core.posted import posted
from exchanges.models import Application
from exchanges.services.saving_pages import OpenPage, save_page
from exchanges.views.apply_pages import Page

BACKGROUND = "background"
Saved = Callable[[Application], dict[str, Any]]


def number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def open_page(data: QueryDict) -> OpenPage:
    """What a posted form says about itself."""
    return OpenPage(number(data.get("version")), data.get("page", ""), data.get("shown", ""))


def digest_of(saved: Saved) -> Callable[[Application], str]:
    return lambda application: digest(saved(application))


def carried(request: HttpRequest, application: Application, saved: Saved) -> dict[str, Any]:
    """The hidden fields of a page. What was typed belongs to the version that was read: a newer one must not be
    overwritten unseen.
    """
    sent = posted(request)
    page = open_page(sent) if sent is not None else OpenPage(application.version)
    return {
        "version": page.version,
        "page_name": page.name or secrets.token_hex(8),
        "shown": page.seen or digest(saved(application)),
    }


def fresh(application: Application, saved: Saved) -> dict[str, Any]:
    """The hidden fields after a conflict was shown: sending once more is a choice made with open eyes."""
    return {
        "version": application.version,
        "page_name": secrets.token_hex(8),
        "shown": digest(saved(application)),
    }


def as_saved(saved: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values written as `saved` writes them: a choice by its value, a row by its number."""

    def alike(name: str, value: Any) -> Any:
        if not isinstance(saved[name], str):
            return value
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else str(value.pk) if isinstance(value, Model) else value

    return {name: alike(name, value) for name, value in typed.items() if name in saved}


def right_fields(form: Any, *, whole: bool) -> dict[str, Any]:
    """What of a half-filled form can be kept; nothing of a form that makes sense as a whole only."""
    right = form.is_valid()
    if whole:
        return dict(form.cleaned_data) if right else {}
    return {name: value for name, value in form.cleaned_data.items() if name in form.data}


def page_conflict(application: Application, newer: StaleVersion, asked: Page, form: Any) -> Conflict:
    """What another page has saved meanwhile, beside what was typed; raises `newer` where the file has moved on."""
    if newer.current.state != application.state:
        raise newer
    saved = asked.initial(newer.current)
    return conflict_of(form, newer.current, saved, as_saved(saved, form.cleaned_data))


def travellers_conflict(
    application: Application, newer: StaleVersion, asked: Page, named: list[dict[str, str]]
) -> Conflict:
    if newer.current.state != application.state:
        raise newer
    saved = asked.initial(newer.current)["travellers"]
    both = ["\n".join(", ".join(filter(None, row.values())) for row in rows) for rows in (saved, named)]
    return Conflict([(_("Travellers"), both[0], both[1])])


def in_background(
    request: HttpRequest, application: Application, saved: Saved, keep: Callable[[int], None]
) -> HttpResponse:
    """The line under the form: when it was saved, or why not."""
    page = open_page(request.POST)
    try:
        save_page(application=application, page=page, answers=digest_of(saved), keep=keep)
    except StaleVersion:
        problem = _("This page was changed on another device. Your text is not saved yet.")
        return _line(request, problem=problem, both=True)
    except InvalidInput as error:
        return _line(request, problem=_("Not saved yet: %(problem)s") % {"problem": error.message})
    fields = {"version": application.version, "page_name": page.name, "shown": digest(saved(application))}
    return _line(request, saved_at=clock.now(), **fields)


def only_by_button(request: HttpRequest, more: str) -> HttpResponse:
    """The line where a choice would change more than itself."""
    problem = _("Not saved yet: %(problem)s") % {"problem": more}
    return _line(request, problem=f"{problem} {_('Press Continue if that is right.')}")


def _line(request: HttpRequest, **context: Any) -> HttpResponse:
    return render(request, "exchanges/_application_saved.html", context)
