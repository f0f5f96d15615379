"""One person under several spellings of an e-mail address."""

from django.db.models import Func


class PlainAddress(Func):
    """An e-mail address in lower case without the label behind "+"; an index holds it for travellers."""

    template = r"regexp_replace(%(expressions)s, '\+.*@', '@')"
