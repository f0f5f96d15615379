from django.db import models

from clusters.enums import Taxonomy


class Country(models.Model):
    """A country by ISO code ("XK" for Kosovo*), and when its organisations may take part."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=80)
    timezone = models.CharField(max_length=40, default="UTC")
    eligible_from = models.DateField(null=True, blank=True)
    eligible_until = models.DateField(null=True, blank=True)
    footnote = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """One entry of a taxonomy in one version. A retired one is no longer offered; profiles that have it keep it."""

    taxonomy = models.CharField(max_length=20, choices=Taxonomy)
    edition = models.CharField(max_length=20, default="2020")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["taxonomy", "code"]
        constraints = [models.UniqueConstraint(fields=["taxonomy", "edition", "code"], name="term_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def in_full(self) -> str:
        """Parent first: "Other service activities: S94 Activities of membership organisations".

        Reads `parent`: select it with the rows.
        """
        own = f"{self.code} {self.label}" if self.taxonomy == Taxonomy.NACE else self.label
        return f"{self.parent.label}: {own}" if self.parent is not None else own
