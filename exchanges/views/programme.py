"""The programme of an event: pasted or built one by one, changed, and taken along into a calendar."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.edits import Edit
from core.exceptions import InvalidInput
from core.posted import posted
from exchanges import ics, programme_lines
from exchanges.forms.missions import ProgrammeForm, SessionForm
from exchanges.models import Mission, MissionSession
from exchanges.selectors import missions as selectors
from exchanges.selectors.calendar_events import session_event, uid
from exchanges.services import programme as services
from exchanges.views.missions import own

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_not_required
def mission_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as a whole, and every session that has a time."""
    mission = get_object_or_404(selectors.mission_for_page(request.actor), slug=slug)
    stamp, url = clock.now(), request.build_absolute_uri(reverse("exchanges:mission_detail", args=[slug]))
    whole = ics.days(
        uid=uid("mission", mission.pk),
        title=mission.title,
        first_day=mission.start_on,
        last_day=mission.end_on,
        place=selectors.place(mission),
        description=mission.summary,
        url=url,
        stamp=stamp,
        sequence=mission.version,
        cancelled=mission.state == "cancelled",
    )
    sessions = (session_event(row, mission, url=url, stamp=stamp) for row in mission.sessions.all())
    events = [whole, *filter(None, sessions)]
    response = HttpResponse(ics.calendar(events), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{mission.slug}.ics"'
    return response


@FORM_PAGE
def mission_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Sessions are added one by one, changed, and taken away."""
    mission = own(request, slug)
    form = SessionForm(posted(request), initial={"day": _next_day(mission)})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_session(mission=mission, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Added to the programme."))
            return redirect(request.path)
    return render(request, "exchanges/mission_programme.html", _context(mission) | {"form": form})


@FORM_PAGE
def mission_programme_paste(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme that stands in a mail or a document already; it comes to the sessions that are there."""
    mission = own(request, slug)
    empty = programme_lines.template(selectors.days_of(mission))
    form = ProgrammeForm(posted(request), mission=mission, initial={"text": empty})
    if request.method == "POST" and form.is_valid():
        added = services.add_lines(mission=mission, by=request.actor, lines=form.lines)
        messages.success(request, _("Sessions added: %(number)d.") % {"number": len(added)})
        return redirect("exchanges:mission_programme", slug=slug)
    context = _context(mission) | {"form": form, "button_label": _("Add to the programme")}
    return render(request, "exchanges/mission_programme_paste.html", context)


@FORM_PAGE
def mission_session(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    mission = own(request, slug)
    session = get_object_or_404(mission.sessions, pk=pk)
    saved = {name: getattr(session, name) for name in services.SESSION_FIELDS}
    edit, form = Edit(request, saved), SessionForm(posted(request), initial=saved)
    service, by = services.change_session, request.actor
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, service, session=session, by=by, **form.cleaned_data)
    ):
        messages.success(request, _("The session is changed."))
        return redirect("exchanges:mission_programme", slug=slug)
    back = reverse("exchanges:mission_programme", args=[slug])
    context = {"form": form, "mission": mission, "button_label": _("Save"), "back_url": back}
    return edit.answer("exchanges/mission_session.html", context)


@require_POST
def mission_session_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    mission = own(request, slug)
    session = get_object_or_404(mission.sessions, pk=pk)
    services.remove_session(session=session, by=request.actor)
    messages.success(request, _("Taken out of the programme."))
    return redirect("exchanges:mission_programme", slug=slug)


def _context(mission: Mission) -> dict[str, Any]:
    return {
        "mission": mission,
        "programme": selectors.programme(mission),
        "step": 2,
        "steps": selectors.preparation_steps(mission),
        "back_url": reverse("exchanges:mission_detail", args=[mission.slug]),
    }


def _next_day(mission: Mission) -> Any:
    """Whoever adds one session after the other stays on the same day."""
    last: MissionSession | None = max(mission.sessions.all(), key=lambda row: row.pk, default=None)
    return last.day if last is not None else mission.start_on
