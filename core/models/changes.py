from django.db import models


class ChangeCount(models.Model):
    """How often something that public pages tell has changed. The sum over a topic's rows is the count (ADR 0019).

    Written by triggers only. Each transaction takes a row that nobody else holds, so that writers never wait for
    each other.
    """

    topic = models.CharField(max_length=20)
    number = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="change_count_topic")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.number}"
