"""What staff keep about the list of files: the columns of one hat, and views with a name."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core import clock
from core.actors import PERSON, SYSTEM, Actor


def place_of(hat: Any) -> dict[str, Any]:
    """The cluster or partnership of a hat of staff; both None for the support office, which has no place."""
    return {"cluster_id": hat.cluster_id, "partnership_id": hat.partnership_id}


class SavedViewQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "SavedViewQuerySet":
        """The own ones of this hat, and those that colleagues in the same role at the same place share."""
        if actor.kind == SYSTEM:
            return self
        hat = actor.hat
        if actor.kind != PERSON or hat is None:
            return self.none()
        team = self.filter(kind=hat.kind, **place_of(hat))
        return team.filter(Q(user=actor.user_id) | Q(shared=True))


class SavedView(models.Model):
    """Filters, order and columns of the list under a name. Unless shared, nobody but its maker sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The hat it was saved under, told by role and place: a colleague in the same role has the same place.
    kind = models.CharField(max_length=16, choices=RoleKind)
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+")
    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=40)
    # The query string of the list, without the place in it.
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(_("shared with the team"), default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                F("user"),
                F("kind"),
                F("cluster"),
                F("partnership"),
                Lower("name"),
                name="saved_view_name_once",
                nulls_distinct=False,
                violation_error_message=_("You have a view with this name already. Choose another name."),
            )
        ]
        indexes = [models.Index(fields=["cluster", "partnership", "kind"], name="saved_view_team")]

    def __str__(self) -> str:
        return self.name


class ListSettings(models.Model):
    """How one person, under one hat, wants the list to open. No columns: the usual ones."""

    role = models.OneToOneField("clusters.Role", models.PROTECT, related_name="list_settings")
    columns = models.JSONField(default=list)
    default_view = models.ForeignKey(
        SavedView, models.SET_NULL, null=True, blank=True, related_name="default_of"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"List of {self.role}"
