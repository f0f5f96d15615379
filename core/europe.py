"""The map of Europe: from degrees to points of `static/img/europe.svg` (Lambert's equal-area projection).

The outline is made by `python -m excite_portal.tooling.outline` from the npm package world-atlas 2 (ISC licence;
shapes by Natural Earth, public domain).
"""

from math import cos, radians, sin, sqrt

WIDTH, HEIGHT = 1000, 800
_CENTRE = (radians(52), radians(14))
_SCALE = 1330
_SHIFT = (440, 398)


def point(latitude: float, longitude: float) -> tuple[float, float]:
    """x and y on the map; places outside it get points outside `WIDTH` and `HEIGHT`."""
    phi, lam = radians(latitude), radians(longitude) - _CENTRE[1]
    sin0, cos0 = sin(_CENTRE[0]), cos(_CENTRE[0])
    away = 1 + sin0 * sin(phi) + cos0 * cos(phi) * cos(lam)
    k = sqrt(2 / max(away, 1e-9))
    x = k * cos(phi) * sin(lam)
    y = k * (cos0 * sin(phi) - sin0 * cos(phi) * cos(lam))
    return _SHIFT[0] + _SCALE * x, _SHIFT[1] - _SCALE * y


def is_on_map(x: float, y: float) -> bool:
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT
