"""Rules 4 and 7: every page needs a log-in unless it is listed here with a reason; reading writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from core.prepared import Write
from tests.support.reading import WroteWhileReading, check_statement

# The views of other packages whose pages must be open: their module, and why.
OPEN_PACKAGES = {
    "allauth.account.views": "logging in, signing up and resetting a password happen before the log-in",
    "allauth.socialaccount.views": "logging in with an account elsewhere, and its errors",
    "allauth.socialaccount.providers.openid_connect.views": "the way to that account and back",
    "allauth.mfa.base.views": "the second factor is asked for before the log-in is complete",
    "django.contrib.admin.sites": "the admin checks staff rights itself and sends others to the log-in",
    "django.views.i18n": "the choice of language",
}
# The open pages of our own, by name: why anybody may see them.
OPEN_PAGES: dict[str, str] = {
    "healthz": "asked by supervisors; tells nothing but that the process answers",
    "readyz": "asked by supervisors; tells nothing but whether the services answer",
    "clusters:directory": "the public directory; only what is published or was agreed to",
    "clusters:organisation_public": "an organisation that agreed to be listed; others are not found",
    "reporting:cluster_page": "the public page of a cluster that works in the portal",
    "clusters:privacy": "people read it before they give any data",
    "exchanges:sign_by_link": "a party without an account reads and signs; the token is the key",
    "clusters:deletion_cancel_by_link": "who asked to be deleted takes it back; the token is the key",
    "clusters:membership_by_link": "the contact of a cluster without an account; the token is the key",
    "clusters:contact_by_link": "the contact of a cluster without an account; the token is the key",
    "clusters:join_by_link": "a cluster without an account answers for its member; the token is the key",
    "clusters:invitation_accept": "the same page for everybody who has the link; accepting needs a log-in",
    "exchanges:application_confirm_by_link": "an applicant without an account confirms; the token is the key",
    "exchanges:application_answer_by_link": "an applicant without an account answers; the token is the key",
    "exchanges:host_invitation_by_link": "an invited host without an account answers; the token is the key",
    "exchanges:mission_register": "anybody registers for a published event that pays nothing",
    "exchanges:participant_by_link": "a registered person without an account; the token is the key",
    "exchanges:event_certificate_by_link": "a participant without an account; the token is the key",
    "exchanges:material_by_link": "a participant without an account; the token is the key",
    "exchanges:event_feedback_by_link": "a participant without an account answers; the token is the key",
    "exchanges:mission_report_pdf": "anybody reads the confirmed report of an event",
    "exchanges:mission_material": "anybody opens what the host of an event shows to everybody",
    "exchanges:mission_invitation_by_link": "the invited person answers by the link of the mail",
    "exchanges:proposal_by_link": "a host without an account answers; the token is the key",
    **{
        f"exchanges:{name}_by_link": "a visitor without an account writes the closing report; the token is the key"
        for name in (
            "report_edit",
            "report_sum",
            "report_submit",
            "report_follow_ups",
            "report_follow_up_remove",
            "evidence_add",
            "evidence_note",
            "evidence_remove",
            "evidence_replace",
            "evidence_preview",
            "report_page",
        )
    },
    **{
        f"exchanges:{name}": "a participant without an account; the token is the key"
        for name in (
            "my_meetings_by_link",
            "my_meetings_page_by_link",
            "my_meeting_outcome_by_link",
            "meetings_feed",
        )
    },
    "exchanges:outcome_by_link": "a host without an account says what happened; the token is the key",
    "exchanges:questionnaire_by_link": "visitor and host answer without log-in; the token is the key",
    "exchanges:proposal_confirm_by_link": "a cluster outside the portal confirms; the token is the key",
    "exchanges:calendar_feed": "calendar programs ask without a log-in; the token is the key",
    "exchanges:missions": "the public list of missions; drafts are not found without the right hat",
    "exchanges:mission_detail": "the public page of a mission; drafts are not found without the right hat",
    "exchanges:mission_ics": "the dates of a published mission",
    "exchanges:presence_here": "a participant scans the code of the day; the code is the key and opens nothing else",
    "exchanges:offers": "the public list of hosts",
    "exchanges:offer_detail": "what a host offers, without its contact; closed offers are not found",
    "reporting:start": "the public home; who is logged in sees the own work instead",
    "clusters:organisation_logo_image": "the logo of a listed organisation; others are not found without the right hat",
    "exchanges:interest_by_link": "somebody who has not logged in for months answers; the token is the key",
    "clusters:towns": "names of towns while anybody types into the calculator",
    "exchanges:rulebooks": "the published rules: everybody may know by what is decided and paid",
    "exchanges:rulebook": "a published version; a draft is found by its coordinator only",
    "exchanges:calculator": "anybody may ask what a visit brings; nothing is stored",
    "exchanges:check": "anybody may ask whether they may take part; nothing is stored",
    "reporting:help": "short answers for everybody",
    "reporting:help_guide": "short answers for one role; tells nothing of anybody",
    "reporting:help_words": "the words of the scheme",
    "reporting:contact": "whom to ask; only contacts who agreed to stand on a public page",
    "reporting:accessibility": "the statement that the law wants to be public",
    "reporting:cookies": "people read it before they take any",
    "reporting:legal_notice": "who runs the portal",
    "reporting:security_txt": "where somebody writes who found a weakness (RFC 9116)",
    "reporting:partnerships": "the public list of partnerships",
    "reporting:results": "a partnership's public page; small counts are hidden",
    "reporting:results_csv": "the numbers of that page",
    "reporting:impact": "what all partnerships reached together; sums of what their public pages show",
    "reporting:impact_csv": "the numbers of that page",
    "reporting:library": "best practices that were accepted and may be published",
    "reporting:library_modules": "training modules that are still offered",
    "reporting:library_practice": "one accepted practice; another is not found",
    "reporting:news": "what a partnership published; drafts are not found",
    "reporting:news_detail": "one published entry; a draft is not found without the right hat",
    "reporting:news_file": "the file of a published entry",
    "reporting:interest": "anybody may say that they are interested; limited by address",
    "reporting:interest_sent": "the thanks after it; the same for everybody",
    "reporting:deliverable_earlier_file": "what was handed in earlier is for everybody if its partnership says so",
    "reporting:deliverable_file": "published documents are for everybody; others are not found without the right hat",
    "core:verify": "whoever holds a document asks whether it is genuine; limited by address",
    "core:gallery": "the components on one page, for designers; not found in production",
    **{
        f"demo:{name}": "demo mode only, not found elsewhere"
        for name in ("personas", "become", "mailbox", "mail", "next_day", "end_of_stay")
    },
}
SAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x/y"}


@dataclass(frozen=True)
class Page:
    name: str
    route: str
    view: Any

    @property
    def module(self) -> str:
        view = getattr(self.view, "view_class", self.view)
        return str(getattr(view, "__module__", ""))

    @property
    def needs_login(self) -> bool:
        return bool(getattr(self.view, "login_required", True))

    @property
    def is_own(self) -> bool:
        return self.module.split(".")[0] in {"core", "clusters", "exchanges", "reporting", "excite_portal"}


def walk(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[Page]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Page(f"{namespace}{entry.name}", route, entry.callback)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry, route, inner)


PAGES = list(walk(get_resolver()))
OWN_PAGES = [page for page in PAGES if page.is_own]


def address(page: Page) -> str | None:
    """An address that the page's route matches; None for a route with a converter of unknown kind."""
    parts = []
    for part in page.route.replace("^", "").replace("$", "").split("<"):
        if ">" not in part:
            parts.append(part)
            continue
        converter, rest = part.split(">", 1)
        kind = converter.split(":")[0] if ":" in converter else "str"
        if kind not in SAMPLES:
            return None
        parts.append(SAMPLES[kind] + rest)
    return "/" + "".join(parts)


