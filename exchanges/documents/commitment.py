"""The Commitment to Quality: the visit plan that all four parties sign (scheme: goals, objectives, agenda)."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from core.dates import CountedDay, DayReason
from exchanges.documents.canonical import Content, plain
from exchanges.documents.parts import Clause, Side, agreed_quote, as_date, doubled, parties, sides
from exchanges.enums import ActivityType, Mode, Use
from exchanges.lump_sum import Result
from exchanges.models import AgendaItem, Exchange


@dataclass(frozen=True)
class Item:
    title: str
    place: str
    contact: str


@dataclass(frozen=True)
class Day:
    day: date
    counted: bool
    reason: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Commitment:
    file: str
    partnership: str
    mode: str
    online: bool
    sides: tuple[Side, ...]
    travellers: tuple[str, ...]
    first_day: date
    last_day: date
    working_days: int
    venue: str
    uses: tuple[str, ...]
    activity_types: tuple[str, ...]
    objectives: str
    expected_results: str
    days: tuple[Day, ...]
    host_duties: str
    visitor_duties: str
    clauses: tuple[Clause, ...]

    def content(self) -> Content:
        return {"document": "commitment", "schema": 1, **plain(asdict(self))}

    @classmethod
    def from_content(cls, content: Content) -> "Commitment":
        values = {key: value for key, value in content.items() if key not in ("document", "schema")}
        return cls(
            **values
            | {
                "first_day": as_date(content["first_day"]),
                "last_day": as_date(content["last_day"]),
                "sides": tuple(Side(**side) for side in content["sides"]),
                "clauses": tuple(Clause(**clause) for clause in content["clauses"]),
                "days": tuple(
                    Day(
                        as_date(day["day"]),
                        day["counted"],
                        day["reason"],
                        tuple(Item(**item) for item in day["items"]),
                    )
                    for day in content["days"]
                ),
            }
        )


def build(exchange: Exchange) -> Commitment:
    """The plan as it stands now, in English: the language the four parties share."""
    with translation.override("en"):
        application, plan = exchange.application, exchange.plan
        result = Result.from_json(agreed_quote(exchange).result)
        return Commitment(
            file=exchange.reference,
            partnership=exchange.partnership.name,
            mode=str(Mode(exchange.mode).label),
            online=exchange.mode == Mode.VIRTUAL,
            sides=sides(exchange),
            travellers=tuple(
                f"{person.full_name}, {person.position}" if person.position else person.full_name
                for person in application.travellers.all()
            ),
            first_day=exchange.first_day,
            last_day=exchange.last_day,
            working_days=result.working_days,
            venue=plan.venue,
            uses=tuple(str(Use(code).label) for code in application.uses if code in Use.values),
            activity_types=tuple(
                str(ActivityType(code).label)
                for code in application.activity_types
                if code in ActivityType.values
            ),
            objectives=plan.objectives,
            expected_results=plan.expected_results,
            days=_days(exchange, result),
            host_duties=plan.host_duties,
            visitor_duties=plan.visitor_duties,
            clauses=_clauses(exchange),
        )


def _days(exchange: Exchange, result: Result) -> tuple[Day, ...]:
    by_day: dict[date, list[Item]] = {}
    for row in AgendaItem.objects.filter(exchange=exchange):
        by_day.setdefault(row.day, []).append(Item(row.title, row.place, row.contact))
    return tuple(
        Day(day.date, day.counted, _reason(day), tuple(by_day.get(day.date, []))) for day in result.days
    )


def _reason(day: CountedDay) -> str:
    """The date names Saturday and Sunday already."""
    return _("Weekend") if day.reason is DayReason.WEEKEND else day.sentence


def _clauses(exchange: Exchange) -> tuple[Clause, ...]:
    clauses = [
        Clause(
            _("What the clusters do"),
            _(
                "Both clusters help to prepare the visit, answer questions during it, and step in when something goes "
                "wrong. The contact cluster checks the closing report."
            ),
        ),
        Clause(
            _("Insurance"),
            _(
                "The visitor travels at its own risk and sees to health, accident and liability insurance for the stay."
            ),
        ),
        Clause(
            _("Confidentiality"),
            _("What one side marks as confidential is not passed on. This also holds after the visit."),
        ),
        Clause(
            _("Changes"),
            _("Whoever cannot keep to this plan tells the others at once. A changed plan is signed again."),
        ),
        Clause(
            _("After the visit"),
            _(
                "The visitor hands in a closing report with proofs. Visitor and host each answer a short questionnaire."
            ),
        ),
    ]
    names = doubled(parties(exchange))
    if names:
        clauses.append(
            Clause(
                _("One organisation, two parts"),
                _(
                    "%(names)s takes two of the four parts. Two different persons sign for it, or another person of "
                    "the partnership signs for the cluster."
                )
                % {"names": ", ".join(names)},
            )
        )
    return tuple(clauses)
