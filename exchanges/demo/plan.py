"""The 98 visits of EXCITE as a plan: who went where, when. Pure; its sums are checked by a test.

Published, cumulative by day of validation: 7 exchanges with 1 SME (1 July 2022), 38 with 19 (3 March 2023), 60 with 27
(13 September 2023), 98 with 71 (26 March 2024); 71 of the 98 by SME visitors. Distinct SMEs include hosts, so 58 SMEs
visit, some more than once, and 13 SMEs host for the first time after September 2023.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from exchanges.demo.facts import MISSIONS

MISSION_BY_KEY = {mission.key: mission for mission in MISSIONS}


@dataclass(frozen=True)
class Visit:
    """`visitor` is "v12" (an SME), "cluster:gaia" (cluster staff) or "other:<kind>"; `country` is the visitor's."""

    visitor: str
    country: str
    host: str
    first_day: date
    last_day: date
    mission: str = ""


def _on(mission: str, *visitors: tuple[str, str]) -> list[Visit]:
    fact = MISSION_BY_KEY[mission]
    return [
        Visit(visitor, country, fact.host, fact.first_day, fact.last_day, mission)
        for visitor, country in visitors
    ]


def _alone(visitor: str, country: str, host: str, first_day: date, last_day: date) -> Visit:
    return Visit(visitor, country, host, first_day, last_day)


def _until_july_2022() -> list[Visit]:
    return [
        *_on("toulon-2022", ("v1", "DE")),
        *_on(
            "sofia-2022",
            ("cluster:silicon-saxony", "DE"),
            ("cluster:mazovia", "PL"),
            ("cluster:scs", "FR"),
            ("cluster:bhv", "LT"),
            ("cluster:gaia", "ES"),
            ("cluster:danube", "RS"),
        ),
    ]


def _until_march_2023() -> list[Visit]:
    return [
        *_on(
            "sophia-antipolis-2022",
            ("v2", "PL"),
            ("v3", "DE"),
            ("v4", "LT"),
            ("cluster:mazovia", "PL"),
            ("cluster:bhv", "LT"),
            ("cluster:dti", "BG"),
            ("cluster:gaia", "ES"),
        ),
        *_on(
            "semicon-2022",
            ("v5", "FR"),
            ("v6", "FR"),
            ("v7", "ES"),
            ("v8", "NL"),
            ("v9", "CZ"),
            ("v10", "AT"),
            ("v11", "IT"),
            ("v4", "LT"),
            ("other:tech_centre", "FR"),
            ("other:tech_centre", "SI"),
        ),
        *_on(
            "automotive-2022",
            ("v12", "FR"),
            ("v13", "FR"),
            ("v14", "FR"),
            ("v15", "FR"),
            ("v16", "FR"),
            ("v5", "FR"),
            ("v6", "FR"),
            ("cluster:scs", "FR"),
        ),
        _alone("v17", "PL", "hive", date(2022, 9, 5), date(2022, 9, 9)),
        _alone("v18", "BG", "elbe", date(2022, 9, 19), date(2022, 9, 22)),
        _alone("v19", "ES", "vistula", date(2022, 10, 17), date(2022, 10, 21)),
        _alone("v2", "PL", "vitosha", date(2023, 1, 16), date(2023, 1, 19)),
        _alone("v3", "DE", "hive", date(2023, 1, 23), date(2023, 1, 26)),
        _alone("other:innovation_hub", "RO", "elbe", date(2023, 1, 16), date(2023, 1, 20)),
    ]


def _until_september_2023() -> list[Visit]:
    return [
        *_on(
            "dresden-2023",
            ("v20", "BG"),
            ("v21", "BG"),
            ("v22", "PL"),
            ("v23", "LT"),
            ("v24", "GR"),
            ("v25", "RS"),
            ("v17", "PL"),
            ("v19", "ES"),
            ("v8", "NL"),
            ("v9", "CZ"),
            ("v7", "ES"),
            ("cluster:mazovia", "PL"),
            ("cluster:scs", "FR"),
            ("cluster:bhv", "LT"),
            ("cluster:dti", "BG"),
            ("cluster:gaia", "ES"),
        ),
        _alone("v26", "HU", "elbe", date(2023, 3, 20), date(2023, 3, 23)),
        _alone("v27", "SK", "vistula", date(2023, 4, 17), date(2023, 4, 21)),
        _alone("v10", "AT", "donostia", date(2023, 5, 8), date(2023, 5, 11)),
        _alone("v11", "IT", "vitosha", date(2023, 5, 15), date(2023, 5, 19)),
        _alone("other:research", "PT", "riviera", date(2023, 6, 5), date(2023, 6, 8)),
        _alone("other:incubator", "LT", "donostia", date(2023, 7, 10), date(2023, 7, 13)),
    ]


# SME hosts h1 to h13 receive their first visitors here; the last three visits go to known hosts.
_AUTUMN = (
    ("v43", "DE", "h1", date(2023, 9, 25)),
    ("v44", "PL", "h2", date(2023, 9, 25)),
    ("v45", "FR", "h3", date(2023, 10, 9)),
    ("v46", "LT", "h4", date(2023, 10, 9)),
    ("v47", "BG", "h5", date(2023, 10, 16)),
    ("v48", "ES", "h6", date(2023, 10, 23)),
    ("v49", "DE", "h7", date(2023, 11, 6)),
    ("v50", "PL", "h8", date(2023, 11, 20)),
    ("v51", "FR", "h9", date(2023, 11, 27)),
    ("v52", "LT", "h10", date(2023, 12, 4)),
    ("v53", "BG", "h11", date(2023, 12, 11)),
    ("v54", "ES", "h12", date(2024, 1, 15)),
    ("v55", "CZ", "h13", date(2024, 1, 15)),
    ("v56", "IT", "elbe", date(2023, 12, 4)),
    ("v57", "DE", "vitosha", date(2024, 1, 22)),
    ("v58", "PL", "donostia", date(2023, 11, 27)),
)
# Where the new SME hosts are: another country than their visitor's.
SME_HOSTS = {
    "h1": "FR", "h2": "DE", "h3": "DE", "h4": "PL", "h5": "ES", "h6": "FR", "h7": "LT", "h8": "BG", "h9": "DE",
    "h10": "ES", "h11": "PL", "h12": "DE", "h13": "FR",
}  # fmt: skip


def _until_march_2024() -> list[Visit]:
    return [
        *_on("silicon-alps-2023", *((f"v{number}", "DE") for number in range(28, 34))),
        *_on("basque-2023", ("v34", "RS"), ("v35", "DE")),
        *_on(
            "semicon-2023",
            ("cluster:moravia", "CZ"),
            ("cluster:bohemia", "CZ"),
            ("cluster:brabant", "NL"),
            ("cluster:twente", "NL"),
            ("cluster:gaia", "ES"),
            ("cluster:navarra", "ES"),
        ),
        *_on(
            "warsaw-2024",
            ("v1", "DE"),
            ("v36", "DE"),
            ("v37", "LT"),
            ("v38", "BG"),
            ("v39", "FR"),
            ("v40", "ES"),
            ("v41", "SI"),
            ("v42", "RO"),
        ),
        *(
            _alone(visitor, country, host, monday, monday + timedelta(days=4 if number % 3 == 0 else 3))
            for number, (visitor, country, host, monday) in enumerate(_AUTUMN)
        ),
    ]


def visits() -> list[Visit]:
    """All 98, in no particular order within a period."""
    return [*_until_july_2022(), *_until_march_2023(), *_until_september_2023(), *_until_march_2024()]
