"""One visit, played through its days from Monday to Thursday in France; the portal's clock moves along."""

from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock, outbox
from core.models import Mail
from exchanges.models import Exchange, Payment, Questionnaire
from exchanges.services import closing, feedback, payments
from tests.support.world import FIRST_DAY, LAST_DAY, World

AFTER = LAST_DAY + timedelta(days=1)
REPORTED = LAST_DAY + timedelta(days=6)
CHECKED = LAST_DAY + timedelta(days=13)
PDF = b"%PDF-1.4 a proof"


def upload(name: str = "boarding pass.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def good_answers(questionnaire: Questionnaire, scale: int = 4) -> dict[str, Any]:
    from exchanges import questions

    by_kind: dict[str, Any] = {
        questions.SCALE: scale,
        questions.NUMBER: 2,
        questions.RECOMMEND: 9,
        questions.YES_NO: True,
        questions.CHOICES: [],
        questions.TEXT: "",
    }
    asked = questions.questions_for(questionnaire.respondent, questionnaire.wave)
    answers = {question.code: by_kind[question.kind] for question in asked}
    return answers | ({"effects": ["skills"]} if questionnaire.wave else {})


class Stay:
    """`exchange` moves on with each step; each step starts from the one before it."""

    def __init__(self, world: World, stack: ExitStack) -> None:
        self.world = world
        self._stack = stack
        self._exchange: Exchange | None = None

    @property
    def exchange(self) -> Exchange:
        assert self._exchange is not None
        return Exchange.objects.get(pk=self._exchange.pk)

    def actor(self, persona: str) -> Any:
        return self.world.actor(persona)

    def go(self, day: date, hour: int = 10) -> None:
        """Set the clock and let the worker do what is due until then."""
        self._stack.enter_context(clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)))
        outbox.run_due()

    def mails(self, event: str) -> list[Mail]:
        return list(Mail.objects.filter(event=event).order_by("id"))

    # --- the steps ---

    def ready(self, **answers: Any) -> "Stay":
        self._exchange = self.world.ready(**answers)
        outbox.run_due()
        return self

    def ongoing(self, **answers: Any) -> "Stay":
        self.ready(**answers)
        self.go(self.exchange.first_day)
        return self

    def ended(self, **answers: Any) -> "Stay":
        self.ongoing(**answers)
        self.go(self.exchange.stay.upper)
        return self

    def host_says(
        self, kind: str = "took_place", first: date = FIRST_DAY, last: date = LAST_DAY, comment: str = ""
    ) -> Any:
        return closing.record_host_outcome(
            exchange=self.exchange,
            by=self.actor("host"),
            kind=kind,
            first_day=first,
            last_day=last,
            comment=comment,
        )

    def write_report(self, start: date = FIRST_DAY, end: date = LAST_DAY, **fields: Any) -> None:
        closing.save_report(
            exchange=self.exchange,
            by=self.actor("visitor"),
            **{
                "actual_start": start,
                "actual_end": end,
                "activities": "Monday: met the host. Tuesday to Thursday: test road.",
                "results": "A shared test plan.",
            }
            | fields,
        )

    def add_proofs(self, *kinds: str) -> None:
        for number, kind in enumerate(kinds or ("flight", "hotel")):
            proof = upload(f"{kind}.pdf", PDF + str(number).encode())
            closing.add_evidence(exchange=self.exchange, by=self.actor("visitor"), kind=kind, upload=proof)

    def reported_after(self) -> "Stay":
        """From under way to the sent report, whatever was said before."""
        self.go(REPORTED)
        self.write_report()
        self.add_proofs()
        closing.submit_report(exchange=self.exchange, by=self.actor("visitor"))
        return self

    def reported(self, start: date = FIRST_DAY, end: date = LAST_DAY, **answers: Any) -> "Stay":
        self.ended(**answers)
        self.go(max(REPORTED, end))
        self.write_report(start, end)
        self.add_proofs()
        closing.submit_report(exchange=self.exchange, by=self.actor("visitor"))
        return self

    def ordered(self, **answers: Any) -> "Stay":
        """Validated and ordered in one act, thirteen days after the visit."""
        self.reported(**answers)
        self.go(CHECKED)
        closing.validate_and_order(exchange=self.exchange, by=self.actor("manager"))
        outbox.run_due()
        return self

    def approved(self, **answers: Any) -> "Stay":
        self.ordered(**answers)
        payments.approve_payment(exchange=self.exchange, by=self.actor("finance"))
        outbox.run_due()
        return self

    def paid(self, **answers: Any) -> "Stay":
        self.approved(**answers)
        payments.mark_paid(
            exchange=self.exchange,
            by=self.actor("finance"),
            paid_on=clock.today(),
            bank_reference="SEPA 4711",
            amount=Decimal(450),
        )
        outbox.run_due()
        return self

    def answer(self, respondent: str, wave: int = 0) -> None:
        questionnaire = Questionnaire.objects.get(exchange=self.exchange, respondent=respondent, wave=wave)
        persona = "visitor" if respondent == "visitor" else "host"
        feedback.answer_questionnaire(
            questionnaire=questionnaire, by=self.actor(persona), answers=good_answers(questionnaire)
        )
        outbox.run_due()

    def payment(self) -> Payment:
        return Payment.objects.get(exchange=self.exchange, refused_at=None)
