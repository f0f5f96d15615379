"""The public page of a cluster that works in the portal."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.selectors.cluster_profiles import listed_members
from clusters.selectors.directory import public_cluster
from clusters.selectors.directory_words import KOSOVO
from clusters.selectors.terms import by_taxonomy, terms_of
from core import clock
from reporting.selectors import cluster_page as selectors

MEMBERS_PER_PAGE = 24


@login_not_required
@require_safe
def cluster_page(request: HttpRequest, slug: str) -> HttpResponse:
    cluster = public_cluster(slug)
    if cluster is None:
        raise Http404
    facts, members_chart, fulfilled = selectors.figures(cluster)
    partnerships = selectors.partnerships_of(cluster)
    today = clock.today()
    context = {
        "cluster": cluster,
        "texts": [
            (_("Mission and vision"), cluster.mission),
            (_("Objectives"), cluster.objectives),
            (_("Services"), cluster.services),
            (_("Challenges"), cluster.challenges),
        ],
        "facts": facts,
        "members_chart": members_chart,
        "fulfilled": fulfilled,
        "terms": by_taxonomy(terms_of(cluster.organisation)),
        "members": Paginator(listed_members(cluster), MEMBERS_PER_PAGE).get_page(request.GET.get("page")),
        "missions": selectors.missions_of(cluster),
        "offers": selectors.offers_of(cluster),
        "partnerships": partnerships,
        "asks": next((one for one in partnerships if one.start_on <= today <= one.end_on), None),
        "takes_applications": any(
            one.accepts_applications and one.start_on <= today <= one.end_on for one in partnerships
        ),
        "kosovo": cluster.organisation.country_id == KOSOVO,
        "back_url": reverse("clusters:directory"),
        "back_label": _("Directory"),
    }
    return render(request, "reporting/cluster_page.html", context)
