"""Addresses of the exchanges app, by part of the process."""

from django.urls import URLPattern, path

from exchanges import urls_missions
from exchanges.views import (
    apply,
    apply_copies,
    apply_later,
    apply_sending,
    bulk,
    calendar,
    calendar_feed,
    desk,
    dossier,
    entered,
    estimate,
    feedback,
    file,
    host_invitations,
    host_side,
    lists,
    mails,
    matching,
    matching_runs,
    messages,
    mission_run,
    offer_topics,
    offers,
    outcome,
    past,
    payments,
    plan,
    profiles,
    proposals,
    public_check,
    queue,
    report,
    review,
    rulebooks,
    signing,
    tandems,
    validation,
)

app_name = "exchanges"

urlpatterns: list[URLPattern] = []

# Apply
urlpatterns += [
    path("calculator/", estimate.calculator, name="calculator"),
    path("may-i-take-part/", public_check.check, name="check"),
    path("applications/new/", apply.application_new, name="application_new"),
    path("applications/enter/", entered.application_enter, name="application_enter"),
    path("applications/<int:pk>/", apply.application_task_list, name="application_task_list"),
    path("applications/<int:pk>/check/", apply_sending.application_check, name="application_check"),
    path("applications/<int:pk>/estimate/", estimate.estimate, name="estimate"),
    path("applications/<int:pk>/entered/", entered.application_entered, name="application_entered"),
    path("applications/<int:pk>/<slug:page>/", apply.application_page, name="application_page"),
    path("files/<str:reference>/sent/", apply_sending.application_sent, name="application_sent"),
    path("files/<str:reference>/application.pdf", apply_copies.application_pdf, name="application_pdf"),
    path("files/<str:reference>/visit.ics", apply_copies.application_ics, name="application_ics"),
    path("files/<str:reference>/answer/", apply_later.application_answer, name="application_answer"),
    path("files/<str:reference>/withdraw/", apply_later.application_withdraw, name="application_withdraw"),
    path(
        "answer/question/<str:token>/",
        apply_later.application_answer_by_link,
        name="application_answer_by_link",
    ),
    path(
        "answer/application/<str:token>/",
        entered.application_confirm_by_link,
        name="application_confirm_by_link",
    ),
]

