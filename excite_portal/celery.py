"""The Celery application; production settings unless PORTAL_ENV says otherwise."""

import os
import sys
from pathlib import Path

from celery import Celery
from celery.schedules import schedule
from django.conf import settings

from excite_portal.environment import SettingProblem

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")

if Path(sys.argv[0]).name == "celery":
    try:
        settings.configured or settings.INSTALLED_APPS  # noqa: B018  a missing variable is told in one sentence
    except SettingProblem as problem:
        sys.exit(str(problem))

app = Celery("excite_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_publish_retry=False,
    task_soft_time_limit=240,
    task_time_limit=300,
    worker_prefetch_multiplier=1,
    worker_max_memory_per_child=500_000,
    worker_hijack_root_logger=False,
    worker_enable_soft_shutdown_on_idle=False,
    worker_soft_shutdown_timeout=5,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        # Longer than the longest task, or the broker would hand a running task out again.
        "visibility_timeout": 600,
        "socket_connect_timeout": 2,
        # A page rings once and goes on: trying again would keep the person waiting for six seconds.
        "max_retries": 0,
        "socket_timeout": 10,
    },
    timezone="UTC",
    # The schedule is static: rows in Postgres say what is due, the beat only rings.
    beat_schedule={
        "sweep": {"task": "core.tasks.sweep", "schedule": schedule(run_every=30), "options": {"expires": 25}}
    },
)
app.autodiscover_tasks()
