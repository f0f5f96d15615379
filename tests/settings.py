"""The portal's settings as tests see them: PORTAL_ENV=test, and an unknown template variable is an error."""

import os

os.environ["PORTAL_ENV"] = "test"

from excite_portal.settings import *
from excite_portal.settings import TEMPLATES
from tests.support.templates import LoudUnknownVariable

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = LoudUnknownVariable("%s")
