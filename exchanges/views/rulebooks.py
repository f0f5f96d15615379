"""The rules: read by everybody, written by a coordinator as a new version, part by part."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters import permissions as cluster_permissions
from clusters.enums import RoleKind
from core.exceptions import InvalidInput, NotAllowed
from core.forms import Form
from core.posted import posted
from exchanges.forms import rulebooks as forms
from exchanges.models import Rulebook
from exchanges.reasons import PLACEHOLDERS
from exchanges.selectors import rulebooks as selectors
from exchanges.selectors.rulebook_words import PARTS, changes, parts
from exchanges.services import rulebooks as services


@login_not_required
@require_safe
def rulebooks(request: HttpRequest) -> HttpResponse:
    hat = request.actor.hat
    versions = list(selectors.versions(request.actor))
    coordinates = hat is not None and hat.kind == RoleKind.COORDINATOR
    context = {
        "versions": versions,
        "draft": next((version for version in versions if version.published_at is None), None),
        "coordinates": coordinates,
        "partnership": hat.partnership if coordinates else None,
    }
    return render(request, "exchanges/rulebooks.html", context)


@login_not_required
@require_safe
def rulebook(request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    own = _may_change(request, version)
    context = {
        "rulebook": version,
        "parts": [_shown(part, version, own) for part in parts(version)],
        "changes": changes(version, version.based_on),
        "draft": version.published_at is None,
        "confirms": own and version.grid.confirmed_at is None,
        "own": own,
        "back_url": reverse("exchanges:rulebooks"),
    }
    return render(request, "exchanges/rulebook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_new(request: HttpRequest) -> HttpResponse:
    """What a new version is, and one button."""
    hat = request.actor.hat
    if hat is None or hat.kind != RoleKind.COORDINATOR:
        raise NotAllowed(_("Only a coordinator makes new versions of the rules."))
    if request.method == "POST":
        draft = services.copy_rulebook(partnership=hat.partnership, by=request.actor)
        return redirect("exchanges:rulebook", pk=draft.pk)
    context = {"partnership": hat.partnership, "back_url": reverse("exchanges:rulebooks")}
    return render(request, "exchanges/rulebook_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    version = _own_draft(request, pk)
    if part not in PAGES:
        raise Http404
    form, save = PAGES[part](request, version)
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(request, _("“%(part)s” is saved.") % {"part": PARTS[part][0]})
            return redirect(f"{_url(version)}#{part}")
    return render(request, "exchanges/rulebook_part.html", _page(version, part, form))


@require_safe
def rulebook_reasons(request: HttpRequest, pk: int) -> HttpResponse:
    version = _own_draft(request, pk)
    context = {
        "rulebook": version,
        "title": PARTS["reasons"][0],
        "reasons": version.reasons.all(),
        "back_url": f"{_url(version)}#reasons",
    }
    return render(request, "exchanges/rulebook_reasons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_reason(request: HttpRequest, pk: int, reason: int = 0) -> HttpResponse:
    """Add a reason, or change the one named."""
    version = _own_draft(request, pk)
    row = get_object_or_404(version.reasons, pk=reason) if reason else None
    form = forms.ReasonForm(posted(request), reason=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_reason(
                rulebook=version,
                by=request.actor,
                decision=form.cleaned_data["decision"],
                title=form.cleaned_data["title"],
                texts=form.texts(),
                reason=row,
            )
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(request, _("The reason is saved."))
            return redirect("exchanges:rulebook_reasons", pk=pk)
    context = {
        "form": form,
        "rulebook": version,
        "reason": row,
        "words": PLACEHOLDERS,
        "back_url": reverse("exchanges:rulebook_reasons", args=[pk]),
    }
    return render(request, "exchanges/rulebook_reason.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_reason_remove(request: HttpRequest, pk: int, reason: int) -> HttpResponse:
    version = _own_draft(request, pk)
    row = get_object_or_404(version.reasons, pk=reason)
    back = reverse("exchanges:rulebook_reasons", args=[pk])
    if request.method == "POST":
        services.remove_reason(reason=row, by=request.actor)
        messages.success(request, _("“%(title)s” is removed.") % {"title": row.title})
        return redirect(back)
    return render(
        request,
        "exchanges/rulebook_reason_remove.html",
        {"reason": row, "rulebook": version, "back_url": back},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_confirm_sums(request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    if not _may_change(request, version):
        raise NotAllowed(_("Only the coordinator of the partnership may change this."))
    if request.method == "POST":
        services.confirm_sums(rulebook=version, by=request.actor)
        messages.success(request, _("The sums are confirmed."))
        return redirect(_url(version))
    context = {"rulebook": version, "back_url": _url(version), "part": _part(version, "sums")}
    return render(request, "exchanges/rulebook_confirm_sums.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The differences once more, what follows, and the button."""
    version = _own_draft(request, pk)
    form = Form(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_rulebook(rulebook=version, by=request.actor)
        except InvalidInput as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Version %(code)s is published.") % {"code": version.code})
            return redirect(_url(version))
    context = {
        "form": form,
        "rulebook": version,
        "changes": changes(version, version.based_on),
        "back_url": _url(version),
    }
    return render(request, "exchanges/rulebook_publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_discard(request: HttpRequest, pk: int) -> HttpResponse:
    version = _own_draft(request, pk)
    if request.method == "POST":
        services.discard_rulebook(rulebook=version, by=request.actor)
        messages.success(request, _("The draft is thrown away."))
        return redirect("exchanges:rulebooks")
    return render(
        request, "exchanges/rulebook_discard.html", {"rulebook": version, "back_url": _url(version)}
    )


Save = Callable[[], Any]


def _settings(form_class: type[Any]) -> Callable[[HttpRequest, Rulebook], tuple[Any, Save]]:
    def page(request: HttpRequest, version: Rulebook) -> tuple[Any, Save]:
        # A ModelForm writes into its instance, so it gets one of its own.
        form = form_class(posted(request), instance=copy(version))
        return form, lambda: services.change_rulebook(rulebook=version, by=request.actor, **form.answers())

    return page


def _countries(request: HttpRequest, version: Rulebook) -> tuple[Any, Save]:
    form = forms.CountriesForm(
        posted(request), day=version.valid_from, initial={"countries": version.countries}
    )
    return form, lambda: services.change_rulebook(rulebook=version, by=request.actor, countries=form.chosen())


def _sums(request: HttpRequest, version: Rulebook) -> tuple[Any, Save]:
    grid = version.grid
    now = {row.country_id: row.amount for row in grid.amounts.all()}
    codes = sorted({*now, *selectors.codes_that_host(version)})
    initial = {"source": grid.source, "outermost": grid.outermost_amount}
    form = forms.SumsForm(
        posted(request),
        codes=codes,
        initial=initial | {f"sum_{code}": amount for code, amount in now.items()},
    )
    return form, lambda: services.change_sums(
        rulebook=version,
        by=request.actor,
        amounts=form.amounts(),
        source=form.cleaned_data["source"],
        outermost=form.cleaned_data["outermost"],
    )


def _kinds(request: HttpRequest, version: Rulebook) -> tuple[Any, Save]:
    initial = {
        row.kind: [
            word
            for may, word in (
                (row.may_visit, "visit"),
                (row.may_host, "host"),
                (row.receives_lump_sum, "money"),
            )
            if may
        ]
        for row in version.kind_rules.all()
    }
    form = forms.KindsForm(posted(request), initial=initial)
    return form, lambda: services.change_kinds(rulebook=version, by=request.actor, kinds=form.kinds())


def _points(request: HttpRequest, version: Rulebook) -> tuple[Any, Save]:
    points = list(version.points.all())
    initial = {
        "required": "\n".join(point.text for point in points if point.required),
        "optional": "\n".join(point.text for point in points if not point.required),
    }
    form = forms.PointsForm(posted(request), initial=initial)
    return form, lambda: services.change_points(
        rulebook=version,
        by=request.actor,
        required=form.cleaned_data["required"].splitlines(),
        optional=form.cleaned_data["optional"].splitlines(),
    )


PAGES: dict[str, Callable[[HttpRequest, Rulebook], tuple[Any, Save]]] = {
    "validity": _settings(forms.ValidityForm),
    "days": _settings(forms.DaysForm),
    "sums": _sums,
    "countries": _countries,
    "kinds": _kinds,
    "limits": _settings(forms.LimitsForm),
    "deadlines": _settings(forms.DeadlinesForm),
    "texts": _settings(forms.TextsForm),
    "points": _points,
}


def _version(request: HttpRequest, pk: int) -> Rulebook:
    return get_object_or_404(selectors.whole(request.actor), pk=pk)


def _own_draft(request: HttpRequest, pk: int) -> Rulebook:
    version = _version(request, pk)
    if version.partnership is None:
        raise NotAllowed(_("The rules of the scheme are changed by an administrator."))
    cluster_permissions.check_coordinates(request.actor, version.partnership)
    if version.published_at is not None:
        raise NotAllowed(_("This version is published and cannot be changed. Make a new version."))
    return version


def _may_change(request: HttpRequest, version: Rulebook) -> bool:
    return version.partnership is not None and cluster_permissions.coordinates(
        request.actor, version.partnership
    )


def _shown(part: Any, version: Rulebook, own: bool) -> dict[str, Any]:
    draft = own and version.published_at is None
    url = reverse("exchanges:rulebook_part", args=[version.pk, part.slug]) if draft else ""
    return {"slug": part.slug, "title": part.title, "rows": part.rows, "url": url}


def _part(version: Rulebook, slug: str) -> Any:
    return next(part for part in parts(version) if part.slug == slug)


def _page(version: Rulebook, part: str, form: Any) -> dict[str, Any]:
    return {
        "form": form,
        "rulebook": version,
        "title": PARTS[part][0],
        "part": part,
        "back_url": f"{_url(version)}#{part}",
    }


def _url(version: Rulebook) -> str:
    return reverse("exchanges:rulebook", args=[version.pk])
