"""Sections about events. Each reads `report.snapshot["events"]`, as `event_facts` froze it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.deliverables import common
from reporting.deliverables.event_facts import total
from reporting.deliverables.layout import Report, Section, on, stay

Facts = dict[str, Any]


def overview(report: Report, section: Section) -> None:
    """All events in one table, and a sentence that reads it."""
    events = report.snapshot["events"]
    if not events:
        section.say(_("No event of this kind has taken place in this period."))
        return
    section.say(_read(events))
    report.table(
        section,
        _("Events at a glance"),
        (_("Event"), _("Place"), _("Days"), _("Host"), _("People"), _("Countries")),
        [
            (event["title"], event["place"], stay(event["first"], event["last"]), event["host"],
             _shown(event["people"]), event["number_of_countries"] or None)
            for event in events
        ],
        numbers=4,
        note=hidden_note(report, any(event["people"] is None for event in events)),
    )  # fmt: skip


def _read(events: list[Facts]) -> str:
    people, number = total(events, "people"), len(events)
    hosts = len({event["host"] for event in events})
    told = ngettext("%(number)d event took place", "%(number)d events took place", number) % {
        "number": number
    }
    by = ngettext("hosted by %(hosts)d cluster.", "hosted by %(hosts)d clusters.", hosts) % {"hosts": hosts}
    if not people:
        return f"{told}, {by}"
    met = _("In all %(people)d places were taken; whoever came twice counts twice.") % {"people": people}
    return f"{told}, {by} {met}"


def people(report: Report, section: Section) -> None:
    """Over all events: from where, and for whom."""
    told = report.snapshot
    if not any(event["people"] for event in told["events"]):
        return
    _by_country_and_kind(report, section, told["came_from"], told["came_for"])


def _by_country_and_kind(report: Report, section: Section, countries: Facts, kinds: Facts) -> None:
    _broken_down(
        report, section, _("Participants by country"), _("Country"), countries,
        _("Other countries, not shown one by one"),
    )  # fmt: skip
    # Of strangers nothing is known that a table could tell.
    if [name for name, _number in kinds["cells"]] == [_("Not registered in the portal")] and not kinds[
        "rest"
    ]:
        return
    _broken_down(
        report, section, _("Participants by kind of organisation"), _("Kind"), kinds, _("Others, not shown one by one")
    )  # fmt: skip


def _broken_down(
    report: Report, section: Section, title: str, column: str, part: Facts, rest_label: str
) -> None:
    """A table; where all are of one kind, a line says so."""
    if len(part["cells"]) == 1 and not part["rest"]:
        section.say(_("%(title)s: all of %(name)s.") % {"title": title, "name": f"“{part['cells'][0][0]}”"})
        return
    common.breakdown(report, section, title, column, part, rest_label, unit=_("People"))


def programmes(report: Report, section: Section) -> None:
    """What each event was about, and its sessions."""
    events = [event for event in report.snapshot["events"] if event["sessions"]]
    if len({event["summary"] for event in events if event["summary"]}) > 1:
        report.table(
            section,
            _("What the events were about"),
            (_("Event"), _("In short")),
            [(event["title"], event["summary"]) for event in events],
            numbers=9,
        )
    for event in events:
        programme(report, section, event)


def programme(report: Report, section: Section, event: Facts) -> None:
    rows: list[tuple[Any, ...]] = [
        (on(when), times, title, kind) for when, times, title, kind in event["sessions"]
    ]
    columns: tuple[str, ...] = (_("Day"), _("Time"), _("Session"), _("Kind"))
    if len({row[3] for row in rows}) == 1:
        rows, columns = [row[:3] for row in rows], columns[:3]
    if rows:
        title = _("Programme: %(event)s") % {"event": event["title"]}
        report.table(section, title, columns, rows, numbers=9, full=True)


def meetings(report: Report, section: Section, met: Facts) -> None:
    report.table(
        section,
        _("B2B meetings"),
        (_("Meetings"), _("Number")),
        [
            (_("Arranged beforehand"), met["arranged"]),
            (_("Took place"), _shown(met["held"])),
            (_("A side sees a possible cooperation"), _shown(met["cooperation"])),
        ],
    )


def feedback(report: Report, section: Section) -> None:
    """One line an event and question; an event with fewer than five answers is not told."""
    events = report.snapshot["events"]
    asked = [event for event in events if event["feedback"]]
    told = [event for event in asked if event["feedback"]["means"]]
    if not asked:
        return
    if not told:
        section.say(_("Fewer than five participants of an event have answered, so no mean is shown."))
    elif len(told) < len(asked):
        section.say(
            _(
                "Means are shown from five answers on: for %(told)d of %(all)d events at which people were asked."
            )
            % {"told": len(told), "all": len(asked)}
        )
    if told:
        _means(report, section, told)


def _means(report: Report, section: Section, told: list[Facts]) -> None:
    """A line for each event, a column for each question."""
    questions = list(
        dict.fromkeys((label, most) for event in told for label, _value, most in event["feedback"]["means"])
    )
    found = [
        (event["title"], {label: value for label, value, _most in event["feedback"]["means"]})
        for event in told
    ]
    report.table(
        section,
        _("What participants said afterwards, as means"),
        (
            _("Event"),
            *(
                _("%(question)s (1 to %(most)d)") % {"question": label, "most": most}
                for label, most in questions
            ),
        ),
        [(title, *(means.get(label) for label, _most in questions)) for title, means in found],
    )


def facts(report: Report, section: Section) -> None:
    """The one event of the report, in a sentence and a table; says so where it has not taken place."""
    events = report.snapshot["events"]
    if not events:
        section.say(_("The portal has no event of this number with people and programme yet."))
        return
    event = events[0]
    section.say(_told(event), common.privacy_note(report))
    met = event["meetings"] or {}
    section.record(
        _("The event in short"),
        [
            (_("Event"), event["title"]),
            (_("Days"), stay(event["first"], event["last"])),
            (_("Place"), event["place"]),
            (_("Host cluster"), event["host"]),
            (_("Languages"), ", ".join(event["languages"])),
            (_("Participants"), _shown(event["people"])),
            (_("Organisations"), _shown(event["organisations"])),
            (_("Countries"), event["number_of_countries"] or None),
            (_("Sessions"), len(event["sessions"]) or None),
            (_("B2B meetings that took place"), _shown(met["held"]) if met else None),
        ],
    )


def programme_of_one(report: Report, section: Section) -> None:
    for event in report.snapshot["events"]:
        programme(report, section, event)


def people_of_one(report: Report, section: Section) -> None:
    for event in report.snapshot["events"]:
        if event["people"]:
            _by_country_and_kind(report, section, event["countries"], event["groups"])
        else:
            section.say(_("Too few people took part for a table, or none were entered."))


def meetings_of_one(report: Report, section: Section) -> None:
    for event in report.snapshot["events"]:
        met = event["meetings"]
        if met is None:
            section.say(_("No meetings were arranged through the portal."))
            continue
        if met["held"] is not None and met["cooperation"] is not None:
            section.say(
                _("%(held)d of %(arranged)d meetings took place.") % met,
                _("In %(cooperation)d of them a side sees a possible cooperation.") % met,
            )
        meetings(report, section, met)


def hidden_note(report: Report, hidden: bool) -> str:
    return _("Counts of people below five are not shown.") if report.is_public and hidden else ""


def _told(event: Facts) -> str:
    words = {"event": event["title"], "place": event["place"], "days": stay(event["first"], event["last"])}
    began = _("%(event)s: %(place)s, %(days)s.") % words
    if not event["people"]:
        return began
    words = {"people": event["people"], "countries": event["number_of_countries"]}
    return f"{began} {_('%(people)d people from %(countries)d countries took part.') % words}"


def _shown(number: int | None) -> Any:
    return _("not shown") if number is None else number
