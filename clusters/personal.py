"""What the portal holds about people as users, contacts and interested strangers; see `core.personal_data`."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters import personal_rules
from core.personal_data import WORKFLOWED, Holding, add, by_address, words

_PLACE = "country region area city street postal_code latitude longitude"


def register() -> None:
    """Called when the app is ready."""
    personal_rules.add_groups()
    personal_rules.add_rules()
    _add_account()
    _add_joining()
    _add_privacy()
    _add_organisations()
    _add_clusters()
    _add_leads()
    for model, fields in _PLAIN.items():
        add(Holding(model, plain=words(fields)))


def _by_user(field: str = "user") -> Any:
    return lambda subject: Q(**{field: subject.user_id})


def _add_account() -> None:
    add(
        Holding(
            "clusters.User",
            "account",
            "account",
            _("Your account"),
            parts=("first_name", "last_name"),
            personal=("email",),
            cleared=words("phone position"),
            plain=words(
                "id password last_login is_superuser language weekly_mail is_active is_staff date_joined notice_version "
                "restricted_at erased_at"
            ),
            mine=_by_user("pk"),
            edit=lambda _row: reverse("clusters:profile"),
        )
    )
    add(
        Holding(
            "usersessions.UserSession",
            "account",
            "log_in",
            _("Your log-ins"),
            personal=words("ip user_agent"),
            plain=words("id user created_at last_seen_at session_key data"),
            shown=words("created_at last_seen_at ip user_agent"),
            labels={
                "created_at": _("Logged in"),
                "last_seen_at": _("Last used"),
                "ip": _("Network address (IP)"),
                "user_agent": _("Browser and system"),
            },
            mine=_by_user(),
            delete=True,
            edit=lambda _row: reverse("sessions"),
        )
    )
    add(
        Holding(
            "clusters.Role",
            "account",
            "account",
            _("Your role"),
            plain=words(
                "id user kind organisation cluster partnership since ended_at until given_by ended_by checklist_hidden_at"
            ),
            shown=words("kind since ended_at"),
            mine=_by_user(),
        )
    )


def _add_joining() -> None:
    add(
        Holding(
            "clusters.Invitation",
            "account",
            "joining",
            _("Invitation to you"),
            personal=("email",),
            plain=words(
                "id kind organisation cluster partnership until invited_by invited_at sent_at expires_at accepted_at "
                "accepted_by withdrawn_at"
            ),
            mine=by_address("email"),
            shown=words("email kind invited_at accepted_at"),
            delete=True,
        )
    )
    add(
        Holding(
            "clusters.JoinRequest",
            "account",
            "joining",
            _("Your request to join"),
            personal=("message",),
            plain=words("id user organisation asked_at decided_at decided_by accepted"),
            mine=_by_user(),
            shown=words("message asked_at decided_at"),
            delete=True,
        )
    )


def _add_privacy() -> None:
    add(
        Holding(
            "clusters.NoticeReading",
            "consent",
            "consent",
            _("Privacy notice you read"),
            personal=words("version read_at"),
            plain=words("id user"),
            mine=_by_user(),
            delete=True,
        )
    )
    add(
        Holding(
            "clusters.Consent",
            "consent",
            "consent",
            _("Permission"),
            plain=words(
                "id purpose organisation person subject_type subject_id given_by given_at revoked_by revoked_at"
            ),
            shown=words("purpose given_at revoked_at"),
            mine=lambda subject: Q(person=subject.user_id) | Q(given_by=subject.user_id),
            edit=lambda _row: reverse("clusters:consents"),
        )
    )
    add(
        Holding(
            "clusters.DataExport",
            "consent",
            "export",
            _("Copy of your data"),
            personal=("file",),
            shown=words("requested_at file"),
            plain=words("id user requested_at made_at expires_at"),
            mine=_by_user(),
            delete=True,
        )
    )


def _add_organisations() -> None:
    add(
        Holding(
            "clusters.Organisation",
            rule="contact",
            texts=words("about"),
            plain=words(
                f"id {_PLACE} name name_key kind registration_number vat_number pic place_name website founded sme_size "
                "figures_year headcount turnover balance_total languages logo listed interest_asked_at "
                "interest_confirmed_at hidden_at created_at"
            ),
        )
    )
    add(
        Holding(
            "clusters.Membership",
            "contact",
            "proof",
            _("Membership you asked for"),
            personal=words("proof confirmed_by_name"),
            plain=words(
                f"id {WORKFLOWED} organisation cluster since direct requested_by requested_at confirmed_on expires_on"
            ),
            shown=words("since requested_at proof"),
            mine=_by_user("requested_by"),
        )
    )
    add(
        Holding(
            "clusters.Attestation",
            "contact",
            "contact",
            _("Statement you made"),
            personal=words("issued_by_name checked_by_name"),
            texts=words("revoked_reason reason checked_note"),
            plain=words(
                "id kind organisation cluster issued_by issued_on expires_on revoked_on inputs result checked "
                "checked_on checked_by"
            ),
            mine=lambda subject: Q(issued_by=subject.user_id) | Q(checked_by=subject.user_id),
        )
    )


def _add_clusters() -> None:
    add(
        Holding(
            "clusters.Cluster",
            "contact",
            "contact",
            _("Contact person of a cluster"),
            personal=words("contact_name contact_email contact_phone"),
            texts=words("about mission objectives collaborations challenges services"),
            plain=words(
                "id organisation name short_name slug profile_url has_eccp_profile in_portal contact_public "
                "management_fte label label_on website_in_english member_count member_smes member_startups member_large "
                "member_research member_others members_counted_on created_at"
            ),
            mine=by_address("contact_email"),
        )
    )
    add(
        Holding(
            "clusters.Partnership",
            "contact",
            "contact",
            _("Contact person of a partnership"),
            personal=words("contact_name contact_email contact_phone"),
            texts=words("summary objectives expected_results"),
            plain=words(
                "id code slug name full_name start_on end_on coordinator deputy kind origin smes_involved website "
                "contact_public grant_reference funding_statement disclaimer budget visit_once_level "
                "accepts_applications grant_amount balance_paid_on"
            ),
            mine=by_address("contact_email"),
        )
    )


def _add_leads() -> None:
    add(
        Holding(
            "clusters.Lead",
            "interest",
            "lead",
            _("Your question"),
            personal=words("name email organisation message"),
            texts=("next_step",),
            plain=words(
                "id partnership cluster country status created_at handled_at assigned_to answered_at next_on invited_at "
                "registered closed_reason"
            ),
            mine=by_address("email"),
            # What colleagues noted about it is no copy of the person's words.
            shown=words("name email organisation message created_at"),
            delete=True,
        )
    )
    add(
        Holding(
            "clusters.LeadEntry",
            "record",
            "lead",
            _("Answer you gave"),
            personal=("by_name",),
            texts=("text",),
            plain=words("id lead kind mail user created_at"),
            mine=lambda subject: Q(user=subject.user_id),
            shown=words("by_name kind created_at"),
        )
    )


_PLAIN = {
    "clusters.Absence": "id role stand_in starts_on ends_on created_at",
    "clusters.Country": "code name timezone eligible_from eligible_until footnote",
    "clusters.DeletionRequest": "id user requested_at due_at cancelled_at erased_at counts",
    # Written by the database from rows that are sorted above; it follows them at once.
    "clusters.DirectoryEntry": "id kind subject_id organisation_id slug title owner city country blurb rank sort_key "
    "starts_on ends_on shown_until free latitude longitude facets fuzzy search created_at also logo_id",
    # Single words of names, towns and fields that stand in the directory; a word leaves with its last entry.
    "clusters.DirectoryWord": "id word sound",
    "clusters.Establishment": f"id {_PLACE} organisation name",
    "clusters.LegalHold": "id partnership reference reason since set_by lifted_on lifted_by",
    "clusters.PartnershipCluster": "id partnership cluster position",
    "clusters.Region": "id country code name holiday_code",
    "clusters.RegionLevel": "id country region edition level source",
    "clusters.RetentionRun": "id day ran_at counts",
    "clusters.Target": "id partnership code value",
    "clusters.Term": "id taxonomy edition code label parent retired_on",
    "clusters.Town": "id country region holiday_code name latitude longitude population names",
}
