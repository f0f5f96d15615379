"""Distances between two places on the earth."""

from math import asin, cos, isfinite, radians, sin, sqrt

from django.utils.translation import gettext_lazy as _

from core.exceptions import InvalidInput

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius
MAX_DISTANCE_KM = 20_038  # half of the longest circle around the earth: no two places lie further apart


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """Shortest way over the surface between two points in degrees, rounded to whole kilometres."""
    for latitude in (lat1, lat2):
        if not isfinite(latitude) or abs(latitude) > 90:
            raise InvalidInput(_("Enter a latitude from -90 to 90 degrees."))
    for longitude in (lon1, lon2):
        if not isfinite(longitude) or abs(longitude) > 180:
            raise InvalidInput(_("Enter a longitude from -180 to 180 degrees."))
    phi1, phi2 = radians(float(lat1)), radians(float(lat2))
    half_phi = sin((phi2 - phi1) / 2)
    half_lambda = sin(radians(float(lon2) - float(lon1)) / 2)
    chord = half_phi**2 + cos(phi1) * cos(phi2) * half_lambda**2
    return round(2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord))))
