from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exceptions import InvalidInput
from core.money import amount, format_eur, in_words, to_cents

SUMS = st.decimals(min_value=0, max_value=100_000, places=2)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (450, "EUR 450"),
        (Decimal("450.50"), "EUR 450.50"),
        (Decimal("1100.00"), "EUR 1,100"),
        (Decimal("0.005"), "EUR 0.01"),
        (Decimal("1234567.8"), "EUR 1,234,567.80"),
        (0, "EUR 0"),
    ],
)
def test_format_eur_shows_cents_only_where_there_are_any(value, text):
    assert format_eur(value) == text


@pytest.mark.parametrize(
    ("value", "rounded"), [("207.505", "207.51"), ("207.504", "207.50"), ("0.005", "0.01"), ("1", "1.00")]
)
def test_to_cents_rounds_half_up(value, rounded):
    assert str(to_cents(Decimal(value))) == rounded


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("450", "450.00"),
        ("450.5", "450.50"),
        ("450,50", "450.50"),
        ("EUR 1 100", "1100.00"),
        ("1,100", "1100.00"),
        ("1,100.25", "1100.25"),
        ("€ 900", "900.00"),
        (900, "900.00"),
        (Decimal("415"), "415.00"),
    ],
)
def test_amount_reads_what_people_type(typed, value):
    assert str(amount(typed)) == value


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "NaN",
        "Infinity",
        "-1",
        "450.505",
        "1,10,0",
        ",50,5",
        "10000001",
        Decimal("NaN"),
        True,
        4.5,
        None,
    ],
)
def test_amount_refuses_what_is_no_sum(typed):
    with pytest.raises(InvalidInput) as refusal:
        amount(typed, field="sum")
    assert refusal.value.field == "sum"
    assert str(refusal.value).startswith("Enter a sum")


@given(SUMS)
def test_amount_reads_back_what_format_eur_writes(value):
    assert amount(format_eur(value)) == value


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (450, "en", "four hundred and fifty euros"),
        (Decimal("450.50"), "en", "four hundred and fifty euros and fifty cents"),
        (Decimal("1.01"), "en-gb", "one euro and one cent"),
        (450, "de", "vierhundertfünfzig euro"),
        (Decimal("450.50"), "fr", "quatre cent cinquante euros et cinquante centimes"),
        (450, "bg", "four hundred and fifty euros"),
    ],
)
def test_in_words_in_the_language_or_in_english(value, language, words):
    assert in_words(value, language) == words


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal(-1), Decimal(10**9)])
def test_in_words_refuses_what_is_no_sum(value):
    with pytest.raises(InvalidInput):
        in_words(value)
