"""A version of the rules in words, part by part, and what it changes against the version it was copied from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.enums import OrganisationKind
from core.countries import country_name
from core.dates import human
from core.money import format_eur
from exchanges.enums import Decision, VisitOnce
from exchanges.models import Rulebook


@dataclass(frozen=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True)
class Part:
    """One part of the rules, which is edited on a page of its own."""

    slug: str
    title: Any
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Change:
    """`before` or `after` is empty where the row is new or gone."""

    part: Any
    label: str
    before: str
    after: str


def parts(rulebook: Rulebook) -> list[Part]:
    """All of a version; reads its sums, kinds, reasons and points, which may be prefetched."""
    return [Part(slug, title, tuple(make(rulebook))) for slug, (title, make) in PARTS.items()]


def changes(rulebook: Rulebook, before: Rulebook | None) -> list[Change]:
    """What differs from another version, in the order of the parts."""
    if before is None:
        return []
    found = []
    for new, old in zip(parts(rulebook), parts(before), strict=True):
        now, then = ({row.label: row.value for row in part.rows} for part in (new, old))
        labels = [*now, *(name for name in then if name not in now)]
        found += [
            Change(new.title, label, then.get(label, ""), now.get(label, ""))
            for label in labels
            if now.get(label, "") != then.get(label, "")
        ]
    return found


def _validity(rulebook: Rulebook) -> Iterable[Row]:
    yield Row(_("For visits that begin on"), _("%(day)s or later") % {"day": human(rulebook.valid_from)})
    yield Row(_("Source"), rulebook.source)


def _days(rulebook: Rulebook) -> Iterable[Row]:
    yield Row(_("Least working days"), str(rulebook.min_working_days))
    yield Row(_("Working days for the full sum"), str(rulebook.full_working_days))
    yield Row(_("Longest stay"), _calendar_days(rulebook.max_calendar_days))
    yield Row(_("Distance for the full sum"), _("%(km)s km or more") % {"km": rulebook.full_distance_km})
    yield Row(_("Otherwise"), _("%(part)s of the sum") % {"part": _percent(rulebook.reduction_factor)})
    yield Row(_("Most for one visit"), format_eur(rulebook.cap))
    yield Row(_("Half-days of an event that make one working day"), str(rulebook.half_days_per_day))
    yield Row(
        _("Visits online"), _("allowed, without money") if rulebook.virtual_allowed else _("not allowed")
    )


def _sums(rulebook: Rulebook) -> Iterable[Row]:
    grid = rulebook.grid
    yield Row(_("Source of the sums"), grid.source)
    for code, amount in sorted(
        ((row.country_id, row.amount) for row in grid.amounts.all()), key=lambda pair: country_name(pair[0])
    ):
        yield Row(country_name(code), format_eur(amount))
    if grid.outermost_amount is not None:
        yield Row(_("Outermost regions of the EU"), format_eur(grid.outermost_amount))


def _countries(rulebook: Rulebook) -> Iterable[Row]:
    names = sorted(country_name(code) for code in rulebook.countries)
    yield Row(_("Countries"), ", ".join(names) or _("all that take part in the scheme on that day"))


def _kinds(rulebook: Rulebook) -> Iterable[Row]:
    rules = {rule.kind: rule for rule in rulebook.kind_rules.all()}
    for kind, label in OrganisationKind.choices:
        rule = rules.get(kind)
        may = []
        if rule is not None:
            may = [
                word
                for allowed, word in (
                    (rule.may_visit, _("may visit")),
                    (rule.may_host, _("may host")),
                    (rule.receives_lump_sum, _("receives the lump sum")),
                )
                if allowed
            ]
        yield Row(str(label), ", ".join(may) or _("does not take part"))


def _limits(rulebook: Rulebook) -> Iterable[Row]:
    yield Row(_("One visit of an SME is counted by"), str(VisitOnce(rulebook.visit_once_sme).label))
    yield Row(_("One visit of others is counted by"), str(VisitOnce(rulebook.visit_once_staff).label))
    yield Row(_("Wanted share of SMEs"), _percent(rulebook.sme_share_target))
    yield Row(_("Hosts asked at the same time"), str(rulebook.max_open_proposals))
    yield Row(_("Proofs of travel"), str(rulebook.proof_travel_min))
    yield Row(_("Proofs of lodging"), str(rulebook.proof_lodging_min))


WORKING, CALENDAR = "working", "calendar"
DEADLINE_WORDS: dict[str, tuple[Any, str]] = {
    "review_days": (gettext_lazy("Decide on an application"), WORKING),
    "answer_days": (gettext_lazy("Answer a question"), WORKING),
    "host_answer_days": (gettext_lazy("Answer of a host"), WORKING),
    "signature_days": (gettext_lazy("Sign a paper"), WORKING),
    "validation_days": (gettext_lazy("Check a closing report"), WORKING),
    "report_days": (gettext_lazy("Hand in the closing report"), CALENDAR),
    "payment_days": (gettext_lazy("Pay"), CALENDAR),
    "feedback_days": (gettext_lazy("Answer the questionnaire"), CALENDAR),
}


def _deadlines(rulebook: Rulebook) -> Iterable[Row]:
    for name, (label, unit) in DEADLINE_WORDS.items():
        days = getattr(rulebook, name)
        words = (
            ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}
            if unit == WORKING
            else _calendar_days(days)
        )
        yield Row(str(label), words)
    yield Row(_("Reminders of the questionnaire after days"), _list(rulebook.feedback_reminder_days))
    yield Row(_("Questions on the impact after months"), _list(rulebook.impact_months))
    yield Row(_("“Still interested?” after months"), str(rulebook.interest_months))


def _texts(rulebook: Rulebook) -> Iterable[Row]:
    yield Row(_("Note before an application is sent"), rulebook.note_for_applicants or _("none"))
    yield Row(_("Further clause of the Financial Agreement"), rulebook.agreement_clause or _("none"))


def _reasons(rulebook: Rulebook) -> Iterable[Row]:
    for reason in rulebook.reasons.all():
        label = _("%(decision)s: %(title)s") % {
            "decision": Decision(reason.decision).label,
            "title": reason.title,
        }
        yield Row(label, " / ".join(f"{language}: {text}" for language, text in sorted(reason.texts.items())))


def _points(rulebook: Rulebook) -> Iterable[Row]:
    for point in rulebook.points.all():
        yield Row(point.text, _("needed for an acceptance") if point.required else _("optional"))


Maker = Callable[[Rulebook], Iterable[Row]]
PARTS: dict[str, tuple[Any, Maker]] = {
    "validity": (gettext_lazy("Since when, and after which source"), _validity),
    "days": (gettext_lazy("Days and money"), _days),
    "sums": (gettext_lazy("Lump sums by host country"), _sums),
    "countries": (gettext_lazy("Countries"), _countries),
    "kinds": (gettext_lazy("Kinds of organisations"), _kinds),
    "limits": (gettext_lazy("Limits and proofs"), _limits),
    "deadlines": (gettext_lazy("Deadlines"), _deadlines),
    "texts": (gettext_lazy("Texts"), _texts),
    "reasons": (gettext_lazy("Reasons for decisions"), _reasons),
    "points": (gettext_lazy("Points to look at"), _points),
}


def _percent(share: Any) -> str:
    return f"{share * 100:.0f}\u00a0%"


def _calendar_days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def _list(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in numbers) or _("none")
