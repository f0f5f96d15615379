"""A copy of a person's own data: asked for, made by a worker, kept for a week."""

import io
import json
import zipfile
from datetime import timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from clusters.models import DataExport, User
from clusters.privacy_mails import ExportReady
from clusters.selectors.my_data import as_json, own_files, sections, subject_for
from core import audit, clock, files, outbox
from core.actors import Actor
from core.exceptions import NotAllowed
from core.mail import Recipient

KEPT = timedelta(days=7)
EXPORTER = Actor.system("data export")


@transaction.atomic
def ask_for_copy(*, by: Actor) -> DataExport:
    """Have a copy made; while one is being made, or was made today, that one is meant."""
    if by.user is None:
        raise NotAllowed("")
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user.pk)
    current = latest(by.user)
    if current is not None and current.requested_at.date() == clock.today() and is_alive(current):
        return current
    export = DataExport.objects.create(user=by.user, requested_at=clock.now())
    audit.record("privacy.export_ask", export, by)
    outbox.add("privacy.export", f"export:{export.pk}", payload={"id": export.pk})
    return export


def latest(user: User) -> DataExport | None:
    return (
        DataExport.objects.filter(user=user).select_related("file").order_by("-requested_at", "-id").first()
    )


def is_alive(export: DataExport) -> bool:
    return export.made_at is None or (
        export.file_id is not None and export.expires_at is not None and export.expires_at > clock.now()
    )


@outbox.handler("privacy.export")
def make_copy(payload: dict[str, int]) -> None:
    """Write the archive and tell the person; a second run finds it made."""
    export = DataExport.objects.select_for_update(of=("self",)).select_related("user").get(pk=payload["id"])
    if export.made_at is not None or export.user.erased_at is not None:
        return
    with translation.override(export.user.language):
        data = archive(export.user)
    name = f"my-data-{clock.today().isoformat()}.zip"
    export.file = files.store_bytes(data, name, "application/zip", EXPORTER)
    export.made_at = clock.now()
    export.expires_at = export.made_at + KEPT
    export.save(update_fields=["file", "made_at", "expires_at"])
    user = export.user
    ExportReady(export).send(Recipient(user.email, user.get_full_name(), user.language))


def archive(user: User) -> bytes:
    """A ZIP with the data as JSON, as a readable page, and the files the person handed in."""
    subject = subject_for(user)
    made_at = clock.now()
    page = render_to_string(
        "clusters/my_data_copy.html", {"sections": sections(subject), "made_at": made_at, "person": user}
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("my-data.json", json.dumps(as_json(subject, made_at), ensure_ascii=False, indent=2))
        packed.writestr("my-data.html", page)
        for stored in own_files(subject):
            with stored.file.open("rb") as content:
                packed.writestr(f"files/{stored.pk}-{stored.name}", content.read())
    return buffer.getvalue()
