"""Row locks, always in one order: application, proposal, exchange, children."""

from core.prepared import Prepared
from core.workflow import lock, take_over
from exchanges.models import Application, Exchange, Proposal

_applications = Prepared(
    "lock_application",
    lambda *, pk: (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation__country", "partnership", "rulebook", "visitor_cluster__organisation")
        .order_by("pk")
        .filter(pk=pk)
    ),
)


def lock_application(pk: int) -> Application:
    application: Application = _applications.get(pk=pk)
    return application


def lock_proposal(proposal: Proposal) -> Proposal:
    """The match as it is now, locked after its file."""
    application = lock_application(proposal.application_id)
    locked = Proposal.objects.select_for_update(of=("self",), no_key=True).order_by("pk").get(pk=proposal.pk)
    locked.application = application
    return locked


def lock_exchange(exchange: Exchange) -> Exchange:
    """Hold the file's row and this one until the end of the transaction, for changes that make no open form stale.

    Refreshes in place.
    """
    take_over(exchange, lock(exchange))
    return exchange
