"""The portal's settings as tests see them: PORTAL_ENV=test, and an unknown template variable is an error."""

import os

os.environ["PORTAL_ENV"] = "test"

from excite_portal.settings import *  # noqa: E402, F403
from excite_portal.settings import TEMPLATES  # noqa: E402
from tests.support.templates import LoudUnknownVariable  # noqa: E402

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = LoudUnknownVariable()
