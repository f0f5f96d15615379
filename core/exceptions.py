"""What the services say when they refuse. `core.middleware.ErrorAnswers` turns each into one kind of answer."""

from collections.abc import Sequence
from typing import Any


class PortalError(Exception):
    """A refusal with a sentence for the person who asked."""

    def __init__(self, message: Any = "") -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(PortalError):
    """The person may see this, but may not do it (403)."""


class Refused(PortalError):
    """A rule stands against it; nothing was changed (redirect with the reasons)."""

    def __init__(self, reasons: Sequence[Any] | Any) -> None:
        self.reasons = list(reasons) if isinstance(reasons, list | tuple) else [reasons]
        super().__init__(" ".join(str(reason) for reason in self.reasons))


class WrongState(Refused):
    """The record has moved on, or is not there yet; nothing was changed."""


class StaleVersion(PortalError):
    """Somebody else saved first (409). `current` is the row as it is now."""

    def __init__(self, message: Any, current: Any = None) -> None:
        super().__init__(message)
        self.current = current


class DocumentFailed(PortalError):
    """A PDF took more time or memory than it may; nothing was changed, and it can be asked for again (503)."""


class TooManyAttempts(PortalError):
    """More tries than allowed in a stretch of time (429). `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class InvalidInput(PortalError, ValueError):
    """What was typed cannot be used; `field` names the form field where there is one."""

    def __init__(self, message: Any, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
