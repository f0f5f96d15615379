"""The demo's imports and leads, told through the services on a small partnership."""

from clusters.models import Lead
from core.models import ImportRun
from exchanges.models import PastExchange
from reporting.demo import imports
from tests.support.world import World


def test_demo_has_imports_and_leads_in_each_state(world: World) -> None:
    imports.tell("TEST")
    runs = {run.file.name: (run.state, run.problem_count > 0) for run in ImportRun.objects.all()}
    assert runs == {
        "members-2026.xlsx": ("imported", False),
        "new-members.xlsx": ("checked", True),
        "visits-before-the-portal.xlsx": ("imported", False),
    }
    assert PastExchange.objects.count() == 4
    assert sorted(Lead.objects.values_list("status", flat=True)) == [
        "answered", "answered", "closed", "converted", "new", "new",
    ]  # fmt: skip
