"""Sections about events. Each reads `report.snapshot["events"]`, as `event_facts` froze it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.deliverables import common
from reporting.deliverables.event_facts import total
from reporting.deliverables.layout import Report, Section, day, stay

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
    met = ngettext(
        "%(people)d person took part.", "%(people)d people took part, some of them more than once.", people
    )
    return f"{told}, {by} {met % {'people': people}}"


def each(report: Report, section: Section) -> None:
    """Event by event: programme, who came, meetings, what people said."""
    for event in report.snapshot["events"]:
        one(report, section, event)


def one(report: Report, section: Section, event: Facts) -> None:
    programme(report, section, event)
    took_part(report, section, event)
    meetings(report, section, event)
    feedback(report, section, event)


def programme(report: Report, section: Section, event: Facts) -> None:
    rows = [(day(when), times, title, kind) for when, times, title, kind in event["sessions"]]
    if rows:
        title = _("Programme: %(event)s") % {"event": event["title"]}
        report.table(section, title, (_("Day"), _("Time"), _("Session"), _("Kind")), rows, numbers=9)


def took_part(report: Report, section: Section, event: Facts) -> None:
    if not event["people"]:
        return
    title = {"event": event["title"]}
    common.breakdown(
        report, section, _("Participants by country: %(event)s") % title, _("Country"), event["countries"],
        _("Other countries, not shown one by one"), unit=_("People"),
    )  # fmt: skip
    common.breakdown(
        report, section, _("Participants by kind of organisation: %(event)s") % title, _("Kind"), event["groups"],
        _("Others, not shown one by one"), unit=_("People"),
    )  # fmt: skip


def meetings(report: Report, section: Section, event: Facts) -> None:
    met = event["meetings"]
    if met is None:
        return
    report.table(
        section,
        _("B2B meetings: %(event)s") % {"event": event["title"]},
        (_("Meetings"), _("Number")),
        [
            (_("Arranged beforehand"), met["arranged"]),
            (_("Took place"), _shown(met["held"])),
            (_("A side sees a possible cooperation"), _shown(met["cooperation"])),
        ],
    )


def feedback(report: Report, section: Section, event: Facts) -> None:
    said = event["feedback"]
    if said is None:
        return
    if not said["means"]:
        section.say(
            _("%(event)s: fewer than five participants have answered, so no mean is shown.")
            % {"event": event["title"]}
        )
        return
    if said["answered"] is not None:
        section.say(
            _("%(event)s: %(answered)d of %(asked)d participants answered the questions afterwards.")
            % {"event": event["title"], "answered": said["answered"], "asked": said["asked"]}
        )
    report.table(
        section,
        _("What participants said: %(event)s") % {"event": event["title"]},
        (_("Question"), _("Mean"), _("Of")),
        said["means"],
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
    rows = [
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
    ]
    report.table(section, _("The event in short"), (_("Fact"), _("Value")), rows, numbers=9)


def programme_of_one(report: Report, section: Section) -> None:
    for event in report.snapshot["events"][:1]:
        if not event["sessions"]:
            section.say(_("No programme was entered."))
        programme(report, section, event)


def people_of_one(report: Report, section: Section) -> None:
    for event in report.snapshot["events"][:1]:
        if not event["people"]:
            section.say(_("Too few people took part for a table, or none were entered."))
        took_part(report, section, event)


def meetings_of_one(report: Report, section: Section) -> None:
    for event in report.snapshot["events"][:1]:
        met = event["meetings"]
        if met is None:
            section.say(_("No meetings were arranged through the portal."))
            continue
        if met["held"] is not None and met["cooperation"] is not None:
            section.say(
                _("%(held)d of %(arranged)d meetings took place. In %(cooperation)d of them a side sees a possible cooperation.")
                % met
            )  # fmt: skip
        meetings(report, section, event)


def feedback_of_one(report: Report, section: Section) -> None:
    for event in report.snapshot["events"][:1]:
        if event["feedback"] is None:
            section.say(
                _(
                    "Participants who came with a file were asked about their visit; see the report on the exchanges."
                )
            )
            continue
        feedback(report, section, event)


def hidden_note(report: Report, hidden: bool) -> str:
    return _("Counts of people below five are not shown.") if report.is_public and hidden else ""


def _told(event: Facts) -> str:
    words = {"event": event["title"], "place": event["place"], "days": stay(event["first"], event["last"])}
    began = _("%(event)s took place in %(place)s on %(days)s.") % words
    if not event["people"]:
        return began
    words = {"people": event["people"], "countries": event["number_of_countries"]}
    return f"{began} {_('%(people)d people from %(countries)d countries took part.') % words}"


def _shown(number: int | None) -> Any:
    return _("not shown") if number is None else number
