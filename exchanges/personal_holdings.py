"""The holdings of `exchanges.personal`: every field of every model of this app, sorted."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.personal_data import WORKFLOWED, Holding, Subject, by_address, by_name, words
from exchanges import personal_desk, personal_events

_EXCHANGE = (
    f"id {WORKFLOWED} application proposal partnership visitor visitor_kind visitor_country host host_kind host_country "
    "visitor_cluster host_cluster mission mode stay travel_days planned_quote actual_quote credited_on ended_on created_at"
)


_INVITATION = Holding(
    "exchanges.HostInvitation",
    "visit",
    "file",
    _("You as the contact of a host that was invited"),
    personal=words("contact_name contact_email"),
    texts=("decline_reason",),
    plain=words(
        "id application name country region city latitude longitude cluster cluster_name times_asked asked_at due_on "
        "outcome settled_at proposal"
    ),
    mine=by_address("contact_email"),
    path="application",
)


def files() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.Application",
            "visit",
            "file",
            _("File"),
            personal=words("contact_name contact_email contact_phone privacy_read_at answer_draft"),
            texts=words("motivation expected_results earlier_visit_note question answer decision_reason"),
            plain=words(
                f"id {WORKFLOWED} reference partnership rulebook organisation organisation_kind created_by created_at "
                "contact_user home_cluster visitor_cluster decider responsible entered_for_applicant uses activity_types "
                "planned_start planned_end travel_days host_choice mission host_offer preferred_countries wished_town "
                "languages earlier_visit residence_confirmed no_double_funding privacy_version submitted_at decided_at "
                "current_exchange saved_by_page anonymised_on turn_state turn_since turn_waiting turn_due"
            ),
            mine=lambda subject: Q(contact_email__in=subject.addresses) | Q(contact_user=subject.user_id),
            shown=words(
                "reference contact_name contact_email contact_phone motivation expected_results privacy_read_at"
            ),
            path="pk",
        ),
        Holding(
            "exchanges.Traveller",
            "visit",
            "file",
            _("You as a traveller"),
            parts=words("first_name last_name"),
            personal=("email",),
            cleared=("position",),
            plain=words("id application stay"),
            mine=by_address("email"),
            path="application",
        ),
        Holding(
            "exchanges.Party",
            "visit",
            "file",
            _("You as the contact of one side"),
            personal=words("contact_name contact_email contact_phone"),
            plain=words("id application proposal exchange role organisation cluster contact_user active"),
            mine=lambda subject: Q(contact_email__in=subject.addresses) | Q(contact_user=subject.user_id),
            path="application",
        ),
        Holding(
            "exchanges.Proposal",
            "visit",
            "file",
            _("You as the contact of a host"),
            personal=words("host_contact_name host_contact_email host_contact_phone"),
            texts=words("message decline_reason"),
            plain=words(
                f"id {WORKFLOWED} application host host_cluster host_offer mission stay visitor_cluster_confirmed_at "
                "host_cluster_confirmed_at host_answer created_at"
            ),
            mine=by_address("host_contact_email"),
            path="application",
        ),
    )


def visits() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.Exchange",
            rule="file",
            texts=("end_reason",),
            plain=words(_EXCHANGE),
            path="application",
        ),
        Holding(
            "exchanges.VisitPlan",
            rule="file",
            texts=words("venue objectives expected_results host_duties visitor_duties"),
            plain=words("id exchange"),
            path="exchange__application",
        ),
        Holding(
            "exchanges.AgendaItem",
            "visit",
            "file",
            _("You in a programme"),
            personal=("contact",),
            texts=words("title place"),
            plain=words("id exchange day from_programme"),
            mine=by_name("contact"),
            path="exchange__application",
        ),
    )


def reports() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.Outcome",
            "visit",
            "file",
            _("What you said happened"),
            personal=("host_answered_by",),
            texts=("host_comment",),
            plain=words(
                "id exchange host_kind host_first_day host_last_day host_answered_at kind confirmed_by confirmed_at"
            ),
            mine=by_name("host_answered_by"),
            path="exchange__application",
        ),
        Holding(
            "exchanges.ClosingReport",
            "visit",
            "file",
            _("Your closing report"),
            personal=("quote",),
            texts=words(
                "activities results learnings good_practice evidence_note evidence_waived return_reason"
            ),
            plain=words("id exchange actual_start actual_end travel_days submitted_at validated_at"),
            mine=_of_my_file,
            shown=words("quote activities results learnings good_practice evidence_note"),
            path="exchange__application",
        ),
        Holding(
            "exchanges.Evidence",
            "visit",
            "file",
            _("Proof you handed in"),
            personal=("note",),
            plain=words("id exchange kind traveller file added_at removed_at"),
            mine=lambda subject: (
                Q(traveller__email__in=subject.addresses) | Q(file__uploaded_by=subject.user_id)
            ),
            shown=words("kind note added_at"),
            path="exchange__application",
        ),
    )


def _of_my_file(subject: Subject) -> Q:
    return Q(exchange__application__contact_email__in=subject.addresses) | Q(
        exchange__application__contact_user=subject.user_id
    )


def papers() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.DocumentVersion",
            "money",
            "file",
            _("Paper with your name"),
            kept=words("content rendition"),
            plain=words(
                "id exchange kind number content_hash created_at superseded_at completed_at print_failed_at"
            ),
            mine=lambda subject: (
                Q(exchange__parties__contact_email__in=subject.addresses)
                | Q(exchange__parties__contact_user=subject.user_id)
                | Q(signatures__signer_user=subject.user_id)
            ),
            # The text names the other parties too: it is read on the file's page.
            shown=words("kind number created_at completed_at"),
            path="exchange__application",
        ),
        Holding(
            "exchanges.Signature",
            "money",
            "file",
            _("Your signature"),
            kept=("signer_name",),
            personal=("signer_email",),
            texts=("reason",),
            plain=words("id document party signer_user how content_hash signed_at scan"),
            mine=lambda subject: Q(signer_user=subject.user_id) | Q(signer_email__in=subject.addresses),
            shown=words("signer_name signer_email signed_at how content_hash"),
            path="document__exchange__application",
        ),
    )


def money() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.BankAccount",
            "money",
            "file",
            _("Account you gave"),
            personal=words("holder given_by_name"),
            kept=words("iban bic"),
            plain=words("id exchange given_at"),
            mine=_of_my_file,
            path="exchange__application",
        ),
        Holding(
            "exchanges.Payment",
            "money",
            "file",
            _("Payment to you"),
            personal=("holder",),
            kept=("iban",),
            texts=("refused_reason",),
            plain=words(
                "id exchange quote amount due_on ordered_by ordered_at approved_by approved_at refused_by refused_at "
                "paid_on bank_reference"
            ),
            mine=_of_my_file,
            shown=words("amount holder iban paid_on bank_reference"),
            path="exchange__application",
        ),
    )


def answers() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.FollowUp",
            rule="file",
            texts=words("partner told_elsewhere"),
            plain=words("id exchange kind counterpart status expected_on"),
            path="exchange__application",
        ),
        Holding(
            "exchanges.Questionnaire",
            "visit",
            "file",
            _("What you said afterwards"),
            personal=words("address name answers"),
            texts=("bypass_reason",),
            plain=words(
                f"id {WORKFLOWED} exchange respondent wave language invited_at reminders_sent answered_at score recommend"
            ),
            mine=by_address("address"),
            path="exchange__application",
        ),
        Holding(
            "exchanges.DayDecision",
            rule="file",
            texts=("reason",),
            plain=words("id exchange day asked_by confirmed_by confirmed_at"),
            path="exchange__application",
        ),
    )


def offers() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.HostOffer",
            "contact",
            "contact",
            _("You as the contact of a host offer"),
            personal=words("contact_name contact_email contact_phone"),
            texts=words("description facilities_note"),
            plain=words(
                "id organisation host_cluster title uses activity_types languages capacity available_from "
                "available_until facilities active created_at lexemes"
            ),
            mine=by_address("contact_email"),
            edit=lambda row: reverse("exchanges:offer_edit", kwargs={"pk": row.pk}),
        ),
        Holding(
            "exchanges.VisitorProfile",
            "visit",
            "cv",
            _("Your CV"),
            personal=("cv",),
            texts=words("motivation expected_results"),
            plain=words(
                "id organisation uses activity_types preferred_countries languages updated_at updated_by"
            ),
            mine=lambda subject: Q(cv__uploaded_by=subject.user_id),
        ),
    )


# What belongs to a file and holds no personal data: its history and audit values go with the file.
OF_FILE = {
    "exchanges.Quote": (
        "application",
        "id application exchange kind rulebook grid inputs result eligible working_days distance_km amount created_at",
    ),
}
PLAIN = personal_events.PLAIN | {
    "exchanges.LearningTopic": "id cluster side term",
    # Written by clusters about clusters; the people of a session are accounts.
    "exchanges.Tandem": f"id {WORKFLOWED} partnership first second goals result created_at",
    "exchanges.TandemSession": "id tandem day hours others notes",
    "exchanges.CalledOffSession": "id tandem number day called_off_at",
    "exchanges.Grid": "id code valid_from valid_until source confirmed_by confirmed_at outermost_amount",
    "exchanges.GridAmount": "id grid country amount",
    "exchanges.KindRule": "id rulebook kind may_visit may_host receives_lump_sum",
    "exchanges.TaggedFile": "id tag application",
    "exchanges.ArchivedFile": "id application cluster partnership archived_by archived_at",
    "exchanges.SideReminder": "id application side day asked_by asked_at",
    "exchanges.ListSettings": "id role columns default_view",
    # Numbers and codes of files and hosts; the names stand there.
    "exchanges.MatchingRun": f"id {WORKFLOWED} partnership name based_on frozen frozen_at asked_too weights limits steps "
    "wanted_steps problem visitors offers solver seed "
    "total bound seconds matched smes cost unplaced conflicts created_by hat created_at",
    "exchanges.RunMatch": "id run application offer score cost parts alternates demanded proposal refusal",
    "exchanges.VisitTally": "id partnership host_country visits smes granted added_up",
    "exchanges.MatchingWeights": "id partnership version points reason created_at created_by",
    "exchanges.OfferPeriod": "id offer first_day last_day capacity",
    # Counts and organisations; the people who travelled are a number.
    "exchanges.PastExchange": "id partnership reference visitor visitor_kind visitor_country host host_kind host_country "
    "home_cluster home_cluster_name host_cluster host_cluster_name stay working_days mission_name travellers amount "
    "paid_on credited_on import_run created_at",
    "exchanges.DecisionReason": "id rulebook decision title texts position",
    "exchanges.ReviewPoint": "id rulebook text required position",
    "exchanges.Rulebook": "id code partnership valid_from grid source based_on created_at published_at published_by "
    "countries note_for_applicants agreement_clause min_working_days full_working_days half_days_per_day max_calendar_days "
    "full_distance_km reduction_factor cap virtual_allowed visit_once_sme visit_once_staff sme_share_target "
    "max_open_proposals review_days "
    "answer_days host_answer_days interest_months interest_answer_days signature_days validation_days report_days payment_days "
    "feedback_days feedback_reminder_days impact_months proof_travel_min proof_lodging_min",
}


def all_of_them() -> tuple[Holding, ...]:
    return (
        *files(),
        _INVITATION,
        *personal_desk.deciding(),
        *personal_desk.lists(),
        *visits(),
        *reports(),
        *papers(),
        *money(),
        *answers(),
        *offers(),
        *personal_events.missions(),
        *personal_events.at_events(),
        *personal_events.meetings(),
        *personal_events.after_events(),
    )
