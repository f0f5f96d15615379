"""The report of an event: its figures, and a first text out of programme, presence and feedback."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import human
from exchanges import presence_rules
from exchanges.models import EventCertificate, EventReport, Mission, Participant, Presence
from exchanges.selectors import event_feedback, presence
from exchanges.selectors.event_certificates import TAKE_PART
from exchanges.selectors.meetings import meeting_counts

Figures = dict[str, Any]


def report_of(mission: Mission) -> EventReport | None:
    return EventReport.objects.select_related("confirmed_by").filter(mission=mission).first()


def confirmed_report(mission: Mission) -> EventReport | None:
    """What everybody may read."""
    if mission.with_lump_sum or mission.state != "finished":
        return None
    return EventReport.objects.filter(mission=mission, state="confirmed").first()


def figures(mission: Mission) -> Figures:
    """Numbers and countries, no people: what the report freezes when it is confirmed. Feedback only from five answers on."""
    people, half_days = who_came(mission)
    said, met = event_feedback.results(mission), meeting_counts(mission)
    return {
        "people": len(people),
        "organisations": len({row.organisation_id or row.organisation_name.casefold() for row in people}),
        "countries": sorted({row.country_id for row in people}),
        "sessions": len(_worked(mission)),
        "half_days": half_days,
        "certificates": EventCertificate.objects.filter(participant__mission=mission).count(),
        "meetings": met["held"],
        "asked": said.asked,
        "answered": said.answered,
        "means": {mean.code: str(mean.value) for mean in said.means},
        "contacts": said.contacts,
    }


def who_came(mission: Mission) -> tuple[list[Participant], int]:
    """Those who were there where presence was noted, else those who had a place; and how many half-days it makes."""
    there = list(
        Presence.objects.filter(participant__mission=mission, present=True).values_list(
            "participant", flat=True
        )
    )
    seen, people = set(there), list(presence.people(mission).filter(side__in=TAKE_PART))
    came = [row for row in people if row.pk in seen] if there else people
    counted = {row.pk for row in came}
    return came, sum(number in counted for number in there)


def _worked(mission: Mission) -> list[Any]:
    rows = mission.sessions.order_by("day", "starts_at", "id")
    return [row for row in rows if row.kind not in presence_rules.NO_WORK]


def in_words(figures: Figures, countries: dict[str, str]) -> list[dict[str, Any]]:
    """For the list of facts on page and PDF; `countries` names the codes."""
    names = sorted(countries.get(code, code) for code in figures["countries"])
    rows = [
        {"label": _("Participants"), "value": figures["people"]},
        {"label": _("Organisations"), "value": figures["organisations"]},
        {"label": _("Countries"), "value": len(names), "note": ", ".join(names)},
        {"label": _("Sessions"), "value": figures["sessions"]},
    ]
    for code, label in (
        ("half_days", _("Half-days of presence")),
        ("meetings", _("B2B meetings")),
        ("certificates", _("Certificates")),
    ):
        if figures[code]:
            rows.append({"label": label, "value": figures[code]})
    if figures["asked"]:
        note = _useful(figures)
        told = _("%(answered)d of %(asked)d") % figures
        rows.append({"label": _("Answers to the questions"), "value": told, "note": note})
    return rows


def _useful(figures: Figures) -> str:
    means = figures["means"]
    if not means:
        return _("Shown from %(number)d answers on") % {"number": event_feedback.LEAST}
    return _("Useful for the work: %(usefulness)s of 5. Would recommend it: %(recommend)s of 10.") % means


def suggested(mission: Mission) -> dict[str, str]:
    """A first text, in the language of whoever asks: the programme day by day, and the figures in a sentence."""
    days: dict[Any, list[str]] = {}
    for row in _worked(mission):
        days.setdefault(row.day, []).append(row.title)
    told = [f"{human(day)}: {'; '.join(titles)}." for day, titles in days.items()]
    found = figures(mission)
    said = [
        ngettext(
            "%(people)d person of %(organisations)d organisations from %(number)d countries took part.",
            "%(people)d people of %(organisations)d organisations from %(number)d countries took part.",
            found["people"],
        )
        % (found | {"number": len(found["countries"])})
    ]
    if found["certificates"]:
        said.append(_("Certificates of participation: %(certificates)d.") % found)
    if found["meetings"]:
        said.append(_("B2B meetings that took place: %(meetings)d.") % found)
    if found["means"]:
        said.append(_useful(found))
        said.append(_("New contacts that participants will keep: %(contacts)d.") % found)
    return {"what_happened": "\n".join(told), "results": " ".join(said)}
