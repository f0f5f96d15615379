"""What goes into a lump sum and what comes out: immutable values that can be frozen as plain data and read back.

Import them from `exchanges.lump_sum`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.dates import CountedDay, DayReason
from core.exceptions import InvalidInput
from core.money import MAX_AMOUNT
from exchanges.enums import Mode
from exchanges.lump_sum_words import LABELS, SENTENCES
from exchanges.reference_data import ELIGIBLE_CODES, OUTERMOST, OUTERMOST_REGIONS, RULEBOOK

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds of one rulebook version."""

    version: str = RULEBOOK.version
    min_working_days: int = RULEBOOK.min_working_days
    max_calendar_days: int = RULEBOOK.max_calendar_days
    full_sum_working_days: int = RULEBOOK.full_sum_working_days
    full_sum_km: int = RULEBOOK.full_sum_km
    reduction: Decimal = RULEBOOK.reduction
    cap: Decimal = RULEBOOK.cap
    eligible_countries: frozenset[str] = ELIGIBLE_CODES

    def __post_init__(self) -> None:
        if not (self.reduction.is_finite() and ZERO <= self.reduction <= ONE):
            raise InvalidInput(_("The reduction is a part of the full sum. Enter a number from 0 to 1."))
        _check_sum(self.cap)


@dataclass(frozen=True, slots=True)
class Grid:
    """Full sums per host country in euro; the key `OUTERMOST` holds that of the outermost regions."""

    version: str
    amounts: Mapping[str, Decimal]
    source: str = ""
    confirmed: bool = False
    currency: str = RULEBOOK.currency

    def __post_init__(self) -> None:
        for value in self.amounts.values():
            _check_sum(value)
        object.__setattr__(self, "amounts", MappingProxyType(dict(self.amounts)))

    def full_sum(self, country: str, region: str | None) -> Decimal | None:
        if (country, region) in OUTERMOST_REGIONS and OUTERMOST in self.amounts:
            return self.amounts[OUTERMOST]
        return self.amounts.get(country)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a sum is calculated from. Dates both included; `overrides` are (day, reason) pairs or a mapping.

    `distance_km` may be missing for a virtual visit only.
    """

    home_country: str
    host_country: str
    start: date
    end: date
    distance_km: Decimal | int | None = None
    host_region: str | None = None
    travel_days: Collection[date] = frozenset()
    overrides: Mapping[date, str] | Iterable[tuple[date, str]] = ()
    mode: Mode = Mode.PHYSICAL
    receives_lump_sum: bool = True

    def to_json(self) -> dict[str, Any]:
        return {
            "home_country": self.home_country,
            "host_country": self.host_country,
            "host_region": self.host_region,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "distance_km": _text(self.distance_km),
            "travel_days": sorted(day.isoformat() for day in self.travel_days),
            "overrides": {day.isoformat(): note for day, note in dict(self.overrides).items()},
            "mode": str(self.mode),
            "receives_lump_sum": self.receives_lump_sum,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Inputs":
        """As they were: nothing is checked again, so that a later calendar cannot make old data unreadable."""
        return cls(
            home_country=data["home_country"],
            host_country=data["host_country"],
            start=date.fromisoformat(data["start"]),
            end=date.fromisoformat(data["end"]),
            distance_km=_decimal(data["distance_km"]),
            host_region=data["host_region"],
            travel_days=frozenset(date.fromisoformat(day) for day in data["travel_days"]),
            overrides=tuple(
                (date.fromisoformat(day), note) for day, note in sorted(data["overrides"].items())
            ),
            mode=Mode(data["mode"]),
            receives_lump_sum=data["receives_lump_sum"],
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """One statement about a result: a stable code and its values; the sentence comes in the reader's language."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code](self.values)

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "values": dict(self.values), "sentence": self.sentence}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Reason":
        return cls(data["code"], data["values"])


