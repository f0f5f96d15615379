"""Account mails go through the same rows as all others, so the demo's mailbox and the log show them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from clusters.models import User
from clusters.selectors.people import current_roles
from core import mail


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, {"email": email} | context)
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

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who has no role yet describes the organisation first."""
        if not request.user.is_staff and not current_roles(request.user).exists():
            return reverse("clusters:organisation_new")
        return super().get_login_redirect_url(request)

    def clean_email(self, email: str) -> str:
        return super().clean_email(email.strip().lower())
