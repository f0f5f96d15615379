"""Account mails go through the same rows as all others, so the demo's mailbox and the log show them."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import reverse

from clusters.models import User
from clusters.selectors.people import current_roles
from core import mail
from core.identity import funding


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # Some mails are written after the commit, without a page and its frame.
        frame = {"email": email, "funding": funding(), "user_agent": ""}
        message = self.render_mail(template_prefix, email, frame | context)
        user = context.get("user")
        mail.queue(
            event=template_prefix.rsplit("/", 1)[-1],
            about=None,
            to=mail.Recipient(email, user.get_full_name() if user else "", user.language if user else "en"),
            subject=" ".join(str(message.subject).split()),
            text=str(message.body),
            html="",
            sensitive=True,
        )

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.email = form.cleaned_data["email"].strip().lower()
        return super().save_user(request, user, form, commit)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Who registered on the way to a page gets there, even when the mail is read on another device."""
        url: str = super().get_email_confirmation_url(request, emailconfirmation)
        target = get_next_redirect_url(request) if request is not None else None
        return f"{url}?{urlencode({REDIRECT_FIELD_NAME: target})}" if target else url

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who has no role yet describes the organisation first."""
        if not request.user.is_staff and not current_roles(request.user).exists():
            return reverse("clusters:organisation_new")
        return super().get_login_redirect_url(request)

    def clean_email(self, email: str) -> str:
        return super().clean_email(email.strip().lower())


class OidcAdapter(DefaultSocialAccountAdapter):
    """Log-in with an account elsewhere. Addresses are kept in lower case, as everywhere."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        user.email = user.email.strip().lower()
        return user
