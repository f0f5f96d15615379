"""What the clusters app brings to the public directory."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.directory import EntryKind, register


def _cluster_url(entry: object) -> str:
    return reverse("reporting:cluster_page", args=[entry.slug])  # type: ignore[attr-defined]


def _organisation_url(entry: object) -> str:
    return reverse("clusters:organisation_public", args=[entry.organisation_id])  # type: ignore[attr-defined]


register(EntryKind("cluster", _("Cluster"), _("Clusters"), "users", _cluster_url, order=30))
register(
    EntryKind("organisation", _("Organisation"), _("Organisations"), "building", _organisation_url, order=40)
)
