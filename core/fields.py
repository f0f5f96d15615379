"""A column type that Django does not bring."""

from typing import Any

from django.db import models


class DateMultiRangeField(models.Field):  # type: ignore[type-arg]
    """Several periods of days in one value; written and compared in SQL, read as text."""

    def db_type(self, connection: Any) -> str:
        return "datemultirange"
