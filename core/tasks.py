"""The doorbell: Celery wakes up and does what Postgres says is due."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from core import outbox

logger = logging.getLogger(__name__)


@shared_task(name="core.tasks.sweep", ignore_result=True)
def sweep() -> int:
    outbox.add_todays()
    done = outbox.run_due()
    outbox.keep_up()
    return done


def wake_a_worker() -> None:
    """Without a broker nothing is lost: the next sweep finds the work."""
    try:
        sweep.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; due work waits for the next sweep.")
