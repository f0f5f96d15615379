"""Check-in at an event: the list of a day for the organiser and the host, and the code that a participant scans."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import throttle
from core.exceptions import InvalidInput, WrongState
from core.posted import posted
from exchanges import permissions
from exchanges.forms.presence import HereForm, LateForm
from exchanges.models import Mission
from exchanges.selectors import missions as missions_read
from exchanges.selectors import presence as select
from exchanges.services import presence as services

# All guests of a venue share the address of its Wi-Fi.
SCANS_PER_TEN_MINUTES = 300
FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def mission_presence(request: HttpRequest, slug: str) -> HttpResponse:
    """The days of the event, each with its list."""
    mission = _noted_by(request, slug)
    context = {
        "mission": mission,
        "days": select.overview(mission),
        "signs": bool(services.relations(mission, request.actor) & set(select.COUNTERSIGNERS)),
        "back_url": reverse("exchanges:mission_detail", args=[slug]),
        "back_label": mission.title,
    }
    return render(request, "exchanges/mission_presence.html", context)


@FORM_PAGE
def mission_check_in(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One list for one day. A phone sends taps (`mark`) one by one or many together; the form sends what is ticked."""
    mission, of = _noted_by(request, slug), _day(day)
    if not mission.start_on <= of <= mission.end_on:
        raise Http404
    taps = request.method == "POST" and "mark" in request.POST
    late = select.is_over(mission, of) or mission.countersigned_days.filter(day=of).exists()
    form = LateForm(posted(request)) if late else None
    if request.method == "POST" and (taps or form is None or form.is_valid()):
        marks = _tapped(request) if taps else _ticked(request)
        reason = form.cleaned_data["reason"] if form is not None and form.is_valid() else ""
        try:
            changed = services.note(mission=mission, day=of, by=request.actor, marks=marks, reason=reason)
        except InvalidInput as error:
            if taps:
                return JsonResponse({"error": str(error.message)}, status=409)
            messages.error(request, str(error.message))
        else:
            if taps:
                return JsonResponse({"changed": len(changed)})
            messages.success(request, _("The list is saved.") if changed else _("Nothing has changed."))
            return redirect(request.path)
    return render(request, "exchanges/mission_check_in.html", _check_in(request, mission, of, form))


@require_POST
def mission_countersign(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    mission = _noted_by(request, slug)
    try:
        services.countersign(mission=mission, day=_day(day), by=request.actor)
    except InvalidInput as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Countersigned. Later changes need a reason."))
    return redirect("exchanges:mission_presence", slug=slug)


@FORM_PAGE
@login_not_required
@never_cache
def presence_here(request: HttpRequest, code: str) -> HttpResponse:
    """The code of the day was scanned. The answer is the same for an address on the list and for any other."""
    found = select.day_of_code(code)
    if found is None:
        raise throttle.wrong_link(request)
    mission, day = found
    if select.local_now(mission).date() != day:
        reason = _("This code is for another day. Please scan the code of today, or ask the organiser.")
        return render(request, "core/link_dead.html", {"reason": reason}, status=410)
    user = request.actor.user
    form = HereForm(posted(request), initial={"email": user.email if user is not None else ""})
    done = False
    if request.method == "POST" and form.is_valid():
        who = f"{mission.pk}:{throttle.address_of(request)}"
        if not throttle.allowed("here", who, limit=SCANS_PER_TEN_MINUTES, seconds=600):
            return throttle.too_many(request, 600)
        try:
            services.check_in(mission=mission, day=day, address=form.cleaned_data["email"])
        except WrongState as error:
            return render(request, "core/link_dead.html", {"reason": error.message}, status=410)
        done = True
    context = {
        "mission": mission,
        "day": day,
        "half": select.half_now(mission),
        "form": form,
        "done": done,
    }
    return render(request, "exchanges/presence_here.html", context)


def _noted_by(request: HttpRequest, slug: str) -> Mission:
    mission = get_object_or_404(missions_read.mission_for_page(request.actor), slug=slug)
    permissions.check_relation(services.relations(mission, request.actor), *select.NOTERS)
    return mission


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _check_in(request: HttpRequest, mission: Mission, day: date, form: LateForm | None) -> dict[str, object]:
    lines = select.lines(mission, day)
    was = [half.key for line in lines for half in line.halves if half.here]
    return {
        "mission": mission,
        "day": day,
        "lines": lines,
        "form": form,
        "was": ",".join(was),
        "ticked": request.POST.getlist("here") if request.method == "POST" else was,
        "here": sum(any(half.here for half in line.halves) for line in lines),
        "half_now": select.half_now(mission),
        "not_yet": day > select.local_now(mission).date(),
        "back_url": reverse("exchanges:mission_presence", args=[mission.slug]),
        "back_label": _("All days"),
    }


def _tapped(request: HttpRequest) -> dict[tuple[int, str], bool]:
    """`12:morning:1` came, `12:morning:0` did not."""
    found = {}
    for mark in request.POST.getlist("mark")[:1000]:
        key, _colon, present = mark.rpartition(":")
        found |= dict.fromkeys(_keys([key]), present == "1")
    return found


def _ticked(request: HttpRequest) -> dict[tuple[int, str], bool]:
    """Only what differs from what the page showed, so that a list opened earlier takes nothing back."""
    now, was = set(_keys(request.POST.getlist("here"))), set(_keys(request.POST.get("was", "").split(",")))
    return dict.fromkeys(now - was, True) | dict.fromkeys(was - now, False)


def _keys(texts: Iterable[str]) -> list[tuple[int, str]]:
    parts = (text.partition(":") for text in texts)
    return [(int(number), half) for number, _colon, half in parts if number.isdecimal() and len(number) < 18]
