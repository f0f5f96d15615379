"""Addresses of the exchanges app, by part of the process."""

from django.urls import URLPattern, path

from exchanges.views import (
    dossier,
    feedback,
    mails,
    missions,
    offers,
    outcome,
    payments,
    proposals,
    queue,
    report,
    review,
    validation,
)

app_name = "exchanges"

urlpatterns: list[URLPattern] = []

# Decide and match
urlpatterns += [
    path("files/", queue.queue, name="queue"),
    path("files/list.csv", queue.queue_csv, name="queue_csv"),
    path("files/<str:reference>/review/", review.application_review, name="application_review"),
    path("files/<str:reference>/decide/", review.application_decide, name="application_decide"),
    path("files/<str:reference>/membership/", review.application_membership, name="application_membership"),
    path("files/<str:reference>/hosts/", proposals.proposal_suggest, name="proposal_suggest"),
    path("matches/<int:pk>/", proposals.proposal_answer, name="proposal_answer"),
    path("matches/<int:pk>/confirm/", proposals.proposal_confirm, name="proposal_confirm"),
    path("matches/<int:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("answer/proposal/<str:token>/", proposals.proposal_by_link, name="proposal_by_link"),
    path("missions/", missions.missions, name="missions"),
    path("missions/new/", missions.mission_new, name="mission_new"),
    path("missions/<slug:slug>/", missions.mission_detail, name="mission_detail"),
    path("missions/<slug:slug>/calendar.ics", missions.mission_ics, name="mission_ics"),
    path("missions/<slug:slug>/edit/", missions.mission_edit, name="mission_edit"),
    path("missions/<slug:slug>/programme/", missions.mission_programme, name="mission_programme"),
    path(
        "missions/<slug:slug>/programme/<int:pk>/remove/",
        missions.mission_session_remove,
        name="mission_session_remove",
    ),
    path("missions/<slug:slug>/<slug:act>/", missions.mission_act, name="mission_act"),
    path("hosts/", offers.offers, name="offers"),
    path("hosts/new/", offers.offer_new, name="offer_new"),
    path("hosts/<int:pk>/", offers.offer_detail, name="offer_detail"),
    path("hosts/<int:pk>/edit/", offers.offer_edit, name="offer_edit"),
    path("hosts/<int:pk>/switch/", offers.offer_switch, name="offer_switch"),
]

# Close, pay, ask
urlpatterns += [
    path("answer/outcome/<str:token>/", outcome.outcome_by_link, name="outcome_by_link"),
    path("files/<str:reference>/outcome/", outcome.outcome_record, name="outcome_record"),
    path("files/<str:reference>/broken-off/", outcome.discontinue, name="discontinue"),
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
    path("files/<str:reference>/report/proofs/<int:pk>/remove/", report.evidence_remove, name="evidence_remove"),
    path("files/<str:reference>/report/<slug:page>/", report.report_page, name="report_page"),
    path("files/<str:reference>/check/", validation.report_validate, name="report_validate"),
    path("files/<str:reference>/check/return/", validation.report_return, name="report_return"),
    path("files/<str:reference>/check/waive/", validation.evidence_waive, name="evidence_waive"),
    path("files/<str:reference>/check/not-eligible/", validation.report_not_eligible, name="report_not_eligible"),
    path("files/<str:reference>/check/day/", validation.day_ask, name="day_ask"),
    path("files/<str:reference>/check/day/confirm/", validation.day_confirm, name="day_confirm"),
    path("files/<str:reference>/certificate.pdf", dossier.certificate_pdf, name="certificate_pdf"),
    path("files/<str:reference>/file.zip", dossier.dossier_zip, name="dossier"),
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
