"""Rules other than the shipped ones, for tests: published versions are fixed, so their triggers are set aside."""

from contextlib import AbstractContextManager
from typing import Any

import pgtrigger
from django.db import transaction

from exchanges.models import KindRule, Rulebook

TRIGGERS = (
    "exchanges.Rulebook:published_version_is_fixed",
    "exchanges.KindRule:published_kind_is_fixed",
    "exchanges.Grid:published_sums_are_fixed",
    "exchanges.GridAmount:published_amount_is_fixed",
)


def changeable() -> AbstractContextManager[None]:
    return pgtrigger.ignore(*TRIGGERS)


def rules(**settings: Any) -> None:
    """Change settings of every version."""
    with changeable(), transaction.atomic():
        Rulebook.objects.update(**settings)


def kind_rules(kind: str, **settings: Any) -> None:
    with changeable(), transaction.atomic():
        KindRule.objects.filter(kind=kind).update(**settings)