@dataclass(frozen=True, slots=True)
class Line:
    """A row of "how this sum came about". The amounts of all lines but the last, `total`, add up to it."""

    code: str
    amount: Decimal | None
    reason: Reason

    @property
    def label(self) -> str:
        return LABELS[self.code]()

    @property
    def sentence(self) -> str:
        return self.reason.sentence

    def to_json(self) -> dict[str, Any]:
        reason = self.reason.to_json()
        return {"code": self.code, "label": self.label, "amount": _text(self.amount), "reason": reason}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Line":
        return cls(data["code"], _decimal(data["amount"]), Reason.from_json(data["reason"]))


@dataclass(frozen=True, slots=True)
class Result:
    """`needs_decision`: not eligible as it stands, but would be if a programme on a weekend or holiday were counted.

    `amount` is what is paid, in whole cents; `base` the grid's full sum, None where the grid has none.
    """

    inputs: Inputs
    eligible: bool
    needs_decision: bool
    working_days: int
    calendar_days: int
    days: tuple[CountedDay, ...]
    base: Decimal | None
    factor: Decimal
    amount: Decimal
    currency: str
    reasons: tuple[Reason, ...]
    lines: tuple[Line, ...]
    next_step: Reason | None
    grid_version: str
    grid_source: str
    grid_confirmed: bool
    rules_version: str

    @property
    def distance_km(self) -> Decimal | None:
        return None if self.inputs.distance_km is None else Decimal(self.inputs.distance_km)

    def to_json(self) -> dict[str, Any]:
        """Plain data to freeze on a row: sums as text, sentences in English beside the codes they come from."""
        with translation.override("en"):
            return {
                "eligible": self.eligible,
                "needs_decision": self.needs_decision,
                "working_days": self.working_days,
                "calendar_days": self.calendar_days,
                "days": [_day_to_json(day) for day in self.days],
                "distance_km": _text(self.distance_km),
                "base": _text(self.base),
                "factor": str(self.factor),
                "amount": str(self.amount),
                "currency": self.currency,
                "reasons": [reason.to_json() for reason in self.reasons],
                "lines": [line.to_json() for line in self.lines],
                "next_step": self.next_step.to_json() if self.next_step else None,
                "grid": {
                    "version": self.grid_version,
                    "source": self.grid_source,
                    "confirmed": self.grid_confirmed,
                },
                "rules": self.rules_version,
                "inputs": self.inputs.to_json(),
            }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Result":
        return cls(
            inputs=Inputs.from_json(data["inputs"]),
            eligible=data["eligible"],
            needs_decision=data["needs_decision"],
            working_days=data["working_days"],
            calendar_days=data["calendar_days"],
            days=tuple(_day_from_json(day) for day in data["days"]),
            base=_decimal(data["base"]),
            factor=Decimal(data["factor"]),
            amount=Decimal(data["amount"]),
            currency=data["currency"],
            reasons=tuple(Reason.from_json(reason) for reason in data["reasons"]),
            lines=tuple(Line.from_json(line) for line in data["lines"]),
            next_step=Reason.from_json(data["next_step"]) if data["next_step"] else None,
            grid_version=data["grid"]["version"],
            grid_source=data["grid"]["source"],
            grid_confirmed=data["grid"]["confirmed"],
            rules_version=data["rules"],
        )


def _day_to_json(day: CountedDay) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "counted": day.counted,
        "reason": day.reason.value,
        "sentence": day.sentence,
        "holiday": day.holiday,
        "note": day.note,
    }


def _day_from_json(data: Mapping[str, Any]) -> CountedDay:
    reason = DayReason(data["reason"])
    return CountedDay(
        date.fromisoformat(data["date"]), data["counted"], reason, data["holiday"], data["note"]
    )


def _check_sum(value: Decimal) -> None:
    if not (value.is_finite() and ZERO <= value <= MAX_AMOUNT):
        raise InvalidInput(_("A lump sum is an amount from EUR 0 upwards. Correct the grid."))


def _text(value: Decimal | int | None) -> str | None:
    return None if value is None else str(value)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
