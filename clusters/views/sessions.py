"""A person's own log-ins, and the page that leads to the second step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clusters import login_sessions
from core import clock


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    current = request.session.session_key
    if request.method == "POST":
        number = request.POST.get("session", "")
        pk = int(number) if number.isdecimal() and len(number) < 18 else None
        if pk is None and "others" not in request.POST:
            return redirect("sessions")
        ended = login_sessions.end(request.user, current=current, pk=pk)
        text = ngettext("%(n)s log-in has ended.", "%(n)s log-ins have ended.", ended)
        messages.success(request, text % {"n": ended})
        return redirect("sessions")
    # A changed password has given the session another key.
    login_sessions.keep_row(request, clock.machine_now().timestamp())
    return render(
        request, "account/sessions.html", {"sessions": login_sessions.of_person(request.user, current)}
    )


@require_safe
def second_step(request: HttpRequest) -> HttpResponse:
    """Why the hat cannot be worn yet, and the way to the set-up; the start page once nothing is missing."""
    if request.locked_hat is None and not request.user.is_staff:
        return redirect("/")
    others = [role for role in request.hats if role != request.locked_hat]
    return render(request, "clusters/second_step.html", {"role": request.locked_hat, "others": others})
