"""Running a mission: all its visits on one page, acts on all at once, and its papers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import WrongState
from core.posted import posted
from exchanges import permissions
from exchanges.documents import certificate, mission_papers
from exchanges.event_words import event_words
from exchanges.forms.places import PeopleForm
from exchanges.models import Mission
from exchanges.selectors import event_certificates, mission_people, mission_run
from exchanges.selectors import missions as missions_read
from exchanges.selectors import presence as attendance
from exchanges.selectors.building import exchange_for_building
from exchanges.selectors.mission_cancel import called_off_visits
from exchanges.services import building, participants, presence
from exchanges.services import mission_run as services
from exchanges.views.missions import own
from exchanges.workflows.mission import mission_relations

RUNNERS = ("host_manager", "coordinator")


@require_safe
def mission_board(request: HttpRequest, slug: str) -> HttpResponse:
    mission = _read(request, slug)
    found = mission_run.rows(mission, request.actor)
    show = request.GET.get("show", "")
    page = Paginator(mission_run.narrowed(found, show), 50).get_page(request.GET.get("page"))
    runs = _runs(mission, request)
    gone, ended = called_off_visits(mission, request.actor) if mission.state == "cancelled" else ([], 0)
    context = {
        "mission": mission,
        "page": page,
        "total": len(found),
        "ended": ended,
        "called_off": Paginator(gone, 50).get_page(request.GET.get("page")),
        "show": show if show in mission_run.SHOWN else "",
        "tabs": _tabs(found, show),
        "acts": [{"code": code, "label": label} for code, label in mission_run.ACTS.items()]
        if runs and mission.state != "cancelled"
        else [],
        "runs": runs,
        "words": event_words(mission),
        "others": sum(person.traveller_id is None for person in attendance.people(mission)) if runs else 0,
        "back_url": reverse("exchanges:mission_detail", args=[slug]),
        "back_label": mission.title,
    }
    return render(request, "exchanges/mission_board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mission_all(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """GET says for each visit what would happen; POST does it to the same visits, each looked at again."""
    mission = get_object_or_404(missions_read.mission_for_page(request.actor), slug=slug)
    permissions.check_relation(mission_relations(mission, request.actor), *RUNNERS)
    if act not in mission_run.ACTS:
        raise Http404
    back = reverse("exchanges:mission_board", args=[slug])
    if request.method == "POST":
        numbers = [int(text) for text in request.POST.get("f", "").split(",") if text.isdecimal()][:500]
        done, left = services.act_on_all(mission=mission, act=act, numbers=numbers, by=request.actor)
        _tell(request, done, left)
        return redirect(back)
    judged = mission_run.verdicts(act, mission_run.rows(mission, request.actor), request.actor)
    possible = [found.row for found in judged if not found.why_not]
    context = {
        "mission": mission,
        "act": act,
        "label": mission_run.ACTS[act],
        "judged": judged,
        "possible": possible,
        "numbers": ",".join(str(row.exchange.pk) for row in possible),
        "back_url": back,
        "back_label": event_words(mission).run,
    }
    return render(request, "exchanges/mission_all.html", context)


@require_safe
def mission_people_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who comes, with the addresses that the reader may see."""
    mission = _staff(request, slug)
    page = Paginator(mission_people.people(mission, request.actor), 100).get_page(request.GET.get("page"))
    context = {
        "mission": mission,
        "page": page,
        "may_enter": _runs(mission, request) and mission.state != "cancelled",
        "may_withdraw": _runs(mission, request) and mission.state in ("open", "closed"),
        "back_url": reverse("exchanges:mission_board", args=[slug])
        if mission_run.may_read(mission, request.actor)
        else reverse("exchanges:mission_detail", args=[slug]),
        "back_label": mission.title,
    }
    return render(request, "exchanges/mission_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mission_people_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Local companies, speakers and guests, as lines."""
    mission = own(request, slug)
    form = PeopleForm(posted(request), mission=mission)
    if request.method == "POST" and form.is_valid():
        entered = participants.enter_people(
            mission=mission, by=request.actor, side=form.cleaned_data["side"], guests=form.guests
        )
        words = ngettext(
            "%(number)d person is on the list of participants.",
            "%(number)d people are on the list of participants.",
            len(entered),
        )
        messages.success(request, words % {"number": len(entered)})
        return redirect("exchanges:mission_people", slug=slug)
    context = {
        "mission": mission,
        "form": form,
        "button_label": _("Put on the list"),
        "back_url": reverse("exchanges:mission_people", args=[slug]),
        "back_label": _("List of participants"),
    }
    return render(request, "exchanges/mission_people_add.html", context)


@require_POST
def mission_person_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody who was entered by name does not come; their meetings are cancelled after it."""
    mission = own(request, slug)
    person = get_object_or_404(mission.participants, pk=pk, traveller=None)
    participants.withdraw_participant(participant=person, by=request.actor)
    messages.success(request, _("%(name)s does not come and is off the list.") % {"name": person.full_name})
    return redirect("exchanges:mission_people", slug=slug)


@require_safe
def mission_paper(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A paper of the event as PDF: participants, contacts, badges, attendance or certificates."""
    if kind not in _PAPERS:
        raise Http404
    content = _PAPERS[kind](request, slug)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{kind}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def programme_take_over(request: HttpRequest, reference: str) -> HttpResponse:
    """The visitor's side accepts the changed programme of its mission into the plan."""
    exchange = exchange_for_building(request.actor, reference)
    building.take_over_programme(exchange=exchange, by=request.actor)
    messages.success(request, _("The plan has the programme of the mission. What you typed has stayed."))
    return redirect("exchanges:plan_edit", reference=reference)


def _people(request: HttpRequest, slug: str, *, contacts: bool = False) -> bytes:
    mission = _staff(request, slug)
    rows = mission_people.people(mission, request.actor, hand_out=not contacts)
    return mission_papers.participant_list(mission, rows, contacts=contacts)


def _contacts(request: HttpRequest, slug: str) -> bytes:
    return _people(request, slug, contacts=True)


def _badges(request: HttpRequest, slug: str) -> bytes:
    mission = _staff(request, slug)
    return mission_papers.badges(mission, mission_people.people(mission, request.actor))


def _attendance(request: HttpRequest, slug: str) -> bytes:
    mission = _staff(request, slug)
    rows = mission_people.people(mission, request.actor)
    return mission_papers.attendance_lists(mission, rows, attendance.days_with_list(mission))


def _certificates(request: HttpRequest, slug: str) -> bytes:
    """Of all visits that the reader sees and whose report is checked."""
    mission = _read(request, slug)
    texts = certificate.of_visits(
        [
            row.exchange
            for row in mission_run.rows(mission, request.actor)
            if certificate.is_issued(row.exchange)
        ]
    )
    if event_certificates.ends_with_certificates(mission):
        made = event_certificates.certificates(request.actor).filter(participant__mission=mission)
        texts += certificate.of_events(made)
    if not texts:
        if event_certificates.ends_with_certificates(mission):
            raise WrongState(_("No certificate is made yet."))
        raise WrongState(_("The certificates are ready once closing reports have been checked."))
    return certificate.render(texts, title=f"Certificates of participation, {mission.title}")


_PAPERS: dict[str, Any] = {
    "participants": _people,
    "contacts": _contacts,
    "badges": _badges,
    "attendance": _attendance,
    "certificates": _certificates,
}


def _read(request: HttpRequest, slug: str) -> Mission:
    """For whoever has files in the mission; 404 for others."""
    mission = get_object_or_404(missions_read.mission_for_page(request.actor), slug=slug)
    if not mission_run.may_read(mission, request.actor):
        raise Http404
    return mission


def _staff(request: HttpRequest, slug: str) -> Mission:
    mission = get_object_or_404(missions_read.mission_for_page(request.actor), slug=slug)
    permissions.check_relation(presence.relations(mission, request.actor), *attendance.NOTERS)
    return mission


def _runs(mission: Mission, request: HttpRequest) -> bool:
    return bool(mission_relations(mission, request.actor) & set(RUNNERS))


def _tabs(found: list[Any], show: str) -> list[dict[str, Any]]:
    numbers = mission_run.counts(found)
    every = {"label": _("All"), "url": "?", "current": show not in mission_run.SHOWN, "badge": len(found)}
    return [every] + [
        {"label": label, "url": f"?show={name}", "current": show == name, "badge": numbers[name]}
        for name, (label, _states) in mission_run.SHOWN.items()
        if numbers[name] or show == name
    ]


def _tell(request: HttpRequest, done: int, left: services.Left) -> None:
    if done:
        text = ngettext("Done for %(number)d visit.", "Done for %(number)d visits.", done)
        messages.success(request, text % {"number": done})
    else:
        messages.info(request, _("Nothing was done. Somebody may have done it meanwhile."))
    for reference, reason in left[:10]:
        messages.warning(request, f"{reference}: {reason}")
