"""Pages that anybody may read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters import privacy as notice
from clusters.selectors.notice import parts
from clusters.services import privacy as service


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    user = request.user
    reading = (
        user.notice_readings.filter(version=notice.VERSION).order_by("read_at").first()
        if user.is_authenticated
        else None
    )
    context = {
        "version": notice.VERSION,
        "since": notice.IN_FORCE_SINCE,
        "parts": parts(),
        "reading": reading,
        "may_confirm": user.is_authenticated and reading is None,
    }
    return render(request, "clusters/privacy.html", context)


@require_POST
def privacy_read(request: HttpRequest) -> HttpResponse:
    service.read_notice(by=request.actor)
    messages.success(request, _("Thank you. We have noted that you read it today."))
    return redirect("clusters:privacy")
