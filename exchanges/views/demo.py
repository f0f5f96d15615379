"""Demo mode only: become anybody, read every mail, move the clock. Outside the demo these pages do not exist."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.models import User
from core import clock, outbox
from core.models import Mail
from exchanges.demo.cast import DEMO_PASSWORD
from exchanges.demo.personas import PERSONAS, by_key
from exchanges.models import Application


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A public page of the demo; 404 wherever demo mode is off."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PORTAL_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(guarded)


@demo_only
def personas(request: HttpRequest) -> HttpResponse:
    known = set(
        User.objects.filter(email__in=[persona.email for persona in PERSONAS]).values_list("email", flat=True)
    )
    return render(
        request,
        "exchanges/demo_personas.html",
        {"personas": [p for p in PERSONAS if p.email in known], "password": DEMO_PASSWORD},
    )


@demo_only
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Log in as a persona, in its first role."""
    persona = by_key(request.POST.get("persona", ""))
    if persona is None:
        raise Http404
    user = get_object_or_404(User, email=persona.email)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _("You are now %(name)s.") % {"name": user})
    return redirect("reporting:start")


@demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail the portal has sent, newest first."""
    mails = Mail.objects.order_by("-queued_at", "-id")
    search = request.GET.get("to", "").strip()
    if search:
        mails = mails.filter(to_address__icontains=search)
    page = Paginator(mails, 30).get_page(request.GET.get("page"))
    return render(request, "exchanges/demo_mailbox.html", {"page_obj": page, "search": search})


@demo_only
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "exchanges/demo_mail.html", {"mail": get_object_or_404(Mail, pk=pk)})


@demo_only
@require_POST
def next_day(request: HttpRequest) -> HttpResponse:
    _move(timedelta(days=1))
    messages.success(request, _said())
    return redirect("reporting:start")


@demo_only
@require_POST
def end_of_stay(request: HttpRequest, reference: str) -> HttpResponse:
    """Move to the morning after the last day of one visit."""
    application = get_object_or_404(Application, reference=reference, current_exchange__isnull=False)
    exchange = application.current_exchange
    morning = datetime.combine(exchange.last_day + timedelta(days=1), time(6), UTC)
    if morning > clock.now():
        _move(morning - clock.now())
    messages.success(request, _said())
    return redirect("exchanges:file", reference=reference)


def _move(delta: timedelta) -> None:
    clock.shift(delta)
    outbox.ring()


def _said() -> str:
    return _("It is now %(day)s. Mails and reminders of the new day arrive within seconds.") % {
        "day": date_format(clock.today(), "j F Y")
    }
