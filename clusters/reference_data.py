"""Taxonomies and countries a new portal starts with (scheme part 7). Labels are English; pages translate them."""

from datetime import date

from clusters.term_data import EDITIONS, PARENTS, TERMS

__all__ = ["EDITIONS", "ELIGIBLE_FROM", "KOSOVO_FOOTNOTE", "NOT_ELIGIBLE", "PARENTS", "TERMS", "TIMEZONES"]

# ISO code -> time zone. Kosovo* is XK. Countries after the first 39 are not eligible, but people live there.
TIMEZONES = {
    "AL": "Europe/Tirane", "AM": "Asia/Yerevan", "AT": "Europe/Vienna", "BA": "Europe/Sarajevo",
    "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CY": "Asia/Nicosia", "CZ": "Europe/Prague",
    "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens",
    "HR": "Europe/Zagreb", "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IS": "Atlantic/Reykjavik",
    "IT": "Europe/Rome", "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "LV": "Europe/Riga",
    "MD": "Europe/Chisinau", "ME": "Europe/Podgorica", "MK": "Europe/Skopje", "MT": "Europe/Malta",
    "NL": "Europe/Amsterdam", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest",
    "RS": "Europe/Belgrade", "SE": "Europe/Stockholm", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava",
    "TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "XK": "Europe/Belgrade",
    "CH": "Europe/Zurich", "LI": "Europe/Vaduz", "NO": "Europe/Oslo",
}  # fmt: skip
NOT_ELIGIBLE = frozenset({"CH", "LI", "NO"})
ELIGIBLE_FROM = date(2020, 2, 3)  # kick-off of the pilot scheme
KOSOVO_FOOTNOTE = (
    "* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 "
    "and the ICJ Opinion on the Kosovo declaration of independence."
)
