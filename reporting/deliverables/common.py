"""Sections that several deliverables share. Each reads the snapshot and adds to the report."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting import pictures
from reporting.deliverables.layout import Report, Section, Shown, euro, figure_value, on

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
    """Printed with the number of the objective; programs get the code of the indicator."""
    report.table(
        section,
        title,
        (_("Objective"), _("Indicator"), _("Value"), _("Target"), _("Plan by now"), _("Share"), _("Status")),
        [
            (row["code"].partition(".")[0], row["label"], _value(row), row["target"], row["expected"],
             share_of_target(row), status(row))
            for row in rows
        ],
        numbers=2,
        data=(
            (_("Code"), _("Indicator"), _("Value"), _("Target"), _("Plan by now"), _("Unit"), _("Status")),
            [
                (row["code"], row["label"], row["value"], row["target"], row["expected"], row["unit"], status(row))
                for row in rows
            ],
        ),
    )  # fmt: skip


def plain_figures(
    report: Report, section: Section, title: str, rows: list[Row], column: str = "", *, beside: int = 1
) -> None:
    """What is counted and how many; the unit stands with the number only where it is not plain from the words."""
    report.table(
        section,
        title,
        (column or _("Indicator"), _("Value")),
        [(row["label"], _with_unit(row)) for row in rows],
        data=(
            (_("Code"), _("Indicator"), _("Value"), _("Unit")),
            [(row["code"], row["label"], row["value"], row["unit"]) for row in rows],
        ),
        beside=beside,
    )


def _value(row: Row) -> Shown:
    return Shown(figure_value(row), row["value"])


def _with_unit(row: Row) -> Shown:
    text = figure_value(row)
    if row["value"] is not None:
        if row["code"] == "EU5.quality":
            text = _("%(value)s of 5") % {"value": text}
        elif row["unit"] == "%":
            text = f"{text} %"
    return Shown(text, row["value"])


def crossed(
    report: Report,
    section: Section,
    title: str,
    column: str,
    lines: list[tuple[str, list[str]]],
    heads: list[str],
) -> None:
    """Figures that belong together, crosswise: `lines` are (name, codes of the cells)."""
    by_code = {row["code"]: row for row in report.snapshot["figures"]}
    # An issue from before these figures were counted has no such table.
    if any(code not in by_code for _name, row in lines for code in row):
        return
    codes = [code for _name, row in lines for code in row]
    report.table(
        section,
        title,
        (column, *heads),
        [(name, *(_value(by_code[code]) for code in row)) for name, row in lines],
        data=(
            (_("Code"), _("Indicator"), _("Value"), _("Unit")),
            [(code, by_code[code]["label"], by_code[code]["value"], by_code[code]["unit"]) for code in codes],
        ),
    )


def registered(report: Report, section: Section) -> None:
    groups = [
        (_("SMEs"), "smes"),
        (_("Cluster organisations"), "clusters"),
        (_("Staff of scaling-up organisations"), "scaling_up"),
        (_("Public authorities"), "authorities"),
        (_("Innovation agencies"), "agencies"),
    ]
    crossed(
        report,
        section,
        _("Registered and participating, by kind"),
        _("Kind"),
        [(name, [f"EU5.registered_{key}", f"EU5.participating_{key}"]) for name, key in groups],
        [_("Registered"), _("Participating")],
    )


def regions(report: Report, section: Section) -> None:
    levels = ("less", "transition", "more")
    crossed(
        report,
        section,
        _("Exchanges by level of development of the region"),
        _("Side"),
        [
            (_("Home region of the visitor"), [f"EU5.from_{level}" for level in levels]),
            (_("Region of the host"), [f"EU5.to_{level}" for level in levels]),
        ],
        [_("Less developed"), _("In transition"), _("More developed")],
    )


def agreements(report: Report, section: Section) -> None:
    rows = figures(report, "EU4.")
    kinds = [row for row in rows if ".with_" not in row["code"]]
    plain_figures(report, section, _("Agreements and projects"), kinds, _("Kind"), beside=2)
    others = [row for row in rows if ".with_" in row["code"]]
    plain_figures(report, section, _("With whom they were made"), others, _("Other side"), beside=2)


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
    section.say(*_payments(told))
    rows = [(label, euro(told[key])) for key, label in labels.items() if key in told]
    report.table(section, _("Money for lump sums"), (_("Item"), _("Sum")), rows)
    if "paid" in told:
        sums = {key: Decimal(told[key]) for key in ("budget", "paid", "committed")}
        report.picture(section, pictures.money(**sums, until=report.until), told=True)


def _payments(told: Row) -> list[str]:
    """How many payments, how fast against what is promised, and how many late."""
    if not told.get("payments"):
        return []
    words = {"number": told["payments"], "days": told["mean_days"]}
    said = [
        ngettext("%(number)d payment was made", "%(number)d payments were made", told["payments"]) % words
        + (
            _(", on average %(days)s days after the stay and its report; promised are 10 days.") % words
            if told["mean_days"] is not None
            else "."
        )
    ]
    if "late" in told:
        said.append(
            _("None came after its due day.")
            if not told["late"]
            else _("After their due day: %(late)d.") % {"late": told["late"]}
        )
    return said


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
    if not scores:
        section.say(feedback_sentence(rows))
    else:
        report.picture(section, pictures.feedback(scores, feedback_sentence(rows), report.until))


def quotes(report: Report, section: Section) -> None:
    """Sentences of visitors; an issue made before they were collected has none."""
    rows = report.snapshot.get("quotes", [])
    if rows:
        section.quote(
            [(row[0], _quoted(*row[1:]) if len(row) > 1 else "") for row in rows],
            _(
                "Visitors' words, with the permission that held on the day of issue; best scores first, no names."
            ),
        )


def _quoted(visitor: str, place: str) -> str:
    return _("%(visitor)s, visited %(place)s") % {"visitor": visitor, "place": place}


def feedback_sentence(rows: list[Row]) -> str:
    mean, rate = rows[0]["mean"], rows[0]["rate"]
    if mean is None:
        return _("Fewer than five answers have come in, so no mean is shown.")
    words = {"mean": mean, "rate": rate}
    if rate is None:
        return _("The mean score is %(mean)s of 5.") % words
    return _("The mean score is %(mean)s of 5; %(rate)d %% of the questionnaires were answered.") % words


def rules(report: Report, section: Section, *prefixes: str) -> None:
    """Each rule once, with all indicators that follow it."""
    section.say(
        _(
            "The pages of the portal, its tables to take away and this document take their figures from the same rules."
        )
    )
    rows = figures(report, *prefixes) if prefixes else report.snapshot["figures"]
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["rule"], []).append(row)
    report.table(
        section,
        _("Rules"),
        (_("No."), _("Indicator"), _("Rule")),
        [(_numbers(found), "; ".join(row["label"] for row in found), rule) for rule, found in grouped.items()],
        numbers=9,
        data=(
            (_("Code"), _("Indicator"), _("Rule")),
            [(row["code"], row["label"], row["rule"]) for row in rows],
        ),
    )  # fmt: skip


def _numbers(rows: list[Row]) -> str:
    """ "O2" for an objective, "4" for an indicator of the work programme."""
    number = rows[0]["code"].partition(".")[0]
    return number.removeprefix("EU")


def activities(report: Report, section: Section) -> None:
    found = report.snapshot["activities"]
    if len(found) == 1:
        words = {"kind": found[0][0], "number": found[0][2]}
        section.say(
            _("Recorded with evidence by a cluster and reviewed by a second person: %(kind)s, %(number)d.")
            % words
        )
    else:
        section.say(_("What the clusters recorded with evidence, and a second person reviewed."))
        report.table(
            section,
            _("Activities by type"),
            (_("Type"), _("Entries"), _("Number")),
            found,
            note=_(
                "The number is what the entries come to: people for trainings, otherwise mostly one for each entry."
            ),
        )
    if report.is_public:
        return
    listed = report.snapshot["activity_list"]
    if len(found) == 1:
        columns: tuple[str, ...] = (_("Date"), _("Title"), _("Cluster"), _("Number"))
        rows = [(on(date), title, cluster, number) for date, _kind, title, cluster, number in listed]
    else:
        columns = (_("Date"), _("Type"), _("Title"), _("Cluster"), _("Number"))
        rows = [(on(date), *rest) for date, *rest in listed]
    title = _("Reviewed activities, one by one")
    report.table(section, title, columns, rows, numbers=len(columns) - 1)


def behind_the_figures(report: Report) -> None:
    """An annex with the numbers of the figures that no table beside them has."""
    untold = [one for one in report.pictures if not one.told]
    if not untold:
        return
    section = report.section(_("Numbers behind the figures"), annex=True)
    section.key = "numbers"
    for picture in untold:
        title = _("Figure %(number)d: %(title)s") % {"number": picture.number, "title": picture.title}
        report.table(section, title, picture.chart.columns, picture.chart.rows)
