"""What the pages of the rule editor hold as saved, by the names of their fields: page and service compare the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from exchanges.models import DecisionReason, Rulebook
from exchanges.models.rulebook import DEADLINES

NUMBERS = (
    "min_working_days", "full_working_days", "max_calendar_days", "half_days_per_day", "full_distance_km",
    "reduction_factor", "cap",
    "virtual_allowed", "visit_once_sme", "visit_once_staff", "sme_share_target", "max_open_proposals",
    *DEADLINES, "feedback_reminder_days", "impact_months", "proof_travel_min", "proof_lodging_min",
    "interest_months", "interest_answer_days",
)  # fmt: skip
TEXTS = ("source", "countries", "note_for_applicants", "agreement_clause")
CHANGEABLE = ("valid_from", *NUMBERS, *TEXTS)
# What a kind may do, in the order of `KindRule`'s three answers.
MAY = ("visit", "host", "money")


def settings(version: Rulebook, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(version, name) for name in names}


def sums(version: Rulebook) -> dict[str, Any]:
    grid = version.grid
    return as_sums(
        {row.country_id: row.amount for row in grid.amounts.all()}, grid.source, grid.outermost_amount
    )


def as_sums(amounts: Mapping[str, Any], source: str, outermost: Any) -> dict[str, Any]:
    by_country = {f"sum_{code}": amount for code, amount in sorted(amounts.items())}
    return {"source": source, **by_country, "outermost": outermost}


def kinds(version: Rulebook) -> dict[str, Any]:
    return as_kinds(
        {row.kind: (row.may_visit, row.may_host, row.receives_lump_sum) for row in version.kind_rules.all()}
    )


def as_kinds(answers: Mapping[str, tuple[bool, bool, bool]]) -> dict[str, Any]:
    return {
        kind: [word for word, yes in zip(MAY, may, strict=True) if yes]
        for kind, may in sorted(answers.items())
    }


def points(version: Rulebook) -> dict[str, Any]:
    return as_points({point.text: point.required for point in version.points.all()})


def as_points(required: Mapping[str, bool]) -> dict[str, Any]:
    """From each point to whether an acceptance needs it."""
    return {
        "required": "\n".join(text for text, needed in required.items() if needed),
        "optional": "\n".join(text for text, needed in required.items() if not needed),
    }


def reason(row: DecisionReason) -> dict[str, Any]:
    return as_reason(row.decision, row.title, row.texts)


def as_reason(decision: str, title: str, texts: Mapping[str, str]) -> dict[str, Any]:
    by_language = {f"text_{language}": text for language, text in sorted(texts.items())}
    return {"decision": decision, "title": title, **by_language}


def whole(version: Rulebook) -> dict[str, Any]:
    """All of a version, for an act that answers for the whole of it."""
    return {
        **settings(version, CHANGEABLE),
        **{f"sums.{name}": value for name, value in sums(version).items()},
        **{f"kinds.{name}": value for name, value in kinds(version).items()},
        **{f"points.{name}": value for name, value in points(version).items()},
        **{
            f"reason.{row.pk}.{name}": value
            for row in version.reasons.all()
            for name, value in reason(row).items()
        },
    }
