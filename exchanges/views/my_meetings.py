"""A participant's own meetings, with a log-in or by mail link: words, times, wishes, schedule, calendar, outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock, pdf
from core.dates import human
from core.exceptions import InvalidInput, WrongState
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges import ics, permissions
from exchanges.enums import WishKind
from exchanges.forms.meetings import AwayForm, OutcomeForm, WishesForm, WordsForm
from exchanges.models import MeetingRound, Participant
from exchanges.selectors import meetings as selectors
from exchanges.selectors.calendar_events import meeting_event
from exchanges.services import meeting_day, meeting_wishes, meetings
from exchanges.workflows.participant import participant_relations

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 12


@dataclass(frozen=True)
class Own:
    """Whose meetings these are, and by which addresses the person came: with a log-in, or by link."""

    person: Participant
    round: MeetingRound
    token: str = ""

    def address(self, part: str = "", meeting: int | None = None) -> str:
        name = "my_meeting_outcome" if meeting is not None else "my_meetings_page" if part else "my_meetings"
        key: dict[str, Any] = {"token": self.token} if self.token else {"pk": self.person.pk}
        if meeting is not None:
            key["meeting"] = meeting
        elif part:
            key["part"] = part
        return reverse(f"exchanges:{name}{'_by_link' if self.token else ''}", kwargs=key)


class _Shown:
    """An appointment with the address where the person says what came of it."""

    def __init__(self, row: selectors.Appointment, outcome_url: str) -> None:
        self.meeting, self.seat, self.other, self.slot = row.meeting, row.seat, row.other, row.slot
        self.cancelled, self.may_answer, self.outcome_url = row.cancelled, row.may_answer, outcome_url


@require_safe
def my_meetings(request: HttpRequest, pk: int) -> HttpResponse:
    return _home(request, _own(request, pk))


@FORM_PAGE
def my_meetings_page(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    return _page(request, _own(request, pk), part)


@FORM_PAGE
def my_meeting_outcome(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    return _outcome(request, _own(request, pk), meeting)


@require_safe
@by_link(meetings.LINK_PURPOSE)
def my_meetings_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    return _home(request, _of_link(request, link))


@FORM_PAGE
@by_link(meetings.LINK_PURPOSE)
def my_meetings_page_by_link(request: HttpRequest, link: AccessLink, part: str) -> HttpResponse:
    return _page(request, _of_link(request, link), part)


@FORM_PAGE
@by_link(meetings.LINK_PURPOSE)
def my_meeting_outcome_by_link(request: HttpRequest, link: AccessLink, meeting: int) -> HttpResponse:
    return _outcome(request, _of_link(request, link), meeting)


@require_safe
@by_link(meetings.FEED_PURPOSE)
def meetings_feed(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """What a calendar asks for again and again: every meeting once, moved and cancelled ones with a higher number."""
    return _calendar(request, _of_link(request, link))


def _own(request: HttpRequest, pk: int) -> Own:
    person = get_object_or_404(selectors.people(request.actor), pk=pk)
    permissions.check_relation(participant_relations(person, request.actor), "participant")
    return _with_round(person)


def _of_link(request: HttpRequest, link: AccessLink) -> Own:
    person = get_object_or_404(selectors.people(request.actor), pk=link.subject_id)
    return _with_round(person, request.resolver_match.kwargs["token"])


def _with_round(person: Participant, token: str = "") -> Own:
    found = selectors.round_of(person)
    if found is None:
        raise Http404
    return Own(person, found, token)


def _context(own: Own, **more: Any) -> dict[str, Any]:
    return {
        "person": own.person,
        "mission": own.person.mission,
        "round": own.round,
        "addresses": {part: own.address(part) for part in PAGES} | {"home": own.address()},
        **more,
    }


def _home(request: HttpRequest, own: Own) -> HttpResponse:
    """While wishes are collected: three tasks. Afterwards: the schedule."""
    rows = selectors.schedule_of(own.person)
    context = _context(
        own,
        published=own.round.state in ("published", "finished") or (own.round.state == "called_off" and rows),
        takes_wishes=meeting_wishes.takes_wishes(own.round),
        tasks=_tasks(own),
        answer=getattr(own.person, "meeting_answer", None),
        days=selectors.by_day(_Shown(row, own.address(meeting=row.meeting.pk)) for row in rows),
        comes=own.person.state == "coming",
    )
    return render(request, "exchanges/my_meetings.html", context)


def _tasks(own: Own) -> list[dict[str, Any]]:
    answer = getattr(own.person, "meeting_answer", None)
    wrote = answer is not None and bool(answer.does or answer.looks_for)
    wished = answer is not None and answer.answered_at is not None
    names = (
        ("words", _("Say what you do and look for"), wrote),
        ("times", _("Say when you cannot meet"), answer is not None and answer.away.exists()),
        ("wishes", _("Choose whom to meet"), wished),
    )
    return [
        {"name": name, "url": own.address(part), "state": "completed" if done else "not_started"}
        for part, name, done in names
    ]


def _page(request: HttpRequest, own: Own, part: str) -> HttpResponse:
    if part not in PAGES:
        raise Http404
    return PAGES[part](request, own)


def _words(request: HttpRequest, own: Own) -> HttpResponse:
    answer = getattr(own.person, "meeting_answer", None)
    known = {"does": answer.does, "looks_for": answer.looks_for} if answer is not None else {}
    known["does"] = known.get("does") or selectors.what_it_does(own.person)
    form = WordsForm(posted(request), initial=known)
    save = meeting_wishes.save_words
    if request.method == "POST" and form.is_valid() and _saved(request, own, form, save, **form.cleaned_data):
        return redirect(own.address("times"))
    return _question(request, own, "exchanges/my_meeting_words.html", form)


def _times(request: HttpRequest, own: Own) -> HttpResponse:
    answer = getattr(own.person, "meeting_answer", None)
    away = list(answer.away.values_list("pk", flat=True)) if answer is not None else []
    slots = list(own.round.slots.order_by("day", "starts_at"))
    form = AwayForm(posted(request), slots=slots, caption=own.person.mission.title, initial={"slots": away})
    save = meeting_wishes.save_away
    if request.method == "POST" and form.is_valid() and _saved(request, own, form, save, **form.cleaned_data):
        return redirect(own.address("wishes"))
    return _question(request, own, "exchanges/my_meeting_times.html", form)


def _wishes(request: HttpRequest, own: Own) -> HttpResponse:
    """Page by page; each page saves its own answers and leads to the next."""
    page = Paginator(selectors.catalogue(own.person), PER_PAGE).get_page(request.GET.get("page"))
    form = WishesForm(posted(request), people=page, wishes=selectors.own_wishes(own.person))
    if request.method == "POST" and form.is_valid():
        chosen = {"want": form.chosen(WishKind.WANT), "avoid": form.chosen(WishKind.AVOID)}
        if _saved(request, own, form, meeting_wishes.save_wishes, among=form.keys, **chosen):
            if page.has_next():
                return redirect(f"{own.address('wishes')}?page={page.next_page_number()}")
            return redirect(own.address())
    label = _("Save and go on") if page.has_next() else _("Save")
    return _question(request, own, "exchanges/my_meeting_wishes.html", form, page=page, button_label=label)


def _question(
    request: HttpRequest, own: Own, template: str, form: Any, button_label: str = "", **more: Any
) -> HttpResponse:
    if request.method != "POST" and not meeting_wishes.takes_wishes(own.round):
        return redirect(own.address())
    context = _context(
        own,
        form=form,
        caption=own.person.mission.title,
        button_label=button_label or _("Save and go on"),
        back_url=own.address(),
        back_label=_("My meetings"),
        **more,
    )
    return render(request, template, context)


def _saved(request: HttpRequest, own: Own, form: Any, service: Callable[..., Any], **values: Any) -> bool:
    try:
        service(participant=own.person, by=request.actor, **values)
    except InvalidInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(
        request, _("Saved. You can change it until %(day)s.") % {"day": human(own.round.wishes_until)}
    )
    return True


def _outcome(request: HttpRequest, own: Own, meeting: int) -> HttpResponse:
    rows = {row.meeting.pk: row for row in selectors.schedule_of(own.person, cancelled=False)}
    row = rows.get(meeting)
    if row is None:
        raise Http404
    if not row.begun:
        raise WrongState(_("This meeting is still to come."))
    form = OutcomeForm(posted(request), initial={"outcome": row.seat.outcome, "note": row.seat.note})
    if request.method == "POST" and form.is_valid():
        meeting_day.record_outcome(
            meeting=row.meeting, participant=own.person, by=request.actor, **form.cleaned_data
        )
        messages.success(request, _("Thank you. You can change it until the organisers close the meetings."))
        return redirect(own.address())
    context = _context(
        own, form=form, row=row, back_url=own.address(), back_label=_("My meetings"), button_label=_("Save")
    )
    return render(request, "exchanges/my_meeting_outcome.html", context)


@require_safe
def _pdf(request: HttpRequest, own: Own) -> HttpResponse:
    rows = selectors.schedule_of(own.person, cancelled=False)
    title = _("Meetings of %(name)s") % {"name": own.person.full_name}
    context = {
        "person": own.person,
        "mission": own.person.mission,
        "days": selectors.by_day(rows),
        "printed_at": clock.now(),
    }
    content = pdf.render("pdf/meetings.html", context, title=title, language=get_language() or "en")
    return _download(content, "application/pdf", f"meetings-{own.person.mission.slug}.pdf")


@require_safe
def _ics(request: HttpRequest, own: Own) -> HttpResponse:
    response = _calendar(request, own)
    response["Content-Disposition"] = f'attachment; filename="meetings-{own.person.mission.slug}.ics"'
    return response


def _calendar(request: HttpRequest, own: Own) -> HttpResponse:
    mission = own.person.mission
    address = request.build_absolute_uri(reverse("exchanges:mission_detail", args=[mission.slug]))
    events = [
        meeting_event(
            row.meeting,
            mission,
            other=row.other.of,
            description=f"{row.other.full_name}, {row.other.of}",
            url=address,
        )
        for row in selectors.schedule_of(own.person)
    ]
    return HttpResponse(ics.calendar(events), content_type="text/calendar; charset=utf-8")


def _feed(request: HttpRequest, own: Own) -> HttpResponse:
    """The address is shown once, when it is made; a new one replaces it."""
    address = ""
    if request.method == "POST":
        if "stop" in request.POST:
            meetings.stop_feed(participant=own.person, by=request.actor)
            messages.success(request, _("The address no longer works."))
            return redirect(own.address("feed"))
        address = meetings.issue_feed(participant=own.person, by=request.actor)
    context = _context(
        own,
        address=address,
        has_one=meetings.has_feed(own.person),
        back_url=own.address(),
        back_label=_("My meetings"),
    )
    return render(request, "exchanges/my_meetings_feed.html", context)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


PAGES: dict[str, Callable[[HttpRequest, Own], HttpResponse]] = {
    "words": _words,
    "times": _times,
    "wishes": _wishes,
    "pdf": _pdf,
    "ics": _ics,
    "feed": _feed,
}
