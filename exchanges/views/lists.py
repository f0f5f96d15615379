"""How the list of files looks for one person: its columns, and views with a name."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import InvalidInput
from core.posted import posted
from exchanges.forms.lists import ColumnsForm, ViewForm
from exchanges.models import SavedView
from exchanges.selectors import list_settings, queue_columns
from exchanges.services import lists as services
from exchanges.views.queue import check_staff, columns_of


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest) -> HttpResponse:
    """Choose columns and their order; the list opens in them, and its address names them."""
    check_staff(request)
    shown, sent = queue_columns.keys_of(columns_of(request)), posted(request)
    if request.method == "POST" and "usual" in request.POST:
        services.choose_columns(columns=queue_columns.USUAL, by=request.actor)
        return redirect(_list(request, None))
    moving = next((act for act in ("left", "right") if sent is not None and act in sent), "")
    if moving and sent is not None:
        form = ColumnsForm(shown=_moved(sent.getlist("columns"), sent[moving], moving))
    else:
        form = ColumnsForm(sent, shown=shown if sent is None else _known(sent.getlist("columns")))
    if request.method == "POST" and not moving and form.is_valid():
        chosen = services.choose_columns(columns=form.cleaned_data["columns"], by=request.actor)
        return redirect(_list(request, chosen))
    context = {"form": form, "back_url": _list(request, shown)}
    return render(request, "exchanges/list_columns.html", context)


@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """The views of this hat: the own ones and those that colleagues share."""
    check_staff(request)
    settings = list_settings.settings_of(request.actor)
    context = {
        "views": [
            {"view": view, "url": reverse("exchanges:queue") + list_settings.address(view)}
            for view in settings.views
        ],
        "default": settings.default,
        "back_url": reverse("exchanges:queue"),
    }
    return render(request, "exchanges/list_views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def view_new(request: HttpRequest) -> HttpResponse:
    """Give the list, as it is filtered in the address of this page, a name."""
    check_staff(request)
    query = list_settings.query_of(request.GET)
    form = ViewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            view = services.save_view(query=query, by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect(_address(view))
    context = {"form": form, "new": True, "back_url": f"{reverse('exchanges:queue')}?{query}"}
    return render(request, "exchanges/list_view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def view_edit(request: HttpRequest, pk: int) -> HttpResponse:
    view = _own_view(request, pk)
    settings = list_settings.settings_of(request.actor)
    is_default = settings.default is not None and settings.default.pk == view.pk
    form = ViewForm(
        posted(request), initial={"name": view.name, "shared": view.shared, "default": is_default}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_view(view=view, by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect("exchanges:views")
    context = {"form": form, "new": False, "view": view, "back_url": reverse("exchanges:views")}
    return render(request, "exchanges/list_view.html", context)


@require_POST
def view_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the list as it is filtered now into the view."""
    view = services.renew_view(
        view=_own_view(request, pk),
        query=list_settings.query_of(QueryDict(request.POST.get("query", ""))),
        by=request.actor,
    )
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(_address(view))


@require_http_methods(["GET", "HEAD", "POST"])
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = _own_view(request, pk)
    if request.method == "POST":
        services.delete_view(view=view, by=request.actor)
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
        return redirect("exchanges:views")
    context = {"view": view, "back_url": reverse("exchanges:views")}
    return render(request, "exchanges/list_view_delete.html", context)


@require_POST
def view_default(request: HttpRequest) -> HttpResponse:
    """Have the list open with a view, or with all files."""
    check_staff(request)
    number = request.POST.get("view", "")
    views_seen: Any = SavedView.objects.visible_to(request.actor)
    view = get_object_or_404(views_seen, pk=number) if number.isdecimal() else None
    services.open_with(view=view, by=request.actor)
    if view is not None:
        messages.success(request, _("Your list opens with “%(name)s”.") % {"name": view.name})
    else:
        messages.success(request, _("Your list opens with all files."))
    return redirect("exchanges:views")


def _known(keys: list[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key in queue_columns.BY_KEY]


def _moved(ticked: list[str], key: str, way: str) -> list[str]:
    """One column a place further; a column that was not shown is shown from now on, as the last one."""
    keys = _known(ticked)
    if key not in queue_columns.BY_KEY:
        return keys
    if key not in keys:
        return [*keys, key]
    old = keys.index(key)
    keys.insert(max(0, old - 1) if way == "left" else old + 1, keys.pop(old))
    return keys


def _own_view(request: HttpRequest, pk: int) -> SavedView:
    check_staff(request)
    return get_object_or_404(SavedView.objects.visible_to(request.actor).filter(user=request.user), pk=pk)


def _address(view: SavedView) -> str:
    return reverse("exchanges:queue") + list_settings.address(view)


def _list(request: HttpRequest, shown: tuple[str, ...] | None) -> str:
    """The list as it was before this page, in these columns; None: in the usual ones."""
    query = request.GET.copy()
    query.pop("cols", None)
    if shown is not None and shown != queue_columns.USUAL:
        query["cols"] = ",".join(shown)
    return (
        f"{reverse('exchanges:queue')}?{query.urlencode(safe=',')}" if query else reverse("exchanges:queue")
    )
