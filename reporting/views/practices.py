"""Best practices: the list, the form, the review by a second person, and what visitors wrote."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.models import Partnership
from core import files, workflow
from core.edits import Edit
from core.exceptions import InvalidInput
from core.posted import posted
from reporting import knowledge_permissions as permissions
from reporting.forms.activities import SendBackForm
from reporting.forms.knowledge import PracticeForm
from reporting.knowledge_filters import PracticeFilter
from reporting.models import BestPractice
from reporting.selectors import practices as selectors
from reporting.selectors.partnerships import clusters_to_record_for
from reporting.services import practices as service
from reporting.views import knowledge
from reporting.views.parts import done

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
# Acts on the page of one practice that say why.
WITH_REASON = {"send_back": service.send_back_practice, "reopen": service.reopen_practice}
PLAIN = {
    "submit": service.submit_practice,
    "accept": service.accept_practice,
    "drop": service.drop_practice,
}


@require_safe
def practices(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = knowledge.own_partnership(request, slug)
    rows = selectors.practices_of(partnership, request.actor)
    listed = knowledge.filtered(PracticeFilter, request, partnership, rows)
    context = knowledge.frame(request, partnership, "practices") | {
        "filter": listed,
        "page": Paginator(listed.qs, knowledge.PER_PAGE).get_page(request.GET.get("page")),
        "may_write": permissions.can_write(partnership, request.actor),
        "to_take": selectors.reports_to_take(partnership, request.actor).count(),
    }
    return render(request, "reporting/practices.html", context)


@FORM_PAGE
def practice_new(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = knowledge.own_partnership(request, slug)
    permissions.check_may_write(partnership, request.actor)
    submit = "submit" in request.POST
    form = _form(request, partnership, as_draft=_as_draft(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            service.write_practice,
            partnership=partnership,
            by=request.actor,
            submit=submit,
            **form.cleaned_data,
        )
    ):
        messages.success(request, _("Sent for review.") if submit else _("The draft is saved."))
        return redirect("reporting:practices", slug=slug)
    back = reverse("reporting:practices", args=[slug])
    context = {"form": form, "practice": None, "back_url": back, "back_label": _("Best practices")}
    return render(request, "reporting/practice_form.html", context)


@FORM_PAGE
def practice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    practice = _practice(request, pk)
    permissions.check_owner(practice, request.actor)
    saved = service.saved_values(practice)
    submit = "submit" in request.POST
    edit = Edit(request, saved)
    draft = practice.state != "submitted" and _as_draft(request)
    form = _form(request, practice.partnership, as_draft=draft, initial=saved, chosen=saved["terms"])
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(
            form,
            service.update_practice,
            practice=practice,
            by=request.actor,
            submit=submit,
            **form.cleaned_data,
        )
    ):
        messages.success(request, _("Sent for review.") if submit else _("The changes are saved."))
        return redirect("reporting:practice_detail", pk=pk)
    back = reverse("reporting:practice_detail", args=[pk])
    context = {"form": form, "practice": practice, "back_url": back, "back_label": practice.title}
    return edit.answer("reporting/practice_form.html", context)


@FORM_PAGE
def practice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One practice; its owner sends it, a second person accepts it or sends it back."""
    practice = _practice(request, pk)
    sent = posted(request)
    act = sent.get("act", "") if sent is not None else ""
    if request.method == "POST":
        workflow.check_actor(practice, act if act in {*PLAIN, *WITH_REASON} else "submit", request.actor)
    reasons = SendBackForm(sent if act in WITH_REASON else None)
    if request.method == "POST" and _acted(request, practice, act, reasons):
        return redirect("reporting:practice_detail", pk=pk)
    owner = permissions.owns(practice, request.actor)
    context = {
        "practice": practice,
        "terms": service.terms_of(practice),
        "offers": {offer.name: offer for offer in workflow.available(practice, request.actor)},
        "owner": owner,
        "may_edit": owner and practice.state in service.EDITABLE,
        "form": reasons,
        "facts": _facts(practice),
        "history": knowledge.timeline(practice, write=_("Written")),
        "back_url": reverse("reporting:practices", args=[practice.partnership.slug]),
        "back_label": _("Best practices"),
    }
    return render(request, "reporting/practice_detail.html", context)


