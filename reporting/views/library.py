"""The public library of a partnership: accepted best practices, and the catalogue of training modules."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.models import Partnership
from clusters.selectors.terms import terms_of
from core.actors import Actor
from reporting.forms.knowledge import LibrarySearchForm
from reporting.models import BestPractice
from reporting.selectors import modules as module_selectors
from reporting.selectors import practices as practice_selectors
from reporting.selectors.partnerships import public_ones

PER_PAGE = 20


@login_not_required
@require_safe
def library(request: HttpRequest, slug: str) -> HttpResponse:
    """Best practices, searched by words and topic."""
    partnership = get_object_or_404(public_ones(), slug=slug)
    form = LibrarySearchForm(request.GET, topics=practice_selectors.topics_of_library(partnership))
    found = practice_selectors.library(partnership, *_asked(form)).prefetch_related("terms")
    context = _frame(partnership, form, found, request, "library")
    return render(request, "reporting/library.html", context)


@login_not_required
@require_safe
def library_modules(request: HttpRequest, slug: str) -> HttpResponse:
    """The catalogue of training modules."""
    partnership = get_object_or_404(public_ones(), slug=slug)
    form = LibrarySearchForm(request.GET, topics=module_selectors.topics_of_catalogue(partnership))
    found = module_selectors.catalogue(partnership, *_asked(form)).prefetch_related("terms")
    context = _frame(partnership, form, found, request, "library_modules")
    context["rows"] = [
        {
            "module": module,
            "languages": module_selectors.languages_in_words(module),
            "cost": module_selectors.cost_in_words(module),
        }
        for module in context["page"]
    ]
    return render(request, "reporting/library_modules.html", context)


@login_not_required
@require_safe
def library_practice(request: HttpRequest, pk: int) -> HttpResponse:
    """One accepted practice, as everybody reads it."""
    found = BestPractice.objects.visible_to(Actor.anonymous()).select_related("partnership", "cluster")
    practice = get_object_or_404(found, pk=pk)
    context = {
        "practice": practice,
        "terms": terms_of(practice),
        "back_url": reverse("reporting:library", args=[practice.partnership.slug]),
        "back_label": _("Library"),
    }
    return render(request, "reporting/library_practice.html", context)


def _asked(form: LibrarySearchForm) -> tuple[str, Any]:
    """What was asked for; what cannot be understood asks for nothing."""
    form.is_valid()
    asked = form.cleaned_data
    return asked.get("q", ""), asked.get("topic")


def _frame(
    partnership: Partnership, form: LibrarySearchForm, found: Any, request: HttpRequest, current: str
) -> dict[str, Any]:
    pages = (("library", _("Best practices")), ("library_modules", _("Training modules")))
    return {
        "partnership": partnership,
        "form": form,
        "searched": any(_asked(form)),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {
                "label": label,
                "url": reverse(f"reporting:{name}", args=[partnership.slug]),
                "current": name == current,
            }
            for name, label in pages
        ],
        "back_url": reverse("reporting:results", args=[partnership.slug]),
        "back_label": partnership.name,
    }
