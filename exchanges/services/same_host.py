"""An invited host that may be here already. Its name alone joins it to nobody: its mailbox does, or its cluster's manager."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from clusters.models import Organisation
from clusters.selectors.duplicates import all_of_name
from core import audit
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, WrongState
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.models import Application, KindRule, Party, Proposal
from exchanges.selectors.host_invitations import may_be_the_same
from exchanges.services.locks import lock_proposal


def known_by_mailbox(application: Application, *, name: str, country: str, email: str) -> Organisation | None:
    """The organisation of this name whose own representative answers, or that answered for this file before."""
    named = all_of_name(name, country)
    own = named.filter(roles__kind="representative", roles__ended_at=None, roles__user__email__iexact=email)
    found = own.first()
    if found is not None:
        return found
    before = application.proposals.filter(host_contact_email__iexact=email, host__in=named)
    last = before.select_related("host__country").order_by("-id").first()
    return last.host if last is not None else None


@transaction.atomic
def join_known_host(*, proposal: Proposal, by: Actor, organisation: Organisation) -> Proposal:
    """The host's cluster says that the invited host is this member of its own; the new entry goes."""
    locked = lock_proposal(proposal)
    if locked.state != "agreed":
        raise WrongState(_("This match is not waiting for a cluster."))
    if organisation not in may_be_the_same(locked, by):
        raise NotAllowed(_("Only the cluster of an organisation says that it is the same."))
    rulebook = locked.application.rulebook_id
    if not KindRule.objects.filter(rulebook=rulebook, kind=organisation.kind, may_host=True).exists():
        raise Refused(_("This kind of organisation may not host."))
    asked = locked.application.proposals.filter(host=organisation, state__in=OPEN_PROPOSAL_STATES)
    if asked.exists():
        raise Refused(_("This host is already proposed for this file."))
    entered, locked.host = locked.host, organisation
    locked.save(update_fields=["host"])
    Party.objects.filter(proposal=locked, organisation=entered).update(organisation=organisation)
    told = {"name": (entered.name, organisation.name), "number": (entered.pk, organisation.pk)}
    audit.record("host_invitation.same_host", locked, by, told)
    try:
        with transaction.atomic():
            entered.delete()
    except ProtectedError:
        # Something else names it by now; the two entries can still be merged as members.
        pass
    return locked
