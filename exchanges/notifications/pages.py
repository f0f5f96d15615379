"""Full addresses of pages, for mails."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from exchanges.models import Application


def address(name: str, **kwargs: Any) -> str:
    return settings.PORTAL_URL + reverse(name, kwargs=kwargs or None)


def file_page(application: Application) -> str:
    return address("exchanges:file", reference=application.reference)
