"""What the tools themselves hold about people: mails, links, files, history, audit values and due work."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.erasure import delete_rows
from core.models import AccessLink, AuditEvent, AuditValue, ImportRun, Mail, OutboxItem, TransitionLog
from core.personal_data import (
    Group,
    Holding,
    Rule,
    Subject,
    add,
    add_group,
    add_rule,
    governed_elsewhere,
    months_after,
    months_before,
    words,
)
from core.services.imports import KEPT_FOR

MAIL_MONTHS, LINK_MONTHS, HISTORY_MONTHS, AUDIT_MONTHS = 24, 12, 60, 36
WORK_DAYS = 90
Due = Callable[[date], "models.QuerySet[Any]"]


def register() -> None:
    """Called when the app is ready."""
    _add_groups()
    _add_rules()
    _add_messages()
    _add_records()
    _add_imports()
    _add_exports()


def end_of(day: date) -> datetime:
    """Rows stamped before this moment lie on the day or earlier."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)


def counted(due: Due) -> Callable[[date], int]:
    return lambda day: due(day).count()


def deleted(due: Due) -> Callable[[date], int]:
    return lambda day: delete_rows(due(day))


def _mails(day: date) -> "models.QuerySet[Mail]":
    return Mail.objects.filter(queued_at__lt=end_of(months_before(day, MAIL_MONTHS)))


def _links(day: date) -> "models.QuerySet[AccessLink]":
    return AccessLink.objects.filter(expires_at__lt=end_of(months_before(day, LINK_MONTHS)))


def _work(day: date) -> "models.QuerySet[OutboxItem]":
    old = end_of(day - timedelta(days=WORK_DAYS))
    return OutboxItem.objects.filter(
        Q(done_at__lt=old) | Q(cancelled_at__lt=old) | Q(failed_at__lt=old)
    ).exclude(payload={})


def _work_day(item: OutboxItem) -> date | None:
    ends = [end for end in (item.done_at, item.cancelled_at, item.failed_at) if end is not None]
    return min(ends).date() + timedelta(days=WORK_DAYS) if ends else None


def _history(day: date) -> "models.QuerySet[TransitionLog]":
    """Moves of what no rule of its own governs; files have one."""
    old = TransitionLog.objects.filter(occurred_at__lt=end_of(months_before(day, HISTORY_MONTHS)))
    return old.exclude(subject_type__in=governed_elsewhere()).exclude(actor_label="", comment="")


def _audit_values(day: date) -> "models.QuerySet[AuditValue]":
    old = AuditEvent.objects.filter(
        id=OuterRef("event_id"), occurred_at__lt=end_of(months_before(day, AUDIT_MONTHS))
    )
    return AuditValue.objects.filter(Exists(old.exclude(object_type__in=governed_elsewhere())))


def _forget_history(day: date) -> int:
    return _history(day).update(actor_label="", comment="", data={})


def _forget_work(day: date) -> int:
    return _work(day).update(payload={}, last_error="")


def _add_groups() -> None:
    add_group(
        Group(
            "messages",
            _("Mails and links"),
            _("To write to you, and to show later what was said when."),
            _("Our task under the grant agreement (public interest)"),
            _("The people who handle your file"),
            order=60,
        )
    )
    add_group(
        Group(
            "record",
            _("Who did what and when"),
            _("So that every decision and every payment can be checked."),
            _("Legal duty: records of the grant"),
            _("The four parties of a visit, the partnership and its auditors"),
            order=70,
        )
    )


def _add_rules() -> None:
    add_rule(
        Rule(
            "mail",
            _("Mails"),
            _("24 months after the mail"),
            lambda mail: months_after(mail.queued_at.date(), MAIL_MONTHS),
            counted(_mails),
            deleted(_mails),
        )
    )
    add_rule(
        Rule(
            "link",
            _("Personal links in mails"),
            _("12 months after the link has expired"),
            lambda link: months_after(link.expires_at.date(), LINK_MONTHS),
            counted(_links),
            deleted(_links),
        )
    )
    add_rule(
        Rule(
            "work",
            _("Notes of work that is done"),
            _("90 days after the work"),
            _work_day,
            counted(_work),
            _forget_work,
        )
    )
    _add_record_rules()


def _add_record_rules() -> None:
    add_rule(
        Rule(
            "history",
            _("History of memberships, missions and reports"),
            _("5 years after the step; the history of a file goes with the file"),
            lambda log: (
                None
                if log.subject_type in governed_elsewhere()
                else months_after(log.occurred_at.date(), HISTORY_MONTHS)
            ),
            counted(_history),
            _forget_history,
            legal_hold=_("Records of the grant must show who decided. Your name is replaced by a number."),
        )
    )
    add_rule(
        Rule(
            "audit",
            _("Values in the audit log"),
            _("3 years after the act; those of a file go with the file"),
            lambda value: _audit_day(value),
            counted(_audit_values),
            deleted(_audit_values),
        )
    )


def _audit_day(value: AuditValue) -> date | None:
    event = AuditEvent.objects.filter(pk=value.event_id).first()
    if event is None or event.object_type in governed_elsewhere():
        return None
    return months_after(event.occurred_at.date(), AUDIT_MONTHS)


