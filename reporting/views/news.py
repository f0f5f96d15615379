"""News and events: read by everybody, written by the coordinator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.permissions import check_coordinates, coordinates
from core import clock, files
from core.posted import posted
from reporting.forms.public_page import NewsForm
from reporting.models import NewsItem
from reporting.selectors.partnerships import public_ones
from reporting.selectors.public_page import all_news, published_news
from reporting.services import news as service
from reporting.views.partnership_profile import own_partnership
from reporting.views.parts import done

PER_PAGE = 20


@login_not_required
@require_safe
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything published, newest first."""
    partnership = get_object_or_404(public_ones(), slug=slug)
    context = {
        "partnership": partnership,
        "page": Paginator(published_news(partnership), PER_PAGE).get_page(request.GET.get("page")),
        "back_url": reverse("reporting:results", args=[slug]),
        "back_label": partnership.name,
    }
    return render(request, "reporting/news.html", context)


@login_not_required
@require_safe
def news_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry; a draft is for the partnership's own people."""
    item = _item(request, pk)
    context = {
        "item": item,
        "may_edit": coordinates(request.actor, item.partnership),
        "back_url": reverse("reporting:results", args=[item.partnership.slug]),
        "back_label": item.partnership.name,
    }
    return render(request, "reporting/news_detail.html", context)


@login_not_required
@require_safe
def news_file(request: HttpRequest, pk: int) -> FileResponse:
    item = _item(request, pk)
    if item.file is None:
        raise Http404
    return files.answer(item.file)


@require_safe
def news_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The coordinator's list, drafts too."""
    partnership = own_partnership(request, slug)
    context = {
        "partnership": partnership,
        "page": Paginator(all_news(partnership), PER_PAGE).get_page(request.GET.get("page")),
        "back_url": reverse("reporting:partnership_profile", args=[slug]),
        "back_label": _("Profile"),
    }
    return render(request, "reporting/news_desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def news_new(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = own_partnership(request, slug)
    initial = {"kind": "news", "dated_on": clock.today()}
    form = NewsForm(posted(request), request.FILES or None, initial=initial)
    publish = "publish" in request.POST
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            service.write_news,
            partnership=partnership,
            by=request.actor,
            publish=publish,
            **form.cleaned_data,
        )
    ):
        messages.success(
            request, _("The entry is on the public page.") if publish else _("The draft is saved.")
        )
        return redirect("reporting:news_desk", slug=slug)
    back = reverse("reporting:news_desk", args=[slug])
    return render(request, "reporting/news_form.html", {"form": form, "item": None, "back_url": back})


@require_http_methods(["GET", "HEAD", "POST"])
def news_edit(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    check_coordinates(request.actor, item.partnership)
    initial = {name: getattr(item, name) for name in service.FIELDS}
    form = NewsForm(posted(request), request.FILES or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, service.update_news, item=item, by=request.actor, **form.cleaned_data)
    ):
        if "publish" in request.POST:
            service.publish_news(item=item, by=request.actor)
        messages.success(request, _("The changes are saved."))
        return redirect("reporting:news_desk", slug=item.partnership.slug)
    back = reverse("reporting:news_desk", args=[item.partnership.slug])
    return render(request, "reporting/news_form.html", {"form": form, "item": item, "back_url": back})


@require_POST
def news_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft, or take an entry back from the public page."""
    item = _item(request, pk)
    check_coordinates(request.actor, item.partnership)
    if request.POST.get("act") == "publish":
        service.publish_news(item=item, by=request.actor)
        messages.success(request, _("“%(title)s” is on the public page.") % {"title": item.title})
    elif request.POST.get("act") == "withdraw":
        service.withdraw_news(item=item, by=request.actor)
        messages.success(request, _("“%(title)s” is a draft again.") % {"title": item.title})
    return redirect("reporting:news_desk", slug=item.partnership.slug)


def _item(request: HttpRequest, pk: int) -> NewsItem:
    found = NewsItem.objects.visible_to(request.actor).select_related("partnership__coordinator", "file")
    return get_object_or_404(found, pk=pk)
