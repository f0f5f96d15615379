"""What happens to a person's places when the account is deleted, and what must be settled before."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from clusters.enums import ConsentPurpose, RoleKind
from clusters.models import Consent, DataExport, Role
from clusters.services import consents
from core import audit, clock, erasure, personal_data
from core.actors import Actor
from core.models import StoredFile
from core.personal_data import Subject, Text

_LEAVING = Actor.system("erasure")


def only_holder(subject: Subject, kind: str, place: str) -> "list[Role]":
    """The person's roles of a kind that nobody else has at the same place."""
    others = Role.objects.filter(
        kind=kind, ended_at=None, user__is_active=True, **{place: OuterRef(place)}
    ).exclude(user=subject.user_id)
    own = Role.objects.filter(user=subject.user_id, kind=kind, ended_at=None)
    return list(
        own.filter(~Exists(others)).select_related("organisation", "cluster", "partnership").order_by("id")
    )


@personal_data.obstacle
def last_in_charge(subject: Subject) -> Iterator[Text]:
    """A cluster in the portal needs a manager, a partnership a coordinator."""
    for role in only_holder(subject, RoleKind.MANAGER, "cluster"):
        if role.cluster is not None and role.cluster.in_portal:
            yield _("You are the only manager of %(place)s. Give the role to a colleague first.") % {
                "place": role.place
            }
    for role in only_holder(subject, RoleKind.COORDINATOR, "partnership"):
        yield _("You are the only coordinator of %(place)s. Give the role to a colleague first.") % {
            "place": role.place
        }


@personal_data.before_erasure
def leave_places(subject: Subject) -> None:
    """Take back permissions, delist what nobody speaks for any more, end roles, delete copies."""
    alone = [role.organisation_id for role in only_holder(subject, RoleKind.REPRESENTATIVE, "organisation")]
    own = Consent.objects.filter(revoked_at=None).filter(
        Q(person=subject.user_id)
        | Q(given_by=subject.user_id, organisation=None)
        | Q(organisation__in=alone, purpose=ConsentPurpose.CATALOGUE)
    )
    for consent in own.select_related("organisation"):
        consents.record_revoked(consent=consent, by=_LEAVING)
    for role in Role.objects.filter(user=subject.user_id, ended_at=None):
        role.ended_at = clock.now()
        role.save(update_fields=["ended_at"])
        audit.record("role.end", role, _LEAVING)
    copies = DataExport.objects.filter(user=subject.user_id).exclude(file=None)
    held = list(copies.values_list("file", flat=True))
    copies.update(file=None)
    erasure.delete_files(StoredFile.objects.filter(pk__in=held))
