"""What a place keeps about one file: who is responsible, tags, archive, a reminder; the acts of the list, for one file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.posted import posted
from exchanges.forms.lists import PersonForm, TagForm, value_form
from exchanges.selectors import desk, queue
from exchanges.services import desk as services
from exchanges.views.queue import check_staff

_DONE: dict[str, Any] = {
    desk.REMIND: gettext_lazy("A reminder goes out by mail."),
    desk.ASSIGN: gettext_lazy("It is noted who is responsible."),
    desk.TAG: gettext_lazy("The tag is on the file."),
    desk.UNTAG: gettext_lazy("The tag is taken off."),
    desk.ARCHIVE: gettext_lazy("The file is in the archive. The list shows it with the filter “Archive”."),
    desk.UNARCHIVE: gettext_lazy("The file is back in the list."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def file_desk(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of these acts. The file and the review screen send the small ones here, and get the person back."""
    row = _row(request, reference)
    check_staff(request)
    services.check_acting(request.actor)
    given = posted(request)
    act = given.get("act", "") if given is not None else ""
    sent = value_form(act, given, actor=request.actor) if act in desk.ACTS else None
    if request.method == "POST" and act in desk.ACTS and (sent is None or sent.is_valid()):
        value = sent.cleaned_data["value"] if sent is not None else ""
        run = services.act_on(act=act, numbers=[row.application.pk], by=request.actor, value=value)
        why_not = run.results[0][2]
        if why_not:
            messages.info(request, why_not)
        else:
            messages.success(request, _DONE[act])
        return redirect(f"{_back(request, reference)}#desk")
    person = sent if act == desk.ASSIGN else _person_form(request, row)
    tag = sent if act in (desk.TAG, desk.UNTAG) else TagForm(actor=request.actor)
    tag.auto_id = "id_tag_%s"
    context = {
        "row": row,
        "person_form": person,
        "tag_form": tag,
        "forms": [form for form in (person, tag) if form is not None],
        "plain": _plain(row, request),
        "back_url": _back(request, reference),
        "back_label": reference,
        "came_from": _came_from(request),
    }
    return render(request, "exchanges/file_desk.html", context)


def _row(request: HttpRequest, reference: str) -> queue.Row:
    rows = desk.rows_for(queue.files(request.actor).filter(reference=reference).order_by("id"), request.actor)
    if not rows:
        raise Http404
    return rows[0]


def _person_form(request: HttpRequest, row: queue.Row) -> PersonForm | None:
    if not desk.names_responsible(row, request.actor):
        return None
    return PersonForm(actor=request.actor, now=row.application.responsible_id)


def _plain(row: queue.Row, request: HttpRequest) -> list[dict[str, Any]]:
    """A reminder, and into the archive or out of it; each possible, or with the reason why not."""
    found = []
    for act in (desk.REMIND, desk.UNARCHIVE, desk.ARCHIVE):
        (verdict,) = desk.verdicts(act, [row], request.actor)
        found.append({"act": act, "label": desk.ACTS[act], "why_not": verdict.why_not})
    remind, out_of, into = found
    return [remind, into if out_of["why_not"] else out_of]


def _came_from(request: HttpRequest) -> str:
    given = request.POST.get("from", "") or request.GET.get("from", "")
    return "review" if given == "review" else "file"


def _back(request: HttpRequest, reference: str) -> str:
    name = "application_review" if _came_from(request) == "review" else "file"
    return reverse(f"exchanges:{name}", args=[reference])
