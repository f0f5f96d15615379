"""What an organisation looks for when it visits; a new application starts with it."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from clusters import permissions
from clusters.models import Cluster, Organisation
from core import audit, clock, files
from core.actors import Actor
from core.edits import check_seen
from exchanges.models import VisitorProfile

FIELDS = (
    "uses", "activity_types", "motivation", "expected_results", "preferred_countries", "languages",
)  # fmt: skip


@transaction.atomic
def save_visitor_profile(
    *,
    organisation: Organisation,
    by: Actor,
    preferred_clusters: Iterable[Cluster] | None = None,
    seen: str | None = None,
    **fields: Any,
) -> VisitorProfile:
    """Keep what is given of FIELDS and the preferred clusters; the rest stays. Raises ChangedMeanwhile."""
    permissions.check_edit_organisation(by, organisation)
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a visitor profile: {', '.join(sorted(unknown))}")
    profile, made = VisitorProfile.objects.select_for_update(no_key=True, of=("self",)).get_or_create(
        organisation=organisation
    )
    if not made:
        check_seen(profile, seen, {name: getattr(profile, name) for name in fields}, fields)
    changes = {name: (getattr(profile, name), value) for name, value in fields.items()}
    for name, value in fields.items():
        setattr(profile, name, value)
    profile.updated_at, profile.updated_by = clock.now(), by.user
    profile.save()
    if preferred_clusters is not None:
        profile.preferred_clusters.set(preferred_clusters)
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    audit.record("visitor_profile.save", profile, by, changed)
    return profile


@transaction.atomic
def set_cv(*, organisation: Organisation, by: Actor, upload: UploadedFile) -> VisitorProfile:
    """A CV of the person who travels most. Raises InvalidInput for a file of another type."""
    permissions.check_edit_organisation(by, organisation)
    stored = files.store(upload, by)
    profile, _made = VisitorProfile.objects.get_or_create(organisation=organisation)
    _forget_cv(profile)
    profile.cv = stored
    profile.save(update_fields=["cv"])
    audit.record("visitor_profile.cv", profile, by)
    return profile


@transaction.atomic
def remove_cv(*, organisation: Organisation, by: Actor) -> None:
    permissions.check_edit_organisation(by, organisation)
    profile = VisitorProfile.objects.filter(organisation=organisation).first()
    if profile is not None and profile.cv is not None:
        _forget_cv(profile)
        audit.record("visitor_profile.cv_remove", profile, by)


def _forget_cv(profile: VisitorProfile) -> None:
    """Personal data that is not wanted any more goes for good, the bytes after the commit."""
    stored, profile.cv = profile.cv, None
    if stored is not None:
        profile.save(update_fields=["cv"])
        files.forget(stored)
