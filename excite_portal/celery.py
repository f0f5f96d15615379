"""The Celery application; production settings unless PORTAL_ENV says otherwise."""

import os
import sys
from pathlib import Path

from celery import Celery
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
app.autodiscover_tasks()
