"""Pre-arranged meetings for the staff of an event: set up, answers, the plan, the grid, changes by hand."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, progress, workflow
from core.edits import Edit
from core.exceptions import InvalidInput
from core.posted import posted
from exchanges import permissions
from exchanges.forms.meetings import (
    AbsentForm,
    MeetingForm,
    PlaceForm,
    ReasonForm,
    RoundForm,
    SwapForm,
    TimeForm,
)
from exchanges.models import Meeting, MeetingRound, Mission
from exchanges.selectors import meetings as selectors
from exchanges.selectors.meeting_words import plan_sentences
from exchanges.selectors.missions import mission_for_page
from exchanges.services import meeting_day, meeting_plans
from exchanges.services import meetings as services
from exchanges.workflows.meetings import round_relations
from exchanges.workflows.mission import mission_relations

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
STAFF = ("host_manager", "coordinator")
PER_PAGE = 50
ACTS: dict[str, Any] = {
    "open_wishes": services.open_wishes,
    "collect_again": services.collect_again,
    "publish": services.publish,
    "finish": services.finish,
}


@require_safe
def meeting_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the meetings of an event stand, and what is to be done next."""
    mission = _mission(request, slug)
    found = selectors.rounds(request.actor).filter(mission=mission).first()
    context: dict[str, Any] = {"mission": mission, "round": found, **_back(mission)}
    if found is not None:
        plan = found.plans.order_by("-id").first()
        windows = selectors.by_day(selectors.windows(found))
        to_come = bool(windows) and windows[-1]["day"] > clock.today(mission.country.timezone)
        context |= {
            "state": workflow.of(found).state(found.state),
            "figures": selectors.figures(found),
            "windows": windows,
            "to_come": to_come,
            "moves": [
                move
                for move in workflow.available(found, request.actor)
                if move.name in ACTS and not (move.name == "finish" and to_come)
            ],
            "plan": plan,
            "checks": plan_sentences(plan) if plan is not None and plan.made_at is not None else [],
        }
    return render(request, "exchanges/meeting_round.html", context)


@FORM_PAGE
def meeting_setup(request: HttpRequest, slug: str) -> HttpResponse:
    """Lengths, tables and the last day for wishes; before the first time they set the meetings up."""
    mission = _mission(request, slug)
    found = selectors.rounds(request.actor).filter(mission=mission).first()
    saved = {name: getattr(found, name) for name in services.SETTINGS} if found is not None else {}
    edit, form = Edit(request, saved), RoundForm(posted(request), initial=saved)
    context = {
        "form": form,
        "caption": mission.title,
        "mission": mission,
        "button_label": _("Save"),
        "back_url": reverse("exchanges:meeting_round", args=[slug]),
        "back_label": _("B2B meetings"),
    }
    if request.method == "POST" and form.is_valid():
        if found is not None:
            done = edit.done(
                form, services.update_round, meeting_round=found, by=request.actor, **form.cleaned_data
            )
        else:
            done = _tried(form, services.create_round, mission=mission, by=request.actor, **form.cleaned_data)
        if done:
            messages.success(request, _("Saved."))
            return redirect("exchanges:meeting_round", slug=slug)
    return edit.answer("exchanges/meeting_setup.html", context)


@FORM_PAGE
def meeting_times(request: HttpRequest, slug: str) -> HttpResponse:
    """One more stretch of time, which becomes a session of the programme."""
    found = _round(request, slug)
    form = TimeForm(posted(request), initial={"day": found.mission.start_on, "place": found.mission.city})
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, services.add_time, meeting_round=found, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("Added, also to the programme."))
        return redirect(request.path)
    context = {
        "round": found,
        "mission": found.mission,
        "windows": selectors.by_day(selectors.windows(found)),
        "form": form,
        "back_url": reverse("exchanges:meeting_round", args=[slug]),
        "back_label": _("B2B meetings"),
    }
    return render(request, "exchanges/meeting_times.html", context)


