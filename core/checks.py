"""System checks of the portal's own promises."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def demo_only_outside_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Persona switch, mailbox and clock exist for demo and test only."""
    if settings.PORTAL_DEMO and settings.PORTAL_ENV == "production":
        return [
            Error(
                "Demo mode is switched on in production.",
                hint="Unset PORTAL_DEMO: it lets everybody act as anybody and moves the clock.",
                id="core.E001",
            )
        ]
    return []
