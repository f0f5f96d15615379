"""Reference data of a running portal follow the data modules; profiles keep what they have."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from clusters import reference_loading
from clusters.models import Region, RegionLevel, Term
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


def test_second_run_changes_nothing() -> None:
    for load in (
        reference_loading.load_terms,
        reference_loading.load_regions,
        reference_loading.load_levels,
    ):
        load(apps.get_model)
        assert load(apps.get_model) == 0


def test_what_was_changed_or_lost_comes_back(capsys: Any) -> None:
    murcia = RegionLevel.objects.get(region__country="ES", region__name="Murcia")
    RegionLevel.objects.filter(pk=murcia.pk).update(level="less")
    RegionLevel.objects.filter(country="IE").delete()
    strange = RegionLevel.objects.create(
        country_id="FR", region=Region.objects.get(country="FR", code="84"), edition="2021-2027", level="less"
    )
    Term.objects.filter(taxonomy="alliance", code="smr").delete()
    Region.objects.filter(country="DE", code="13").update(name="Sachsen?")
    call_command("load_reference_data", without_towns=True)
    murcia.refresh_from_db()
    assert murcia.level == "transition"
    assert "Compared with the Spanish Ministry" in murcia.source
    assert RegionLevel.objects.filter(country="IE").count() == 4
    assert not RegionLevel.objects.filter(pk=strange.pk).exists(), "what is not surely known is left out"
    assert Term.objects.filter(taxonomy="alliance", code="smr").exists()
    assert Region.objects.get(country="DE", code="13").name == "Saxony"
    assert "terms: 1 changed" in capsys.readouterr().out


def test_term_that_left_the_data_stays_with_its_profile() -> None:
    world = worlds.build()
    old = Term.objects.create(taxonomy="alliance", edition="2024", code="gone", label="A former alliance")
    world.firm.terms.set([old])
    call_command("load_reference_data", without_towns=True)
    assert list(world.firm.terms.all()) == [old]
