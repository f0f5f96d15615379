"""The Celery application; production settings unless PORTAL_ENV says otherwise."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")

app = Celery("excite_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
