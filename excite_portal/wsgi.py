"""The WSGI application; production settings unless PORTAL_ENV says otherwise."""

import os
import sys
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from excite_portal.environment import SettingProblem

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")
try:
    application = get_wsgi_application()
except SettingProblem as problem:
    sys.exit(str(problem))

# The library loads the calendars of all countries with the first one asked for, and somebody would wait 0.3 s for it.
import_module("holidays.countries")
