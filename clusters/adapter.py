"""Account mails go through the same rows as all others, so the demo's mailbox and the log show them."""

import math
from typing import Any, ClassVar
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters.models import User
from clusters.selectors.people import current_roles
from core import limits, mail
from core.identity import funding
from core.middleware import LogInLosesNothing


class AccountAdapter(DefaultAccountAdapter):
    # The package's words, said plainly: what is wrong, and what to do.
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Write to your contact cluster."),
        "cannot_remove_primary_email": _("Mails go to this address. Choose another one for them first."),
        "duplicate_email": _("This address is in your account already."),
        "email_password_mismatch": _("Address and password do not belong together. Check both."),
        "incorrect_code": _("This code is not right. Type the one that the app shows now."),
        "incorrect_password": _("This password is not right. Type the one you log in with."),
        "enter_current_password": _("This is not your current password. Type it again."),
        "unverified_primary_email": _("Confirm the address first: open the link that we sent you."),
    }

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

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """A refusal for too many failed passwords or codes says how long it holds."""
        if code not in ("too_many_login_attempts", "rate_limited"):
            return super().validation_error(code, *args)
        minutes = math.ceil(limits.wait_of(self.request, "login_failed", keys=self._counted()) / 60)
        sentence = ngettext(
            "There were too many failed attempts. Try again in %(n)s minute.",
            "There were too many failed attempts. Try again in %(n)s minutes.",
            minutes,
        )
        return ValidationError(sentence % {"n": minutes}, code=code)

    def _counted(self) -> list[str]:
        """What failed attempts are counted by: the typed address, and for codes the person who logs in."""
        stage = get_pending_stage(self.request)
        user = stage.login.user if stage is not None else self.request.user
        login = self.request.POST.get("login", "").strip()
        return [
            self._get_login_attempts_cache_key(self.request, email=login),
            f"mfa-auth-user-{getattr(user, 'pk', None)}",
        ]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed attempts are counted for an address, but apart for a browser in which its owner was logged in before:
        whoever guesses elsewhere does not keep the owner out.
        """
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        last = LogInLosesNothing.last_person(request)
        address = credentials.get("email", "").strip().lower()
        return f"{key}:known" if last and User.objects.filter(pk=last, email=address).exists() else key

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


class MfaAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Type the one that the app shows now."),
        "unverified_email": _("Confirm your e-mail address first: open the link that we sent you."),
    }


class OidcAdapter(DefaultSocialAccountAdapter):
    """Log-in with an account elsewhere. Addresses are kept in lower case, as everywhere."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        user.email = user.email.strip().lower()
        return user
