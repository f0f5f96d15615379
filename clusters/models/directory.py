from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from core.fields import DateMultiRangeField


class DirectoryEntry(models.Model):
    """One line of the public directory: a search document made by the database from the row it is about.

    Triggers write it in the transaction of the change, so it shows what is published at this moment and nothing else.
    Never written by Python; `clusters.services.directory` rebuilds it and compares it with a recount.
    """

    kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    # The organisation behind it: the one listed, the host, the cluster's own.
    organisation_id = models.BigIntegerField()
    slug = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    blurb = models.TextField(blank=True)
    # What a reader can join first stands first: open missions, offers, clusters, organisations, past missions.
    rank = models.PositiveSmallIntegerField()
    sort_key = models.TextField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    # The last day on which it is shown; null for no end.
    shown_until = models.DateField(null=True)
    free = DateMultiRangeField(null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    # "k:" kind, "c:" country, "o:" kind of organisation, "l:" language, "t:" taxonomy term with its parents,
    # "s:" state, "p:" country and town.
    facets = ArrayField(models.TextField())
    # The words that a typo can mean; `DirectoryWord` has each of them once.
    fuzzy = models.TextField()
    search = SearchVectorField()
    created_at = models.DateTimeField()
    # Its further towns, and the logo of the organisation behind it, where that agreed to be listed.
    also = models.TextField(blank=True, db_default="")
    logo_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["rank", "sort_key", "id"]
        verbose_name_plural = "directory entries"
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="directory_entry_once")]
        indexes = [
            models.Index(fields=["rank", "sort_key", "id"], name="directory_first"),
            models.Index(fields=["sort_key", "id"], name="directory_by_name"),
            models.Index(fields=["-created_at", "-id"], name="directory_newest"),
            models.Index(fields=["kind", "country"], name="directory_kind"),
            models.Index(fields=["country"], name="directory_country"),
            models.Index(fields=["organisation_id"], name="directory_organisation"),
            GinIndex(fields=["facets"], name="directory_facets"),
            GinIndex(fields=["search"], name="directory_search"),
            GistIndex(fields=["free"], name="directory_free"),
        ]

    def __str__(self) -> str:
        return self.title


class DirectoryWord(models.Model):
    """A word of the directory's names, towns, countries and fields: what somebody may have meant who typed another.

    Written with the entries, without a lock: two changes at a time may leave a word twice. `sound` is the word spelled
    the way it is heard.
    """

    word = models.TextField()
    sound = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="directory_word"),
            GinIndex(OpClass("sound", name="gin_trgm_ops"), name="directory_word_sound"),
        ]

    def __str__(self) -> str:
        return self.word
