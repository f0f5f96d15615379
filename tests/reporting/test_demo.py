from datetime import date

import pytest

from clusters.models import Partnership, PartnershipCluster, Role
from reporting import indicators
from reporting.demo import build
from reporting.models import Activity, Deliverable
from reporting.periods import Period
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


def test_excite_meets_its_published_targets_and_its_documents_are_published() -> None:
    world = worlds.build()
    excite = world.partnership
    Partnership.objects.filter(pk=excite.pk).update(start_on=date(2022, 2, 1), end_on=date(2024, 1, 31))
    for position, key in enumerate(("k1", "k2", "k3"), start=4):
        cluster = worlds.make_cluster(f"Cluster {key}", "ES", "Bilbao", ("43.26", "-2.93"))
        user = worlds.make_user(f"{key}@more.example", "More", key)
        Role.objects.create(user=user, kind="manager", cluster=cluster)
        PartnershipCluster.objects.create(partnership=excite, cluster=cluster, position=position)
    excite.refresh_from_db()
    running = Partnership.objects.create(
        code="NEXT",
        slug="next",
        name="Next",
        start_on=date(2025, 1, 1),
        end_on=date(2027, 12, 31),
        coordinator=excite.coordinator,
        deputy=excite.deputy,
    )
    for place in excite.places.all():
        PartnershipCluster.objects.create(partnership=running, cluster=place.cluster, position=place.position)
    Role.objects.create(user=world.actor("coordinator").user, kind="coordinator", partnership=running)

    printing = build.tell_told("TEST")
    assert build.tell_running("NEXT", printing) == "53 activities"

    found = {figure.code: figure.value for figure in indicators.measure(Period(excite, date(2024, 3, 26)))}
    assert {
        code: found[code]
        for code in ("O1.staff", "O1.strategies", "O3.services", "O4.activities", "O5.links")
    } == {
        "O1.staff": 12,
        "O1.strategies": 6,
        "O3.services": 5,
        "O4.activities": 20,
        "O5.links": 3,
    }
    published = (
        Deliverable.objects.filter(state="published", editions__pdf__isnull=False).distinct().order_by("code")
    )
    assert [item.code for item in published] == [
        "D1.3", "D1.5", "D2.2", "D5.1", "D5.2", "D6.2", "D6.3",
    ]  # fmt: skip
    assert Activity.objects.filter(partnership=running, state="recorded").count() == 4
