"""Files handed in with an application: the proof of the membership, and the CV. They belong to the organisation."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from clusters.selectors.memberships import live_membership
from clusters.services.memberships import remove_proof, set_proof
from core.actors import Actor
from core.exceptions import InvalidInput
from exchanges.models import Application
from exchanges.services.drafts import check_may_write
from exchanges.services.profiles import remove_cv, set_cv

PROOF, CV = "proof", "cv"


@transaction.atomic
def hand_in(
    *, application: Application, by: Actor, proof: UploadedFile | None = None, cv: UploadedFile | None = None
) -> None:
    """Keep both or none. Raises InvalidInput at the field whose file cannot be used."""
    check_may_write(application, by)
    membership = live_membership(application.organisation)
    try:
        if proof is not None and membership is not None:
            set_proof(membership=membership, by=by, upload=proof)
    except InvalidInput as problem:
        raise InvalidInput(problem.message, PROOF) from problem
    try:
        if cv is not None:
            set_cv(organisation=application.organisation, by=by, upload=cv)
    except InvalidInput as problem:
        raise InvalidInput(problem.message, CV) from problem


@transaction.atomic
def take_back(*, application: Application, by: Actor, what: str) -> None:
    """Remove the proof or the CV; what is not there is no error."""
    check_may_write(application, by)
    membership = live_membership(application.organisation)
    if what == PROOF and membership is not None:
        remove_proof(membership=membership, by=by)
    if what == CV:
        remove_cv(organisation=application.organisation, by=by)
