"""The public page of a cluster, made from what is published at this moment. Nothing here depends on who looks."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters import eccp
from clusters.models import Cluster, Partnership
from clusters.selectors.cluster_profiles import confirmed_by_type, criteria
from core import charts, clock
from core.actors import Actor
from core.charts import Bar, Chart
from exchanges.models import HostOffer, Mission
from exchanges.selectors.missions import offers

MOST = 6


def missions_of(cluster: Cluster) -> list[Mission]:
    """Those that are still to come or under way, the next one first."""
    return list(
        Mission.objects.visible_to(Actor.anonymous())
        .filter(host_cluster=cluster, end_on__gte=clock.today())
        .exclude(state="closed")
        .select_related("country")
        .order_by("start_on", "id")[:MOST]
    )


def offers_of(cluster: Cluster) -> list[HostOffer]:
    """Hosts under the cluster's wing that receive visitors."""
    return list(offers(Actor.anonymous()).filter(host_cluster=cluster)[:MOST])


def partnerships_of(cluster: Cluster) -> list[Partnership]:
    """The newest first."""
    return list(Partnership.objects.filter(places__cluster=cluster).order_by("-start_on", "code"))


def figures(cluster: Cluster) -> tuple[list[tuple[Any, ...]], Chart | None, bool]:
    """Facts for the side, the members by type as a picture, and whether all ECCP criteria are met."""
    confirmed = confirmed_by_type(cluster)
    verdicts = criteria(cluster, confirmed)
    return _facts(cluster, sum(confirmed.values())), _members(cluster), eccp.fulfilled(verdicts)


def _facts(cluster: Cluster, confirmed: int) -> list[tuple[Any, ...]]:
    organisation = cluster.organisation
    rows: list[tuple[Any, ...]] = [(_("Seat"), f"{organisation.city}, {organisation.country}")]
    if organisation.founded:
        rows.append((_("Founded in"), str(organisation.founded)))
    if cluster.member_count:
        rows.append((_("Members"), str(cluster.member_count), _confirmed(confirmed)))
    elif confirmed:
        rows.append((_("Members"), str(confirmed), _("confirmed in this portal")))
    if cluster.management_fte is not None:
        people = f"{cluster.management_fte.normalize():f}"
        rows.append((_("Management"), _("%(people)s full-time equivalents") % {"people": people}))
    if cluster.label:
        since = _("since %(year)d") % {"year": cluster.label_on.year} if cluster.label_on else ""
        rows.append((_("Quality label"), cluster.get_label_display(), since))
    return rows


def _confirmed(number: int) -> str:
    words = ngettext("%(count)d confirmed in this portal", "%(count)d confirmed in this portal", number)
    return words % {"count": number} if number else ""


def _members(cluster: Cluster) -> Chart | None:
    """What the cluster declares about its members; nothing where it said nothing."""
    if not cluster.member_count:
        return None
    parts: Sequence[tuple[str, int | None]] = (
        (_("SMEs"), cluster.member_smes),
        (_("of them start-ups"), cluster.member_startups),
        (_("Large companies"), cluster.member_large),
        (_("Research and education"), cluster.member_research),
        (_("Others"), cluster.member_others),
    )
    reading = ngettext(
        "The cluster has %(count)d member.", "The cluster has %(count)d members.", cluster.member_count
    )
    day = date_format(cluster.members_counted_on, "j F Y") if cluster.members_counted_on else ""
    return charts.bar(
        _("Members by type"),
        reading % {"count": cluster.member_count},
        [Bar(label, number) for label, number in parts if number is not None],
        columns=(_("Type"), _("Members"), ""),
        as_of=_("Declared by the cluster. %(day)s") % {"day": day},
    )
