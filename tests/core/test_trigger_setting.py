import pytest
from django.db import connection


@pytest.mark.django_db
def test_triggers_need_not_run_into_an_error_to_know_that_none_rests() -> None:
    """pgtrigger asks for a setting at each row; unknown, it is an error that is caught, ten times as slow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)
