"""What a form is bound to; and what was typed into a form whose log-in had run out, so that nothing is lost.

A POST that meets the log-in page leaves its fields in the anonymous session for an hour. After the log-in the page is
opened again and its form shows them, unsaved: only a new POST by the person does anything. Files are not kept, nor are
fields whose names say that they are secret.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from core import clock

KEPT = "kept_form"
KEPT_SECONDS = 3600
KEPT_CHARACTERS = 100_000
# Query parameter of a page that shall show what is saved instead.
AS_SAVED = "as-saved"
SECRET = re.compile(r"pass(word|wd|phrase)|iban|(^|[-_])bic$|csrf", re.IGNORECASE)


@dataclass(frozen=True)
class Kept:
    """`page` is where the form stood, `action` where it was sent to; `complete` is False when it was too long."""

    page: str
    action: str
    fields: str
    complete: bool
    had_files: bool
    had_secrets: bool


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted data, also when everything was left empty; None on GET.

    On GET it is what was typed before the log-in ran out, if that was sent to this page. So a view must look at the
    method before it acts.
    """
    return request.POST if request.method == "POST" else kept_post(request, request.path)


def kept_post(request: HttpRequest, action: str) -> QueryDict | None:
    """What was typed for the address `action` before the log-in ran out; None when there is nothing."""
    kept = kept_form(request)
    if request.method == "POST" or kept is None or kept.action != action or not kept.fields:
        return None
    return QueryDict(kept.fields)


def typed(request: HttpRequest) -> QueryDict:
    """The posted fields without secrets and the form's own token."""
    return QueryDict(_without_secrets(request.POST).urlencode())


def keep(request: HttpRequest, person: str) -> Kept:
    """Keep this POST in the session for `person`: who was logged in here last, or nobody known."""
    fields = _without_secrets(request.POST)
    text = fields.urlencode()
    fits = len(text) <= KEPT_CHARACTERS
    kept = Kept(
        page=_page_of(request),
        action=request.path,
        fields=text if fits else "",
        complete=fits,
        had_files=any(getattr(upload, "name", "") for upload in request.FILES.values()),
        had_secrets=any(
            SECRET.search(name) and "csrf" not in name and value for name, value in request.POST.items()
        ),
    )
    request.session[KEPT] = {**vars(kept), "person": person, "at": clock.machine_now().timestamp()}
    if not request.session.session_key:
        request.session.set_expiry(KEPT_SECONDS)
    return kept


def kept_form(request: HttpRequest) -> Kept | None:
    """What is kept for whoever looks at this page; None when it is old, another person's, or left aside."""
    session: Any = getattr(request, "session", None)
    row = session.get(KEPT) if session is not None else None
    if row is None or AS_SAVED in request.GET:
        return None
    user = getattr(request, "user", None)
    mine = user is None or not user.is_authenticated or row["person"] in ("", str(user.pk))
    if not mine or clock.machine_now().timestamp() - row["at"] > KEPT_SECONDS:
        return None
    return Kept(**{name: row[name] for name in Kept.__dataclass_fields__})


def shown_again(request: HttpRequest) -> Kept | None:
    """What this page shows again; for the sentence that explains it."""
    if request.method != "GET":
        return None
    kept = kept_form(request)
    here = kept is not None and request.path in (kept.action, urlsplit(kept.page).path)
    return kept if here and request.user.is_authenticated else None


def forget(request: HttpRequest) -> None:
    """The form was sent again: what was kept for it is done with."""
    kept = request.session.get(KEPT)
    if kept is not None and kept["action"] == request.path:
        del request.session[KEPT]


def _without_secrets(data: QueryDict) -> QueryDict:
    rest = data.copy()
    for name in data:
        if SECRET.search(name):
            del rest[name]
    return rest


def _page_of(request: HttpRequest) -> str:
    """The page on which the form stood, by the browser's word when it is a page of ours."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()
    parts = urlsplit(referrer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
