from math import cos, radians, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exceptions import InvalidInput
from core.geo import MAX_DISTANCE_KM, great_circle_km

PLACES = {
    "Dresden": (51.0504, 13.7373),
    "Sophia Antipolis": (43.6163, 7.0552),
    "Sofia": (42.6977, 23.3219),
    "Villach": (46.6167, 13.8500),
    "Warsaw": (52.2297, 21.0122),
    "Prague": (50.0755, 14.4378),
    "Vienna": (48.2082, 16.3738),
    "Bratislava": (48.1486, 17.1077),
}
LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


@pytest.mark.parametrize(
    ("home", "host", "km"),
    [
        ("Dresden", "Sophia Antipolis", 967),
        ("Sofia", "Dresden", 1178),
        ("Dresden", "Villach", 494),
        ("Dresden", "Warsaw", 519),
        ("Dresden", "Prague", 119),
        ("Vienna", "Bratislava", 55),
    ],
)
def test_great_circle_km_of_published_visits(home, host, km):
    assert abs(great_circle_km(*PLACES[home], *PLACES[host]) - km) <= 2


def test_great_circle_km_across_the_date_line():
    assert great_circle_km(0, 179.5, 0, -179.5) == 111


def test_great_circle_km_from_pole_to_pole():
    assert great_circle_km(90, 0, -90, 120) == 20015


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_great_circle_km_is_symmetric_and_bounded(lat1, lon1, lat2, lon2):
    there = great_circle_km(lat1, lon1, lat2, lon2)
    assert there == great_circle_km(lat2, lon2, lat1, lon1)
    assert 0 <= there <= MAX_DISTANCE_KM
    assert great_circle_km(lat1, lon1, lat1, lon1) == 0


@given(st.floats(-60, 60), LONGITUDES, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_great_circle_km_equals_the_flat_earth_nearby(lat, lon, up, right):
    flat = 111.195 * sqrt(up**2 + (right * cos(radians(lat + up / 2))) ** 2)
    east = (lon + right + 180) % 360 - 180
    assert abs(great_circle_km(lat, lon, lat + up, east) - flat) <= 1


@pytest.mark.parametrize(
    "point", [(91, 0), (-90.1, 0), (float("nan"), 0), (0, 181), (0, float("inf")), (0, float("nan"))]
)
def test_great_circle_km_refuses_what_is_no_place(point):
    with pytest.raises(InvalidInput, match=r"Enter a (latitude|longitude)"):
        great_circle_km(51, 13, *point)
