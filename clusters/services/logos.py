"""The logo of an organisation: one picture, written anew, replaced or removed."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from clusters import permissions
from clusters.models import Organisation
from core import audit, files
from core.actors import Actor
from core.pictures import clean_picture


@transaction.atomic
def set_logo(*, organisation: Organisation, by: Actor, picture: UploadedFile) -> Organisation:
    """Raises InvalidInput for a file that is no picture."""
    permissions.check_edit_organisation(by, organisation)
    data = clean_picture(picture, field="picture")
    old = organisation.logo
    organisation.logo = files.store_bytes(data, "logo.png", "image/png", by)
    organisation.save(update_fields=["logo"])
    audit.record("organisation.logo", organisation, by)
    if old is not None:
        files.forget(old)
    return organisation


@transaction.atomic
def remove_logo(*, organisation: Organisation, by: Actor) -> Organisation:
    permissions.check_edit_organisation(by, organisation)
    old, organisation.logo = organisation.logo, None
    organisation.save(update_fields=["logo"])
    audit.record("organisation.logo_remove", organisation, by)
    if old is not None:
        files.forget(old)
    return organisation
