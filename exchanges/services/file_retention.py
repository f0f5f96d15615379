"""Lets the personal data of files go at the end of their time; what counts and what was paid stays."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pgtrigger
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat

from clusters.models import Partnership
from clusters.services.retention import files_known_by
from core import audit
from core.actors import Actor
from core.erasure import delete_files, empty_value
from core.models import AuditEvent, AuditValue, Mail, StoredFile, TransitionLog
from core.personal_data import Holding, holdings
from exchanges.models import (
    Application,
    DocumentVersion,
    EventFeedback,
    Evidence,
    MeetingAnswer,
    MeetingSeat,
    MeetingWish,
    MissionInvitation,
    MissionSession,
    Participant,
    Presence,
    Signature,
    VisitorProfile,
)
from exchanges.selectors.retention import (
    FORGOTTEN,
    certificates_over,
    cvs_over,
    files_over,
    missions_over,
    removed_proofs_over,
)

RETENTION = Actor.system("retention")
_BATCH = 200
# A reason that the database asks for cannot be empty.
_REMOVED = "–"
_NEEDED = {"exchanges.Signature": ("reason",), "exchanges.Payment": ("refused_reason",)}
_GONE_DOMAIN = "@removed.invalid"


@files_known_by
def has_file(partnership: Partnership, reference: str) -> bool:
    """For a hold on one file."""
    return Application.objects.filter(partnership=partnership, reference=reference).exists()


def anonymise_files(day: date) -> int:
    """All files whose time is over on a day, in batches of their own; safe to run again."""
    ids = list(files_over(day).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        with transaction.atomic():
            anonymise(ids[start : start + _BATCH], day)
    return len(ids)


@transaction.atomic
def drop_cvs(day: date) -> int:
    rows = cvs_over(day)
    files = list(rows.values_list("cv", flat=True))
    VisitorProfile.objects.filter(cv__in=files).update(cv=None)
    return delete_files(StoredFile.objects.filter(pk__in=files))


@transaction.atomic
def forget_mission_contacts(day: date) -> int:
    ids = list(missions_over(day).order_by("pk").values_list("pk", flat=True))
    MissionSession.objects.filter(mission__in=ids).update(contact="")
    Participant.objects.filter(mission__in=ids, traveller=None).update(
        first_name="", last_name=FORGOTTEN, email="", phone="", position=""
    )
    Presence.objects.filter(participant__mission__in=ids).exclude(reason="").update(reason=_REMOVED)
    MeetingWish.objects.filter(round__mission__in=ids).delete()
    MeetingAnswer.objects.filter(round__mission__in=ids).delete()
    MeetingSeat.objects.filter(meeting__round__mission__in=ids).update(note="")
    EventFeedback.objects.filter(participant__mission__in=ids).update(liked="", improve="")
    # Not through a workflow: the state stays.
    for holding in holdings(rule="mission"):
        if holding.table in (MissionInvitation, Participant):
            people = holding.table._base_manager.filter(mission__in=ids)
            _forget_history(holding, list(people.values_list("pk", flat=True)))
    MissionInvitation.objects.filter(mission__in=ids).update(
        contact_name="", contact_email="", decline_reason=""
    )
    missions_over(day).model.objects.filter(pk__in=ids).update(contact_name="", contact_email="")
    return len(ids)


@transaction.atomic
def forget_certificates(day: date) -> int:
    """How many there were stays, with their days."""
    return certificates_over(day).update(name=FORGOTTEN, position="")


@transaction.atomic
def drop_removed_proofs(day: date) -> int:
    return wipe_files(removed_proofs_over(day).values_list("file", flat=True))


def wipe_files(ids: Iterable[int]) -> int:
    """Delete the content of files to which a record still points; size and digest stay."""
    number = 0
    for stored in StoredFile.objects.filter(pk__in=list(ids)).exclude(file=""):
        stored.file.delete(save=False)
        stored.file, stored.name = "", ""
        stored.save(update_fields=["file", "name"])
        number += 1
    return number


def anonymise(ids: list[int], day: date) -> None:
    """Take people out of these files inside the caller's transaction."""
    _forget_files(ids)
    for holding in holdings(rule="file"):
        if holding.path:
            rows = holding.table._base_manager.filter(**{f"{holding.path}__in": ids})
            _forget_history(holding, list(rows.values_list("pk", flat=True)))
            _empty(holding, rows)
    for application in Application.objects.filter(pk__in=ids).order_by("pk"):
        application.anonymised_on = day
        application.save(update_fields=["anonymised_on"])
        audit.record("application.anonymise", application, RETENTION)


def _forget_files(ids: list[int]) -> None:
    evidence = Evidence.objects.filter(exchange__application__in=ids)
    scans = Signature.objects.filter(document__exchange__application__in=ids).exclude(scan=None)
    renditions = DocumentVersion.objects.filter(exchange__application__in=ids).exclude(rendition=None)
    wipe_files([*evidence.values_list("file", flat=True), *scans.values_list("scan", flat=True)])
    printed = list(renditions.values_list("rendition", flat=True))
    renditions.update(rendition=None)
    delete_files(StoredFile.objects.filter(pk__in=printed))


def _forget_history(holding: Holding, ids: list[int]) -> None:
    label = holding.table._meta.label_lower
    TransitionLog.objects.filter(subject_type=label, subject_id__in=ids).update(
        actor_label="", comment="", data={}
    )
    Mail.objects.filter(subject_type=label, subject_id__in=ids).delete()
    events = AuditEvent.objects.filter(object_type=label, object_id__in=ids)
    AuditValue.objects.filter(event_id__in=events.values("id")).delete()


def _empty(holding: Holding, rows: "models.QuerySet[Any]") -> None:
    needed = _NEEDED.get(holding.model, ())
    values: dict[str, Any] = {}
    for name in (*holding.about_people, *holding.texts):
        field = holding.column(name)
        if isinstance(field, models.EmailField) and not field.null:
            # Addresses are unique within a file, and a traveller is in one place at a time.
            number = Cast(F("pk"), models.TextField())
            values[name] = Concat(
                Value("removed-"), number, Value(_GONE_DOMAIN), output_field=models.TextField()
            )
        elif not isinstance(field, models.ForeignKey) and name not in needed:
            values[name] = empty_value(field)
    if not values:
        return
    for name in needed:
        rows.filter(~Q(**{name: ""})).update(**{name: _REMOVED})
    with pgtrigger.ignore("exchanges.DocumentVersion:content_is_fixed"):
        rows.filter().update(**values)
