"""Versions of the rules: a coordinator copies one, changes it part by part, and publishes it for good.

Files under way keep the version they were sent by; see `selectors.rulebooks.in_force` for which one counts.
`seen` is the digest of what the page showed: when a colleague saved something else, ChangedMeanwhile is raised.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions as cluster_permissions
from clusters.models import Country, Partnership
from core import audit, clock, outbox
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from exchanges import reasons
from exchanges.models import DecisionReason, Grid, GridAmount, KindRule, ReviewPoint, Rulebook
from exchanges.selectors import rulebook_pages as pages
from exchanges.selectors.rulebook_pages import CHANGEABLE, NUMBERS, TEXTS
from exchanges.selectors.rulebooks import rulebook_on


@transaction.atomic
def copy_rulebook(*, partnership: Partnership | None, by: Actor) -> Rulebook:
    """A draft copied from the version that counts today. One draft at a time; without a partnership one of the scheme."""
    _check_writer(partnership, by)
    if partnership is not None:
        Partnership.objects.select_for_update(no_key=True, of=("self",)).get(pk=partnership.pk)
    draft = Rulebook.objects.filter(partnership=partnership, published_at=None).first()
    if draft is not None:
        return draft
    base = rulebook_on(clock.today(), partnership.pk if partnership is not None else None)
    number = Rulebook.objects.filter(partnership=partnership).count() + 1
    name = partnership.code if partnership is not None else str(clock.today().year)
    draft = Rulebook.objects.create(
        code=f"{name}-{number}"[:30],
        partnership=partnership,
        valid_from=max(clock.today(), base.valid_from),
        grid=base.grid,
        based_on=base,
        **{name: getattr(base, name) for name in (*NUMBERS, *TEXTS)},
    )
    _copy_parts(base, draft)
    audit.record("rulebook.copy", draft, by, {"based_on": (None, base)})
    return draft


@transaction.atomic
def change_rulebook(*, rulebook: Rulebook, by: Actor, seen: str | None = None, **fields: Any) -> Rulebook:
    """Change settings of a draft."""
    unknown = set(fields) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a setting of the rules: {', '.join(sorted(unknown))}")
    draft = _own_draft(rulebook, by)
    check_seen(draft, seen, pages.settings(draft, fields), fields)
    changes = {name: (getattr(draft, name), value) for name, value in fields.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    for name, (_before, after) in changes.items():
        setattr(draft, name, after)
    _check(draft)
    if changes:
        draft.save(update_fields=list(changes))
        audit.record("rulebook.change", draft, by, changes)
    return draft


@transaction.atomic
def change_sums(
    *,
    rulebook: Rulebook,
    by: Actor,
    amounts: Mapping[str, Decimal],
    source: str,
    outermost: Decimal | None = None,
    seen: str | None = None,
) -> Rulebook:
    """Give a draft sums by host country, with the document they stand in; they have to be confirmed again."""
    draft = _own_draft(rulebook, by)
    if not source.strip():
        raise InvalidInput(_("Name the document in which these sums stand."), "source")
    before, after = pages.sums(draft), pages.as_sums(amounts, source.strip(), outermost)
    check_seen(draft, seen, before, dict.fromkeys(before) | after)
    if after == before:
        return draft
    grid = draft.grid
    if Rulebook.objects.exclude(pk=draft.pk).filter(grid=grid).exists():
        grid = Grid(code=draft.code)
    grid.valid_from, grid.source, grid.outermost_amount = draft.valid_from, source.strip(), outermost
    grid.confirmed_by = grid.confirmed_at = None
    grid.save()
    grid.amounts.all().delete()
    GridAmount.objects.bulk_create(
        GridAmount(grid=grid, country_id=code, amount=amount) for code, amount in sorted(amounts.items())
    )
    draft.grid = grid
    draft.save(update_fields=["grid"])
    audit.record("rulebook.sums", draft, by, _changes(before, after))
    return draft


@transaction.atomic
def confirm_sums(*, rulebook: Rulebook, by: Actor, seen: str | None = None) -> Grid:
    """Say that the sums stand in the document named. No Financial Agreement is made before, outside the demo."""
    if rulebook.partnership is None or by.user is None:
        raise NotAllowed(_("Sums of the scheme are confirmed by an administrator."))
    _check_writer(rulebook.partnership, by)
    # A draft may have got other sums since the page was read.
    locked = Rulebook.objects.select_for_update(no_key=True, of=("self",)).get(pk=rulebook.pk)
    check_seen(locked, seen, pages.sums(locked), {})
    grid = Grid.objects.select_for_update(no_key=True, of=("self",)).get(pk=locked.grid_id)
    if grid.confirmed_at is None:
        grid.confirmed_by, grid.confirmed_at = by.user, clock.now()
        grid.save(update_fields=["confirmed_by", "confirmed_at"])
        audit.record("grid.confirm", grid, by, {"source": ("", grid.source)})
    return grid


@transaction.atomic
def change_kinds(
    *, rulebook: Rulebook, by: Actor, kinds: Mapping[str, tuple[bool, bool, bool]], seen: str | None = None
) -> Rulebook:
    """Say for each kind whether it may visit, may host, and receives a lump sum."""
    draft = _own_draft(rulebook, by)
    for kind, (may_visit, _may_host, money) in kinds.items():
        if money and not may_visit:
            raise InvalidInput(_("Only a kind that may visit can receive a lump sum."), kind)
    before, after = pages.kinds(draft), pages.as_kinds(kinds)
    check_seen(draft, seen, before, after)
    if after == before:
        return draft
    draft.kind_rules.all().delete()
    KindRule.objects.bulk_create(
        KindRule(rulebook=draft, kind=kind, may_visit=visit, may_host=host, receives_lump_sum=money)
        for kind, (visit, host, money) in sorted(kinds.items())
    )
    audit.record("rulebook.kinds", draft, by, _changes(before, after))
    return draft


@transaction.atomic
def save_reason(
    *,
    rulebook: Rulebook,
    by: Actor,
    decision: str,
    title: str,
    texts: Mapping[str, str],
    reason: DecisionReason | None = None,
    seen: str | None = None,
) -> DecisionReason:
    """Add a reason to a draft, or change one. English must be there; words in braces must be known.

    Adding the same reason once more is a double click, and gives the one that is there.
    """
    draft = _own_draft(rulebook, by)
    kept, title = _known_texts(texts), title.strip()
    row = _reason_in(draft, reason) if reason is not None else None
    before = pages.reason(row) if row is not None else {}
    after = pages.as_reason(decision, title, kept)
    if row is not None:
        check_seen(row, seen, before, dict.fromkeys(before, "") | after)
    same = draft.reasons.filter(decision=decision, title=title)
    twin = (same.exclude(pk=row.pk) if row is not None else same).first()
    if twin is not None and row is None and twin.texts == kept:
        return twin
    if twin is not None:
        raise InvalidInput(_("There is already a reason with this title."), "title")
    row = row or DecisionReason(rulebook=draft, position=draft.reasons.count())
    row.decision, row.title, row.texts = decision, title, kept
    row.save()
    audit.record("rulebook.reason", row, by, _changes(before, after))
    return row


@transaction.atomic
def remove_reason(*, reason: DecisionReason, by: Actor, seen: str | None = None) -> None:
    row = _reason_in(_own_draft(reason.rulebook, by), reason)
    check_seen(row, seen, pages.reason(row), {})
    audit.record("rulebook.reason_removed", row, by, {"title": (row.title, None)})
    row.delete()


@transaction.atomic
def change_points(
    *,
    rulebook: Rulebook,
    by: Actor,
    required: Iterable[str],
    optional: Iterable[str],
    seen: str | None = None,
) -> Rulebook:
    """The points that a decider looks at: those needed for an acceptance, then the others. Doubles count once."""
    draft = _own_draft(rulebook, by)
    wanted = {text.strip(): False for text in optional if text.strip()}
    wanted = {text.strip(): True for text in required if text.strip()} | {
        text: needed for text, needed in wanted.items() if text not in {line.strip() for line in required}
    }
    before, after = pages.points(draft), pages.as_points(wanted)
    check_seen(draft, seen, before, after)
    if after == before:
        return draft
    draft.points.all().delete()
    ReviewPoint.objects.bulk_create(
        ReviewPoint(rulebook=draft, text=text, required=needed, position=number)
        for number, (text, needed) in enumerate(wanted.items())
    )
    audit.record("rulebook.points", draft, by, _changes(before, after))
    return draft


@transaction.atomic
def publish_rulebook(*, rulebook: Rulebook, by: Actor, seen: str | None = None) -> Rulebook:
    """Let the draft count, for good: applications sent from now on for visits that begin on its first day or later."""
    draft = _own_draft(rulebook, by)
    check_seen(draft, seen, pages.whole(draft), {})
    _check(draft)
    missing = [code for code in draft.countries if not draft.grid.amounts.filter(country=code).exists()]
    if missing:
        raise Refused(_("There is no lump sum for %(codes)s yet.") % {"codes": ", ".join(missing)})
    draft.published_at, draft.published_by = clock.now(), by.user
    draft.save(update_fields=["published_at", "published_by"])
    audit.record("rulebook.publish", draft, by, {"valid_from": (None, draft.valid_from)})
    outbox.add("rulebook.published", f"rulebook.published:{draft.pk}", payload={"id": draft.pk})
    return draft


@transaction.atomic
def discard_rulebook(*, rulebook: Rulebook, by: Actor, seen: str | None = None) -> None:
    """Throw a draft away, with sums that only it has."""
    draft = _own_draft(rulebook, by)
    check_seen(draft, seen, pages.whole(draft), {})
    grid = draft.grid
    audit.record("rulebook.discard", draft, by, {"code": (draft.code, None)})
    draft.delete()
    if not grid.rulebooks.exists():
        grid.delete()


def _own_draft(rulebook: Rulebook, by: Actor) -> Rulebook:
    """The locked row. Raises NotAllowed for other people's rules, WrongState once they are published."""
    _check_writer(rulebook.partnership, by)
    draft = Rulebook.objects.select_for_update(no_key=True, of=("self",)).get(pk=rulebook.pk)
    if draft.published_at is not None:
        raise WrongState(_("This version is published and cannot be changed. Make a new version."))
    return draft


