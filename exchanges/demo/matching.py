"""A matching run of the live partnership that nobody has sent, a copy of it with a tenth more money, and hosts that have said
whom they would receive.
"""

from clusters.models import Partnership
from core.actors import Actor
from exchanges.demo.cast import Cast
from exchanges.models import HostOffer
from exchanges.selectors.host_side import suitable_visitors
from exchanges.selectors.matching_runs import usual_limits
from exchanges.services import host_interest, matching_runs

# Less than all who wait would cost, so that the money decides and the copy has another answer.
MONEY = 12_000_00
# The offers whose hosts look at who waits, and how many of the best fitting each would receive.
WILLING = {"next-riviera": 2, "next-elbe": 1, "next-donostia": 1}


def build(cast: Cast, partnership: Partnership) -> None:
    by = cast.actor(f"coordinator:{partnership.code}")
    limits = usual_limits(partnership)
    first = matching_runs.make_run(
        partnership=partnership, name="Visits of the next months", limits=limits | {"budget": MONEY}, by=by
    )
    matching_runs.solve_now(first)
    copy = matching_runs.make_run(
        partnership=partnership,
        name="The same with 10 % more money",
        limits=limits | {"budget": MONEY * 11 // 10},
        like=first,
        by=by,
    )
    matching_runs.solve_now(copy)
    _would_receive(cast)


def _would_receive(cast: Cast) -> None:
    """Said by the cluster of the host; the persona host says it itself. The mails go out when the portal runs."""
    own = cast.actor("visitor:persona-host")
    willing: list[tuple[HostOffer, int, Actor | None]] = [
        (cast.offers[key], number, None) for key, number in WILLING.items()
    ]
    willing += [
        (one, 2, own) for one in HostOffer.objects.filter(contact_email=own.user.email).order_by("pk")
    ]
    for offer, number, host in willing:
        by = host or cast.actor(f"manager:{offer.host_cluster.slug}")
        for visitor in suitable_visitors(offer)[:number]:
            host_interest.say_interest(offer=offer, application_id=visitor.key, by=by)
