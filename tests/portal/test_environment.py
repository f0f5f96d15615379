from pathlib import Path

import pytest

from excite_portal.environment import (
    Environment,
    SettingProblem,
    database_from_url,
    email_from_url,
    redis_from_url,
)


def test_required_names_the_missing_variable_and_an_example() -> None:
    with pytest.raises(SettingProblem) as raised:
        Environment({}).required("SECRET_KEY", "abc")

    assert (
        str(raised.value)
        == "Set SECRET_KEY (or SECRET_KEY_FILE) in the environment, for example SECRET_KEY=abc."
    )


def test_value_from_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from a file\n")

    assert Environment({"SECRET_KEY_FILE": str(secret)}).required("SECRET_KEY", "abc") == "from a file"


def test_both_value_and_file_are_refused() -> None:
    with pytest.raises(SettingProblem) as raised:
        Environment({"SECRET_KEY": "a", "SECRET_KEY_FILE": "/b"}).optional("SECRET_KEY")

    assert str(raised.value) == "Set either SECRET_KEY or SECRET_KEY_FILE, not both."


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing"
    with pytest.raises(SettingProblem) as raised:
        Environment({"SECRET_KEY_FILE": str(path)}).optional("SECRET_KEY")

    assert (
        str(raised.value) == f"SECRET_KEY_FILE names {path}, which cannot be read: No such file or directory."
    )


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("TRUE", True), ("off", False), ("0", False), ("", True)]
)
def test_flag(value: str, expected: bool) -> None:
    assert Environment({"FLAG": value}).flag("FLAG", default=True) is expected


def test_flag_with_nonsense_is_refused() -> None:
    with pytest.raises(SettingProblem) as raised:
        Environment({"FLAG": "perhaps"}).flag("FLAG", default=True)

    assert str(raised.value) == "FLAG is 'perhaps'. Set it to 1 or 0."


def test_integer_with_nonsense_is_refused() -> None:
    with pytest.raises(SettingProblem) as raised:
        Environment({"PORT": "many"}).integer("PORT", default=1)

    assert str(raised.value) == "PORT is 'many'. Set it to a whole number."


def test_choice_lists_what_is_possible() -> None:
    with pytest.raises(SettingProblem) as raised:
        Environment({"PORTAL_ENV": "prod"}).choice("PORTAL_ENV", ("test", "production"), "test")

    assert str(raised.value) == "PORTAL_ENV is 'prod'. Set it to one of: test, production."


def test_words_are_split_and_trimmed() -> None:
    assert Environment({"HOSTS": " a.example , b.example,"}).words("HOSTS") == ["a.example", "b.example"]


def test_database_url_with_everything() -> None:
    assert database_from_url("postgres://us%40er:p%2Fw@db.example:5433/portal?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_database_url_with_a_socket() -> None:
    settings = database_from_url("postgresql://portal@/portal?host=/run/my%20socket")

    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == ("/run/my socket", "", {})


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "mysql://a/b",
            "DATABASE_URL must start with postgres://, for example postgres://portal@localhost/portal.",
        ),
        ("postgres://a/", "DATABASE_URL names no database. End it with one, for example /portal."),
    ],
)
def test_database_url_that_does_not_fit(url: str, sentence: str) -> None:
    with pytest.raises(SettingProblem) as raised:
        database_from_url(url)

    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtps://mail.example:1465", 1465, False, True),
    ],
)
def test_email_url(url: str, port: int, starttls: bool, tls: bool) -> None:
    email = email_from_url(url)

    assert (email.host, email.port, email.starttls, email.tls) == ("mail.example", port, starttls, tls)


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://"])
def test_email_url_that_does_not_fit(url: str) -> None:
    with pytest.raises(SettingProblem):
        email_from_url(url)


def test_redis_url_of_a_socket_serves_broker_and_cache() -> None:
    assert redis_from_url("unix:///run/v.sock") == ("redis+socket:///run/v.sock", "unix:///run/v.sock?db=1")


@pytest.mark.parametrize("url", ["amqp://x", "unix://", "redis://"])
def test_redis_url_that_does_not_fit(url: str) -> None:
    with pytest.raises(SettingProblem):
        redis_from_url(url)


def test_one_good_mail_address_is_taken() -> None:
    assert (
        Environment({"CONTACT_EMAIL": "a@b.example"}).address("CONTACT_EMAIL", "x@y.example") == "a@b.example"
    )
    assert Environment({}).address("CONTACT_EMAIL", "x@y.example") == "x@y.example"


@pytest.mark.parametrize("value", ["nobody", "Portal <portal@example.org>", "a@b.example, c@d.example"])
def test_anything_else_than_one_mail_address_is_refused(value: str) -> None:
    with pytest.raises(SettingProblem) as raised:
        Environment({"CONTACT_EMAIL": value}).address("CONTACT_EMAIL", "x@y.example")

    assert (
        str(raised.value)
        == f"CONTACT_EMAIL is {value!r}. Set it to one mail address, for example portal@example.org."
    )