# Decide and match
urlpatterns += [
    path("files/", queue.queue, name="queue"),
    path("files/list.csv", queue.queue_csv, name="queue_csv"),
    path("files/export/", queue.queue_export, name="queue_export"),
    path("files/bulk/", bulk.bulk, name="bulk"),
    path("files/bulk/<int:pk>/", bulk.bulk_run, name="bulk_run"),
    path("files/bulk/<int:pk>/undo/", bulk.bulk_undo, name="bulk_undo"),
    path("files/columns/", lists.columns, name="columns"),
    path("files/views/", lists.views, name="views"),
    path("files/views/new/", lists.view_new, name="view_new"),
    path("files/views/default/", lists.view_default, name="view_default"),
    path("files/views/<int:pk>/", lists.view_edit, name="view_edit"),
    path("files/views/<int:pk>/renew/", lists.view_renew, name="view_renew"),
    path("files/views/<int:pk>/delete/", lists.view_delete, name="view_delete"),
    path("past-exchanges/", past.past_exchanges, name="past_exchanges"),
    path("past-exchanges/list.csv", past.past_exchanges_csv, name="past_exchanges_csv"),
    path("past-exchanges/<int:pk>/", past.past_exchange, name="past_exchange"),
    path("files/<str:reference>/review/", review.application_review, name="application_review"),
    path("files/<str:reference>/decide/", review.application_decide, name="application_decide"),
    path("files/<str:reference>/desk/", desk.file_desk, name="file_desk"),
    path("files/<str:reference>/conflict/", review.application_conflict, name="application_conflict"),
    path(
        "files/<str:reference>/conflict/take-back/",
        review.application_conflict_end,
        name="application_conflict_end",
    ),
    path("files/<str:reference>/membership/", review.application_membership, name="application_membership"),
    path("matching/", matching.matching, name="matching"),
    path("matching/demand/", matching.matching_demand, name="matching_demand"),
    path("matching/demand/list.csv", matching.matching_demand_csv, name="matching_demand_csv"),
    path("matching/weights/", matching.matching_weights, name="matching_weights"),
    path("files/<str:reference>/hosts/", proposals.proposal_suggest, name="proposal_suggest"),
    path("files/<str:reference>/invitation/", host_invitations.host_invitation, name="host_invitation"),
    path(
        "answer/host/<str:token>/",
        host_invitations.host_invitation_by_link,
        name="host_invitation_by_link",
    ),
    path("matches/<int:pk>/", proposals.proposal_answer, name="proposal_answer"),
    path("matches/<int:pk>/confirm/", proposals.proposal_confirm, name="proposal_confirm"),
    path("matches/<int:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("answer/proposal/<str:token>/", proposals.proposal_by_link, name="proposal_by_link"),
    path("answer/match/<str:token>/", proposals.proposal_confirm_by_link, name="proposal_confirm_by_link"),
    path("matching/runs/", matching_runs.matching_runs, name="matching_runs"),
    path("matching/runs/new/", matching_runs.matching_run_new, name="matching_run_new"),
    path("matching/runs/compare/", matching_runs.matching_compare, name="matching_compare"),
    path("matching/runs/<int:pk>/", matching_runs.matching_run, name="matching_run"),
    path(
        "matching/runs/<int:pk>/files/<int:file>/", matching_runs.matching_run_file, name="matching_run_file"
    ),
    path("matching/runs/<int:pk>/undo/", matching_runs.matching_run_undo, name="matching_run_undo"),
    path("matching/runs/<int:pk>/send/", matching_runs.matching_run_send, name="matching_run_send"),
    path("matching/runs/<int:pk>/discard/", matching_runs.matching_run_discard, name="matching_run_discard"),
    path("matching/runs/<int:pk>/again/", matching_runs.matching_run_again, name="matching_run_again"),
]

# Missions, their events and meetings
urlpatterns += urls_missions.urlpatterns

# Hosts
urlpatterns += [
    path("hosts/", offers.offers, name="offers"),
    path("hosts/new/", offers.offer_new, name="offer_new"),
    path("hosts/<int:pk>/", offers.offer_detail, name="offer_detail"),
    path("hosts/<int:pk>/edit/", offer_topics.offer_edit, name="offer_edit"),
    path("hosts/<int:pk>/edit/<slug:topic>/", offer_topics.offer_topic, name="offer_topic"),
    path("hosts/<int:pk>/periods/", offers.offer_periods, name="offer_periods"),
    path("hosts/<int:pk>/periods/remove/", offers.offer_period_remove, name="offer_period_remove"),
    path("hosts/<int:pk>/visitors/", host_side.offer_visitors, name="offer_visitors"),
    path("hosts/<int:pk>/switch/", offers.offer_switch, name="offer_switch"),
]

# Learning tandems
urlpatterns += [
    path("tandems/", tandems.tandems, name="tandems"),
    path("tandems/new/", tandems.tandem_new, name="tandem_new"),
    path("tandems/fields/<slug:side>/", tandems.tandem_topics, name="tandem_topics"),
    path("tandems/<int:pk>/", tandems.tandem_detail, name="tandem_detail"),
    path("tandems/<int:pk>/answer/", tandems.tandem_answer, name="tandem_answer"),
    path("tandems/<int:pk>/session/", tandems.tandem_session, name="tandem_session"),
    path(
        "tandems/<int:pk>/session/<int:session>/remove/",
        tandems.tandem_session_remove,
        name="tandem_session_remove",
    ),
    path("tandems/<int:pk>/finish/", tandems.tandem_finish, name="tandem_finish"),
    path("tandems/<int:pk>/end/", tandems.tandem_end, name="tandem_end"),
]

# The calendar
urlpatterns += [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/address/", calendar_feed.calendar_address, name="calendar_address"),
    path("calendar/address/stop/", calendar_feed.calendar_address_stop, name="calendar_address_stop"),
    path("answer/calendar/<str:token>.ics", calendar_feed.calendar_feed, name="calendar_feed"),
]

# Close, pay, ask
urlpatterns += [
    path("answer/outcome/<str:token>/", outcome.outcome_by_link, name="outcome_by_link"),
    path("files/<str:reference>/outcome/", outcome.outcome_record, name="outcome_record"),
    path("files/<str:reference>/broken-off/", outcome.discontinue, name="discontinue"),
    path("answer/report/<str:token>/", report.report_edit_by_link, name="report_edit_by_link"),
    path("answer/report/<str:token>/sum/", report.report_sum_by_link, name="report_sum_by_link"),
    path("answer/report/<str:token>/send/", report.report_submit_by_link, name="report_submit_by_link"),
    path(
        "answer/report/<str:token>/follow-ups/", report.follow_ups_by_link, name="report_follow_ups_by_link"
    ),
    path(
        "answer/report/<str:token>/follow-ups/<int:pk>/remove/",
        report.follow_up_remove_by_link,
        name="report_follow_up_remove_by_link",
    ),
    path("answer/report/<str:token>/proofs/", report.evidence_add_by_link, name="evidence_add_by_link"),
    path(
        "answer/report/<str:token>/proofs/missing/",
        report.evidence_note_by_link,
        name="evidence_note_by_link",
    ),
    path(
        "answer/report/<str:token>/proofs/<int:pk>/replace/",
        report.evidence_replace_by_link,
        name="evidence_replace_by_link",
    ),
    path(
        "answer/report/<str:token>/proofs/<int:pk>/preview/",
        report.evidence_preview_by_link,
        name="evidence_preview_by_link",
    ),
    path(
        "answer/report/<str:token>/proofs/<int:pk>/remove/",
        report.evidence_remove_by_link,
        name="evidence_remove_by_link",
    ),
    path("answer/report/<str:token>/<slug:page>/", report.report_page_by_link, name="report_page_by_link"),
    path("files/<str:reference>/report/", report.report_edit, name="report_edit"),
    path("files/<str:reference>/report/sum/", report.report_sum, name="report_sum"),
    path("files/<str:reference>/report/send/", report.report_submit, name="report_submit"),
    path("files/<str:reference>/report/follow-ups/", report.follow_ups, name="report_follow_ups"),
    path(
        "files/<str:reference>/report/follow-ups/<int:pk>/remove/",
        report.follow_up_remove,
        name="report_follow_up_remove",
    ),
    path("files/<str:reference>/report/proofs/", report.evidence_add, name="evidence_add"),
    path("files/<str:reference>/report/proofs/missing/", report.evidence_note, name="evidence_note"),
    path(
        "files/<str:reference>/report/proofs/<int:pk>/replace/",
        report.evidence_replace,
        name="evidence_replace",
    ),
    path(
        "files/<str:reference>/report/proofs/<int:pk>/preview/",
        report.evidence_preview,
        name="evidence_preview",
    ),
    path(
        "files/<str:reference>/report/proofs/<int:pk>/remove/", report.evidence_remove, name="evidence_remove"
    ),
    path("files/<str:reference>/report/<slug:page>/", report.report_page, name="report_page"),
    path("files/<str:reference>/check/", validation.report_validate, name="report_validate"),
    path("files/<str:reference>/check/return/", validation.report_return, name="report_return"),
    path("files/<str:reference>/check/waive/", validation.evidence_waive, name="evidence_waive"),
    path(
        "files/<str:reference>/check/not-eligible/",
        validation.report_not_eligible,
        name="report_not_eligible",
    ),
    path("files/<str:reference>/check/day/", validation.day_ask, name="day_ask"),
    path("files/<str:reference>/check/day/confirm/", validation.day_confirm, name="day_confirm"),
    path("files/<str:reference>/certificate.pdf", dossier.certificate_pdf, name="certificate_pdf"),
    path("files/<str:reference>/file.zip", dossier.dossier_zip, name="dossier"),
    path("files/<str:reference>/messages/", messages.file_messages, name="file_messages"),
    path(
        "files/<str:reference>/messages/<int:pk>/take-back/",
        messages.file_message_take_back,
        name="file_message_take_back",
    ),
    path("files/<str:reference>/mails/", mails.file_mails, name="file_mails"),
    path("files/<str:reference>/mails/<int:pk>/", mails.file_mail, name="file_mail"),
    path("files/<str:reference>/mails/<int:pk>/again/", mails.mail_resend, name="mail_resend"),
    path("files/<str:reference>/payment/", payments.payment_detail, name="payment_detail"),
    path("files/<str:reference>/payment/order/", payments.payment_order, name="payment_order"),
    path("files/<str:reference>/payment/approve/", payments.payment_approve, name="payment_approve"),
    path("files/<str:reference>/payment/refuse/", payments.payment_refuse, name="payment_refuse"),
    path("files/<str:reference>/payment/paid/", payments.payment_mark_paid, name="payment_mark_paid"),
    path("payments/", payments.payments, name="payments"),
    path("answer/questions/<str:token>/", feedback.questionnaire_by_link, name="questionnaire_by_link"),
    path("questionnaires/<int:pk>/", feedback.questionnaire_answer, name="questionnaire_answer"),
    path("questionnaires/<int:pk>/close/", feedback.questionnaire_bypass, name="questionnaire_bypass"),
]

# Build the exchange; the file page
urlpatterns += [
    path("files/<str:reference>/", file.file, name="file"),
    path("files/<str:reference>/sum/", file.sum_explained, name="sum_explained"),
    path("files/<str:reference>/cancel/", file.exchange_cancel, name="exchange_cancel"),
    path("files/<str:reference>/plan/", plan.plan_edit, name="plan_edit"),
    path("files/<str:reference>/plan/dates/", plan.plan_dates, name="plan_dates"),
    path(
        "files/<str:reference>/plan/programme/", mission_run.programme_take_over, name="programme_take_over"
    ),
    path("files/<str:reference>/plan/send/", plan.plan_send, name="plan_send"),
    path("files/<str:reference>/plan/change/", plan.plan_change, name="plan_change"),
    path("files/<str:reference>/commitment/", signing.commitment_sign, name="commitment_sign"),
    path("files/<str:reference>/agreement/", signing.agreement_sign, name="agreement_sign"),
    path("files/<str:reference>/account/", signing.bank_account, name="bank_account"),
    path("files/<str:reference>/paper/", signing.sign_on_paper, name="sign_on_paper"),
    path("files/<str:reference>/documents/<slug:kind>.pdf", file.document_pdf, name="document_pdf"),
    path("files/<str:reference>/documents/<slug:kind>/print/", file.document_print, name="document_print"),
    path("answer/sign/<str:token>/", signing.sign_by_link, name="sign_by_link"),
    path("stored/<int:pk>/", file.stored_file, name="stored_file"),
    path("stored/<int:pk>/preview/", file.stored_preview, name="stored_preview"),
]

# Profile of an organisation
urlpatterns += [
    path("organisations/<int:pk>/exchange/", profiles.organisation_profiles, name="organisation_profiles"),
    path("organisations/<int:pk>/visiting/", profiles.visitor_profile, name="visitor_profile"),
    path("organisations/<int:pk>/visiting/cv/", profiles.visitor_cv, name="visitor_cv"),
    path("organisations/<int:pk>/visiting/cv/file/", profiles.visitor_cv_file, name="visitor_cv_file"),
    path("organisations/<int:pk>/hosting/", profiles.host_profile, name="host_profile"),
    path("organisations/<int:pk>/still-interested/", profiles.interest_confirm, name="interest_confirm"),
    path("answer/interest/<str:token>/", profiles.interest_by_link, name="interest_by_link"),
]

# The rules
urlpatterns += [
    path("rules/", rulebooks.rulebooks, name="rulebooks"),
    path("rules/new/", rulebooks.rulebook_new, name="rulebook_new"),
    path("rules/<int:pk>/", rulebooks.rulebook, name="rulebook"),
    path("rules/<int:pk>/publish/", rulebooks.rulebook_publish, name="rulebook_publish"),
    path("rules/<int:pk>/throw-away/", rulebooks.rulebook_discard, name="rulebook_discard"),
    path("rules/<int:pk>/confirm-sums/", rulebooks.rulebook_confirm_sums, name="rulebook_confirm_sums"),
    path("rules/<int:pk>/reasons/", rulebooks.rulebook_reasons, name="rulebook_reasons"),
    path("rules/<int:pk>/reasons/new/", rulebooks.rulebook_reason, name="rulebook_reason_new"),
    path("rules/<int:pk>/reasons/<int:reason>/", rulebooks.rulebook_reason, name="rulebook_reason"),
    path(
        "rules/<int:pk>/reasons/<int:reason>/remove/",
        rulebooks.rulebook_reason_remove,
        name="rulebook_reason_remove",
    ),
    path("rules/<int:pk>/<slug:part>/", rulebooks.rulebook_part, name="rulebook_part"),
]
