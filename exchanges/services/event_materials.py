"""Files and links of an event: added and taken away by those who run it."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, files, workflow
from core.actors import Actor
from core.exceptions import InvalidInput
from core.models import StoredFile
from exchanges.models import EventMaterial, Mission, MissionSession
from exchanges.permissions import check_relation
from exchanges.selectors.event_materials import MOST
from exchanges.workflows.mission import mission_relations

_STAFF = ("host_manager", "coordinator")


@transaction.atomic
def add_material(
    *,
    mission: Mission,
    by: Actor,
    title: str,
    upload: UploadedFile | None = None,
    url: str = "",
    session: MissionSession | None = None,
    public: bool = False,
) -> EventMaterial:
    """A PDF, JPEG or PNG of at most 10 MB, or a link. Raises InvalidInput: neither or both, too many, another type."""
    check_relation(mission_relations(mission, by), *_STAFF)
    if (upload is None) == (not url):
        raise InvalidInput(_("Choose a file, or enter a link: one of the two."), "upload")
    if session is not None and session.mission_id != mission.pk:
        raise InvalidInput(_("This session is of another event."), "session")
    workflow.lock(mission)
    if mission.materials.count() >= MOST:
        raise InvalidInput(
            _("There are %(number)d files and links already. Please take one away first.") % {"number": MOST}
        )
    material = EventMaterial.objects.create(
        mission=mission,
        session=session,
        title=title.strip(),
        file=_stored(upload, by) if upload is not None else None,
        url=url,
        public=public,
        added_by=by.user,
    )
    audit.record("material.add", mission, by, {"material": ("", material.title)})
    return material


@transaction.atomic
def show_material(*, material: EventMaterial, by: Actor, public: bool) -> EventMaterial:
    """To everybody, or only to those who come."""
    check_relation(mission_relations(material.mission, by), *_STAFF)
    if material.public != public:
        material.public = public
        material.save(update_fields=["public"])
        audit.record("material.show", material.mission, by, {material.title: (not public, public)})
    return material


@transaction.atomic
def remove_material(*, material: EventMaterial, by: Actor) -> None:
    """The file goes with it."""
    check_relation(mission_relations(material.mission, by), *_STAFF)
    audit.record("material.remove", material.mission, by, {"material": (material.title, "")})
    stored = material.file
    material.delete()
    if stored is not None:
        files.forget(stored)


def _stored(upload: UploadedFile, by: Actor) -> StoredFile:
    try:
        return files.store(upload, by)
    except InvalidInput as error:
        raise InvalidInput(error.message, "upload") from error
