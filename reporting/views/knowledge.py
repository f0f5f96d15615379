"""What the pages of best practices, training modules and opportunities share."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Partnership
from core import workflow
from reporting.selectors.partnerships import clusters_of, reported_to
from reporting.selectors.terms import topics
from reporting.views.parts import tabs

PER_PAGE = 50


def own_partnership(request: HttpRequest, slug: str) -> Partnership:
    """One whose figures the hat reads."""
    return get_object_or_404(reported_to(request.actor).select_related("coordinator"), slug=slug)


def knowledge_tabs(partnership: Partnership, current: str) -> list[dict[str, Any]]:
    pages = (
        ("practices", _("Best practices")),
        ("modules", _("Training modules")),
        ("opportunities", _("Cooperation opportunities")),
    )
    return [
        {
            "label": label,
            "url": reverse(f"reporting:{name}", args=[partnership.slug]),
            "current": name == current,
        }
        for name, label in pages
    ]


def frame(request: HttpRequest, partnership: Partnership, current: str) -> dict[str, Any]:
    """The context that every list has."""
    return {
        "partnership": partnership,
        "tabs": tabs(request, partnership, "practices"),
        "knowledge_tabs": knowledge_tabs(partnership, current),
    }


def filtered(kind: Any, request: HttpRequest, partnership: Partnership, rows: QuerySet[Any]) -> Any:
    return kind(
        request.GET, queryset=rows, clusters=clusters_of(partnership), topics=topics().order_by("label")
    )


def timeline(row: Any, **first: Any) -> list[dict[str, Any]]:
    """The moves, newest first; `first` names the action that began it."""
    labels = {move.name: move.label for move in workflow.of(row).transitions} | first
    return [
        {
            "when": entry.occurred_at,
            "what": labels.get(entry.name, entry.name),
            "who": entry.actor_label,
            "note": entry.comment,
        }
        for entry in workflow.history(row).reverse()
    ]


def version_of(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None