@require_safe
def meeting_answers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has answered; nobody's wishes."""
    found = _round(request, slug)
    page = Paginator(selectors.with_answers(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": found,
        "mission": found.mission,
        "page": page,
        "figures": selectors.figures(found),
        "back_url": reverse("exchanges:meeting_round", args=[slug]),
        "back_label": _("B2B meetings"),
    }
    return render(request, "exchanges/meeting_answers.html", context)


@require_POST
def meeting_remind(request: HttpRequest, slug: str) -> HttpResponse:
    number = services.ask(_round(request, slug), request.actor)
    words = ngettext("%(number)d mail goes out.", "%(number)d mails go out.", number) % {"number": number}
    if not number:
        words = _("Everybody has answered, or was asked within the last day.")
    messages.success(request, words)
    return redirect("exchanges:meeting_answers", slug=slug)


@require_POST
def meeting_act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    found = _round(request, slug)
    if act not in ACTS:
        raise Http404
    ACTS[act](meeting_round=found, by=request.actor)
    messages.success(request, _("Saved: %(state)s.") % {"state": workflow.of(found).state(found.state).label})
    return redirect("exchanges:meeting_round", slug=slug)


@require_POST
def meeting_solve(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a plan; `rest` leaves what stands."""
    found = _round(request, slug)
    meeting_plans.ask_plan(meeting_round=found, by=request.actor, rest="rest" in request.POST)
    return redirect("exchanges:meeting_plan", slug=slug)


@require_safe
def meeting_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """While a worker is at it the page asks again every second."""
    found = _round(request, slug)
    plan = found.plans.order_by("-id").first()
    if plan is None:
        raise Http404
    steps = None
    if plan.at_work:
        done, total = progress.read(f"meeting_plan:{plan.pk}") or (0, meeting_plans.STEPS)
        steps = {"done": done, "total": total, "words": _STEP_WORDS[min(done, len(_STEP_WORDS) - 1)]}
    context = {
        "round": found,
        "mission": found.mission,
        "plan": plan,
        "steps": steps,
        "checks": plan_sentences(plan) if plan.made_at is not None else [],
        "back_url": reverse("exchanges:meeting_round", args=[slug]),
        "back_label": _("B2B meetings"),
    }
    return render(request, "exchanges/meeting_plan.html", context)


@require_safe
def meeting_grid(request: HttpRequest, slug: str) -> HttpResponse:
    """Slots by tables."""
    found = _round(request, slug)
    rows = selectors.grid(found)
    context = {
        "round": found,
        "mission": found.mission,
        "state": workflow.of(found).state(found.state),
        "days": selectors.by_day(rows),
        "tables": range(1, found.tables + 1),
        "figures": selectors.figures(found),
        "may_change": found.state in ("scheduled", "published"),
        "back_url": reverse("exchanges:meeting_round", args=[slug]),
        "back_label": _("B2B meetings"),
    }
    return render(request, "exchanges/meeting_grid.html", context)


@FORM_PAGE
def meeting_new(request: HttpRequest, slug: str) -> HttpResponse:
    found = _round(request, slug)
    form = MeetingForm(
        posted(request),
        people=selectors.attendees(found),
        slots=found.slots.order_by("day", "starts_at"),
        tables=found.tables,
        initial={"slot": request.GET.get("slot"), "table": request.GET.get("table")},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, meeting_day.add_meeting, meeting_round=found, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _told(found, _("The meeting is in the plan.")))
        return redirect("exchanges:meeting_grid", slug=slug)
    context = {
        "form": form,
        "mission": found.mission,
        "caption": found.mission.title,
        "button_label": _("Put it into the plan"),
        "back_url": reverse("exchanges:meeting_grid", args=[slug]),
        "back_label": _("Grid of times and tables"),
    }
    return render(request, "exchanges/meeting_new.html", context)


@FORM_PAGE
def meeting_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One meeting: who meets, what came of it, and a form that moves it."""
    found = _round(request, slug)
    meeting = _meeting(found, pk)
    form = PlaceForm(
        posted(request),
        slots=found.slots.order_by("day", "starts_at"),
        tables=found.tables,
        initial={"slot": meeting.slot_id, "table": meeting.table},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, meeting_day.move_meeting, meeting=meeting, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _told(found, _("The meeting is moved.")))
        return redirect("exchanges:meeting_grid", slug=slug)
    context = {
        "form": form,
        "mission": found.mission,
        "meeting": meeting,
        "state": workflow.of(meeting).state(meeting.state),
        "moves": {move.name for move in workflow.available(meeting, request.actor)},
        "back_url": reverse("exchanges:meeting_grid", args=[slug]),
        "back_label": _("Grid of times and tables"),
    }
    return render(request, "exchanges/meeting_detail.html", context)


@FORM_PAGE
def meeting_swap(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Two meetings change places."""
    found = _round(request, slug)
    meeting = _meeting(found, pk)
    form = _swap_form(found, meeting, posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, meeting_day.swap_meetings, meeting=meeting, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _told(found, _("The two meetings have changed places.")))
        return redirect("exchanges:meeting_grid", slug=slug)
    context = {
        "form": form,
        "meeting": meeting,
        "told": found.state == "published",
        "mission": found.mission,
        "back_url": reverse("exchanges:meeting_detail", args=[slug, pk]),
        "back_label": _("The meeting"),
    }
    return render(request, "exchanges/meeting_swap.html", context)


def _swap_form(found: MeetingRound, meeting: Meeting, data: Any = None) -> SwapForm:
    others = selectors.meetings_of_round(found).filter(state__in=("planned", "moved")).exclude(pk=meeting.pk)
    return SwapForm(data, meetings=others.order_by("slot__day", "slot__starts_at", "table"))


@FORM_PAGE
def meeting_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = _round(request, slug)
    meeting = _meeting(found, pk)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        meeting_day.cancel_meeting(meeting=meeting, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _told(found, _("The meeting is cancelled.")))
        return redirect("exchanges:meeting_grid", slug=slug)
    context = {
        "form": form,
        "meeting": meeting,
        "told": found.state == "published",
        "mission": found.mission,
        "back_url": reverse("exchanges:meeting_detail", args=[slug, pk]),
        "back_label": _("The meeting"),
    }
    return render(request, "exchanges/meeting_cancel.html", context)


@FORM_PAGE
def meeting_absent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody comes later or not at all: the meetings that they miss are cancelled."""
    found = _round(request, slug)
    person = get_object_or_404(selectors.attendees(found), pk=pk)
    form = AbsentForm(posted(request), slots=found.slots.order_by("day", "starts_at"))
    if request.method == "POST" and form.is_valid():
        number = meeting_day.cancel_meetings_of(participant=person, by=request.actor, **form.cleaned_data)
        words = ngettext("%(number)d meeting is cancelled.", "%(number)d meetings are cancelled.", number) % {
            "number": number
        }
        messages.success(request, _told(found, words))
        return redirect("exchanges:meeting_grid", slug=slug)
    context = {
        "form": form,
        "person": person,
        "mission": found.mission,
        "back_url": reverse("exchanges:meeting_answers", args=[slug]),
        "back_label": _("Participants and answers"),
    }
    return render(request, "exchanges/meeting_absent.html", context)


_STEP_WORDS = (
    gettext_lazy("The wishes are read."),
    gettext_lazy("The best plan is searched for. This takes some seconds."),
    gettext_lazy("The plan is saved."),
)


def _tried(form: Any, service: Any, **values: Any) -> bool:
    """Whether the service took the values; else its sentence stands in the form."""
    try:
        service(**values)
    except InvalidInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def _told(found: MeetingRound, words: str) -> str:
    return f"{words} {_('Both sides get a mail.')}" if found.state == "published" else words


def _mission(request: HttpRequest, slug: str) -> Mission:
    mission = get_object_or_404(mission_for_page(request.actor), slug=slug)
    permissions.check_relation(mission_relations(mission, request.actor), *STAFF)
    return mission


def _round(request: HttpRequest, slug: str) -> MeetingRound:
    mission = _mission(request, slug)
    found = get_object_or_404(selectors.rounds(request.actor), mission=mission)
    permissions.check_relation(round_relations(found, request.actor), *STAFF)
    return found


def _meeting(found: MeetingRound, pk: int) -> Meeting:
    return get_object_or_404(selectors.meetings_of_round(found), pk=pk)


def _back(mission: Mission) -> dict[str, str]:
    return {
        "back_url": reverse("exchanges:mission_detail", args=[mission.slug]),
        "back_label": mission.title,
    }
