"""What the database holds about the profiles of clusters and partnerships, broken once."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clusters.models import Cluster, Partnership, Term

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("cluster_members_add_up", {"member_count": 3, "member_smes": 2, "member_others": 2}),
        ("cluster_startups_are_smes", {"member_count": 9, "member_smes": 2, "member_startups": 3}),
        ("cluster_startups_are_smes", {"member_count": 9, "member_startups": 1}),
        ("cluster_staff_range", {"management_fte": Decimal("-0.5")}),
        ("cluster_staff_range", {"management_fte": Decimal("500.01")}),
        ("cluster_label_has_kind", {"label_on": date(2024, 5, 1)}),
    ],
)
def test_profile_of_a_cluster_is_believable(world: Any, constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Cluster.objects.filter(slug="elbe-valley").update(**changes)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("partnership_smes_range", {"smes_involved": 1_000_001}),
        ("partnership_contact_lower_case", {"contact_email": "Upper@test.example"}),
    ],
)
def test_profile_of_a_partnership_is_believable(world: Any, constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Partnership.objects.filter(code="TEST").update(**changes)


def test_taxonomies_are_complete() -> None:
    rows = Term.objects.select_related("parent")
    counts = Counter((row.taxonomy, row.parent is None) for row in rows)
    assert (counts["nace", True], counts["nace", False]) == (21, 88)
    assert (counts["cross_sectoral", True], counts["ecosystem", True], counts["theme", True]) == (10, 14, 3)
    assert (counts["technology", True], counts["s3", True]) == (9, 10)
    assert counts["s3", False] > 50
    assert {row.edition for row in rows if row.taxonomy == "nace"} == {"Rev. 2"}


def test_terms_are_written_with_their_parent_first() -> None:
    shown = {
        (row.taxonomy, row.code): row.in_full
        for row in Term.objects.select_related("parent").filter(code__in=["S94", "S", "Y02", "digital_ai"])
    }
    assert shown["nace", "S94"] == "Other service activities: S94 Activities of membership organisations"
    assert shown["nace", "S"] == "S Other service activities"
    assert shown["technology", "Y02"].startswith("General tagging of new technological developments: Tech")
    assert shown["s3", "digital_ai"].startswith("Digital transformation: Artificial intelligence, cognitive")
