"""What a column holds, how its cells are read, and which column of a file it probably is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.countries import find_country

TEXT, DATE, WHOLE, MONEY, CHOICE, COUNTRY, EMAIL, ADDRESS = (
    "text", "date", "whole", "money", "choice", "country", "email", "address",
)  # fmt: skip
# Kinds of problem, for the filter of the page. Importers add their own.
KINDS: dict[str, Any] = {
    "missing": gettext_lazy("Missing"),
    "date": gettext_lazy("Not a date"),
    "number": gettext_lazy("Not a number"),
    "choice": gettext_lazy("Not one of the allowed values"),
    "country": gettext_lazy("Unknown country"),
    "email": gettext_lazy("Not an e-mail address"),
    "address": gettext_lazy("Not a web address"),
    "long": gettext_lazy("Too long"),
    "twice": gettext_lazy("Twice in the file"),
    "rule": gettext_lazy("Against a rule"),
    "known": gettext_lazy("Does not fit what is here"),
}
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d", "%d.%m.%y", "%Y-%m-%d %H:%M:%S")
_FIRST, _LAST = date(1900, 1, 1), date(2099, 12, 31)
_MOST_EUROS = Decimal(10_000_000)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, and what to do. `column` is empty when it is the whole row."""

    kind: str
    column: str
    sentence: str


class Unreadable(Exception):
    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind, self.sentence = kind, sentence


@dataclass(frozen=True)
class Column:
    """`names` are headers that mean this column; `choices` maps a value to the words people write for it, the first
    being its label. `least` and `most` bound whole numbers and money.
    """

    key: str
    label: Any
    kind: str = TEXT
    required: bool = False
    names: tuple[str, ...] = ()
    choices: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    most_letters: int = 200
    least: int = 0
    most: int = 1_000_000
    example: Any = ""
    hint: Any = ""
    extra_choices: Callable[[], Sequence[str]] | None = None

    def read(self, cell: Any) -> Any:
        """The value of a cell; None for an empty one. Raises Unreadable."""
        if cell is None or str(cell).strip() == "":
            if self.required:
                raise Unreadable("missing", _("Fill in “%(label)s”.") % {"label": self.label})
            return None
        return _READERS[self.kind](self, cell)


def shown(cell: Any) -> str:
    """A cell as people see it in their spreadsheet."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute) == (0, 0) else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def plain(text: Any) -> str:
    """Letters and digits only, small, without accents: how headers and choices are compared."""
    letters = normalize("NFKD", str(text)).casefold()
    return re.sub(r"[^\w]+|_", "", "".join(sign for sign in letters if not "\u0300" <= sign <= "\u036f"))


def guess(header: Sequence[str], columns: Sequence[Column], remembered: Mapping[str, str]) -> dict[str, int]:
    """Column key -> place in the file: what was chosen last time, then equal names, then similar ones."""
    free = {place: title for place, title in enumerate(header) if title}
    found: dict[str, int] = {}

    def take(key: str, place: int) -> None:
        if key not in found and place in free:
            found[key] = place
            del free[place]

    known = {column.key for column in columns}
    for place, title in list(free.items()):
        key = remembered.get(plain(title), "")
        if key in known:
            take(key, place)
    names = {
        plain(name): column.key
        for column in columns
        for name in (column.key, str(column.label), *column.names)
    }
    for place, title in list(free.items()):
        if plain(title) in names:
            take(names[plain(title)], place)
    for place, title in list(free.items()):
        close = get_close_matches(plain(title), list(names), n=1, cutoff=0.87)
        if close:
            take(names[close[0]], place)
    return found


def _text(column: Column, cell: Any) -> str:
    text = shown(cell)
    if len(text) > column.most_letters:
        sentence = _("“%(label)s” has more than %(most)d letters. Shorten it.")
        raise Unreadable("long", sentence % {"label": column.label, "most": column.most_letters})
    return text


def _date(column: Column, cell: Any) -> date:
    found: date | None = None
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        text = shown(cell)
        for pattern in _DATES:
            try:
                found = datetime.strptime(text, pattern).date()  # noqa: DTZ007  a day has no time zone
                break
            except ValueError:
                continue
        if found is None and re.fullmatch(r"(19|20)\d\d", text):
            found = date(int(text), 1, 1)
    if found is None or not _FIRST <= found <= _LAST:
        raise Unreadable("date", _("Write a date like 2024-05-31 or 31.05.2024."))
    return found


def _whole(column: Column, cell: Any) -> int:
    try:
        number = int(shown(cell).replace(" ", ""))
    except ValueError as error:
        raise Unreadable("number", _("Write a whole number.")) from error
    if not column.least <= number <= column.most:
        sentence = _("Write a number between %(least)d and %(most)d.")
        raise Unreadable("number", sentence % {"least": column.least, "most": column.most})
    return number


def _money(column: Column, cell: Any) -> Decimal:
    text = re.sub(r"[€\s\u00a0\u202f']|EUR", "", shown(cell), flags=re.IGNORECASE)
    if "," in text and ("." not in text or text.rindex(",") > text.rindex(".")):
        text = text.replace(".", "").replace(",", ".")
    else:
        text = text.replace(",", "")
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise Unreadable("number", _("Write an amount like 450 or 450,00.")) from error
    if not amount.is_finite() or not 0 <= amount <= _MOST_EUROS or amount != round(amount, 2):
        raise Unreadable("number", _("Write an amount of 0 or more, with at most two decimals."))
    return amount


def _choice(column: Column, cell: Any) -> str:
    typed = plain(shown(cell))
    for value, words in column.choices.items():
        if typed == plain(value) or typed in {plain(word) for word in words}:
            return value
    allowed = ", ".join(str(words[0]) for words in column.choices.values())
    raise Unreadable("choice", _("Use one of: %(allowed)s.") % {"allowed": allowed})


def _country(column: Column, cell: Any) -> str:
    code = find_country(shown(cell))
    if code is None:
        raise Unreadable(
            "country", _("Write the country's two letters or its name, for example FR or France.")
        )
    return code


def _email(column: Column, cell: Any) -> str:
    text = shown(cell).lower()
    try:
        validate_email(text)
    except ValidationError as error:
        raise Unreadable("email", _("Write an address like name@example.org.")) from error
    return text


def _address(column: Column, cell: Any) -> str:
    text = shown(cell)
    text = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=("http", "https"))(text)
    except ValidationError as error:
        raise Unreadable("address", _("Write a web address like https://www.example.org.")) from error
    if len(text) > column.most_letters:
        raise Unreadable("long", _("This address is too long. Write the address of the home page."))
    return text


_READERS: dict[str, Callable[[Column, Any], Any]] = {
    TEXT: _text,
    DATE: _date,
    WHOLE: _whole,
    MONEY: _money,
    CHOICE: _choice,
    COUNTRY: _country,
    EMAIL: _email,
    ADDRESS: _address,
}
