"""Pages at the foot of every page: help, contact, and what the law asks of a portal."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from reporting import guides
from reporting.selectors.contacts import with_contacts

PARTNERSHIPS_PER_PAGE = 10
# The day on which the statement was last checked against the portal.
ACCESSIBILITY_CHECKED_ON = date(2026, 11, 26)
# RFC 9116 wants less than a year; the file is made anew with each request.
SECURITY_TXT_DAYS = 180


@login_not_required
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    hat = request.actor.hat
    context = {"guides": guides.guides_for(hat.kind if hat else None)}
    return render(request, "reporting/help.html", context)


@login_not_required
@require_safe
def help_guide(request: HttpRequest, guide: str) -> HttpResponse:
    found = guides.guide(guide)
    if found is None:
        raise Http404
    hat = request.actor.hat
    may_follow = found.for_everybody or (hat is not None and hat.kind in found.kinds)
    answers = [
        (answer, reverse(answer.link) if answer.link and may_follow else "") for answer in found.answers
    ]
    return render(request, "reporting/help_guide.html", {"guide": found, "answers": answers})


@login_not_required
@require_safe
def help_words(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/help_words.html", {"words": guides.WORDS})


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    page = Paginator(with_contacts(), PARTNERSHIPS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, [place.cluster for place in row.places.all()]) for row in page.object_list]
    return render(request, "reporting/contact.html", _operator() | {"page": page, "rows": rows})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = _operator() | {"checked_on": ACCESSIBILITY_CHECKED_ON}
    return render(request, "reporting/accessibility.html", context)


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    context = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "language_cookie": settings.LANGUAGE_COOKIE_NAME,
        "days": settings.SESSION_COOKIE_AGE // 86400,
    }
    return render(request, "reporting/cookies.html", context)


@login_not_required
@require_safe
def legal_notice(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/legal_notice.html", _operator())


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to write about a weakness."""
    expires = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires += timedelta(days=SECURITY_TXT_DAYS)
    base = settings.PORTAL_URL
    lines = [
        f"Contact: mailto:{settings.SECURITY_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {base}{reverse('reporting:security_txt')}",
        f"Policy: {base}{reverse('reporting:contact')}#security",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _operator() -> dict[str, str]:
    return {
        "operator": settings.OPERATOR_NAME,
        "operator_address": settings.OPERATOR_ADDRESS,
        "contact_email": settings.CONTACT_EMAIL,
        "security_email": settings.SECURITY_EMAIL,
    }
