"""The privacy notice has a version. A new one is shown to everybody again; every application keeps the one it was
written under, and `NoticeReading` who read which version when.
"""

from datetime import date

VERSION = "2026-1"
IN_FORCE_SINCE = date(2026, 1, 1)
