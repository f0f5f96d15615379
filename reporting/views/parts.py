"""What the reporting pages of one partnership share."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Partnership
from clusters.permissions import coordinates
from core import kept_pages
from core.exceptions import InvalidInput
from core.spreadsheet import csv_lines
from reporting.selectors.boards import rights_of
from reporting.selectors.partnerships import reported_to


def tabs(request: HttpRequest, partnership: Partnership, current: str) -> list[dict[str, Any]]:
    """The pages beside each other; leads for those who answer them."""
    pages = [
        ("dashboard", _("Figures")),
        ("periods", _("Periods")),
        ("activities", _("Activities")),
        ("services", _("Services")),
        ("deliverables", _("Deliverables")),
        ("practices", _("Knowledge")),
    ]
    if request.actor.hat.kind in (RoleKind.COORDINATOR, RoleKind.MANAGER):
        pages.append(("leads", _("Interested people")))
    if coordinates(request.actor, partnership):
        pages.append(("partnership_profile", _("Profile")))
    pages.append(("results", _("Public page")))
    return [
        {
            "label": label,
            "url": reverse(f"reporting:{name}", args=[partnership.slug]),
            "current": name == current,
        }
        for name, label in pages
    ]


def partnership_of(request: HttpRequest, slug: str) -> Partnership:
    """The partnership of the address, when the hat reads its figures."""
    return get_object_or_404(reported_to(request.actor), slug=slug)


def done(form: Any, act: Any, **arguments: Any) -> bool:
    """Whether the service `act` did it; what it could not use stands at its field."""
    try:
        act(**arguments)
    except InvalidInput as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return False
    return True


def csv_answer(lines: Iterator[Any], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def kept_board(request: HttpRequest, partnership: Partnership) -> str:
    """The name of a board as it is kept until something changes that it prints; `partnership` from `board_of` (ADR 0037)."""
    changes: int = partnership.changes  # type: ignore[attr-defined]
    return kept_pages.key_of_piece(request, changes, rights_of(request.actor))