def _to_me(subject: Subject) -> Q:
    return Q(to_address__in=subject.addresses)


def _add_messages() -> None:
    add(
        Holding(
            "core.Mail",
            "messages",
            "mail",
            _("Mail to you"),
            personal=words("to_address to_name subject text_body html_body"),
            texts=words("last_error"),
            plain=words(
                "id event subject_type subject_id language message_id sensitive send_state queued_at sent_at attempts"
            ),
            mine=_to_me,
            # The text may name others; the person has the mail itself.
            shown=words("to_address to_name subject queued_at sent_at"),
            delete=True,
        )
    )
    add(
        Holding(
            "core.AccessLink",
            "messages",
            "link",
            _("Personal link"),
            personal=words("address name"),
            plain=words(
                "id token_hash purpose subject_type subject_id created_at expires_at revoked_at last_used_at"
            ),
            mine=lambda subject: Q(address__in=subject.addresses),
            delete=True,
        )
    )
    add(
        Holding(
            "core.OutboxItem",
            "messages",
            "work",
            texts=words("payload last_error"),
            plain=words(
                "id kind key due_at claimed_until attempts done_at cancelled_at failed_at recorded_at"
            ),
        )
    )


def _add_records() -> None:
    add(
        Holding(
            "core.TransitionLog",
            "record",
            "history",
            _("Step you took"),
            personal=words("actor_label"),
            texts=words("comment data"),
            plain=words(
                "id subject_type subject_id name source target actor_kind actor_user actor_hat occurred_at recorded_at"
            ),
            mine=lambda subject: Q(actor_user=subject.user_id),
            shown=words("actor_label subject_type name occurred_at"),
        )
    )
    add(
        Holding(
            "core.AuditValue",
            "record",
            "audit",
            _("Value in the audit log"),
            personal=words("before after"),
            shown=words("field before after"),
            plain=words("id event_id field"),
            mine=lambda subject: Q(
                event_id__in=AuditEvent.objects.filter(
                    object_type="clusters.user", object_id=subject.user_id
                ).values("id")
            ),
            delete=True,
        )
    )
    add(
        Holding(
            "core.StoredFile",
            "record",
            "file",
            _("File you handed in"),
            personal=words("name"),
            kept=words("file"),
            shown=words("name size uploaded_at"),
            plain=words("id content_type size sha256 verdict uploaded_by uploaded_at"),
            mine=lambda subject: Q(uploaded_by=subject.user_id),
        )
    )
    for model, fields in _PLAIN.items():
        add(Holding(model, plain=words(fields)))


def _import_day(row: Any) -> date | None:
    """The import forgets its rows by itself (`core.services.imports`); here the day is only told."""
    run: ImportRun = getattr(row, "run", row)
    return None if run.forgotten_at is not None else (run.created_at + KEPT_FOR).date()


def _add_imports() -> None:
    nothing: Callable[[date], int] = lambda _day: 0  # noqa: E731  its own work item does it
    period = _("90 days after the table was brought in; the records made from it go by their own rules")
    add_rule(Rule("import", _("Tables that were imported"), period, _import_day, nothing, nothing))
    add(
        Holding(
            "core.ImportRow",
            rule="import",
            texts=words("values label note"),
            plain=words("id run number action object_type object_id"),
        )
    )
    add(
        Holding(
            "core.ImportProblem",
            rule="import",
            texts=words("value sentence"),
            plain=words("id run number kind column"),
        )
    )


def _add_exports() -> None:
    nothing: Callable[[date], int] = lambda _day: 0  # noqa: E731  its own work item does it
    add_rule(
        Rule(
            "table",
            _("Tables that were taken away"),
            _("7 days after the table was made"),
            lambda job: job.expires_at.date() if job.expires_at is not None else None,
            nothing,
            nothing,
        )
    )
    add(
        Holding(
            "core.ExportJob",
            "record",
            "table",
            _("Table that you took away"),
            personal=words("query"),
            texts=words("problem"),
            kept=("file",),
            plain=words(
                "id exporter user hat_id options exclusive file_format language requested_at row_count made_at expires_at "
                "failed_at"
            ),
            mine=lambda subject: Q(user=subject.user_id),
            shown=words("file_format requested_at"),
        )
    )
    add(
        Holding(
            "core.DownloadLog",
            "record",
            "history",
            _("File that you took away"),
            kept=words("hat"),
            plain=words("id user what subject_type subject_id sha256 at"),
            mine=lambda subject: Q(user=subject.user_id),
            shown=words("what at"),
        )
    )


_PLAIN = {
    "core.ImportMapping": "id importer scope title column",
    "core.ImportRun": "id state version waiting_for due_on state_since importer scope file header mapping options "
    "language created_by hat_id created_at row_count counts problem_count cancel_asked_at finished_at forgotten_at",
    # Digests, numbers and labels of objects: no values, so that it outlives everybody it names.
    "core.AuditEvent": "id action object_type object_id object_label actor_id actor_label actor_hat digests occurred_at "
    "recorded_at",
    "core.AuditLink": "seq event_id hash",
    "core.ChangeCount": "id topic number",
    "core.Counter": "name value",
    "core.ClockOffset": "id seconds",
}
