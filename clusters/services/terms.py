"""Which taxonomy terms a profile has."""

from collections.abc import Iterable

from django.db import transaction

from clusters import permissions
from clusters.models import Organisation, Partnership, Term
from clusters.selectors.terms import terms_of
from core import audit
from core.actors import Actor


@transaction.atomic
def set_terms(*, profile: Organisation | Partnership, by: Actor, terms: Iterable[Term]) -> list[Term]:
    """Replace the terms of an organisation (a cluster's stand on its organisation) or a partnership."""
    if isinstance(profile, Organisation):
        permissions.check_edit_organisation(by, profile)
    else:
        permissions.check_coordinates(by, profile)
    before = [term.in_full for term in terms_of(profile)]
    profile.terms.set(terms)
    found = terms_of(profile)
    after = [term.in_full for term in found]
    if before != after:
        kind = profile._meta.model_name
        audit.record(f"{kind}.terms", profile, by, {"terms": ("; ".join(before), "; ".join(after))})
    return found
