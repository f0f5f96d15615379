from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from clusters.enums import ClusterLabel
from core import clock

MOST_MEMBERS = 1_000_000
_DECLARED = ("member_smes", "member_large", "member_research", "member_others")
_DECLARED_TOTAL = sum((Coalesce(F(name), 0) for name in _DECLARED[1:]), Coalesce(F(_DECLARED[0]), 0))


class Cluster(models.Model):
    """A cluster; it has exactly one organisation. `in_portal` is false for one that acts by mail link only.

    Year of founding, website and taxonomy terms stand on the organisation.
    """

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
    # The person agreed that name, e-mail and phone stand on the public page.
    contact_public = models.BooleanField(_("contact person shown to everybody"), default=False)
    about = models.TextField(_("about"), blank=True)
    mission = models.TextField(_("mission and vision"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    collaborations = models.TextField(_("collaborations sought"), blank=True)
    challenges = models.TextField(_("challenges"), blank=True)
    services = models.TextField(_("services"), blank=True)
    management_fte = models.DecimalField(
        _("management staff in full-time equivalents"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    label = models.CharField(_("quality label"), max_length=10, choices=ClusterLabel, blank=True)
    label_on = models.DateField(_("label awarded on"), null=True, blank=True)
    website_in_english = models.BooleanField(_("website in English"), null=True, blank=True)
    # What the cluster declares, also about members that are not in the portal. `member_count` is all together.
    member_count = models.PositiveIntegerField(_("members"), null=True, blank=True)
    member_smes = models.PositiveIntegerField(_("SMEs"), null=True, blank=True)
    member_startups = models.PositiveIntegerField(_("start-ups among them"), null=True, blank=True)
    member_large = models.PositiveIntegerField(_("large companies"), null=True, blank=True)
    member_research = models.PositiveIntegerField(
        _("research, education and technology centres"), null=True, blank=True
    )
    member_others = models.PositiveIntegerField(_("others"), null=True, blank=True)
    members_counted_on = models.DateField(_("counted on"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["short_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_email=Lower("contact_email")),
                name="cluster_contact_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(member_count=None) | Q(member_count__lte=1_000_000),
                name="cluster_members_range",
                violation_error_message=_("A cluster has at most a million members."),
            ),
            models.CheckConstraint(
                condition=Q(member_count=None) | Q(member_count__gte=_DECLARED_TOTAL),
                name="cluster_members_add_up",
                violation_error_message=_("There are more members by type than members."),
            ),
            models.CheckConstraint(
                condition=Q(member_startups=None) | Q(member_startups__lte=Coalesce(F("member_smes"), 0)),
                name="cluster_startups_are_smes",
                violation_error_message=_("Start-ups are counted among the SMEs."),
            ),
            models.CheckConstraint(
                condition=Q(management_fte=None)
                # NaN sorts above every number in Postgres, so the upper bound refuses it too.
                | Q(management_fte__gte=0, management_fte__lte=Decimal(500)),
                name="cluster_staff_range",
                violation_error_message=_("The staff lies between 0 and 500 full-time equivalents."),
            ),
            models.CheckConstraint(
                condition=Q(label_on=None) | ~Q(label=""),
                name="cluster_label_has_kind",
                violation_error_message=_("A label with a date has a kind."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name
