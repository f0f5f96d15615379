"""The ranking of hosts: pure, so no database."""

from dataclasses import replace
from datetime import date

from exchanges.matching import Candidate, Wish, obstacles, rank
from exchanges.matching.score import Period

WISH = Wish(
    organisation_id=1,
    country="DE",
    start=date(2026, 5, 18),
    end=date(2026, 5, 21),
    languages=["en", "de"],
    uses=["learn"],
    activity_types=["networking"],
    terms=[5],
    preferred_countries=["FR"],
    place=(51.05, 13.74),
    eligible_countries={"DE", "FR", "LT"},
)
HOST = Candidate(
    offer_id=10,
    organisation_id=2,
    organisation="Azur",
    title="Test road",
    country="FR",
    country_name="France",
    city="Nice",
    periods=[Period(date(2026, 1, 1), date(2026, 12, 31), 2)],
    languages=["en", "fr"],
    uses=["learn", "markets"],
    activity_types=["networking"],
    terms=[5, 6],
    term_names=["Mobility", "Health"],
    place=(43.6, 7.06),
)


def test_every_match_is_a_reason_in_words():
    (found,) = rank(WISH, [HOST])
    assert found.possible
    assert found.reasons == (
        "In a preferred country: France",
        "Shared languages: English",
        "Fits what the visit is for: Learn from another cluster",
        "Offers: Networking and new partners",
        "Same field: Mobility",
        "Free on these days: 2 places",
    )
    assert (found.score, found.distance_km) == (90, 968)


def test_better_fit_stands_higher_and_impossible_last():
    vague = replace(
        HOST,
        offer_id=11,
        organisation_id=3,
        organisation="Baltic",
        country="LT",
        country_name="Lithuania",
        uses=(),
    )
    home = replace(
        HOST, offer_id=12, organisation_id=4, organisation="Home", country="DE", country_name="Germany"
    )
    assert [one.candidate.offer_id for one in rank(WISH, [home, vague, HOST])] == [10, 11, 12]


def test_equal_fits_stand_by_name():
    other = replace(HOST, offer_id=9, organisation_id=3, organisation="Zeta")
    assert [one.candidate.organisation for one in rank(WISH, [other, HOST])] == ["Azur", "Zeta"]


def test_obstacles_name_each_rule():
    cases = {
        "The host is in the visitor's own country. A visit goes abroad.": replace(HOST, country="DE"),
        "Visitor and host are the same organisation.": replace(HOST, organisation_id=1),
        "Norway does not take part in the scheme.": replace(HOST, country="NO", country_name="Norway"),
        "This kind of organisation may not host.": replace(HOST, may_host=False),
        "This offer is no longer open.": replace(HOST, active=False),
        "This host is already proposed for this file.": replace(HOST, already_proposed=True),
        "The host is not free on these days.": replace(
            HOST, periods=[Period(date(2026, 1, 1), date(2026, 5, 20), 2)]
        ),
        "All 2 places of the host are taken on these days.": replace(HOST, taken=2),
        "The host's place is taken on these days.": replace(
            HOST, taken=1, periods=[Period(date(2026, 1, 1), date(2026, 12, 31), 1)]
        ),
    }
    for sentence, candidate in cases.items():
        assert obstacles(WISH, candidate) == [sentence]
    assert obstacles(WISH, HOST) == []


def test_without_days_only_lasting_obstacles_count():
    wish = replace(WISH, start=None, end=None)
    assert obstacles(wish, replace(HOST, taken=9)) == []
