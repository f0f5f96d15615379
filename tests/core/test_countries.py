import pytest
from django.utils import translation

from core.countries import clean_country, country_name
from core.exceptions import InvalidInput


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("DE", "DE"),
        (" fr ", "FR"),
        ("EL", "GR"),
        ("uk", "GB"),
        ("XK", "XK"),
        ("France", "FR"),
        ("türkiye", "TR"),
    ],
)
def test_clean_country_reads_codes_and_names(typed, code):
    assert clean_country(typed) == code


@pytest.mark.parametrize("typed", ["", None, "ZZ", "EU", "Atlantis", "DEU", "X" * 100])
def test_clean_country_refuses_what_is_none(typed):
    with pytest.raises(InvalidInput, match="is not a country code") as refusal:
        clean_country(typed, field="host_country")
    assert refusal.value.field == "host_country"
    assert len(str(refusal.value)) < 130


def test_country_name_in_the_readers_language():
    assert country_name("DE") == "Germany"
    with translation.override("de"):
        assert country_name("DE") == "Deutschland"
        assert clean_country("Frankreich") == "FR"


def test_country_name_without_a_name_is_the_code():
    assert country_name("ZZ") == "ZZ"


def test_country_name_in_an_unknown_language_is_english():
    with translation.override("tlh"):
        assert country_name("DE") == "Germany"
