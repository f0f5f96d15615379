"""The WSGI application; production settings unless PORTAL_ENV says otherwise."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from excite_portal.environment import SettingProblem

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")
try:
    application = get_wsgi_application()
except SettingProblem as problem:
    sys.exit(str(problem))
