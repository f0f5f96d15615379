"""Issues of deliverables: begun as a draft with frozen figures, sent to review, approved by a second person, published."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Partnership
from core import audit, clock, workflow
from core.actors import Actor
from core.exceptions import InvalidInput
from reporting import permissions
from reporting.deliverables import catalogue
from reporting.deliverables.kinds import Kind
from reporting.enums import Repeats
from reporting.models import Deliverable, PlannedIssue, ReportingPeriod, TextPart, TextVersion
from reporting.services import deliverable_figures as figures
from reporting.services import deliverable_files, deliverable_mails


@transaction.atomic
def begin_deliverable(
    *,
    partnership: Partnership,
    code: str,
    by: Actor,
    until: date | None = None,
    since: date | None = None,
    period: ReportingPeriod | None = None,
    corrected: bool = False,
    subject: str = "",
    keep_texts: bool = True,
) -> Deliverable:
    """A draft with the figures of a closed period, or those of the days, frozen now.

    With `keep_texts` it begins with those of the last issue.
    """
    permissions.check_may_report(partnership, by)
    kind = catalogue.kind_of(code)
    if kind.repeats == Repeats.EACH and not subject.strip():
        raise InvalidInput(_("Say what this issue is about, for example the name of the service."), "subject")
    # Issues of one partnership are numbered one after the other.
    Partnership.objects.select_for_update(of=("self",), no_key=True).order_by("pk").get(pk=partnership.pk)
    issues = Deliverable.objects.filter(partnership=partnership, code=kind.code).exclude(state="discarded")
    deliverable = Deliverable(
        partnership=partnership,
        code=kind.code,
        title=catalogue.title_of(kind),
        subject=subject.strip(),
        work_package=kind.work_package,
        confidential=kind.confidential,
        number=_next_number(partnership, kind.code),
        begun_by=by.user,
        begun_at=clock.now(),
    )
    figures.note(deliverable, figures.Chosen(until, since, period, corrected))
    last = issues.order_by("-number").first() if keep_texts and kind.repeats != Repeats.EACH else None
    workflow.start(deliverable, by=by, state="draft", action="begin")
    figures.freeze(deliverable)
    _add_texts(deliverable, kind, last, by)
    return deliverable


@transaction.atomic
def freeze_again(
    *,
    deliverable: Deliverable,
    by: Actor,
    until: date | None = None,
    since: date | None = None,
    period: ReportingPeriod | None = None,
    corrected: bool = False,
    version: int | None = None,
) -> Deliverable:
    """The figures of a draft taken anew, of these or of others; texts stay."""
    permissions.check_may_report(deliverable.partnership, by)
    workflow.hold(deliverable, version)
    _check_draft(deliverable)
    figures.note(deliverable, figures.Chosen(until, since, period, corrected))
    deliverable.version += 1
    for name in ("files_asked_at", "files_made_at", "files_failed_at"):
        setattr(deliverable, name, None)
    deliverable.save()
    deliverable_files.forget_files(deliverable)
    deliverable.editions.all().delete()
    figures.freeze(deliverable)
    audit.record("deliverable.freeze", deliverable, by)
    return deliverable


@transaction.atomic
def move_deliverable(
    *, deliverable: Deliverable, move: str, by: Actor, version: int | None = None, comment: str = ""
) -> Deliverable:
    """Send, take back, send back, approve, reopen, publish, withdraw or discard. The files follow an approval."""
    person = {"send": "sender_id", "approve": "approver_id", "publish": "publisher_id"}.get(move)
    data: dict[str, Any] = {person: by.user_id} if person else {}
    workflow.perform(deliverable, move, by=by, version=version, comment=comment, **data)
    if move == "approve":
        deliverable_files.ask_files(deliverable=deliverable, by=by)
    deliverable_mails.tell(deliverable, move, by, comment)
    return deliverable


@transaction.atomic
def choose_changes(*, deliverable: Deliverable, wanted: bool, by: Actor) -> Deliverable:
    """Whether the document has a section that says what is different from the last issue."""
    permissions.check_may_report(deliverable.partnership, by)
    workflow.hold(deliverable)
    _check_draft(deliverable)
    deliverable.with_changes = wanted
    deliverable.save(update_fields=["with_changes"])
    return deliverable


@transaction.atomic
def note_submission(
    *, deliverable: Deliverable, by: Actor, submitted_on: date | None, note: str = ""
) -> Deliverable:
    """When an approved issue went to the granting authority; without a day, the note of it is taken back."""
    permissions.check_may_report(deliverable.partnership, by)
    workflow.hold(deliverable)
    if deliverable.state not in ("approved", "published", "withdrawn"):
        raise InvalidInput(_("Only an approved issue can be submitted."))
    if submitted_on is not None and submitted_on > clock.today():
        raise InvalidInput(_("This day has not come yet. Choose today or an earlier day."), "submitted_on")
    deliverable.submitted_on, deliverable.submission_note = submitted_on, note
    deliverable.save(update_fields=["submitted_on", "submission_note"])
    audit.record("deliverable.submitted", deliverable, by)
    return deliverable


@transaction.atomic
def plan_issue(
    *,
    partnership: Partnership,
    code: str,
    number: int,
    by: Actor,
    due_on: date | None,
    lead: Cluster | None,
    wanted: bool = True,
    note: str = "",
) -> PlannedIssue:
    """What the plan of a partnership says of one issue."""
    permissions.check_may_report(partnership, by)
    kind = catalogue.kind_of(code)
    if lead is not None and not permissions.in_partnership(lead.pk, partnership.pk):
        raise InvalidInput(_("Choose a cluster of this partnership."), "lead")
    planned, _made = PlannedIssue.objects.update_or_create(
        partnership=partnership,
        code=kind.code,
        number=number,
        defaults={"due_on": due_on, "lead": lead, "wanted": wanted, "note": note},
    )
    audit.record("deliverable.plan", planned, by)
    return planned


def _next_number(partnership: Partnership, code: str) -> int:
    """After the last issue, be it made here or handed in before the portal was used."""
    made = Deliverable.objects.filter(partnership=partnership, code=code).exclude(state="discarded")
    earlier = PlannedIssue.objects.filter(partnership=partnership, code=code, submitted_on__isnull=False)
    last = [rows.aggregate(last=Max("number"))["last"] or 0 for rows in (made, earlier)]
    return int(max(last)) + 1


def _check_draft(deliverable: Deliverable) -> None:
    if deliverable.state != "draft":
        raise InvalidInput(_("Only a draft can be changed."))


def _add_texts(deliverable: Deliverable, kind: Kind, last: Deliverable | None, by: Actor) -> None:
    texts: dict[str, str] = catalogue.starting_texts(kind)
    if last is not None:
        earlier = dict(last.texts.exclude(text="").values_list("key", "text"))
        texts |= {key: text for key, text in earlier.items() if key in texts}
    parts = TextPart.objects.bulk_create(
        TextPart(
            deliverable=deliverable,
            key=part.key,
            heading=heading,
            position=position,
            required=part.required,
            text=texts[part.key],
            number=1 if texts[part.key] else 0,
        )
        for position, (part, heading) in enumerate(zip(kind.written, catalogue.headings(kind), strict=True))
    )
    TextVersion.objects.bulk_create(
        TextVersion(part=part, number=1, text=part.text, written_by=by.user, written_at=clock.now())
        for part in parts
        if part.text
    )
