"""Which taxonomy terms a profile has."""

from collections.abc import Iterable

from django.db import transaction

from clusters import permissions
from clusters.models import Organisation, Partnership, Term
from clusters.selectors.terms import terms_in_words, terms_of
from core import audit
from core.actors import Actor
from core.edits import check_seen


@transaction.atomic
def set_terms(
    *, profile: Organisation | Partnership, by: Actor, terms: Iterable[Term], seen: str | None = None
) -> list[Term]:
    """Replace the terms of an organisation (a cluster's stand on its organisation) or a partnership.

    Raises ChangedMeanwhile.
    """
    if isinstance(profile, Organisation):
        permissions.check_edit_organisation(by, profile)
    else:
        permissions.check_coordinates(by, profile)
    type(profile).objects.select_for_update(no_key=True, of=("self",)).get(pk=profile.pk)
    stored, chosen = terms_of(profile), list(terms)
    check_seen(profile, seen, {"terms": stored}, {"terms": chosen})
    profile.terms.set(chosen)
    found = terms_of(profile)
    if stored != found:
        kind = profile._meta.model_name
        audit.record(f"{kind}.terms", profile, by, {"terms": terms_in_words(stored, found)})
    return found
