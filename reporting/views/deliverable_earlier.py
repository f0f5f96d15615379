"""Deliverables that were handed in before the portal was used: the note of them, and their file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import files
from core.exceptions import InvalidInput
from core.posted import posted
from reporting import permissions
from reporting.deliverables.catalogue import KINDS
from reporting.forms.deliverables import EarlierForm
from reporting.models import PlannedIssue
from reporting.selectors import deliverables as selectors
from reporting.selectors.partnerships import reported_to
from reporting.services import earlier_submissions


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_earlier(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """When one issue was handed in without the portal, under which title, and where it can be read."""
    partnership = get_object_or_404(reported_to(request.actor), slug=slug)
    kind = KINDS.get(code.upper())
    rows = selectors.plan_of(partnership, kind.code) if kind is not None else []
    row = next((row for row in rows if row.number == number), None)
    if kind is None or row is None:
        raise Http404
    permissions.check_may_report(partnership, request.actor)
    back = reverse("reporting:deliverable_kind", args=[slug, kind.code])
    if row.earlier is not None and "take_back" in request.POST:
        earlier_submissions.note_earlier_submission(
            partnership=partnership, code=kind.code, number=number, by=request.actor, submitted_on=None
        )
        messages.success(request, _("The note is taken back."))
        return redirect(back)
    form = EarlierForm(
        posted(request), request.FILES or None, initial=_initial(row), confidential=kind.confidential
    )
    if request.method == "POST" and form.is_valid():
        try:
            earlier_submissions.note_earlier_submission(
                partnership=partnership, code=kind.code, number=number, by=request.actor, **form.cleaned_data
            )
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("It counts as submitted."))
            return redirect(back)
    context = {
        "partnership": partnership,
        "kind": kind,
        "row": row,
        "form": form,
        "back_url": back,
        "back_label": f"{kind.code} {kind.title}",
    }
    return render(request, "reporting/deliverables/earlier.html", context)


def _initial(row: selectors.PlanRow) -> dict[str, object]:
    told = row.earlier
    if told is None:
        return {"title": row.kind.title}
    return {
        "submitted_on": told.submitted_on,
        "title": told.submitted_title,
        "link": told.submitted_link,
        "public": told.submitted_public,
    }


@login_not_required
@require_safe
def deliverable_earlier_file(request: HttpRequest, slug: str, code: str, number: int) -> FileResponse:
    """Everybody's, if it is shown on the public page; else for the partnership's own people."""
    row = get_object_or_404(
        PlannedIssue.objects.visible_to(request.actor).select_related("submitted_file"),
        partnership__slug=slug,
        code=code.upper(),
        number=number,
    )
    if row.submitted_file is None:
        raise Http404
    return files.answer(row.submitted_file)
