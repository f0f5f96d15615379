"""Records that may tell of one event: the coordinator decides."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.permissions import check_coordinates, coordinates
from core.posted import posted
from reporting.forms.activities import DecisionForm
from reporting.models import DoubleClaimDecision
from reporting.permissions import check_reads_claims
from reporting.selectors import double_claims as select
from reporting.services import double_claims as service
from reporting.views.parts import done, partnership_of, tabs

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def double_claims(request: HttpRequest, slug: str) -> HttpResponse:
    """The open pairs, each with its own form, and under them what was decided."""
    partnership = partnership_of(request, slug)
    check_reads_claims(partnership, request.actor)
    sent = posted(request)
    if request.method == "POST":
        check_coordinates(request.actor, partnership)
    form = DecisionForm(sent)
    pair = sent.get("pair", "") if sent is not None else ""
    if request.method == "POST" and form.is_valid() and _decided(request, partnership, form, pair):
        return redirect("reporting:double_claims", slug=slug)
    found = select.undecided(partnership)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = DoubleClaimDecision.objects.visible_to(request.actor).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "page": page,
        "pairs": [(item, form if item.name == pair else DecisionForm(prefix="")) for item in page],
        "decisions": kept.select_related("decided_by").order_by("-id")[:PER_PAGE],
        "may_decide": coordinates(request.actor, partnership),
        "tabs": tabs(request, partnership, "activities"),
        "back_url": reverse("reporting:activities", args=[slug]),
        "back_label": _("Activities"),
    }
    return render(request, "reporting/double_claims.html", context)


def _decided(request: HttpRequest, partnership: object, form: DecisionForm, pair: str) -> bool:
    first, _plus, second = pair.partition("+")
    act = request.POST.get("act", "")
    told = {
        "partnership": partnership,
        "by": request.actor,
        "first": first,
        "second": second,
        "reason": form.cleaned_data["reason"],
    }
    if act == "keep":
        if done(form, service.keep_both, **told):
            messages.success(request, _("Both count, with your reason."))
            return True
        return False
    if done(form, service.give_up, drop=act, **told):
        messages.success(request, _("One of the two no longer counts. Its cluster sees your reason."))
        return True
    return False
