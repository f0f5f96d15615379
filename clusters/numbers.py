"""Numbers an organisation is known by: VAT, register, PIC. Pure; the check digits are proven by `python-stdnum`.

What people type between the signs is forgiven. A country without a rule is accepted as it is, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _
from stdnum import get_cc_module
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from core.bank import SEPARATORS
from core.countries import country_name
from core.exceptions import InvalidInput

PIC_DIGITS = 9
_LONGEST_REGISTRATION = 60
# The letters before a VAT number, where they are not the country's code.
_VAT_PREFIX = {"GR": "EL"}
_EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
VAT_EXAMPLES: Mapping[str, str] = {
    "AL": "J91402501L", "AT": "ATU13585627", "BE": "BE0403019261", "BG": "BG175074752", "CH": "CHE-107.787.577 IVA",
    "CY": "CY10259033P", "CZ": "CZ25123891", "DE": "DE136695976", "DK": "DK13585628", "EE": "EE100931558",
    "ES": "ESB58378431", "FI": "FI20774740", "FR": "FR40303265045", "GB": "GB980780684", "GR": "EL094259216",
    "HR": "HR33392005961", "HU": "HU12892312", "IE": "IE6433435F", "IS": "00621", "IT": "IT00743110157",
    "LT": "LT119511515", "LU": "LU15027442", "LV": "LV40003521600", "ME": "02655284", "MK": "MK4020990116747",
    "MT": "MT11679112", "NL": "NL004495445B01", "NO": "NO995525828MVA", "PL": "PL8567346215", "PT": "PT501964843",
    "RO": "RO18547290", "RS": "101134702", "SE": "SE123456789701", "SI": "SI50223054", "SK": "SK2022749619",
    "TR": "4540536920",
}  # fmt: skip
# country -> (modules, any of which proves it; digits that are right without one, an example)
_REGISTERS: Mapping[str, tuple[tuple[str, ...], int, str]] = {
    "AT": (("at.businessid",), 0, "FN 122119m"),
    "BE": (("be.vat",), 0, "0403.019.261"),
    "BG": (("bg.vat",), 0, "175074752"),
    "CH": (("ch.uid",), 0, "CHE-100.155.212"),
    "CZ": (("cz.dic",), 0, "25123891"),
    "DK": (("dk.cvr",), 0, "13585628"),
    "EE": (("ee.registrikood",), 0, "12345678"),
    "ES": (("es.nif", "es.cif"), 0, "B-58378431"),
    "FI": (("fi.ytunnus", "fi.associationid"), 0, "2077474-0"),
    "FR": (("fr.siren", "fr.siret"), 0, "552 008 443"),
    "HR": (("hr.oib",), 0, "33392005961"),
    "IS": (("is_.kennitala",), 0, "450401-3150"),
    "MD": (("md.idno",), 0, "1008600038413"),
    "NO": (("no.orgnr",), 0, "988 077 917"),
    # Ten digits are a number of the court register, which has no check digit.
    "PL": (("pl.regon",), 10, "192598184"),
    "RO": (("ro.cui", "ro.onrc"), 0, "J52/750/2012"),
    "SE": (("se.orgnr",), 0, "123456-7897"),
    "UA": (("ua.edrpou",), 0, "32855961"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """As it is kept; `checked` is false where no rule of the country is known."""

    text: str
    checked: bool


def clean_vat(country: str, text: str, *, field: str | None = None) -> Number:
    """The VAT number with its letters in front, or InvalidInput with what is wrong and an example."""
    typed = _compact(text)
    if not typed:
        return Number("", False)
    module = get_cc_module(country, "vat")
    if module is None:
        if len(typed) > 20 or not typed.isascii():
            raise InvalidInput(_("A VAT number has at most 20 letters and digits."), field)
        return Number(typed, False)
    prefix = _VAT_PREFIX.get(country, country)
    plain = typed.removeprefix(prefix) if country in _EU else typed
    found = _proved([module], plain)
    if isinstance(found, str):
        keeps = country in _EU and not found.startswith(prefix)
        return Number(f"{prefix}{found}" if keeps else found, True)
    raise InvalidInput(_sentence(found, _("VAT number"), country, VAT_EXAMPLES.get(country, "")), field)


def clean_registration(country: str, text: str, *, field: str | None = None) -> Number:
    """The number of the commercial register, or InvalidInput."""
    plain = " ".join((text or "").split())
    if not plain:
        return Number("", False)
    if len(plain) > _LONGEST_REGISTRATION:
        raise InvalidInput(_("This number is too long. Copy it from your register."), field)
    if country not in _REGISTERS:
        return Number(plain, False)
    names, free_digits, example = _REGISTERS[country]
    compact = _compact(plain)
    if free_digits and compact.isdigit() and len(compact) == free_digits:
        return Number(compact, False)
    found = _proved([import_module(f"stdnum.{name}") for name in names], plain)
    if isinstance(found, str):
        return Number(found, True)
    raise InvalidInput(_sentence(found, _("registration number"), country, example), field)


def clean_pic(text: str, *, field: str | None = None) -> str:
    """The Participant Identification Code of the European Commission: nine digits."""
    typed = _compact(text)
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) == PIC_DIGITS):
        raise InvalidInput(
            _("A PIC has nine digits, for example 999 999 999. Yours has another form."), field
        )
    return typed


def is_checked(country: str, kind: str) -> bool:
    """Whether a number of this kind ("vat", "registration") is proven for the country."""
    return country in _REGISTERS if kind == "registration" else get_cc_module(country, "vat") is not None


def registration_example(country: str) -> str:
    return _REGISTERS[country][2] if country in _REGISTERS else ""


def _proved(modules: list[Any], text: str) -> str | ValidationError:
    """The first module's canonical form, else what the first one found wrong."""
    problems = []
    for module in modules:
        for variant in dict.fromkeys((text.upper(), _compact(text), text)):
            try:
                return str(module.validate(variant))
            except ValidationError as problem:
                problems.append(problem)
    worst = [problem for problem in problems if isinstance(problem, InvalidChecksum)]
    return (worst or problems)[0]


def _compact(text: str) -> str:
    return "".join(sign for sign in (text or "") if sign not in SEPARATORS).upper()


def _sentence(problem: ValidationError, what: Any, country: str, example: str) -> Any:
    words = {"what": what, "country": country_name(country), "example": example}
    if isinstance(problem, InvalidChecksum):
        return (
            _("A digit of this %(what)s is wrong. Compare it with your papers. Example: %(example)s.") % words
        )
    if isinstance(problem, InvalidLength):
        return _("This %(what)s is too short or too long for %(country)s. Example: %(example)s.") % words
    return _("This is not a %(what)s of %(country)s. Example: %(example)s.") % words
