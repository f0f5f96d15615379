"""Is this organisation here already? By numbers, by equal names, and by similar names while somebody types."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField, Value

from clusters.models import Organisation

# Shorter beginnings would list half the table.
LEAST_LETTERS = 4
MOST = 5
SIMILAR = 0.55
_NUMBER = re.compile(r"[^0-9A-Za-z]+")


def number_key(text: str) -> str:
    """Registration and VAT numbers without spaces, dashes and slashes."""
    return _NUMBER.sub("", text).upper()


def name_keys(names: Sequence[str]) -> list[str]:
    """The comparable form of each name, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clusters_name_key(name) FROM unnest(%s::text[]) WITH ORDINALITY AS typed (name, place) "
            "ORDER BY place",
            [list(names)],
        )
        return [row[0] or "" for row in cursor.fetchall()]


def all_of_name(name: str, country: str) -> QuerySet[Organisation]:
    """Organisations of this name in this country, however the name is written; the oldest first."""
    key = name_keys([name])[0]
    found = _rows().filter(country=country, name_key=key) if key else _rows().none()
    return found.order_by("id")


def similar(
    *, name: str, country: str = "", registration_number: str = "", vat_number: str = ""
) -> list[Organisation]:
    """Organisations that may be the one described, best first; equal numbers before names. At most five."""
    found: list[Organisation] = []
    numbers = [number_key(text) for text in (registration_number, vat_number) if number_key(text)]
    if numbers:
        found += _with_numbers(numbers, country)[:MOST]
    if len(name.strip()) >= LEAST_LETTERS:
        found += [row for row in _with_name(name, country)[:MOST] if row not in found]
    return found[:MOST]


def _with_numbers(numbers: list[str], country: str) -> QuerySet[Organisation]:
    rows = _rows().annotate(registered=_bare("registration_number"), taxed=_bare("vat_number"))
    # A VAT number names its country itself; the register's number holds in its country only.
    registered = Q(registered__in=numbers) & (Q(country=country) if country else Q())
    return rows.filter(registered | Q(taxed__in=numbers)).order_by("id")


def _with_name(name: str, country: str) -> QuerySet[Organisation]:
    key: Any = Func(Value(name), function="clusters_name_key", output_field=TextField())
    rows = _rows().annotate(near=TrigramSimilarity("name_key", key))
    if country:
        rows = rows.filter(country=country)
    return rows.filter(Q(name_key=key) | Q(name_key__trigram_similar=key, near__gte=SIMILAR)).order_by(
        F("near").desc(), "id"
    )


def _rows() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("country")


def _bare(column: str) -> Any:
    return Func(
        Func(F(column), function="upper"),
        Value("[^0-9A-Z]+"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
