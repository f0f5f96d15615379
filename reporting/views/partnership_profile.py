"""The coordinator keeps what the partnership says about itself: what is missing, one topic a page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clusters.forms.partnership import FORMS
from clusters.forms.terms import TermsForm, searched
from clusters.models import Partnership
from clusters.permissions import check_coordinates
from clusters.profile_topics import PARTNERSHIP_TOPICS, completeness
from clusters.selectors.terms import terms_of
from clusters.services.profiles import update_partnership
from clusters.services.terms import set_terms
from clusters.views.cluster_profiles import contact_hint, task
from core.edits import Edit
from core.posted import posted
from reporting.selectors.partnerships import reported_to
from reporting.selectors.public_page import all_news, networks_of, with_terms
from reporting.views.parts import tabs


def own_partnership(request: HttpRequest, slug: str) -> Partnership:
    """The partnership the hat coordinates; 404 for strangers, 403 for its other people."""
    found = with_terms(reported_to(request.actor)).select_related("coordinator")
    partnership = get_object_or_404(found, slug=slug)
    check_coordinates(request.actor, partnership)
    return partnership


@require_safe
def partnership_profile(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = own_partnership(request, slug)
    state = completeness(partnership, PARTNERSHIP_TOPICS)
    tasks = [
        task(topic, partnership, _url(slug, topic.slug)) | contact_hint(topic.slug, partnership)
        for topic in PARTNERSHIP_TOPICS
    ]
    networks, entries = networks_of(partnership).count(), all_news(partnership).count()
    linked = ngettext("%(number)d network", "%(number)d networks", networks) % {"number": networks}
    written = ngettext("%(number)d entry", "%(number)d entries", entries) % {"number": entries}
    for name, words, number, hint in (
        ("networks", _("Linked networks"), networks, linked),
        ("news_desk", _("News and events"), entries, written),
    ):
        row = {"name": words, "url": reverse(f"reporting:{name}", args=[slug])}
        tasks.append(
            row | {"state": "completed" if number else "not_started", "hint": hint if number else ""}
        )
    context = {
        "partnership": partnership,
        "tasks": tasks,
        "state": state,
        "next_url": _url(slug, state.next.slug) if state.next else "",
        "tabs": tabs(request, partnership, "partnership_profile"),
    }
    return render(request, "reporting/partnership_profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_topic(request: HttpRequest, slug: str, topic: str) -> HttpResponse:
    partnership = own_partnership(request, slug)
    if topic == "terms":
        return _terms(request, partnership)
    if topic not in FORMS:
        raise Http404
    saved = {name: getattr(partnership, name) for name in FORMS[topic].base_fields}  # type: ignore[attr-defined]
    edit, form = Edit(request, saved), FORMS[topic](posted(request), initial=saved)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if edit.done(form, update_partnership, partnership=partnership, by=request.actor, **data):
            return _saved(request, slug)
    return edit.answer("reporting/partnership_topic.html", _page(form, topic, partnership))


def _terms(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    if answer := searched(request):
        return answer
    saved = terms_of(partnership)
    edit, form = Edit(request, {"terms": saved}), TermsForm(request, saved, caption=partnership)
    if request.method == "POST" and form.is_valid():
        terms = form.cleaned_data["terms"]
        if edit.done(form, set_terms, profile=partnership, by=request.actor, terms=terms):
            return _saved(request, partnership.slug)
    return edit.answer("reporting/partnership_topic.html", _page(form, "terms", partnership))


def _saved(request: HttpRequest, slug: str) -> HttpResponse:
    messages.success(request, _("The profile is saved."))
    return redirect("reporting:partnership_profile", slug=slug)


def _url(slug: str, topic: str) -> str:
    return reverse("reporting:partnership_topic", args=[slug, topic])


def _page(form: Any, slug: str, partnership: Partnership) -> dict[str, Any]:
    topic = next(topic for topic in PARTNERSHIP_TOPICS if topic.slug == slug)
    back = reverse("reporting:partnership_profile", args=[partnership.slug])
    return {"form": form, "topic": topic, "partnership": partnership, "back_url": back}
