"""The pages from the end of the stay to the payment in a real browser: accessible and narrow enough, in both looks."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from core import outbox
from exchanges.models import Questionnaire
from exchanges.services import closing
from tests.support.browser import faults, press
from tests.support.stay import Stay

Visit = Callable[[str, str], Any]


def test_pages_from_the_end_of_the_stay_to_the_payment(fresh_database: str, stay: Stay, visit: Visit) -> None:
    stay.ended(planned_start=date(2026, 6, 8), planned_end=date(2026, 6, 12))

    def of(name: str, **more: Any) -> str:
        return reverse(f"exchanges:{name}", kwargs={"reference": stay.exchange.reference, **more})

    def linked(event: str, path: str) -> str:
        return re.search(rf"(/answer/{path}/[\w-]+/)", stay.mails(event)[-1].text_body).group(1)

    visit("anonymous", linked("exchange.outcome_asked", "outcome"))
    visit("anonymous", linked("questionnaire.invited", "questions"))
    visit("visitor", of("report_edit"))
    visit("visitor", of("report_page", page="activities"))
    visit("visitor", of("report_page", page="results"))

    days = visit("visitor", of("report_page", page="days"))
    days.get_by_label("Last day at the host").fill("2026-06-09")
    days.get_by_text("By these days the visit is not eligible. Nothing can be paid.").wait_for()
    assert faults(days) == []

    stay.go(date(2026, 6, 15))
    stay.host_says("shorter", date(2026, 6, 8), date(2026, 6, 10), "They left on Wednesday evening.")
    stay.write_report(date(2026, 6, 8), date(2026, 6, 11), evidence_note="We stayed with a colleague.")
    follow_up = {"kind": "project", "partner": "Mobilité Azur SAS", "status": "planned"}
    closing.add_follow_up(exchange=stay.exchange, by=stay.actor("visitor"), **follow_up)
    stay.add_proofs("flight")
    for name in ("report_follow_ups", "evidence_add", "report_submit"):
        visit("visitor", of(name))
    closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    visit("manager", of("report_validate"))
    visit("manager", of("discontinue"))
    closing.waive_evidence(exchange=stay.exchange, by=stay.actor("manager"), reason="The host confirms.")
    check = visit("manager", of("report_validate"))
    press(check, "Validate and order payment of EUR 450")
    assert check.url.endswith(of("file"))
    assert stay.exchange.state == "payment_ordered"

    outbox.run_due()
    visit("finance", reverse("exchanges:payments"))
    visit("finance", of("payment_detail"))
    visit("manager", of("file_mails"))
    asked = Questionnaire.objects.order_by("pk").first()
    visit("manager", reverse("exchanges:questionnaire_bypass", kwargs={"pk": asked.pk}))
