"""When what the clusters app holds about people goes, and under which headings it is shown; see `clusters.personal`."""

from datetime import date, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import Consent, DataExport, Invitation, JoinRequest, Lead, Membership
from core import clock
from core.erasure import delete_files, delete_rows
from core.models import StoredFile
from core.personal import counted, deleted, end_of
from core.personal_data import Group, Rule, add_group, add_rule, months_after, months_before

LOG_IN_DAYS = 30
LEAD_MONTHS, PROOF_MONTHS, CONSENT_MONTHS, JOINING_MONTHS = 12, 12, 36, 12


def add_groups() -> None:
    add_group(
        Group(
            "account",
            _("Your account"),
            _("To let you log in, to show who you are to those you work with, and to write to you."),
            _("Your registration (contract)"),
            _("The parties of your visits, your cluster and the partnership"),
            order=10,
        )
    )
    add_group(
        Group(
            "contact",
            _("You as a contact person"),
            _("So that clusters, hosts and visitors reach the right person."),
            _("Our task under the grant agreement (public interest)"),
            _("The parties of a visit; cluster contacts are public"),
            order=20,
        )
    )
    add_group(
        Group(
            "consent",
            _("What you allowed and read"),
            _("To follow your choices, and to show that we did."),
            _("Legal duty: proof of consent"),
            _("You; the partnership's auditors"),
            order=50,
        )
    )
    add_group(
        Group(
            "interest",
            _("Your question on a public page"),
            _("To answer you, and for nothing else."),
            _("Your request"),
            _("The cluster that answers, and the coordinator"),
            order=80,
        )
    )


def leads_over(day: date) -> QuerySet[Lead]:
    old = end_of(months_before(day, LEAD_MONTHS))
    return Lead.objects.filter(Q(handled_at__lt=old) | Q(handled_at=None, created_at__lt=old))


def _lead_day(row: Any) -> date:
    lead: Lead = getattr(row, "lead", row)
    return months_after((lead.handled_at or lead.created_at).date(), LEAD_MONTHS)


def consents_over(day: date) -> QuerySet[Consent]:
    return Consent.objects.filter(revoked_at__lt=end_of(months_before(day, CONSENT_MONTHS)))


def exports_over(day: date) -> QuerySet[DataExport]:
    return DataExport.objects.filter(expires_at__lt=end_of(day)).exclude(file=None)


def proofs_over(day: date) -> QuerySet[Membership]:
    """Proofs of memberships that ended a year ago."""
    old = end_of(months_before(day, PROOF_MONTHS))
    ended = Membership.objects.filter(state__in=("refused", "revoked"), state_since__lt=old)
    return ended.exclude(proof=None)


def invitations_over(day: date) -> QuerySet[Invitation]:
    return Invitation.objects.filter(expires_at__lt=end_of(months_before(day, JOINING_MONTHS)))


def join_requests_over(day: date) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.filter(asked_at__lt=end_of(months_before(day, JOINING_MONTHS)))


def log_ins_over(day: date) -> QuerySet[UserSession]:
    """A log-in of which nothing was seen for so long has ended: none may last longer."""
    return UserSession.objects.filter(last_seen_at__lt=end_of(day - timedelta(days=LOG_IN_DAYS)))


def _drop_log_ins(day: date) -> int:
    """With the cookies' own rows, which are of no use once they have run out."""
    Session.objects.filter(expire_date__lt=clock.machine_now()).delete()
    return delete_rows(log_ins_over(day))


def _joining_due(day: date) -> int:
    return invitations_over(day).count() + join_requests_over(day).count()


def _drop_joining(day: date) -> int:
    return delete_rows(invitations_over(day)) + delete_rows(join_requests_over(day))


def _joining_day(row: Any) -> date:
    begin = row.expires_at if isinstance(row, Invitation) else row.asked_at
    return months_after(begin.date(), JOINING_MONTHS)


def _drop_exports(day: date) -> int:
    return _drop_files(exports_over(day), "file")


def _drop_proofs(day: date) -> int:
    return _drop_files(proofs_over(day), "proof")


def _drop_files(rows: "QuerySet[Any]", field: str) -> int:
    """Take the files from their rows and delete them, each in full."""
    files = list(rows.values_list(field, flat=True))
    rows.update(**{field: None})
    return delete_files(StoredFile.objects.filter(pk__in=files))


def _never(_row: Any) -> date | None:
    return None


def add_rules() -> None:
    nothing = lambda _day: 0  # noqa: E731
    add_rule(Rule("account", _("Accounts"), _("As long as you keep the account"), _never, nothing, nothing))
    add_rule(
        Rule(
            "contact",
            _("Contact persons"),
            _("As long as you are the contact; then you or your cluster replace it"),
            _never,
            nothing,
            nothing,
        )
    )
    add_rule(
        Rule(
            "lead",
            _("Questions of interested people"),
            _("12 months after the answer, or after the question"),
            _lead_day,
            counted(leads_over),
            deleted(leads_over),
        )
    )
    _add_short_rules()


def _add_short_rules() -> None:
    add_rule(
        Rule(
            "log_in",
            _("Log-ins"),
            _("30 days after the log-in was last used; at once when you end it"),
            lambda row: row.last_seen_at.date() + timedelta(days=LOG_IN_DAYS),
            counted(log_ins_over),
            _drop_log_ins,
        )
    )
    add_rule(
        Rule(
            "joining",
            _("Invitations and requests to join"),
            _("12 months after the invitation has expired, or after the request"),
            _joining_day,
            _joining_due,
            _drop_joining,
        )
    )
    add_rule(
        Rule(
            "consent",
            _("Permissions that were taken back"),
            _("As long as the permission holds, and 3 years after you take it back"),
            lambda row: (
                months_after(row.revoked_at.date(), CONSENT_MONTHS)
                if getattr(row, "revoked_at", None)
                else None
            ),
            counted(consents_over),
            deleted(consents_over),
        )
    )
    add_rule(
        Rule(
            "export",
            _("Copies of personal data"),
            _("7 days after the copy was made"),
            lambda row: row.expires_at.date() if row.expires_at else None,
            counted(exports_over),
            _drop_exports,
        )
    )
    add_rule(
        Rule(
            "proof",
            _("Proofs of ended memberships"),
            _("12 months after the membership has ended"),
            lambda row: (
                months_after(row.state_since.date(), PROOF_MONTHS)
                if row.state in ("refused", "revoked") and row.proof_id
                else None
            ),
            counted(proofs_over),
            _drop_proofs,
        )
    )