def test_open_pages_are_those_listed_with_a_reason() -> None:
    assert {page.name for page in OWN_PAGES if not page.needs_login} == set(OPEN_PAGES)


def test_open_pages_of_packages_are_from_listed_modules() -> None:
    modules = {page.module for page in PAGES if not page.needs_login and not page.is_own}

    assert modules - set(OPEN_PACKAGES) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("page", [page for page in OWN_PAGES if page.needs_login], ids=lambda page: page.name)
def test_stranger_is_sent_to_the_log_in(page: Page, client: Client) -> None:
    where = address(page)
    if where is None:
        pytest.skip(f"no sample for {page.route}")
    answer = client.get(where)

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE "exchanges_exchange" SET x = 1',
        "insert into core_mail values (1)",
        'UPDATE ONLY "public"."exchanges_exchange" SET x = 1',
        'WITH gone AS (DELETE FROM "exchanges_evidence" WHERE id = 1 RETURNING id) SELECT * FROM gone',
        "with a as (select 1),\n b as materialized (\n  insert into clusters_lead values (1) returning 1)\nselect 1",
        "WITH old AS (SELECT id FROM core_mail) UPDATE core_mail SET state = 'x' FROM old",
        'SELECT 1; DELETE FROM "reporting_activity"',
        "/* why */ -- because\nUPDATE core_mail SET x = 1",
        "MERGE INTO core_counter USING x ON true WHEN MATCHED THEN DO NOTHING",
        "WITH n AS (INSERT INTO core_downloadlog VALUES (1) RETURNING 1) UPDATE core_mail SET x = 1",
        f"EXECUTE {Write('core_outboxitem', 'UPDATE core_outboxitem SET attempts = %s').name} (1)",
    ],
)
def test_writing_while_reading_is_refused(sql: str) -> None:
    with pytest.raises(WroteWhileReading):
        check_statement("GET", "/files/", sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT * FROM "exchanges_exchange"',
        'UPDATE "django_session" SET x = 1',
        "SELECT * FROM core_mail WHERE subject = '(UPDATE core_mail SET x = 1)'",
        'SELECT * FROM "core_mail" WHERE (id = 1) FOR UPDATE OF "core_mail"',
        "WITH n AS (INSERT INTO core_downloadlog VALUES (1) RETURNING 1) SELECT 1 FROM n",
        "COPY (SELECT * FROM exchanges_exchange) TO STDOUT",
    ],
)
def test_reading_and_session_are_allowed(sql: str) -> None:
    check_statement("GET", "/files/", sql)
