from django.db import models


class VisitTally(models.Model):
    """How many visits of a partnership go to a country, by how many SMEs, for how much money: the sum over its rows.

    Triggers append a row for each change, so nobody waits for anybody; a sweep adds rows up. ADR 41.
    """

    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, related_name="+", db_constraint=False
    )
    host_country = models.ForeignKey(
        "clusters.Country", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    visits = models.IntegerField()
    smes = models.IntegerField()
    granted = models.DecimalField(max_digits=16, decimal_places=2)
    added_up = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(added_up=False), name="visit_tally_new"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.host_country_id} {self.visits:+}"
