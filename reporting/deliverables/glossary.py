"""Words of the scheme that a reader outside it may not know. A document explains those that occur in it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from reporting.deliverables.layout import Picture, Quotes, Record, Report, Section, Table
from reporting.deliverables.markup import Block

# (as it is printed, what else stands for it, what it means)
WORDS = (
    ("B2B", r"B2B", _("Business to business: a meeting of two firms.")),
    (
        _("Closing report"),
        r"closing reports?",
        _("What a visitor hands in after the stay. The exchange counts from the day it is validated."),
    ),
    (
        _("Commitment to Quality"),
        r"Commitments? to Quality",
        _("What visitor, host and their clusters sign before a stay."),
    ),
    (
        _("COSME"),
        r"COSME",
        _("Programme of the European Union for the competitiveness of SMEs, 2014 to 2020."),
    ),
    (
        _("ClusterXchange"),
        r"ClusterXchange",
        _(
            "Scheme for short stays, of three working days to one month, between members of clusters in two countries."
        ),
    ),
    (
        _("Credited"),
        r"credited",
        _("Counted once, for the partnership that pays, on the day its report is first validated."),
    ),
    (
        _("Exchange"),
        r"exchanges?",
        _("The stay of one visiting organisation at a host in another country."),
    ),
    (
        _("Learning tandem"),
        r"(learning )?tandems?",
        _("The teams of two clusters that learn from each other over some sessions."),
    ),
    (
        _("Lump sum"),
        r"lump sums?",
        _("A fixed amount for travel and stay, by country and length. It does not depend on the costs."),
    ),
    (
        _("Mission"),
        r"missions?",
        _("A visit of several organisations together; each has an exchange of its own."),
    ),
    (
        _("Pact for Skills"),
        r"Pact for Skills",
        _("Initiative of the European Commission for joint work on upskilling and reskilling."),
    ),
    (_("Scaling-up organisation"), r"scaling-up organisations?",
     _("An organisation that helps firms to grow, such as a technology centre, incubator or innovation hub.")),
    (_("SME"), r"SMEs?", _("Small or medium-sized enterprise.")),
    (_("Study visit"), r"study visits?", _("A visit of the clusters' own staff to a partner. It is not an exchange.")),
    (_("Twinning"), r"twinnings?", _("A longer cooperation of two clusters, with visits on both sides.")),
)  # fmt: skip


def of(report: Report) -> list[tuple[str, str]]:
    """(word, what it means) for the words that the document uses, by alphabet."""
    text = "\n".join(_texts(report))
    found = [
        (str(word), str(meaning))
        for word, pattern, meaning in WORDS
        if re.search(rf"\b{pattern}\b", text, re.IGNORECASE)
    ]
    return sorted(found, key=lambda item: item[0].casefold())


def _texts(report: Report) -> Iterator[str]:
    yield report.title
    for section in report.sections:
        yield section.title
        yield from section.paragraphs
        yield from _written(section)
        for part in section.parts:
            if isinstance(part, Table):
                yield from (
                    part.title,
                    part.note,
                    *part.columns,
                    *(cell for row in part.rows for cell in row),
                )
            elif isinstance(part, Picture):
                yield from (part.title, part.chart.reading)
            elif isinstance(part, Record | Quotes):
                yield from (text for line in part.lines for text in line)


def _written(section: Section) -> Iterator[str]:
    blocks: tuple[Block, ...] = section.written
    return ("".join(run.text for run in item) for block in blocks for item in block.items)
