"""Names of towns while somebody types."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters import places

LONGEST = 100


@login_not_required
@require_safe
def towns(request: HttpRequest) -> HttpResponse:
    """Options for the list of a town field; `for` is the prefix of the fields that the form sends along."""
    prefix = request.GET.get("for", "")
    country, typed = request.GET.get(f"{prefix}country", ""), request.GET.get(f"{prefix}city", "")
    found = places.suggestions(country, typed) if len(typed) <= LONGEST else []
    return render(request, "clusters/_towns.html", {"towns": found})
