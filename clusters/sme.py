"""Is it an SME, and how large? Recommendation 2003/361/EC, as plain rules: no database, no clock.

Three answers settle the ordinary case: fewer than ten people, at most EUR 2 million, stands alone - a micro
enterprise. Otherwise the own figures are asked, partner and linked enterprises one by one, and the year before where
it matters.

Answers, as they are kept with an attestation: FIRST_QUESTIONS (true or false), the three FIGURES, `public_quarter`
("no", "yes" or "excepted"; true and false stand in older ones), `enterprises` (rows of `enterprise`), and
`year_before` (one of YEAR_BEFORE).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.enums import SmeSize
from core.exceptions import InvalidInput

FIRST_QUESTIONS = ("fewer_than_10", "up_to_2_million", "stands_alone")
FIGURES = ("headcount", "turnover_million", "balance_million")
# size: fewer people than, turnover up to, balance sheet total up to (EUR million); annex, Art. 2
CEILINGS = (
    (SmeSize.MICRO, 10, Decimal(2), Decimal(2)),
    (SmeSize.SMALL, 50, Decimal(10), Decimal(10)),
    (SmeSize.MEDIUM, 250, Decimal(50), Decimal(43)),
)
SIZES = (SmeSize.MICRO, SmeSize.SMALL, SmeSize.MEDIUM, SmeSize.NOT_SME)
# The status changes only when it is exceeded in two accounting years (Art. 4(2)), so it is asked again after two.
VALID_YEARS = 2
# A partner holds, or is held, from a quarter up to a half; above it the two are linked (Art. 3(2) and (3)).
PARTNER_FROM, PARTNER_TO = Decimal(25), Decimal(50)
PARTNER, LINKED = "partner", "linked"
MOST_ENTERPRISES = 50
NO, YES, EXCEPTED = "no", "yes", "excepted"
SAME, NEW, NEW_OWNER = "same", "new", "new_owner"
YEAR_BEFORE = (SAME, NEW, NEW_OWNER, *(size.value for size in SIZES))
# The answers of an ordinary micro enterprise.
MICRO: Mapping[str, bool] = {"fewer_than_10": True, "up_to_2_million": True, "stands_alone": True}


@dataclass(frozen=True, slots=True)
class Figures:
    """People in full-time posts, and sums in million euros, of one accounting year."""

    headcount: Decimal = Decimal(0)
    turnover: Decimal = Decimal(0)
    balance: Decimal = Decimal(0)

    def plus(self, other: "Figures", share: Decimal = Decimal(1)) -> "Figures":
        return Figures(
            self.headcount + other.headcount * share,
            self.turnover + other.turnover * share,
            self.balance + other.balance * share,
        )


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A partner or linked enterprise with its own relations. `share` in percent; of a linked one all counts."""

    name: str
    relation: str
    figures: Figures
    share: Decimal = Decimal(100)
    relations: tuple["Enterprise", ...] = ()

    @property
    def counted(self) -> Figures:
        """What it adds to the enterprise it stands beside (Art. 6(2) to (4)).

        Its linked ones belong to it in full. Partners of a linked enterprise count by their share; partners of a
        partner do not count.
        """
        total = self.figures
        for other in self.relations:
            if other.relation == LINKED or self.relation == LINKED:
                total = total.plus(other.counted)
        return Figures().plus(total, self.part)

    @property
    def part(self) -> Decimal:
        return Decimal(1) if self.relation == LINKED else self.share / 100


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sum: who, by what part, and what it adds."""

    name: str
    part: Decimal
    counted: Figures


@dataclass(frozen=True, slots=True)
class Judgement:
    """`now` is the size by the figures; `size` is the status, which may still be that of the years before."""

    size: SmeSize
    reason: str | Promise
    now: SmeSize
    total: Figures | None = None
    lines: Sequence[Line] = field(default_factory=tuple)
    rule_of_two_years: str | Promise = ""

    @property
    def is_sme(self) -> bool:
        return self.size != SmeSize.NOT_SME


def settles(answers: Mapping[str, Any]) -> bool:
    """Whether the first three answers are enough. Raises InvalidInput when one is missing."""
    for question in FIRST_QUESTIONS:
        if not isinstance(answers.get(question), bool):
            raise InvalidInput(_("Please answer all three questions."), question)
    return all(answers[question] for question in FIRST_QUESTIONS)


def size_of(figures: Figures) -> SmeSize:
    """The class by people, and by turnover or balance sheet total, whichever is kinder."""
    for size, most_people, most_turnover, most_balance in CEILINGS:
        if figures.headcount < most_people and (
            figures.turnover <= most_turnover or figures.balance <= most_balance
        ):
            return size
    return SmeSize.NOT_SME


def needs_year_before(now: SmeSize, held: str) -> bool:
    """Whether the year before can change the answer: not when the size is the one already held."""
    return now.value != held


def judge(answers: Mapping[str, Any], held: str = "") -> Judgement:
    """The status by the answers; `held` is the size stated last. Raises InvalidInput for what is missing."""
    if settles(answers):
        reason = _("Fewer than 10 people, at most EUR 2 million, and on its own: micro enterprise.")
        return Judgement(SmeSize.MICRO, reason, SmeSize.MICRO)
    own = _figures(answers)
    enterprises = () if answers["stands_alone"] else tree(answers.get("enterprises", ()))
    lines = [Line(enterprise.name, enterprise.part, enterprise.counted) for enterprise in enterprises]
    total = own
    for line in lines:
        total = total.plus(line.counted)
    if _public(answers) == YES:
        reason = _("Public bodies hold 25 % or more, so it does not count as an SME.")
        return Judgement(SmeSize.NOT_SME, reason, SmeSize.NOT_SME, total, lines)
    now = size_of(total)
    size, rule = _by_two_years(now, answers.get("year_before", ""), held)
    return Judgement(size, _reason(now), now, total, lines, rule)


def enterprise(
    name: str, relation: str, share: Decimal | int | None, parent: int | None, **figures: Any
) -> dict[str, Any]:
    """One row of `enterprises`, checked: `parent` is the row it belongs to, None for the organisation itself."""
    if relation not in (PARTNER, LINKED):
        raise InvalidInput(_("Say how the two belong together."), "relation")
    if not name.strip():
        raise InvalidInput(_("Enter the name of the enterprise."), "name")
    part = Decimal(100)
    if relation == PARTNER:
        if share is None or not PARTNER_FROM <= Decimal(share) <= PARTNER_TO:
            raise InvalidInput(
                _(
                    "A partner holds from 25 to 50 %. Below it does not count; above it is a linked enterprise."
                ),
                "share",
            )
        part = Decimal(share)
    _figures(figures)
    row = {"name": name.strip()[:200], "relation": relation, "share": str(part), "parent": parent}
    return row | {key: str(figures[key]) for key in FIGURES}


def tree(rows: Sequence[Mapping[str, Any]]) -> tuple[Enterprise, ...]:
    """The enterprises beside the organisation, each with those that stand behind it."""
    if len(rows) > MOST_ENTERPRISES:
        raise InvalidInput(_("Enter at most %(most)s enterprises.") % {"most": MOST_ENTERPRISES}, "name")

    def beside(parent: int | None) -> tuple[Enterprise, ...]:
        # A parent always stands before its children, so this ends.
        return tuple(
            Enterprise(
                row["name"],
                row["relation"],
                Figures(*(Decimal(row[key]) for key in FIGURES)),
                Decimal(row["share"]),
                beside(number),
            )
            for number, row in enumerate(rows)
            if row.get("parent") == parent and (parent is None or number > parent)
        )

    return beside(None)


def _by_two_years(now: SmeSize, year_before: str, held: str) -> tuple[SmeSize, str | Promise]:
    """Art. 4(2): the status is lost or gained only in the second year in a row."""
    if not needs_year_before(now, held) or year_before in ("", SAME, now.value):
        return now, ""
    if year_before == NEW:
        return now, _("A new enterprise is judged by its first figures.")
    if year_before == NEW_OWNER:
        return now, _("After a change of owner the new figures count at once.")
    if year_before not in YEAR_BEFORE:
        raise InvalidInput(_("Say which size it had the year before."), "year_before")
    before = SmeSize(year_before)
    text = _("The status changes only after two years in a row. Until then it stays: %(size)s.")
    return before, text % {"size": before.label}


def _reason(size: SmeSize) -> Any:
    for known, most_people, most_turnover, most_balance in CEILINGS:
        if known == size:
            return _(
                "Fewer than %(people)s people, and turnover up to EUR %(turnover)s million "
                "or balance sheet up to EUR %(balance)s million."
            ) % {"people": most_people, "turnover": most_turnover, "balance": most_balance}
    return _(
        "It is above the limits: 250 people, or EUR 50 million turnover and EUR 43 million balance sheet."
    )


def _public(answers: Mapping[str, Any]) -> str:
    value = answers.get("public_quarter")
    if isinstance(value, bool):
        return YES if value else NO
    if value not in (NO, YES, EXCEPTED):
        raise InvalidInput(_("Please say whether public bodies hold 25 % or more."), "public_quarter")
    return str(value)


def _figures(answers: Mapping[str, Any]) -> Figures:
    people = _number(answers, "headcount", _("Enter how many people work there, for example 35."))
    sums = [
        _number(answers, question, _("Enter the sum in million euros, for example 4.5."))
        for question in FIGURES[1:]
    ]
    return Figures(people, *sums)


def _number(answers: Mapping[str, Any], question: str, sentence: Any) -> Decimal:
    value = answers.get(question)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise InvalidInput(sentence, question)
    number = Decimal(value)
    if not number.is_finite() or not 0 <= number <= 1_000_000:
        raise InvalidInput(sentence, question)
    return number
