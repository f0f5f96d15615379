"""Seeding is one transaction without savepoints: an error inside takes everything back."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.models import Counter
from core.transactions import all_or_nothing


def _count(*names: str) -> None:
    for name in names:
        with transaction.atomic():
            Counter.objects.create(name=name)


@pytest.mark.usefixtures("fresh_database")
def test_an_error_takes_everything_back_and_savepoints_return_afterwards() -> None:
    with pytest.raises(IntegrityError), all_or_nothing():
        _count("first", "first")
    assert not Counter.objects.filter(name="first").exists()

    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        _count("second")
    assert any("SAVEPOINT" in query["sql"] for query in asked)


@pytest.mark.usefixtures("fresh_database")
def test_no_savepoints_are_set_inside() -> None:
    with CaptureQueriesContext(connection) as asked, all_or_nothing():
        _count("first", "second")
    assert not any("SAVEPOINT" in query["sql"] for query in asked)
    assert Counter.objects.filter(name__in=["first", "second"]).count() == 2
