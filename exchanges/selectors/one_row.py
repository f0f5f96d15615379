"""One row out of those that a hat may see, by a statement that is prepared for each kind of hat."""

from collections.abc import Hashable
from typing import Any

from core.actors import PERSON, Actor
from core.prepared import Prepared


def visible(statement: Prepared, actor: Actor, *shape: Hashable, **key: Any) -> Any | None:
    """`statement` takes the kind of the hat before the shape, and besides the key the numbers of user and places, to
    narrow its rows by `visible_to(wearer_of(...))`. None for whoever wears no hat.
    """
    hat = actor.hat
    if actor.kind != PERSON or hat is None:
        return None
    found = statement(
        hat.kind,
        *shape,
        **key,
        user=actor.user_id,
        organisation=hat.organisation_id,
        cluster=hat.cluster_id,
        partnership=hat.partnership_id,
    )
    return found[0] if found else None