@require_POST
def practice_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The cluster's yes or no to the public library."""
    practice = _practice(request, pk)
    permissions.check_owner(practice, request.actor)
    allowed = request.POST.get("allowed") == "yes"
    service.allow_publishing(practice=practice, by=request.actor, allowed=allowed)
    messages.success(
        request,
        _("It may stand in the public library.") if allowed else _("It stays inside the partnership."),
    )
    return redirect("reporting:practice_detail", pk=pk)


@require_safe
def practice_evidence(request: HttpRequest, pk: int) -> FileResponse:
    practice = _practice(request, pk)
    if practice.evidence is None:
        raise Http404
    return files.answer(practice.evidence)


@require_safe
def practices_found(request: HttpRequest, slug: str) -> HttpResponse:
    """What visitors wrote in their closing reports, to be taken over with one click."""
    partnership = knowledge.own_partnership(request, slug)
    permissions.check_may_write(partnership, request.actor)
    found = selectors.reports_to_take(partnership, request.actor)
    context = {
        "partnership": partnership,
        "page": Paginator(found, knowledge.PER_PAGE).get_page(request.GET.get("page")),
        "back_url": reverse("reporting:practices", args=[slug]),
        "back_label": _("Best practices"),
    }
    return render(request, "reporting/practices_found.html", context)


@require_POST
def practice_take(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = knowledge.own_partnership(request, slug)
    permissions.check_may_write(partnership, request.actor)
    number = request.POST.get("report", "")
    try:
        made = service.take_over_report(
            partnership=partnership, report=int(number) if number.isdecimal() else 0, by=request.actor
        )
    except InvalidInput as problem:
        messages.error(request, str(problem.message))
        return redirect("reporting:practices_found", slug=slug)
    messages.success(request, _("Taken over as a draft. Say for whom it is, and how others can copy it."))
    return redirect("reporting:practice_edit", pk=made.pk)


def _acted(request: HttpRequest, practice: BestPractice, act: str, form: SendBackForm) -> bool:
    version, by = knowledge.version_of(request), request.actor
    if act in PLAIN:
        PLAIN[act](practice=practice, by=by, version=version)
        words = {
            "submit": _("Sent for review."),
            "accept": _("Accepted. The writer gets a mail."),
            "drop": _("Dropped. It is no longer in the list."),
        }
        messages.success(request, words[act])
        return True
    if not form.is_bound or not form.is_valid():
        return False
    reason = form.cleaned_data["reason"]
    WITH_REASON[act](practice=practice, by=by, reason=reason, version=version)
    sentence = _("Sent back with your reason.") if act == "send_back" else _("It waits for a new review.")
    messages.success(request, sentence)
    return True


def _facts(practice: BestPractice) -> list[tuple[Any, ...]]:
    return [
        (_("Cluster"), practice.cluster.name),
        (_("For whom"), practice.audience or "–"),
        (_("Whom to ask"), practice.contact_role or "–"),
        (
            _("Public library"),
            _("may be published") if practice.may_publish else _("only for the partnership"),
        ),
        (_("Written by"), str(practice.written_by)),
        (_("Reviewed by"), str(practice.reviewed_by) if practice.reviewed_by else _("nobody yet")),
    ]


def _as_draft(request: HttpRequest) -> bool:
    return request.method == "POST" and "submit" not in request.POST


def _practice(request: HttpRequest, pk: int) -> BestPractice:
    """For the partnership's own people; readers from outside have the library."""
    visible = BestPractice.objects.visible_to(request.actor)
    partnerships = knowledge.reported_to(request.actor).order_by().values("pk")
    related = ("partnership", "cluster", "evidence", "written_by", "reviewed_by")
    found: BestPractice = get_object_or_404(
        visible.filter(partnership__in=partnerships).select_related(*related), pk=pk
    )
    return found


def _form(request: HttpRequest, partnership: Partnership, **more: Any) -> PracticeForm:
    clusters = clusters_to_record_for(partnership, request.actor)
    return PracticeForm(posted(request), request.FILES or None, clusters=clusters, **more)
