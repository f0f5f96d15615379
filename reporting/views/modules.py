"""Training modules: the catalogue of the clusters, the form, and what a look at the address found."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.models import Partnership
from core import clock
from core.edits import Edit
from core.posted import posted
from reporting import knowledge_permissions as permissions
from reporting.forms.knowledge import ModuleForm
from reporting.knowledge_filters import ModuleFilter
from reporting.models import TrainingModule
from reporting.selectors import modules as selectors
from reporting.selectors.partnerships import clusters_to_record_for
from reporting.services import modules as service
from reporting.views import knowledge
from reporting.views.parts import done

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def modules(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = knowledge.own_partnership(request, slug)
    listed = knowledge.filtered(
        ModuleFilter, request, partnership, selectors.modules_of(partnership, request.actor)
    )
    page = Paginator(listed.qs, knowledge.PER_PAGE).get_page(request.GET.get("page"))
    context = knowledge.frame(request, partnership, "modules") | {
        "filter": listed,
        "page": page,
        "rows": [_row(module) for module in page],
        "may_write": permissions.can_write(partnership, request.actor),
    }
    return render(request, "reporting/modules.html", context)


@FORM_PAGE
def module_new(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = knowledge.own_partnership(request, slug)
    permissions.check_may_write(partnership, request.actor)
    form = _form(request, partnership, initial={"checked_on": clock.today(), "level": "all"})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, service.add_module, partnership=partnership, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("The module is in the catalogue."))
        return redirect("reporting:modules", slug=slug)
    back = reverse("reporting:modules", args=[slug])
    context = {"form": form, "module": None, "back_url": back, "back_label": _("Training modules")}
    return render(request, "reporting/module_form.html", context)


@FORM_PAGE
def module_edit(request: HttpRequest, pk: int) -> HttpResponse:
    module = _module(request, pk)
    permissions.check_owner(module, request.actor)
    saved = service.saved_values(module)
    edit, form = (
        Edit(request, saved),
        _form(request, module.partnership, initial=saved, chosen=saved["terms"]),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, service.update_module, module=module, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("reporting:module_detail", pk=pk)
    back = reverse("reporting:module_detail", args=[pk])
    context = {"form": form, "module": module, "back_url": back, "back_label": module.title}
    return edit.answer("reporting/module_form.html", context)


@require_safe
def module_detail(request: HttpRequest, pk: int) -> HttpResponse:
    module = _module(request, pk)
    context = {
        "module": module,
        "old": selectors.is_old(module),
        "terms": service.terms_of(module),
        "owner": permissions.owns(module, request.actor),
        "may_write": permissions.can_write(module.partnership, request.actor),
        "facts": _facts(module),
        "history": knowledge.timeline(module, add=_("Entered")),
        "back_url": reverse("reporting:modules", args=[module.partnership.slug]),
        "back_label": _("Training modules"),
    }
    return render(request, "reporting/module_detail.html", context)


@require_POST
def module_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody opened the address: the module is there, or it is gone."""
    module = _module(request, pk)
    permissions.check_may_write(module.partnership, request.actor)
    if request.POST.get("found") == "gone":
        service.mark_gone(module=module, by=request.actor, version=knowledge.version_of(request))
        messages.success(request, _("Marked as no longer offered. It has left the public catalogue."))
    elif request.POST.get("found") == "there":
        service.note_check(module=module, by=request.actor)
        messages.success(request, _("Checked today."))
    return redirect("reporting:module_detail", pk=pk)


def _row(module: TrainingModule) -> dict[str, Any]:
    return {
        "module": module,
        "old": selectors.is_old(module),
        "languages": selectors.languages_in_words(module),
        "hours": selectors.hours_in_words(module),
        "cost": selectors.cost_in_words(module),
    }


def _facts(module: TrainingModule) -> list[tuple[Any, ...]]:
    return [
        (_("Provider"), module.provider),
        (_("Languages"), selectors.languages_in_words(module)),
        (_("Hours"), selectors.hours_in_words(module)),
        (_("Level"), module.get_level_display()),
        (_("Cost for one person"), selectors.cost_in_words(module)),
        (_("For whom"), module.audience or "–"),
        (_("Cluster"), module.cluster.name),
    ]


def _module(request: HttpRequest, pk: int) -> TrainingModule:
    visible = TrainingModule.objects.visible_to(request.actor)
    partnerships = knowledge.reported_to(request.actor).order_by().values("pk")
    found: TrainingModule = get_object_or_404(
        visible.filter(partnership__in=partnerships).select_related("partnership", "cluster"), pk=pk
    )
    return found


def _form(request: HttpRequest, partnership: Partnership, **more: Any) -> ModuleForm:
    clusters = clusters_to_record_for(partnership, request.actor)
    return ModuleForm(posted(request), clusters=clusters, **more)
