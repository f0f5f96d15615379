"""Pages of what clusters know in a real browser: no axe finding, no sideways scrolling."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clusters.models import Term
from tests.support import browser as browsers
from tests.support import knowledge
from tests.support import world as worlds

pytestmark = pytest.mark.slow
HOME = "/partnerships/test/"
PUBLIC = (f"{HOME}library/", f"{HOME}library/modules/")


def addresses(world: worlds.World) -> dict[str, tuple[str, ...]]:
    """A row of each kind and state, and the pages that show them."""
    topics = list(Term.objects.filter(taxonomy="theme").order_by("id")[:2])
    accepted = knowledge.accepted(world, terms=topics, contact_role="Project manager")
    submitted = knowledge.submitted(world, title="Short surveys instead of long ones")
    draft = knowledge.draft(world, title="Test track", result="")
    module = knowledge.module(world, terms=topics, checked_on=date(2025, 1, 1))
    row = knowledge.opportunity(
        world, terms=topics, clusters=[world.clusters["nice"]], next_on=date(2026, 1, 1), kind="call",
        deadline=date(2026, 3, 20),
    )  # fmt: skip
    lists = tuple(f"{HOME}{name}/" for name in ("practices", "modules", "opportunities"))
    forms = tuple(f"{address}new/" for address in lists)
    return {
        "anonymous": (*PUBLIC, f"/library/{accepted.pk}/"),
        "manager": (
            *lists, *forms, f"{HOME}practices/found/", f"{HOME}opportunities/found/", f"/practices/{draft.pk}/",
            f"/modules/{module.pk}/", f"/opportunities/{row.pk}/",
        ),
        "coordinator": (f"/practices/{submitted.pk}/", f"/practices/{accepted.pk}/", f"/practices/{draft.pk}/edit/"),
    }  # fmt: skip


def test_pages_of_knowledge_are_accessible_and_fit(world: worlds.World, page_for: Callable[..., Any]) -> None:
    found = []
    for persona, pages in addresses(world).items():
        page = page_for(persona)
        for address in pages:
            answer = page.goto(address)
            found += browsers.faults(page)
            found += [] if answer.status == 200 else [f"{address}: {answer.status}"]
    assert found == []
