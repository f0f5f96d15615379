"""The rules: read by everybody, written by a coordinator as a new version, part by part."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
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
from core.edits import Edit
from core.exceptions import NotAllowed
from core.forms import Form
from core.posted import posted
from exchanges.forms import rulebooks as forms
from exchanges.models import Rulebook
from exchanges.reasons import PLACEHOLDERS
from exchanges.selectors import rulebook_pages as pages
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
    page = PAGES[part](request, version)
    edit, form = Edit(request, page.saved), page.form
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, page.service, rulebook=version, by=request.actor, **page.wanted())
    ):
        messages.success(request, _("“%(part)s” is saved.") % {"part": PARTS[part][0]})
        return redirect(f"{_url(version)}#{part}")
    return edit.answer("exchanges/rulebook_part.html", _page(version, part, form))


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
    saved = pages.reason(row) if row is not None else {}
    edit, form = Edit(request, saved), forms.ReasonForm(posted(request), initial=saved)
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(
            form, services.save_reason, rulebook=version, by=request.actor, reason=row, **form.wanted()
        )
    ):
        messages.success(request, _("The reason is saved."))
        return redirect("exchanges:rulebook_reasons", pk=pk)
    context = {
        "form": form,
        "rulebook": version,
        "reason": row,
        "words": PLACEHOLDERS,
        "back_url": reverse("exchanges:rulebook_reasons", args=[pk]),
    }
    return edit.answer("exchanges/rulebook_reason.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_reason_remove(request: HttpRequest, pk: int, reason: int) -> HttpResponse:
    version = _own_draft(request, pk)
    row = get_object_or_404(version.reasons, pk=reason)
    back = reverse("exchanges:rulebook_reasons", args=[pk])
    edit, form = Edit(request, pages.reason(row)), Form(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, services.remove_reason, reason=row, by=request.actor)
    ):
        messages.success(request, _("“%(title)s” is removed.") % {"title": row.title})
        return redirect(back)
    context = {"form": form, "reason": row, "rulebook": version, "back_url": back}
    return edit.answer("exchanges/rulebook_reason_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_confirm_sums(request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    if not _may_change(request, version):
        raise NotAllowed(_("Only the coordinator of the partnership may change this."))
    edit, form = Edit(request, pages.sums(version)), Form(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, services.confirm_sums, rulebook=version, by=request.actor)
    ):
        messages.success(request, _("The sums are confirmed."))
        return redirect(_url(version))
    context = {"form": form, "rulebook": version, "back_url": _url(version), "part": _part(version, "sums")}
    return edit.answer("exchanges/rulebook_confirm_sums.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The differences once more, what follows, and the button. Only what stands on the page is published."""
    version = _version(request, pk)
    if version.published_at is not None and _may_change(request, version):
        # The second click of a double click, or a colleague was faster.
        messages.info(request, _("Version %(code)s is published.") % {"code": version.code})
        return redirect(_url(version))
    version = _own_draft(request, pk)
    edit, form = Edit(request, pages.whole(version)), Form(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, services.publish_rulebook, rulebook=version, by=request.actor)
    ):
        messages.success(request, _("Version %(code)s is published.") % {"code": version.code})
        return redirect(_url(version))
    context = {
        "form": form,
        "rulebook": version,
        "changes": changes(version, version.based_on),
        "back_url": _url(version),
    }
    return edit.answer("exchanges/rulebook_publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook_discard(request: HttpRequest, pk: int) -> HttpResponse:
    version = _own_draft(request, pk)
    edit, form = Edit(request, pages.whole(version)), Form(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, services.discard_rulebook, rulebook=version, by=request.actor)
    ):
        messages.success(request, _("The draft is thrown away."))
        return redirect("exchanges:rulebooks")
    context = {"form": form, "rulebook": version, "back_url": _url(version)}
    return edit.answer("exchanges/rulebook_discard.html", context)


@dataclass(frozen=True)
class Page:
    """One part of a draft: its form, what is saved by the names of the form's fields, and the service that changes it."""

    form: Any
    saved: Mapping[str, Any]
    service: Callable[..., Any]

    def wanted(self) -> dict[str, Any]:
        """What the service takes, from the valid form."""
        return dict(self.form.wanted())


def _settings(form_class: type[Any]) -> Callable[[HttpRequest, Rulebook], Page]:
    def page(request: HttpRequest, version: Rulebook) -> Page:
        # A ModelForm writes into its instance, so it gets one of its own.
        form = form_class(posted(request), instance=copy(version))
        return Page(form, pages.settings(version, form.fields), services.change_rulebook)

    return page


def _countries(request: HttpRequest, version: Rulebook) -> Page:
    saved = pages.settings(version, ["countries"])
    form = forms.CountriesForm(posted(request), day=version.valid_from, initial=saved)
    return Page(form, saved, services.change_rulebook)


def _sums(request: HttpRequest, version: Rulebook) -> Page:
    saved = pages.sums(version)
    now = {row.country_id for row in version.grid.amounts.all()}
    codes = sorted(now | set(selectors.codes_that_host(version)))
    return Page(forms.SumsForm(posted(request), codes=codes, initial=saved), saved, services.change_sums)


def _kinds(request: HttpRequest, version: Rulebook) -> Page:
    saved = pages.kinds(version)
    return Page(forms.KindsForm(posted(request), initial=saved), saved, services.change_kinds)


def _points(request: HttpRequest, version: Rulebook) -> Page:
    saved = pages.points(version)
    return Page(forms.PointsForm(posted(request), initial=saved), saved, services.change_points)


PAGES: dict[str, Callable[[HttpRequest, Rulebook], Page]] = {
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
