"""Whether the person should be reminded of the privacy notice; read from the account, so it costs no query."""

from django.http import HttpRequest

from clusters.privacy import VERSION


def notice(request: HttpRequest) -> dict[str, str]:
    """`notice_waits`: "new" for who read an earlier version, "first" for who read none, else empty."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.notice_version == VERSION:
        return {"notice_waits": ""}
    return {"notice_waits": "new" if user.notice_version else "first"}
