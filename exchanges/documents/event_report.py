"""The confirmed report of an event as PDF: its words, and the figures that were frozen with it."""

from typing import Any

from core import pdf
from exchanges.models import EventReport
from exchanges.selectors.missions import place, programme


def render(report: EventReport, facts: list[dict[str, Any]]) -> bytes:
    mission = report.mission
    return pdf.render(
        "pdf/event_report.html",
        {
            "report": report,
            "mission": mission,
            "facts": facts,
            "place": place(mission),
            "programme": programme(mission),
        },
        title=mission.title,
    )
