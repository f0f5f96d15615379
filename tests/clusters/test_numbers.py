"""Numbers an organisation is known by: forgiven separators, proven digits, plain sentences."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters import numbers
from core.exceptions import InvalidInput


@pytest.mark.parametrize(("country", "example"), numbers.VAT_EXAMPLES.items())
def test_examples_that_we_show_are_right(country, example):
    found = numbers.clean_vat(country, example)
    assert found.checked
    assert numbers.clean_vat(country, found.text) == found


@pytest.mark.parametrize("country", numbers._REGISTERS)
def test_examples_of_registers_are_right(country):
    found = numbers.clean_registration(country, numbers.registration_example(country))
    assert found.checked
    assert numbers.clean_registration(country, found.text) == found


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("DE", "de 136-695.976", "DE136695976"),
        ("DE", "136695976", "DE136695976"),
        ("GR", "EL 094259216", "EL094259216"),
        ("GR", "094259216", "EL094259216"),
        ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
        ("FR", "", ""),
    ],
)
def test_vat_number_is_kept_in_one_form(country, typed, kept):
    assert numbers.clean_vat(country, typed).text == kept


@pytest.mark.parametrize(
    ("country", "typed", "says"),
    [
        ("DE", "DE136695978", "A digit of this VAT number is wrong."),
        ("DE", "DE13", "too short or too long for Germany"),
        ("FR", "hello", "This is not a VAT number of France."),
    ],
)
def test_wrong_vat_number_says_what_and_shows_an_example(country, typed, says):
    with pytest.raises(InvalidInput) as problem:
        numbers.clean_vat(country, typed, field="vat_number")
    assert says in str(problem.value.message)
    assert numbers.VAT_EXAMPLES[country] in str(problem.value.message)
    assert problem.value.field == "vat_number"


def test_country_without_a_rule_accepts_and_says_that_it_is_not_checked():
    assert numbers.clean_vat("XK", "810-123") == numbers.Number("810123", False)
    assert numbers.clean_registration("DE", "HRB  12345") == numbers.Number("HRB 12345", False)
    assert not numbers.is_checked("DE", "registration")
    assert numbers.is_checked("DE", "vat")


def test_polish_court_register_has_no_check_digit():
    assert numbers.clean_registration("PL", "0000 028860") == numbers.Number("0000028860", False)
    with pytest.raises(InvalidInput, match="192598184"):
        numbers.clean_registration("PL", "192598185")


@pytest.mark.parametrize("typed", ["999 999 999", "999-999-999", "999999999"])
def test_pic_has_nine_digits(typed):
    assert numbers.clean_pic(typed) == "999999999"


@pytest.mark.parametrize("typed", ["99999999", "9999999999", "99999999a"])
def test_wrong_pic_is_refused(typed):
    with pytest.raises(InvalidInput, match="nine digits"):
        numbers.clean_pic(typed)


@settings(deadline=None)
@given(st.sampled_from(sorted(numbers.VAT_EXAMPLES) + ["XK", "UA"]), st.text(max_size=40))
def test_any_text_is_an_answer_or_a_sentence(country, typed):
    for clean in (numbers.clean_vat, numbers.clean_registration):
        with suppress(InvalidInput):
            assert isinstance(clean(country, typed), numbers.Number)
