"""allauth's forms with our words. settings.ACCOUNT_FORMS and MFA_FORMS name them."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.forms import PlainWords

EMAIL = _("E-mail address")
PASSWORD = _("Password")
AGAIN = _("Password, once more")
WORDS = {"email": EMAIL, "login": EMAIL, "password": PASSWORD, "remember": _("Stay logged in on this device")}
NEW_WORDS = {"email": EMAIL, "password1": PASSWORD, "password2": AGAIN}


class _OurWords(PlainWords):
    words: ClassVar[dict[str, Any]] = WORDS
    hints: ClassVar[dict[str, Any]] = {"password": ""}

    def say_what_is_missing(self) -> None:
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, field.help_text)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _(
                "At least 10 characters. Three or four words in a row work well."
            )
        super().say_what_is_missing()


class LoginForm(_OurWords, account.LoginForm):
    pass


class SignupForm(_OurWords, account.SignupForm):
    words: ClassVar[dict[str, Any]] = NEW_WORDS
    hints: ClassVar[dict[str, Any]] = {
        "email": _("We send a link to this address. Use the one your cluster knows.")
    }

    def try_save(self, request: HttpRequest) -> Any:
        """An address that is known already costs the same slow hash as a new account: a clock must not tell."""
        user, response = super().try_save(request)
        if user is None:
            make_password(self.cleaned_data["password1"])
        return user, response


class AddEmailForm(_OurWords, account.AddEmailForm):
    pass


class ResetPasswordForm(_OurWords, account.ResetPasswordForm):
    hints: ClassVar[dict[str, Any]] = {"email": _("The address you registered with.")}


class ResetPasswordKeyForm(_OurWords, account.ResetPasswordKeyForm):
    words: ClassVar[dict[str, Any]] = {
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }


class ChangePasswordForm(_OurWords, account.ChangePasswordForm):
    words: ClassVar[dict[str, Any]] = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    hints: ClassVar[dict[str, Any]] = {"oldpassword": ""}


class ReauthenticateForm(_OurWords, account.ReauthenticateForm):
    pass


class AuthenticateForm(_OurWords, mfa.AuthenticateForm):
    words: ClassVar[dict[str, Any]] = {"code": _("Code")}
    hints: ClassVar[dict[str, Any]] = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ReauthenticateCodeForm(_OurWords, mfa.ReauthenticateForm):
    words: ClassVar[dict[str, Any]] = {"code": _("Code")}
    hints: ClassVar[dict[str, Any]] = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ActivateTotpForm(_OurWords, totp.ActivateTOTPForm):
    words: ClassVar[dict[str, Any]] = {"code": _("Code from the app")}
