"""Sections that several deliverables share. Each reads the snapshot and adds to the report."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reporting import pictures
from reporting.deliverables.layout import Report, Section, cell, day, eur, figure_value

Row = dict[str, Any]


def figures(report: Report, *prefixes: str) -> list[Row]:
    return [row for row in report.snapshot["figures"] if row["code"].startswith(prefixes)]


def figure(report: Report, code: str) -> Row:
    return next(row for row in report.snapshot["figures"] if row["code"] == code)


def privacy_note(report: Report) -> str:
    if not report.is_public:
        return ""
    return _(
        "This edition names no persons, and organisations only with their consent. Counts of people and "
        "organisations below five are not shown, nor others that would let a reader work them out."
    )


def status(row: Row) -> str:
    """How a figure stands to its target, in words."""
    if row["hidden"]:
        return _("not shown")
    if row["value"] is None:
        return _("nothing recorded")
    if row["target"] is None:
        return "–"
    if row["value"] >= row["target"]:
        return _("reached")
    return _("on track") if row["value"] >= (row["expected"] or 0) else _("behind the plan")


def share_of_target(row: Row) -> str:
    if row["hidden"] or row["value"] is None or not row["target"]:
        return "–"
    return f"{row['value'] / row['target'] * 100:.0f} %"


def scoreboard(report: Report, section: Section, title: str, rows: list[Row]) -> None:
    report.table(
        section,
        title,
        (_("Code"), _("Indicator"), _("Value"), _("Target"), _("Plan by now"), _("Share"), _("Status")),
        [
            (row["code"], row["label"], figure_value(row), row["target"], row["expected"], share_of_target(row), status(row))
            for row in rows
        ],
        numbers=2,
    )  # fmt: skip


def plain_figures(report: Report, section: Section, title: str, rows: list[Row]) -> None:
    report.table(
        section,
        title,
        (_("Code"), _("Indicator"), _("Value"), _("Unit")),
        [(row["code"], row["label"], figure_value(row), row["unit"]) for row in rows],
        numbers=2,
    )


def over_time(report: Report, section: Section) -> None:
    points = [(date.fromisoformat(day), total) for day, total in report.snapshot["exchanges"]["over_time"]]
    target = figure(report, "O2.exchanges")["target"]
    if not points:
        section.say(_("There are too few exchanges for a figure over time."))
        return
    chart = pictures.burn_up(
        points,
        start=report.start,
        end=report.end,
        until=report.until,
        target=None if target is None else Decimal(target),
    )
    report.picture(section, chart)


def breakdown(
    report: Report, section: Section, title: str, column: str, part: Row, rest_label: str, *, unit: str
) -> None:
    """A table of counts that sums up to the total; hidden cells are one line."""
    rows: list[tuple[Any, ...]] = [(name, number) for name, number in part["cells"]]
    if part["rest"]:
        rows.append((rest_label, part["rest"]))
    if rows:
        total = sum(number for _name, number in rows)
        rows = [(name, number, f"{number / total * 100:.0f} %") for name, number in rows]
        rows.append((_("All"), total, "100 %"))
    else:
        section.say(_("%(title)s: too few to break down.") % {"title": title})
        return
    report.table(section, title, (column, unit, _("Share")), rows)


def money(report: Report, section: Section) -> None:
    told = report.snapshot["money"]
    if told is None:
        section.say(_("There are too few grants for sums to be shown."))
        return
    labels = {
        "budget": _("Budget for lump sums"),
        "granted": _("Granted: agreed, and not ended without payment"),
        "paid": _("Of this, paid"),
        "committed": _("Of this, committed but not yet paid"),
        "left": _("Left of the budget"),
    }
    rows: list[tuple[Any, ...]] = [(label, eur(told[key])) for key, label in labels.items() if key in told]
    if "payments" in told:
        rows.append((_("Payments made"), cell(told["payments"])))
        rows.append((_("Mean days to payment (promised: 10)"), told["mean_days"]))
    if "late" in told:
        rows.append((_("Payments made after their due day"), told["late"]))
    report.table(section, _("Money for lump sums"), (_("Item"), _("Sum or number")), rows)
    if "paid" in told:
        sums = {key: Decimal(told[key]) for key in ("budget", "paid", "committed")}
        report.picture(section, pictures.money(**sums, until=report.until))


def feedback(report: Report, section: Section) -> None:
    rows = report.snapshot["feedback"]["rows"]
    report.table(
        section,
        _("Questionnaires right after the stay"),
        (_("Asked"), _("Sent"), _("Answered"), _("Share"), _("Mean score, 1 to 5")),
        [
            (row["who"], row["invited"], row["answered"], None if row["rate"] is None else f"{row['rate']} %", row["mean"])
            for row in rows
        ],
        note=_("A dash: fewer than five, or not shown so that it cannot be worked out."),
    )  # fmt: skip
    scores = {row["who"]: row["scores"] for row in rows[1:] if row["scores"]}
    if scores:
        report.picture(section, pictures.feedback(scores, feedback_sentence(rows), report.until))


def quotes(report: Report, section: Section) -> None:
    """Sentences of visitors; an issue made before they were collected has none."""
    rows = report.snapshot.get("quotes", [])
    if rows:
        report.table(
            section,
            _("In the words of visitors"),
            (_("Sentence"), _("Visitor"), _("Visited"))[: len(rows[0])],
            rows,
            numbers=9,
            note=_("Printed with the permission that held on the day of issue, best scores first, no names."),
        )


def feedback_sentence(rows: list[Row]) -> str:
    mean, rate = rows[0]["mean"], rows[0]["rate"]
    if mean is None:
        return _("Fewer than five answers have come in, so no mean is shown.")
    words = {"mean": mean, "rate": rate}
    if rate is None:
        return _("The mean score is %(mean)s of 5.") % words
    return _("The mean score is %(mean)s of 5; %(rate)d %% of the questionnaires were answered.") % words


def rules(report: Report, section: Section, *prefixes: str) -> None:
    section.say(_("Dashboard, command, export and this document take their figures from the same rules."))
    rows = figures(report, *prefixes) if prefixes else report.snapshot["figures"]
    report.table(section, _("Rules"), (_("Code"), _("Indicator"), _("Rule")), [
        (row["code"], row["label"], row["rule"]) for row in rows
    ], numbers=9)  # fmt: skip


def activities(report: Report, section: Section) -> None:
    section.say(_("What the clusters recorded with evidence, and a second person reviewed."))
    report.table(
        section,
        _("Activities by type"),
        (_("Type"), _("Records"), _("Number")),
        report.snapshot["activities"],
    )
    if report.is_public:
        return
    report.table(
        section,
        _("Reviewed activities, one by one"),
        (_("Date"), _("Type"), _("Title"), _("Cluster"), _("Number")),
        [(day(date), kind, title, cluster, number) for date, kind, title, cluster, number in report.snapshot["activity_list"]],
        numbers=4,
    )  # fmt: skip
