"""What we hold about one person, as rows for the page, the copy and the list of what a deletion leaves."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models
from django.utils.translation import gettext as _

from clusters.models import User
from core import personal_data
from core.erasure import pseudonym_of
from core.models import StoredFile
from core.personal_data import Group, Holding, Subject, Text


@dataclass(frozen=True)
class Record:
    title: Text
    values: list[tuple[str, Any]]
    until: date | None
    period: Text
    edit_url: str
    row: Any


@dataclass(frozen=True)
class Kind:
    """Records of one kind; `count` is all there are, `records` may be the newest of them."""

    title: Text
    count: int
    records: list[Record]

    @property
    def more(self) -> int:
        return self.count - len(self.records)


@dataclass
class Section:
    group: Group
    kinds: list[Kind] = field(default_factory=list)


@dataclass(frozen=True)
class Staying:
    """What a deletion leaves, why, and until when: a day, or what the day hangs on. Records that go one after the
    other have the first of their days too.
    """

    titles: list[tuple[Text, int]]
    why: Text
    until: date | Text
    kept_as_is: bool
    first: date | None = None


def subject_for(user: User) -> Subject:
    """The person by account, every confirmed or old address, name and phone."""
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    names = {user.get_full_name(), f"{user.last_name}, {user.first_name}".strip(", ")}
    return Subject(
        user_id=user.pk,
        addresses=tuple(sorted({address.lower() for address in addresses if address})),
        names=tuple(sorted(name for name in names if name)),
        phones=tuple(sorted({user.phone} - {""})),
        pseudonym=pseudonym_of(user.pk),
    )


def sections(subject: Subject, most: int | None = None) -> list[Section]:
    """Everything about the person by group; at most `most` records of each kind, newest first."""
    found = []
    for group in personal_data.groups():
        section = Section(group)
        for holding in personal_data.holdings(group=group.key):
            rows = holding.rows(subject).order_by("-pk")
            shown = [_record(holding, row) for row in (rows if most is None else rows[:most])]
            if shown:
                count = rows.count() if most is not None and len(shown) == most else len(shown)
                section.kinds.append(Kind(holding.title, count, shown))
        if section.kinds:
            found.append(section)
    return found


def staying(subject: Subject) -> list[Staying]:
    """What must stay after a deletion, together where the reason is the same and the days are known, or are not yet;
    named records last.
    """
    found: dict[tuple[Text, Text | None, bool], Counter[Text]] = {}
    dated: dict[tuple[Text, Text | None, bool], list[date]] = {}
    for holding in personal_data.holdings():
        rule = personal_data.rule(holding.rule) if holding.group and not holding.delete else None
        if rule is None or not rule.legal_hold:
            continue
        days: Counter[date | Text] = Counter(
            rule.until(row) or rule.waiting or rule.period for row in holding.rows(subject)
        )
        for day, number in days.items():
            key = (rule.legal_hold, None if isinstance(day, date) else day, bool(holding.kept))
            found.setdefault(key, Counter())[holding.title] += number
            if isinstance(day, date):
                dated.setdefault(key, []).append(day)
    rows = []
    for (why, open_end, kept), titles in found.items():
        known = sorted(dated.get((why, open_end, kept), []))
        until = open_end if open_end is not None else known[-1]
        first = known[0] if len(known) > 1 else None
        rows.append(Staying(list(titles.items()), why, until, kept, first))
    return sorted(rows, key=lambda row: row.kept_as_is)


def going(subject: Subject) -> list[tuple[Text, int]]:
    """What a deletion takes away at once."""
    found: list[tuple[Text, int]] = []
    for holding in personal_data.holdings():
        gone = holding.delete or (holding.group and not personal_data.rule(holding.rule).legal_hold)
        number = holding.rows(subject).count() if gone else 0
        if number:
            found.append((holding.title, number))
    return found


def as_json(subject: Subject, made_at: datetime) -> dict[str, Any]:
    """The copy for machines: every record with its own fields, no other person's."""
    return {
        "made_at": made_at.isoformat(),
        "groups": [
            {
                "group": section.group.key,
                "title": str(section.group.label),
                "why": str(section.group.why),
                "legal_basis": str(section.group.basis),
                "seen_by": str(section.group.seen_by),
                "records": [
                    {
                        "title": str(record.title),
                        "kept": str(record.period),
                        "until": record.until.isoformat() if record.until else None,
                        "values": {label: _plain(value) for label, value in record.values},
                    }
                    for kind in section.kinds
                    for record in kind.records
                ],
            }
            for section in sections(subject)
        ],
    }


def own_files(subject: Subject) -> list[StoredFile]:
    """What the person uploaded and is still there."""
    holding = next(item for item in personal_data.holdings() if item.model == "core.StoredFile")
    return list(holding.rows(subject).exclude(file="").exclude(content_type="application/zip"))


def _record(holding: Holding, row: Any) -> Record:
    rule = personal_data.rule(holding.rule)
    values = [(holding.label(name), _shown(row, name)) for name in holding.shown or holding.about_people]
    return Record(
        title=holding.title,
        values=[(label, value) for label, value in values if value not in ("", None)],
        until=rule.until(row),
        period=rule.period,
        edit_url=holding.edit(row) if holding.edit is not None else "",
        row=row,
    )


def _shown(row: Any, name: str) -> Any:
    column = row._meta.get_field(name)
    value = getattr(row, name)
    if column.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(column, models.FileField):
        return _("kept") if value else ""
    if isinstance(column, models.ForeignKey):
        return str(value) if value is not None else ""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {item}" for key, item in value.items())
    return value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
