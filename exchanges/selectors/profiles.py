"""Visitor and host side of an organisation's profile, for its own people."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Organisation
from core.models import StoredFile
from core.prepared import Prepared
from exchanges.models import HostOffer, VisitorProfile


def visitor_profile(organisation: Organisation) -> VisitorProfile | None:
    rows = VisitorProfile.objects.filter(organisation=organisation)
    return rows.select_related("cv").prefetch_related("preferred_clusters").first()


def offers_of(organisation: Organisation) -> QuerySet[HostOffer]:
    return HostOffer.objects.filter(organisation=organisation).order_by("-active", "title", "id")


def cv_of(organisation: Organisation) -> StoredFile | None:
    found = _with_cv(organisation=organisation.pk)
    return found[0].cv if found else None


def _profile_with_cv(*, organisation: Any) -> QuerySet[VisitorProfile]:
    return VisitorProfile.objects.filter(organisation=organisation, cv__isnull=False).select_related("cv")


_with_cv = Prepared("cv", _profile_with_cv)


def rows(organisation: Organisation) -> list[dict[str, Any]]:
    """Two rows of the task list on the organisation's page."""
    profile = visitor_profile(organisation)
    told = profile is not None and bool(profile.uses and profile.languages)
    offers = list(offers_of(organisation)[:20])
    active = sum(offer.active for offer in offers)
    visiting = {
        "name": _("Visiting: what you look for"),
        "url": reverse("exchanges:visitor_profile", args=[organisation.pk]),
        "state": "completed" if told else "not_started",
        "hint": "" if told else _("Say it once; every application starts with it."),
    }
    open_now = ngettext("%(number)d open offer", "%(number)d open offers", active) % {"number": active}
    hosting = {
        "name": _("Hosting: what you offer"),
        "url": reverse("exchanges:host_profile", args=[organisation.pk]),
        "state": "completed" if active else "not_started",
        "hint": open_now if active else _("Receive visitors from other countries."),
    }
    return [visiting, hosting]
