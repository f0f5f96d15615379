"""A host, or its cluster, keeps an offer: what is said, what is missing, one topic a page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.forms.terms import TermsForm, searched
from clusters.profile_topics import completeness
from clusters.selectors.terms import terms_of
from clusters.views.cluster_profiles import task
from core.edits import Edit
from core.posted import posted
from core.templatetags.ui import period
from exchanges.forms.offers import TOPIC_FORMS
from exchanges.models import HostOffer
from exchanges.offer_topics import OFFER_TOPICS
from exchanges.services import offers as services
from exchanges.views.offers import own_offer


@require_safe
def offer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    offer = own_offer(request, pk)
    state = completeness(offer, OFFER_TOPICS)
    tasks = [task(topic, offer, _url(offer, topic.slug)) | _hint(topic.slug, offer) for topic in OFFER_TOPICS]
    rows = [(period(free.first_day, free.last_day),) for free in offer.periods.all()]
    periods = format_html_join("; ", "{}", rows)
    free = {"name": _("Free periods"), "url": reverse("exchanges:offer_periods", args=[pk])}
    tasks.insert(1, free | {"state": "completed" if rows else "not_started", "hint": periods})
    context = {
        "offer": offer,
        "tasks": tasks,
        "state": state,
        "next_url": _url(offer, state.next.slug) if state.next else "",
        "back_url": reverse("exchanges:offer_detail", args=[pk]),
    }
    return render(request, "exchanges/offer_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_topic(request: HttpRequest, pk: int, topic: str) -> HttpResponse:
    offer = own_offer(request, pk)
    if topic == "terms":
        return _terms(request, offer)
    if topic not in TOPIC_FORMS:
        raise Http404
    saved = {name: getattr(offer, name) for name in TOPIC_FORMS[topic].base_fields}  # type: ignore[attr-defined]
    edit, form = Edit(request, saved), TOPIC_FORMS[topic](posted(request), initial=saved)
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, services.update_offer, offer=offer, by=request.actor, **form.cleaned_data)
    ):
        return _saved(request, offer)
    return edit.answer("exchanges/offer_topic.html", _page(form, topic, offer))


def _terms(request: HttpRequest, offer: HostOffer) -> HttpResponse:
    if answer := searched(request):
        return answer
    saved = terms_of(offer)
    edit, form = Edit(request, {"terms": saved}), TermsForm(request, saved, caption=offer.title)
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, services.update_offer, offer=offer, by=request.actor, **form.cleaned_data)
    ):
        return _saved(request, offer)
    return edit.answer("exchanges/offer_topic.html", _page(form, "terms", offer))


def _saved(request: HttpRequest, offer: HostOffer) -> HttpResponse:
    messages.success(request, _("The offer is saved."))
    return redirect("exchanges:offer_edit", pk=offer.pk)


def _hint(topic: str, offer: HostOffer) -> dict[str, str]:
    """Where requests go is said at once: a new offer takes the person who entered it."""
    return {"hint": f"{offer.contact_name}, {offer.contact_email}"} if topic == "contact" else {}


def _url(offer: HostOffer, topic: str) -> str:
    return reverse("exchanges:offer_topic", kwargs={"pk": offer.pk, "topic": topic})


def _page(form: Any, slug: str, offer: HostOffer) -> dict[str, Any]:
    topic = next(topic for topic in OFFER_TOPICS if topic.slug == slug)
    back = reverse("exchanges:offer_edit", args=[offer.pk])
    return {"form": form, "topic": topic, "offer": offer, "back_url": back}
