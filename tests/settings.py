"""The portal's settings as tests see them: PORTAL_ENV=test, and two house rules that watch every request."""

import os

os.environ["PORTAL_ENV"] = "test"

from excite_portal.settings import *
from excite_portal.settings import MIDDLEWARE, TEMPLATES
from tests.support.templates import LoudUnknownVariable

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = LoudUnknownVariable("%s")
MIDDLEWARE.insert(0, "tests.support.reading.ReadingWritesNothing")
