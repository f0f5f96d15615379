"""Versions of the rules: a coordinator copies one, changes it part by part, and publishes it for good.

Files under way keep the version they were sent by; see `selectors.rulebooks.in_force` for which one counts.
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
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from exchanges import reasons
from exchanges.models import DecisionReason, Grid, GridAmount, KindRule, ReviewPoint, Rulebook
from exchanges.models.rulebook import DEADLINES
from exchanges.selectors.rulebooks import rulebook_on

NUMBERS = (
    "min_working_days", "full_working_days", "max_calendar_days", "full_distance_km", "reduction_factor", "cap",
    "virtual_allowed", "visit_once_sme", "visit_once_staff", "sme_share_target", "max_open_proposals",
    *DEADLINES, "feedback_reminder_days", "impact_months", "proof_travel_min", "proof_lodging_min",
    "interest_months", "interest_answer_days",
)  # fmt: skip
TEXTS = ("source", "countries", "note_for_applicants", "agreement_clause")
CHANGEABLE = ("valid_from", *NUMBERS, *TEXTS)


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
def change_rulebook(*, rulebook: Rulebook, by: Actor, **fields: Any) -> Rulebook:
    """Change settings of a draft."""
    unknown = set(fields) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a setting of the rules: {', '.join(sorted(unknown))}")
    draft = _own_draft(rulebook, by)
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
) -> Rulebook:
    """Give a draft sums by host country, with the document they stand in; they have to be confirmed again."""
    draft = _own_draft(rulebook, by)
    if not source.strip():
        raise InvalidInput(_("Name the document in which these sums stand."), "source")
    before = {row.country_id: row.amount for row in draft.grid.amounts.all()}
    if dict(amounts) == before and (source.strip(), outermost) == (
        draft.grid.source,
        draft.grid.outermost_amount,
    ):
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
    audit.record("rulebook.sums", draft, by, {"sums": (_as_text(before), _as_text(amounts))})
    return draft


@transaction.atomic
def confirm_sums(*, rulebook: Rulebook, by: Actor) -> Grid:
    """Say that the sums stand in the document named. No Financial Agreement is made before, outside the demo."""
    if rulebook.partnership is None or by.user is None:
        raise NotAllowed(_("Sums of the scheme are confirmed by an administrator."))
    _check_writer(rulebook.partnership, by)
    grid = Grid.objects.select_for_update(no_key=True, of=("self",)).get(pk=rulebook.grid_id)
    if grid.confirmed_at is None:
        grid.confirmed_by, grid.confirmed_at = by.user, clock.now()
        grid.save(update_fields=["confirmed_by", "confirmed_at"])
        audit.record("grid.confirm", grid, by, {"source": ("", grid.source)})
    return grid


@transaction.atomic
def change_kinds(*, rulebook: Rulebook, by: Actor, kinds: Mapping[str, tuple[bool, bool, bool]]) -> Rulebook:
    """Say for each kind whether it may visit, may host, and receives a lump sum."""
    draft = _own_draft(rulebook, by)
    for kind, (may_visit, _may_host, money) in kinds.items():
        if money and not may_visit:
            raise InvalidInput(_("Only a kind that may visit can receive a lump sum."), kind)
    before = {
        row.kind: (row.may_visit, row.may_host, row.receives_lump_sum) for row in draft.kind_rules.all()
    }
    draft.kind_rules.all().delete()
    KindRule.objects.bulk_create(
        KindRule(rulebook=draft, kind=kind, may_visit=visit, may_host=host, receives_lump_sum=money)
        for kind, (visit, host, money) in sorted(kinds.items())
    )
    if dict(kinds) != before:
        audit.record("rulebook.kinds", draft, by, {"kinds": (_as_text(before), _as_text(kinds))})
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
) -> DecisionReason:
    """Add a reason to a draft, or change one. English must be there; words in braces must be known."""
    draft = _own_draft(rulebook, by)
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
    title = title.strip()
    same = draft.reasons.filter(decision=decision, title=title)
    if reason is not None:
        same = same.exclude(pk=reason.pk)
    if same.exists():
        raise InvalidInput(_("There is already a reason with this title."), "title")
    row = reason or DecisionReason(rulebook=draft, position=draft.reasons.count())
    row.decision, row.title, row.texts = decision, title, kept
    row.save()
    audit.record("rulebook.reason", draft, by, {"reason": (None, title)})
    return row


@transaction.atomic
def remove_reason(*, reason: DecisionReason, by: Actor) -> None:
    draft = _own_draft(reason.rulebook, by)
    audit.record("rulebook.reason_removed", draft, by, {"reason": (reason.title, None)})
    reason.delete()


@transaction.atomic
def change_points(
    *, rulebook: Rulebook, by: Actor, required: Iterable[str], optional: Iterable[str]
) -> Rulebook:
    """The points that a decider looks at: those needed for an acceptance, then the others. Doubles count once."""
    draft = _own_draft(rulebook, by)
    wanted = {text.strip(): False for text in optional if text.strip()}
    wanted = {text.strip(): True for text in required if text.strip()} | {
        text: needed for text, needed in wanted.items() if text not in {line.strip() for line in required}
    }
    before = [point.text for point in draft.points.all()]
    draft.points.all().delete()
    ReviewPoint.objects.bulk_create(
        ReviewPoint(rulebook=draft, text=text, required=needed, position=number)
        for number, (text, needed) in enumerate(wanted.items())
    )
    audit.record("rulebook.points", draft, by, {"points": ("\n".join(before), "\n".join(wanted))})
    return draft


@transaction.atomic
def publish_rulebook(*, rulebook: Rulebook, by: Actor) -> Rulebook:
    """Let the draft count, for good: applications sent from now on for visits that begin on its first day or later."""
    draft = _own_draft(rulebook, by)
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
def discard_rulebook(*, rulebook: Rulebook, by: Actor) -> None:
    """Throw a draft away, with sums that only it has."""
    draft = _own_draft(rulebook, by)
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


def _as_text(table: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in sorted(table.items()))
