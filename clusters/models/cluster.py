from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock


class Cluster(models.Model):
    """A cluster; it has exactly one organisation. `in_portal` is false for one that acts by mail link only."""

    organisation = models.OneToOneField("clusters.Organisation", models.PROTECT, related_name="cluster")
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60)
    slug = models.SlugField(unique=True)
    profile_url = models.URLField(_("address of its ECCP profile"), blank=True)
    has_eccp_profile = models.BooleanField(_("has a profile on the ECCP"), default=False)
    in_portal = models.BooleanField(_("works in the portal"), default=True)
    contact_name = models.CharField(_("contact person"), max_length=150)
    contact_email = models.EmailField(_("e-mail of the contact"))
    contact_phone = models.CharField(_("phone of the contact"), max_length=40, blank=True)
    about = models.TextField(_("about"), blank=True)
    member_count = models.PositiveIntegerField(_("members"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["short_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contact_email=Lower("contact_email")),
                name="cluster_contact_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                condition=models.Q(member_count=None) | models.Q(member_count__lte=1_000_000),
                name="cluster_members_range",
                violation_error_message=_("A cluster has at most a million members."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name