def _check_writer(partnership: Partnership | None, by: Actor) -> None:
    """The rules of a partnership are its coordinator's, those of the scheme an administrator's."""
    if partnership is not None:
        cluster_permissions.check_coordinates(by, partnership)
    elif by.user is None or not by.user.is_superuser:
        raise NotAllowed(_("The rules of the scheme are changed by an administrator."))


def _check(draft: Rulebook) -> None:
    """What the database would refuse without a word on where."""
    if draft.full_working_days < draft.min_working_days:
        raise InvalidInput(
            _("The full sum cannot need fewer days than an eligible stay."), "full_working_days"
        )
    if draft.full_working_days > draft.max_calendar_days:
        raise InvalidInput(_("The longest stay must hold the days of the full sum."), "max_calendar_days")
    partnership = draft.partnership
    if partnership is not None and draft.valid_from > partnership.end_on:
        raise InvalidInput(_("The partnership has ended by then. Choose an earlier day."), "valid_from")
    known = set(Country.objects.filter(code__in=draft.countries).values_list("code", flat=True))
    if known != set(draft.countries):
        raise InvalidInput(_("One of the countries is not known."), "countries")


def _copy_parts(base: Rulebook, draft: Rulebook) -> None:
    parts: tuple[Any, ...] = (KindRule, DecisionReason, ReviewPoint)
    for model in parts:
        rows = list(model.objects.filter(rulebook=base))
        for row in rows:
            row.pk, row.rulebook = None, draft
        model.objects.bulk_create(rows)


def _reason_in(draft: Rulebook, reason: DecisionReason) -> DecisionReason:
    """The row as it is now; a colleague may have removed it."""
    row = draft.reasons.filter(pk=reason.pk).first()
    if row is None:
        raise WrongState(_("A colleague has removed this reason."))
    return row


def _known_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that are there, by language. Raises InvalidInput."""
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    if reasons.FALLBACK not in kept:
        raise InvalidInput(
            _("Write the text in English. It stands in for languages without a text."), "text_en"
        )
    for language, text in kept.items():
        unknown = reasons.unknown_words(text)
        if unknown:
            words = ", ".join(f"{{{word}}}" for word in unknown)
            raise InvalidInput(
                _("%(words)s cannot be filled in. See the list of words below.") % {"words": words},
                f"text_{language}",
            )
    return kept


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (before.get(name), after.get(name)) for name in {**before, **after}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
