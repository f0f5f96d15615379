"""Recording several activities at once: a table, all its errors at once, and nothing half saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.posted import posted
from reporting import permissions
from reporting.forms.activities import BLANK_ROWS, MOST_ROWS, RowFormSet
from reporting.selectors.partnerships import clusters_to_record_for
from reporting.services import activities as service
from reporting.views.parts import partnership_of


@require_http_methods(["GET", "HEAD", "POST"])
def activity_rows(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_of(request, slug)
    permissions.check_may_record(partnership, request.actor)
    sent = posted(request)
    clusters = clusters_to_record_for(partnership, request.actor)
    rows = RowFormSet(_longer(sent), form_kwargs={"clusters": clusters})
    if request.method == "POST" and "more" not in request.POST and rows.is_valid():
        filled = [form for form in rows if not form.empty]
        if not filled:
            rows.forms[0].add_error("title", _("Fill in at least one row."))
        elif _saved(request, partnership, filled):
            return redirect("reporting:activities", slug=slug)
    context = {
        "partnership": partnership,
        "formset": rows,
        "checked": rows.is_bound and "more" not in (sent or {}),
        "may_add": len(rows.forms) < MOST_ROWS,
        "back_url": reverse("reporting:activities", args=[slug]),
    }
    return render(request, "reporting/activity_rows.html", context)


def _longer(sent: Any) -> Any:
    """With "more rows", what was typed and some blank rows after it; nothing is checked yet."""
    if sent is None or "more" not in sent:
        return sent
    longer = sent.copy()
    total = longer.get("form-TOTAL_FORMS", "")
    number = int(total) if total.isdecimal() and len(total) < 4 else BLANK_ROWS
    longer["form-TOTAL_FORMS"] = str(min(number + BLANK_ROWS, MOST_ROWS))
    return longer


def _saved(request: HttpRequest, partnership: Any, filled: list[Any]) -> bool:
    try:
        made = service.record_activities(
            partnership=partnership, by=request.actor, rows=[form.row() for form in filled]
        )
    except service.ManyInvalid as problem:
        for place, wrong in problem.rows:
            form = filled[place]
            form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return False
    text = ngettext(
        "%(number)s activity recorded. It counts when a second person has reviewed it.",
        "%(number)s activities recorded. Each counts when a second person has reviewed it.",
        len(made),
    )
    messages.success(request, text % {"number": len(made)})
    return True
