import pytest

from core.bank import clean_iban, format_iban, mask_iban
from core.exceptions import InvalidInput


@pytest.mark.parametrize(
    "typed",
    [
        "DE89370400440532013000",
        "de89 3704 0044 0532 0130 00",
        " IBAN: DE89-3704-0044-0532-0130-00 ",
        "DE89\u00a03704\u20090044\u20110532 0130 00",
    ],
)
def test_clean_iban_forgives_spaces_dashes_and_case(typed):
    assert clean_iban(typed) == "DE89370400440532013000"


@pytest.mark.parametrize(
    "iban",
    [
        "BG80BNBG96611020345678",
        "XK051212012345678906",
        "UA213223130000026007233566001",
        "ES9121000418450200051332",
    ],
)
def test_clean_iban_knows_the_countries_of_the_scheme(iban):
    assert clean_iban(iban) == iban


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the IBAN of the account"),
        (None, "Enter the IBAN of the account"),
        ("DE88370400440532013000", "This IBAN is not right"),
        ("DE8937040044053201300", "This IBAN is not right"),
        ("DE89 3704 0044 0532 0130 0O", "This IBAN is not right"),
        ("DE89_3704", "An IBAN has at most 34 letters and digits"),
        ("ДЕ89370400440532013000", "An IBAN has at most 34 letters and digits"),
        ("DE89" + "3" * 40, "An IBAN has at most 34 letters and digits"),
        ("ZZ22370400440532013000", "This is not an IBAN"),
    ],
)
def test_clean_iban_says_what_is_wrong(typed, sentence):
    with pytest.raises(InvalidInput) as refusal:
        clean_iban(typed, field="iban")
    assert str(refusal.value).startswith(sentence)
    assert refusal.value.field == "iban"


def test_format_iban_groups_by_four():
    assert format_iban("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(("iban", "shown"), [("DE89370400440532013000", "DE** **** **** 3000"), ("", "")])
def test_mask_iban_shows_country_and_last_four(iban, shown):
    assert mask_iban(iban) == shown
