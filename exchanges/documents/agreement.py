"""The Financial Agreement between visitor and contact cluster: one lump sum, one payment, and what it hangs on.

The bank account is not part of the signed text: it can change, and it is for few eyes. The text says which account
counts.
"""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import format_eur, in_words
from exchanges.documents.canonical import Content, plain
from exchanges.documents.parts import Clause, Side, agreed_quote, as_date, sides
from exchanges.enums import PartyRole
from exchanges.lump_sum import Result
from exchanges.models import Exchange, Rulebook


@dataclass(frozen=True)
class SumLine:
    label: str
    amount: str
    reason: str


@dataclass(frozen=True)
class Agreement:
    file: str
    partnership: str
    sides: tuple[Side, ...]
    host: str
    host_country: str
    first_day: date
    last_day: date
    working_days: int
    distance_km: str
    grid: str
    grid_source: str
    rulebook: str
    lines: tuple[SumLine, ...]
    amount: str
    amount_shown: str
    amount_in_words: str
    clauses: tuple[Clause, ...]

    def content(self) -> Content:
        return {"document": "agreement", "schema": 1, **plain(asdict(self))}

    @classmethod
    def from_content(cls, content: Content) -> "Agreement":
        values = {key: value for key, value in content.items() if key not in ("document", "schema")}
        return cls(
            **values
            | {
                "first_day": as_date(content["first_day"]),
                "last_day": as_date(content["last_day"]),
                "sides": tuple(Side(**side) for side in content["sides"]),
                "lines": tuple(SumLine(**line) for line in content["lines"]),
                "clauses": tuple(Clause(**clause) for clause in content["clauses"]),
            }
        )


def build(exchange: Exchange) -> Agreement:
    """The agreement over the planned quote, which never changes. In English."""
    with translation.override("en"):
        quote = agreed_quote(exchange)
        result = Result.from_json(quote.result)
        return Agreement(
            file=exchange.reference,
            partnership=exchange.partnership.name,
            sides=sides(exchange, (PartyRole.VISITOR, PartyRole.VISITOR_CLUSTER)),
            host=exchange.host.name,
            host_country=exchange.host_country.name,
            first_day=exchange.first_day,
            last_day=exchange.last_day,
            working_days=result.working_days,
            distance_km="" if result.distance_km is None else f"{result.distance_km.normalize():f}",
            grid=result.grid_version,
            grid_source=result.grid_source,
            rulebook=result.rules_version,
            lines=tuple(
                SumLine(line.label, format_eur(line.amount), line.sentence)
                for line in result.lines
                if line.amount is not None and line.code != "total"
            ),
            amount=str(quote.amount),
            amount_shown=format_eur(quote.amount),
            amount_in_words=in_words(quote.amount),
            clauses=_clauses(quote.rulebook),
        )


def _clauses(rules: Rulebook) -> tuple[Clause, ...]:
    report = ngettext("%(days)d day", "%(days)d days", rules.report_days) % {"days": rules.report_days}
    pay = ngettext("%(days)d day", "%(days)d days", rules.payment_days) % {"days": rules.payment_days}
    return (
        Clause(
            _("One payment"),
            _(
                "The lump sum is paid once, within %(pay)s after the end of the stay or after the closing report is "
                "validated, whichever is later. It covers travel, lodging and all other costs."
            )
            % {"pay": pay},
        ),
        Clause(
            _("What it hangs on"),
            _(
                "The sum is due when three things are done. All four parties have signed the Commitment to Quality of this "
                "file. The visit took place. The closing report with its proofs is validated. The report is handed in "
                "within %(report)s."
            )
            % {"report": report},
        ),
        Clause(
            _("Proofs"),
            _(
                "One proof of travel: a boarding pass, a ticket, a fuel or toll receipt. One proof of lodging: a hotel "
                "invoice, or a statement of the person who gave lodging."
            ),
        ),
        Clause(
            _("When the visit turns out different"),
            _(
                "The days really spent count, by the same rules: fewer days may lower the sum. Without an eligible visit "
                "nothing is paid. What was paid wrongly is paid back within 30 days."
            ),
        ),
        Clause(
            _("Account"),
            _(
                "The sum goes to the account that the visitor gives in the portal. When the account changes after signing, "
                "the visitor is told by mail and the payment needs a new approval."
            ),
        ),
        Clause(
            _("No double funding"),
            _("The costs of this visit are not paid by any other EU, national or regional money."),
        ),
        Clause(
            _("Records"),
            _(
                "Both parties keep this agreement and the proofs for five years after the European Union has paid the "
                "balance of the partnership's grant. They show them to auditors on request."
            ),
        ),
        Clause(
            _("Visibility"),
            _("Whoever speaks about the visit in public names the co-funding by the European Union."),
        ),
        *_further(rules),
    )


def _further(rules: Rulebook) -> tuple[Clause, ...]:
    text = rules.agreement_clause.strip()
    return (Clause(_("Further terms of the partnership"), text),) if text else ()
