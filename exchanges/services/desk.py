"""Acts on several files at once, set by set in one transaction: no file changes its state by them.

Each file is judged again when it is done; what is no longer possible is left out and told. Never a decision: each needs
its own reason.
"""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, WrongState
from exchanges.models import Application, ArchivedFile, BulkRun, SideReminder, Tag, TaggedFile
from exchanges.models.lists import place_of
from exchanges.selectors import desk, queue

Files = list[queue.Row]


@transaction.atomic
def act_on(*, act: str, numbers: Sequence[int], by: Actor, value: str = "") -> BulkRun:
    """`value` is the tag, or the number of the person. Returns what became of each file."""
    check_acting(by)
    if act not in desk.ACTS or len(numbers) > desk.LIMIT:
        raise InvalidInput(_("At most 500 files at once. Narrow the list with a filter."))
    wanted = queue.in_order(queue.files(by).filter(pk__in=numbers), "")
    judged = desk.verdicts(act, desk.rows_for(wanted, by), by, value)
    done = [verdict.row for verdict in judged if not verdict.why_not]
    before = {row.application.pk: row.application.responsible_id for row in done}
    run = BulkRun.objects.create(
        user=by.user,
        act=act,
        value=value,
        made_at=clock.now(),
        results=[
            [found.number, found.row.reference, found.why_not, before.get(found.number)] for found in judged
        ],
        **place_of(by.hat),
    )
    if done:
        _DO[act](done, by, value)
        changes = {"value": (None, value)} if value else {}
        audit.record_many(f"application.{act}", [(row.application, changes) for row in done], by)
        if act == desk.ASSIGN and desk.person_in(value) not in (None, by.user_id):
            outbox.add("file.assigned", f"assigned:{run.pk}", payload={"run": run.pk})
    return run


@transaction.atomic
def undo(*, run: BulkRun, by: Actor) -> BulkRun:
    """Put back what the run changed, as far as nobody has changed it since. A mail cannot be taken back."""
    check_acting(by)
    locked = BulkRun.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.pk)
    if locked.act == desk.REMIND or locked.undone_at is not None:
        raise WrongState(_("This cannot be taken back, or was taken back already."))
    done = {number: before for number, _reference, why_not, before in locked.results if not why_not}
    rows = desk.rows_for(queue.files(by).filter(pk__in=list(done)).order_by("id"), by)
    if locked.act == desk.ASSIGN:
        _give_back(rows, done, locked.value)
    else:
        _DO[_OPPOSITE[locked.act]](rows, by, locked.value)
    audit.record_many(f"application.{locked.act}_undone", [(row.application, {}) for row in rows], by)
    locked.undone_at = clock.now()
    locked.save(update_fields=["undone_at"])
    return locked


def check_acting(by: Actor) -> None:
    if by.hat is None or by.hat.kind not in desk.ACTING:
        raise NotAllowed(_("Your role reads files, and changes nothing."))


def _remind(rows: Files, by: Actor, value: str) -> None:
    today, reminded = clock.today(), desk.reminded_today([row.application.pk for row in rows])
    asked = {row.application.pk: desk.sides_to_remind(row, by, reminded) for row in rows}
    SideReminder.objects.bulk_create(
        (
            SideReminder(application_id=number, side=side, day=today, asked_by=by.user, asked_at=clock.now())
            for number, sides in asked.items()
            for side in sides
        ),
        ignore_conflicts=True,
    )
    work = [
        (
            f"remind:{number}:{today.isoformat()}:{'+'.join(sides)}",
            clock.now(),
            {"id": number, "sides": sides, "by": by.user_id},
        )
        for number, sides in asked.items()
    ]
    outbox.add_many("file.remind", work)


def _assign(rows: Files, by: Actor, value: str) -> None:
    numbers = [row.application.pk for row in rows]
    Application.objects.filter(pk__in=numbers).update(responsible=desk.person_in(value))


def _give_back(rows: Files, before: dict[int, int | None], value: str) -> None:
    now = desk.person_in(value)
    for person in set(before.values()):
        numbers = [row.application.pk for row in rows if before[row.application.pk] == person]
        Application.objects.filter(pk__in=numbers, responsible=now).update(responsible=person)


def _tag(rows: Files, by: Actor, value: str) -> None:
    # A colleague may be making the same tag at this moment: the second one waits, and finds it.
    Tag.objects.bulk_create([Tag(name=value, **place_of(by.hat))], ignore_conflicts=True)
    tag = Tag.objects.get(name__iexact=value, **place_of(by.hat))
    TaggedFile.objects.bulk_create(
        (TaggedFile(tag=tag, application=row.application) for row in rows), ignore_conflicts=True
    )


def _untag(rows: Files, by: Actor, value: str) -> None:
    """A tag that no file wears any more is gone."""
    tags = Tag.objects.filter(name__iexact=value, **place_of(by.hat))
    TaggedFile.objects.filter(tag__in=tags, application__in=[row.application.pk for row in rows]).delete()
    tags.filter(files=None).delete()


def _archive(rows: Files, by: Actor, value: str) -> None:
    ArchivedFile.objects.bulk_create(
        (
            ArchivedFile(
                application=row.application,
                archived_by=by.user,
                archived_at=clock.now(),
                **place_of(by.hat),
            )
            for row in rows
        ),
        ignore_conflicts=True,
    )


def _unarchive(rows: Files, by: Actor, value: str) -> None:
    numbers = [row.application.pk for row in rows]
    ArchivedFile.objects.filter(application__in=numbers, **place_of(by.hat)).delete()


_DO: dict[str, Callable[[Files, Actor, str], None]] = {
    desk.REMIND: _remind,
    desk.ASSIGN: _assign,
    desk.TAG: _tag,
    desk.UNTAG: _untag,
    desk.ARCHIVE: _archive,
    desk.UNARCHIVE: _unarchive,
}
_OPPOSITE = {
    desk.TAG: desk.UNTAG,
    desk.UNTAG: desk.TAG,
    desk.ARCHIVE: desk.UNARCHIVE,
    desk.UNARCHIVE: desk.ARCHIVE,
}
