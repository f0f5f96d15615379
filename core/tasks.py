"""The doorbell: Celery wakes up and does what Postgres says is due."""

from celery import shared_task

from core import outbox


@shared_task(name="core.tasks.sweep", ignore_result=True)
def sweep() -> int:
    return outbox.run_due()
