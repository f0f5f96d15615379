"""Typed reading of environment variables.

Every variable NAME may instead be given as NAME_FILE, the path of a file that holds the value (for secrets).
Whatever is missing or unreadable raises SettingProblem: one sentence that names the variable and says what to do.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
EMAIL_BACKENDS = {
    "console": "console",
    "memory": "locmem",
    "none": "dummy",
    "smtp": "smtp",
    "smtp+tls": "smtp",
    "smtps": "smtp",
}


class SettingProblem(ImproperlyConfigured):
    """A variable is missing or wrong; the message is for the person who starts the portal."""


class Environment:
    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = os.environ if variables is None else variables

    def optional(self, name: str) -> str | None:
        """The value, from NAME or from the file that NAME_FILE names; None when neither is set or both are empty."""
        value = self.variables.get(name)
        path = self.variables.get(f"{name}_FILE")
        if value and path:
            raise SettingProblem(f"Set either {name} or {name}_FILE, not both.")
        if path:
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingProblem(
                    f"{name}_FILE names {path}, which cannot be read: {error.strerror}."
                ) from error
        return value or None

    def required(self, name: str, example: str) -> str:
        value = self.optional(name)
        if value is None:
            raise SettingProblem(
                f"Set {name} (or {name}_FILE) in the environment, for example {name}={example}."
            )
        return value

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def address(self, name: str, default: str) -> str:
        """A mail address that people may write to."""
        value = self.text(name, default)
        try:
            validate_email(value)
        except ValidationError:
            raise SettingProblem(
                f"{name} is {value!r}. Set it to one mail address, for example portal@example.org."
            ) from None
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise SettingProblem(f"{name} is {value!r}. Set it to one of: {', '.join(choices)}.")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.optional(name)
        if value is None:
            return default
        if value.lower() in YES:
            return True
        if value.lower() in NO:
            return False
        raise SettingProblem(f"{name} is {value!r}. Set it to 1 or 0.")

    def integer(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        try:
            return int(value)
        except ValueError:
            raise SettingProblem(f"{name} is {value!r}. Set it to a whole number.") from None

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        value = self.optional(name)
        if value is None:
            return list(default)
        return [word.strip() for word in value.split(",") if word.strip()]


def database_from_url(url: str) -> dict[str, Any]:
    """Django's settings for a URL like postgres://user:password@host:5432/name?sslmode=require.

    A Unix socket is given as postgres://user@/name?host=/folder, as psql has it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingProblem(
            "DATABASE_URL must start with postgres://, for example postgres://portal@localhost/portal."
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingProblem("DATABASE_URL names no database. End it with one, for example /portal.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }


@dataclass(frozen=True)
class Email:
    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def email_from_url(url: str) -> Email:
    """How to send mail, from smtp://, smtp+tls:// (STARTTLS), smtps://, console://, memory:// or none://."""
    parts = urlsplit(url)
    backend = EMAIL_BACKENDS.get(parts.scheme)
    if backend is None:
        raise SettingProblem(
            "EMAIL_URL must start with smtp://, smtp+tls://, smtps:// or console://, "
            "for example smtp+tls://user:password@mail.example.org:587."
        )
    path = f"django.core.mail.backends.{backend}.EmailBackend"
    if backend != "smtp":
        return Email(backend=path)
    if not parts.hostname:
        raise SettingProblem("EMAIL_URL names no mail server, for example smtp+tls://mail.example.org:587.")
    return Email(
        backend=path,
        host=parts.hostname,
        port=parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


def redis_from_url(url: str) -> tuple[str, str]:
    """(broker URL for Celery, cache URL for Django) for redis://, rediss:// or unix:///path.sock."""
    parts = urlsplit(url)
    if parts.scheme in {"unix", "redis+socket"}:
        if not parts.path.startswith("/"):
            raise SettingProblem("REDIS_URL names no socket, for example unix:///run/redis/redis.sock.")
        return f"redis+socket://{parts.path}", f"unix://{parts.path}?db=1"
    if parts.scheme in {"redis", "rediss"} and parts.hostname:
        return url, url
    raise SettingProblem("REDIS_URL must be like redis://localhost:6379/0 or unix:///run/redis/redis.sock.")


def openid_connect(name: str, values: Mapping[str, str]) -> dict[str, Any]:
    """allauth's settings of one OpenID Connect provider. `values`: OIDC_SERVER_URL, _CLIENT_ID and _CLIENT_SECRET."""
    app = {
        "provider_id": "oidc",
        "name": name,
        "client_id": values["OIDC_CLIENT_ID"],
        "secret": values["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": values["OIDC_SERVER_URL"]},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origin_of(url: str) -> str:
    """Scheme and host of an address, as a content policy names it."""
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.netloc:
        raise SettingProblem(
            "OIDC_SERVER_URL must be a full address, for example https://login.example.org/realms/clusters."
        )
    return f"{parts.scheme}://{parts.netloc}"
