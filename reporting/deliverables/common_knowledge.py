"""Sections about best practices, training modules, opportunities, skills and outreach."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.deliverables.kinds import month_end
from reporting.deliverables.layout import Report, Section, Shown, day, eur, on
from reporting.enums import ActivityKind
from reporting.selectors.modules import plain_number

Facts = dict[str, Any]
# The first collection is due at the end of this month of the partnership; what came later is new in the updated one.
FIRST_COLLECTION = 9


def _counted(values: Iterable[str]) -> list[tuple[str, int]]:
    """Most first; equal ones by name."""
    return sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))


# --- best practices ---


def practices_overview(report: Report, section: Section) -> None:
    rows: list[Facts] = report.snapshot["practices"]
    if not rows:
        section.say(_("No practice has been accepted in this period."))
        return
    clusters = len({row["cluster"] for row in rows})
    told = ngettext(
        "The collection has %(number)d practice", "The collection has %(number)d practices", len(rows)
    )
    by = ngettext("of %(clusters)d cluster.", "of %(clusters)d clusters.", clusters)
    section.say(
        f"{told % {'number': len(rows)}} {by % {'clusters': clusters}}",
        _("A cluster writes a practice down, and a second person reviews it before it joins the collection."),
        _("This edition holds those that their clusters want to publish.") if report.is_public else "",
    )
    report.table(
        section,
        _("Practices at a glance"),
        (_("Practice"), _("Cluster"), _("For whom"), _("Accepted on")),
        [(row["title"], row["cluster_short"], row["audience"], on(row["accepted_on"])) for row in rows],
        numbers=9,
    )


def practices_since(report: Report, section: Section) -> None:
    """What is new against the first collection."""
    first = month_end(report.start, FIRST_COLLECTION)
    rows = report.snapshot["practices"]
    new = [row for row in rows if date.fromisoformat(row["accepted_on"]) > first]
    section.say(
        _(
            "The first collection was closed on %(day)s. %(new)d of the %(all)d practices were accepted after it."
        )
        % {"day": day(first.isoformat()), "new": len(new), "all": len(rows)}
    )
    report.table(
        section,
        _("New since the first collection"),
        (_("Practice"), _("Cluster"), _("Accepted on")),
        [(row["title"], row["cluster_short"], on(row["accepted_on"])) for row in new],
        numbers=9,
    )


def practices(report: Report, section: Section) -> None:
    """Each under a heading of its own, ready to be copied."""
    for row in report.snapshot["practices"]:
        section.record(
            row["title"],
            [
                (_("Cluster"), row["cluster"]),
                (_("For whom"), row["audience"]),
                (_("What was done"), row["done"]),
                (_("What came of it"), row["result"]),
                (_("How others can copy it"), row["copying"]),
                (_("Topics"), ", ".join(row["topics"])),
                (_("Whom to ask"), row["contact_role"]),
                (_("More about it"), row["link"]),
            ],
        )


# --- training modules ---


def modules_overview(report: Report, section: Section) -> None:
    rows: list[Facts] = report.snapshot["modules"]
    if not rows:
        section.say(_("The catalogue has no module in this period."))
        return
    free = sum(_is_free(row) for row in rows)
    hours = sum((Decimal(row["hours"]) for row in rows if row["hours"]), Decimal(0))
    providers = len({row["provider"] for row in rows})
    languages = len({language for row in rows for language in row["languages"]})
    modules = ngettext("The catalogue has %(n)d module", "The catalogue has %(n)d modules", len(rows))
    by = ngettext("by %(n)d provider", "by %(n)d providers", providers)
    held = ngettext("in %(n)d language.", "in %(n)d languages.", languages)
    section.say(
        f"{modules % {'n': len(rows)}} {by % {'n': providers}}, {held % {'n': languages}}",
        _("Free of charge: %(free)d. Together they take %(hours)s hours.")
        % {"free": free, "hours": plain_number(hours)},
        _("What each costs and for whom it is stands in %(list)s, where to find it in %(addresses)s.")
        % {"list": report.see("modules"), "addresses": report.see("addresses")},
        _(
            "A module may be held in several languages and have several topics, so these columns do not add up."
        ),
    )
    for title, column, values in (
        (_("Modules by language"), _("Language"), [one for row in rows for one in row["languages"]]),
        (_("Modules by level"), _("Level"), [row["level"] for row in rows]),
        (
            _("Modules by topic"),
            _("Topic"),
            [one for row in rows for one in row["topics"] or [_("Without a topic")]],
        ),
    ):
        report.table(section, title, (column, _("Modules")), _counted(values), beside=3)


def modules(report: Report, section: Section) -> None:
    report.table(
        section,
        _("The modules"),
        (_("Module"), _("Provider"), _("Languages"), _("Level"), _("For whom"), _("Hours"), _("Cost")),
        [
            (
                row["title"], row["provider"], ", ".join(row["languages"]), row["level"], row["audience"], row["hours"],
                _cost(row),
            )
            for row in report.snapshot["modules"]
        ],
        numbers=5,
    )  # fmt: skip


def module_addresses(report: Report, section: Section) -> None:
    section.say(_("Each address was opened by somebody of a cluster on the day that stands beside it."))
    report.table(
        section,
        _("Topics and addresses of the modules"),
        (_("Module"), _("Topics"), _("Address"), _("Checked on")),
        [
            (row["title"], ", ".join(row["topics"]), row["link"], on(row["checked_on"]))
            for row in report.snapshot["modules"]
        ],
        numbers=9,
    )


def module_topics(report: Report, section: Section) -> None:
    """What the catalogue offers for the plans of skills."""
    rows: list[Facts] = report.snapshot["modules"]
    if not rows:
        return
    free = sum(_is_free(row) for row in rows)
    section.say(
        _("The catalogue of online modules has %(number)d modules; %(free)d of them are free.")
        % {"number": len(rows), "free": free}
    )
    topics = [one for row in rows for one in row["topics"] or [_("Without a topic")]]
    report.table(section, _("Modules at hand, by topic"), (_("Topic"), _("Modules")), _counted(topics))


def _is_free(row: Facts) -> bool:
    return row["cost"] is not None and Decimal(row["cost"]) == 0


def _cost(row: Facts) -> Shown:
    if row["cost"] is None:
        return Shown(_("not known"), None)
    return Shown(_("free") if _is_free(row) else eur(row["cost"]), row["cost"])


# --- opportunities ---


def opportunities_overview(report: Report, section: Section) -> None:
    rows: list[Facts] = report.snapshot["opportunities"]
    if not rows:
        section.say(_("No opportunity has been noted in this period."))
        return
    told = ngettext(
        "%(number)d opportunity is on record.", "%(number)d opportunities are on record.", len(rows)
    )
    states = "; ".join(f"{state}: {number}" for state, number in _counted(row["state"] for row in rows))
    section.say(f"{told % {'number': len(rows)}} {states}.")
    report.table(
        section,
        _("Opportunities at a glance"),
        (_("Opportunity"), _("Kind"), _("Clusters"), _("Topics"), _("Deadline"), _("State")),
        [
            (
                row["title"], row["kind"], ", ".join(row["clusters"]), ", ".join(row["topics"]), on(row["deadline"]),
                row["state"],
            )
            for row in rows
        ],
        numbers=9,
    )  # fmt: skip


def opportunities(report: Report, section: Section) -> None:
    for row in report.snapshot["opportunities"]:
        step = row.get("next_step", "")
        if step and row.get("next_on"):
            step = f"{step} ({day(row['next_on'])})"
        section.record(
            row["title"],
            [
                (_("Kind"), row["kind"]),
                (_("What it is about"), row["about"]),
                (_("Clusters"), ", ".join(row["clusters"])),
                (_("Regions"), row["regions"]),
                (_("Topics"), ", ".join(row["topics"])),
                (_("Deadline"), day(row["deadline"]) if row["deadline"] else ""),
                (_("State"), row["state"]),
                (_("Next step"), step),
                (_("What came of it"), row.get("outcome", "")),
            ],
        )


# --- services ---


def _services(report: Report) -> list[Facts]:
    """The one that the report is about; all of them where its subject is none of their names."""
    rows: list[Facts] = report.snapshot["services"]
    own = [row for row in rows if row["name"].casefold() == report.subject.strip().casefold()]
    return own or rows


def service(report: Report, section: Section) -> None:
    rows = _services(report)
    if not rows:
        section.say(_("No service is on record for this period."))
    for row in rows:
        section.record(
            row["name"],
            [
                (_("Owner"), row["cluster"]),
                (_("New or adapted"), row["novelty"]),
                (_("State of development"), row["stage"]),
                (_("What it is"), row["summary"]),
                (_("For whom"), row["for_whom"]),
                (_("Offered since"), day(row["offered_on"]) if row["offered_on"] else ""),
                (_("Who pays for it"), row.get("business_model", "")),
                (_("Price"), row.get("price", "")),
                (_("Website"), row["website"]),
            ],
        )


def pilots(report: Report, section: Section) -> None:
    rows = [row for row in _services(report) if row["pilot_from"]]
    if not rows:
        section.say(_("No pilot is on record for this period."))
        return
    report.table(
        section,
        _("Pilots"),
        (_("Service"), _("From"), _("Until"), _("Result"), _("Users")),
        [
            (
                row["name"],
                on(row["pilot_from"]),
                on(row["pilot_until"]),
                row["pilot_result"],
                row["pilot_users"],
            )
            for row in rows
        ],
        numbers=4,
        note=_("A dash: not recorded, or fewer than five.") if report.is_public else "",
    )


# --- skills ---


def skills_wanted(report: Report, section: Section) -> None:
    told = report.snapshot["skills"]
    if told["files"] is None or not told["uses"]:
        section.say(_("Too few applications have come in for a table of what visitors look for."))
    else:
        most = max(told["uses"], key=lambda row: row[1])
        section.say(
            _("Applicants named most often: “%(use)s”, in %(number)d of %(files)d applications.")
            % {"use": most[0], "number": most[1], "files": told["files"]}
        )
        report.table(
            section,
            _("What applicants want to use a visit for"),
            (_("Use"), _("Applications")),
            sorted(told["uses"], key=lambda row: -row[1]),
            note=_("An application may name several uses."),
        )
    if told.get("topics"):
        report.table(
            section,
            _("What clusters are strong in, and what they want to learn"),
            (_("Cluster"), _("Side"), _("Field")),
            told["topics"],
            numbers=9,
        )


def tandems(report: Report, section: Section) -> None:
    rows = report.snapshot["skills"]["tandems"]
    if rows:
        report.table(section, _("Learning tandems"), (_("Clusters"), _("State"), _("Hours")), rows, numbers=2)
    elif not any(
        kind == ActivityKind.LEARNING_TANDEM.label for kind, *_rest in report.snapshot["activities"]
    ):
        section.say(_("No learning tandem is on record for this period."))


# --- outreach ---


def outreach_figures(report: Report, section: Section) -> None:
    told = report.snapshot["outreach"]
    kinds = Counter(kind for _day, kind, _title in told["news"])
    rows: list[tuple[Any, ...]] = [(kind, number) for kind, number in sorted(kinds.items())]
    rows += [
        (_("Published documents"), len(told["documents"])),
        (_("Best practices in the public library"), told["practices"]),
        (_("Linked networks"), len(told["networks"])),
        *((kind, number) for kind, _records, number in report.snapshot["activities"]),
    ]
    section.say(_("What was published and held in this period, counted by the portal."))
    report.table(section, _("Figures of outreach"), (_("What"), _("Number")), [row for row in rows if row[1]])


def news(report: Report, section: Section) -> None:
    rows = report.snapshot["outreach"]["news"]
    if not rows:
        section.say(_("Nothing was published on the public page in this period."))
        return
    report.table(
        section,
        _("News and events on the public page"),
        (_("Title"), _("Kind"), _("Date")),
        [(title, kind, on(when)) for when, kind, title in rows],
        numbers=9,
    )


def documents(report: Report, section: Section) -> None:
    rows = report.snapshot["outreach"]["documents"]
    if rows:
        report.table(
            section,
            _("Published documents"),
            (_("Code"), _("Title"), _("Published on")),
            [(code, title, on(when)) for code, title, when in rows],
            numbers=9,
        )


def networks(report: Report, section: Section) -> None:
    rows = report.snapshot["outreach"]["networks"]
    if not rows:
        section.say(_("No linked network is on record."))
        return
    report.table(section, _("Linked networks"), (_("Network"), _("Kind"), _("Location")), rows, numbers=9)
