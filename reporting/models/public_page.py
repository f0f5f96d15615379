"""What a partnership tells on its public page beside figures and documents: linked networks and news."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from reporting.enums import NetworkKind, NewsKind
from reporting.models.querysets import NetworkQuerySet, NewsQuerySet


class LinkedNetwork(models.Model):
    """A network, platform or programme the partnership is linked with. With evidence it can count for O5:
    `activity` is the record that a second person reviews.
    """

    partnership = models.ForeignKey("clusters.Partnership", models.CASCADE, related_name="networks")
    name = models.CharField(_("name"), max_length=200)
    location = models.CharField(_("location"), max_length=120, blank=True)
    kind = models.CharField(_("kind of network"), max_length=12, choices=NetworkKind)
    relation = models.TextField(_("what the link is"), blank=True)
    website = models.URLField(_("website"), blank=True)
    linked_on = models.DateField(_("linked since"), null=True, blank=True)
    evidence = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    evidence_url = models.URLField(_("address of the evidence"), blank=True)
    activity = models.OneToOneField(
        "reporting.Activity", models.PROTECT, null=True, blank=True, related_name="network"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="network_once",
                violation_error_message=_("This network is already on the list."),
            ),
            models.CheckConstraint(
                condition=Q(activity=None) | Q(evidence__isnull=False) | ~Q(evidence_url=""),
                name="network_counts_with_evidence",
                violation_error_message=_("A link counts only with a file or an address as evidence."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NewsItem(models.Model):
    """A dated entry of the public page. Nobody outside sees it before `published_at`."""

    partnership = models.ForeignKey("clusters.Partnership", models.CASCADE, related_name="news")
    kind = models.CharField(_("kind"), max_length=14, choices=NewsKind)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    link = models.URLField(_("link"), blank=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    dated_on = models.DateField(_("date"))
    published_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = NewsQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-id"]
        indexes = [models.Index(fields=["partnership", "-dated_on"], name="news_of_partnership")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(link="") | Q(file__isnull=False),
                name="news_says_something",
                violation_error_message=_("Write a text, or give a link or a file."),
            )
        ]

    def __str__(self) -> str:
        return self.title
