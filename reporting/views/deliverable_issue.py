"""One issue of a deliverable: the builder's first page, its moves, its files and what is different from the last issue."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import files, progress, workflow
from core.exceptions import InvalidInput
from core.forms import Form
from core.posted import posted
from reporting import permissions
from reporting.deliverables import catalogue, issues
from reporting.enums import Edition
from reporting.forms.deliverables import FiguresForm, ReasonForm, SubmittedForm
from reporting.models import Deliverable, DeliverableEdition
from reporting.models.querysets import oversees
from reporting.selectors import deliverables as selectors
from reporting.selectors import figure_sources
from reporting.services import deliverable_files
from reporting.services import deliverables as service

# The address of a move, the move, and whether it needs a reason.
MOVES = {
    "send": ("send", False),
    "take-back": ("take_back", False),
    "send-back": ("send_back", True),
    "approve": ("approve", False),
    "reopen": ("reopen", True),
    "publish": ("publish", False),
    "withdraw": ("withdraw", True),
    "discard": ("discard", False),
}


def back_to(issue: Deliverable) -> dict[str, str]:
    return {
        "back_url": reverse("reporting:deliverable", args=[issue.pk]),
        "back_label": _("%(code)s, issue %(number)d") % {"code": issue.code, "number": issue.number},
    }


@require_safe
def deliverable(request: HttpRequest, pk: int) -> HttpResponse:
    """The outline, who must act, the figures and the files; while a worker makes these the page asks again."""
    issue = own_issue(request, pk)
    moves = [_offer(offer) for offer in workflow.available(issue, request.actor)]
    context = builder_context(request, issue) | {
        "moves": moves,
        "waits_for_another": issue.state == "in_review" and "approve" not in {move["name"] for move in moves},
        "editions": _editions(request, issue),
        "work": _work(issue),
        "last": issues.last_issue(issue),
        "corrected": figure_sources.corrected_since(issue),
        "history": [_entry(log) for log in workflow.history(issue)],
        "may_make": issue.state in ("draft", "in_review", "approved") and not issue.files_are_final,
        "may_submit": issue.state in ("approved", "published", "withdrawn"),
        "back_url": reverse("reporting:deliverable_kind", args=[issue.partnership.slug, issue.code]),
        "back_label": f"{issue.code} {issue.title}",
    }
    return render(request, "reporting/deliverables/builder.html", context)


def builder_context(request: HttpRequest, issue: Deliverable) -> dict[str, Any]:
    """What every page of the builder shows at its left."""
    kind = catalogue.kind_of(issue.code)
    outline = selectors.outline_of(issue, kind, confidential=oversees(request.actor))
    written = [item for item in outline if item.part is not None]
    return {
        "issue": issue,
        "kind": kind,
        "partnership": issue.partnership,
        "outline": outline,
        "written": sum(item.state in ("written", "finished") for item in written),
        "to_write": len(written),
        "tone": selectors.TONES.get(issue.state, "off"),
        "may_report": permissions.can_report(issue.partnership, request.actor),
        "may_write": issue.state == "draft" and permissions.can_write(issue, request.actor),
        "may_comment": issue.state in ("draft", "in_review")
        and permissions.can_comment(issue, request.actor),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Ask once more what a move means, then make it."""
    issue = own_issue(request, pk)
    if move not in MOVES:
        raise Http404
    name, needs_reason = MOVES[move]
    workflow.check_actor(issue, name, request.actor)
    form = (ReasonForm if needs_reason else Form)(posted(request))
    if request.method == "POST" and form.is_valid():
        service.move_deliverable(
            deliverable=issue,
            move=name,
            by=request.actor,
            version=_version(request),
            comment=form.cleaned_data.get("reason", ""),
        )
        messages.success(request, _said(name))
        if name == "discard":
            return redirect("reporting:deliverable_kind", issue.partnership.slug, issue.code)
        return redirect("reporting:deliverable", pk=pk)
    offer = next((one for one in workflow.available(issue, request.actor) if one.name == name), None)
    context = {
        "issue": issue,
        "move": name,
        "form": form,
        "reasons": offer.reasons
        if offer is not None
        else [_("The state of this issue does not allow it now.")],
        **back_to(issue),
    }
    return render(request, "reporting/deliverables/move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the figures of a draft anew, of the same or of another period."""
    issue = own_issue(request, pk)
    permissions.check_may_report(issue.partnership, request.actor)
    form = FiguresForm(
        posted(request),
        partnership=issue.partnership,
        kind=catalogue.kind_of(issue.code),
        initial={
            "since": issue.since,
            "until": issue.as_of,
            "figures": request.GET.get("figures") or _source(issue),
        },
    )
    back = reverse("reporting:deliverable", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            service.freeze_again(
                deliverable=issue, by=request.actor, version=_version(request), **form.cleaned_data
            )
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The figures are frozen anew. The texts stay as they are."))
            return redirect(back)
    context = {"issue": issue, "form": form, **back_to(issue)}
    return render(request, "reporting/deliverables/freeze.html", context)


def _source(issue: Deliverable) -> str:
    """What the issue has now, as the form names it."""
    if issue.period_id is None:
        return figure_sources.DAYS
    return f"{'corrected' if issue.with_corrections else 'period'}:{issue.period_id}"


@require_POST
def deliverable_make(request: HttpRequest, pk: int) -> HttpResponse:
    """PDF and Word of both editions; a worker makes them."""
    issue = own_issue(request, pk)
    deliverable_files.ask_files(deliverable=issue, by=request.actor)
    return redirect(reverse("reporting:deliverable", args=[pk]) + "#files")


@require_POST
def deliverable_with_changes(request: HttpRequest, pk: int) -> HttpResponse:
    issue = own_issue(request, pk)
    service.choose_changes(deliverable=issue, wanted=bool(request.POST.get("wanted")), by=request.actor)
    return redirect("reporting:deliverable_changes", pk=pk)


@require_safe
def deliverable_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures then and now, texts by words."""
    issue = own_issue(request, pk)
    wanted = Edition.CONFIDENTIAL if oversees(request.actor) else Edition.PUBLIC
    edition = issue.editions.filter(edition=wanted).select_related("deliverable").first()
    changes = issues.changes_of(edition) if edition is not None else None
    context = builder_context(request, issue) | {
        "changes": changes,
        **back_to(issue),
    }
    return render(request, "reporting/deliverables/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_submitted(request: HttpRequest, pk: int) -> HttpResponse:
    """Note when the issue went to the granting authority."""
    issue = own_issue(request, pk)
    permissions.check_may_report(issue.partnership, request.actor)
    initial = {"submitted_on": issue.submitted_on, "note": issue.submission_note}
    form = SubmittedForm(posted(request), initial=initial)
    back = reverse("reporting:deliverable", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            service.note_submission(deliverable=issue, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Noted."))
            return redirect(back)
    context = {"issue": issue, "form": form, **back_to(issue)}
    return render(request, "reporting/deliverables/submitted.html", context)


@login_not_required
@require_safe
def deliverable_file(request: HttpRequest, pk: int, edition: str, ending: str) -> FileResponse:
    """PDF or Word; the public edition of a published issue is for everybody, its Word file for the own people."""
    visible = DeliverableEdition.objects.visible_to(request.actor).select_related(
        "pdf", "word", "deliverable"
    )
    found: DeliverableEdition = get_object_or_404(visible.defer("snapshot"), deliverable=pk, edition=edition)
    if ending == "docx":
        own_issue(request, pk)
    stored = {"pdf": found.pdf, "docx": found.word}.get(ending)
    if stored is None:
        raise Http404
    return files.answer(stored)


def own_issue(request: HttpRequest, pk: int) -> Deliverable:
    """For the people of the partnership; the builder is nobody else's, published or not."""
    visible = Deliverable.objects.visible_to(request.actor).exclude(state="discarded")
    rows = visible.select_related("partnership", "period").defer("period__snapshot")
    found: Deliverable = get_object_or_404(rows, pk=pk)
    if not permissions.can_read_builder(found, request.actor):
        raise Http404
    return found


def _editions(request: HttpRequest, issue: Deliverable) -> list[DeliverableEdition]:
    visible = DeliverableEdition.objects.visible_to(request.actor).filter(deliverable=issue)
    return list(visible.select_related("pdf", "word").defer("snapshot").order_by("-edition"))


def _work(issue: Deliverable) -> dict[str, int] | None:
    """How far the worker is, while it works."""
    if not issue.being_made:
        return None
    done, total = progress.read(deliverable_files.job_name(issue)) or (0, 0)
    return {"done": done, "total": total, "percent": round(done / total * 100) if total else 0}


def _offer(offer: workflow.Offer) -> dict[str, Any]:
    address = next(address for address, (name, _reason) in MOVES.items() if name == offer.name)
    return {"name": offer.name, "label": offer.label, "address": address, "reasons": offer.reasons}


def _entry(log: Any) -> dict[str, Any]:
    done = {
        "send": _("Sent to review"),
        "take_back": _("Taken back to be written on"),
        "send_back": _("Sent back"),
        "approve": _("Approved"),
        "reopen": _("Opened again"),
        "publish": _("Published"),
        "withdraw": _("Withdrawn"),
    }
    return {
        "when": log.occurred_at,
        "has_time": True,
        "who": log.actor_label,
        "what": done.get(log.name, _("Begun")),
        "note": log.comment,
    }


def _said(move: str) -> str:
    return {
        "send": _("Sent to review. Whoever may approve it hears of it by mail."),
        "take_back": _("It is a draft again."),
        "send_back": _("Sent back with your words."),
        "approve": _("Approved. The files are being made."),
        "reopen": _("It is a draft again. It needs another review."),
        "publish": _("Published on the partnership's public page."),
        "withdraw": _("Withdrawn. It is no longer on the public page."),
        "discard": _("The draft is thrown away."),
    }[move]


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None
