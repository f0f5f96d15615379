"""Addresses of missions, of what happens at them, and of the meetings arranged there; part of `exchanges.urls`."""

from django.urls import URLPattern, path

from exchanges.views import (
    event_certificates,
    event_feedback,
    event_materials,
    event_reports,
    meetings,
    mission_invitations,
    mission_run,
    missions,
    my_meetings,
    places,
    presence,
    programme,
)

urlpatterns: list[URLPattern] = [
    path("missions/", missions.missions, name="missions"),
    path("missions/new/", missions.mission_new, name="mission_new"),
    path("missions/<slug:slug>/", missions.mission_detail, name="mission_detail"),
    path("missions/<slug:slug>/calendar.ics", programme.mission_ics, name="mission_ics"),
    path("missions/<slug:slug>/edit/", missions.mission_edit, name="mission_edit"),
    path("missions/<slug:slug>/programme/", programme.mission_programme, name="mission_programme"),
    path(
        "missions/<slug:slug>/programme/text/",
        programme.mission_programme_paste,
        name="mission_programme_paste",
    ),
    path("missions/<slug:slug>/programme/<int:pk>/", programme.mission_session, name="mission_session"),
    path("missions/<slug:slug>/copy/", missions.mission_clone, name="mission_clone"),
    path("missions/<slug:slug>/cancel/", missions.mission_cancel, name="mission_cancel"),
    path("missions/<slug:slug>/fields/", missions.mission_terms, name="mission_terms"),
    path(
        "missions/<slug:slug>/programme/<int:pk>/remove/",
        programme.mission_session_remove,
        name="mission_session_remove",
    ),
    path("missions/<slug:slug>/run/", mission_run.mission_board, name="mission_board"),
    path("missions/<slug:slug>/run/<slug:act>/", mission_run.mission_all, name="mission_all"),
    path("missions/<slug:slug>/participants/", mission_run.mission_people_list, name="mission_people"),
    path("missions/<slug:slug>/participants/new/", mission_run.mission_people_add, name="mission_people_add"),
    path(
        "missions/<slug:slug>/participants/<int:pk>/withdraw/",
        mission_run.mission_person_withdraw,
        name="mission_person_withdraw",
    ),
    path("missions/<slug:slug>/papers/<slug:kind>.pdf", mission_run.mission_paper, name="mission_paper"),
    path(
        "missions/<slug:slug>/certificates/",
        event_certificates.mission_certificates,
        name="mission_certificates",
    ),
    path("events/certificates/<int:pk>.pdf", event_certificates.event_certificate, name="event_certificate"),
    path(
        "answer/event/<str:token>/certificate.pdf",
        event_certificates.event_certificate_by_link,
        name="event_certificate_by_link",
    ),
    path("missions/<slug:slug>/materials/", event_materials.mission_materials, name="mission_materials"),
    path(
        "missions/<slug:slug>/materials/<int:pk>/", event_materials.mission_material, name="mission_material"
    ),
    path(
        "missions/<slug:slug>/materials/<int:pk>/<slug:act>/",
        event_materials.mission_material_act,
        name="mission_material_act",
    ),
    path(
        "answer/event/<str:token>/materials/<int:pk>/",
        event_materials.material_by_link,
        name="material_by_link",
    ),
    path(
        "answer/event-questions/<str:token>/",
        event_feedback.event_feedback_by_link,
        name="event_feedback_by_link",
    ),
    path("missions/<slug:slug>/feedback/", event_feedback.mission_feedback, name="mission_feedback"),
    path("missions/<slug:slug>/report.pdf", event_reports.mission_report_pdf, name="mission_report_pdf"),
    path("missions/<slug:slug>/report/", event_reports.mission_report, name="mission_report"),
    path(
        "missions/<slug:slug>/report/reopen/",
        event_reports.mission_report_reopen,
        name="mission_report_reopen",
    ),
    path(
        "missions/<slug:slug>/report/<slug:act>/", event_reports.mission_report_act, name="mission_report_act"
    ),
    path("missions/<slug:slug>/presence/", presence.mission_presence, name="mission_presence"),
    path("missions/<slug:slug>/presence/<str:day>/", presence.mission_check_in, name="mission_check_in"),
    path(
        "missions/<slug:slug>/presence/<str:day>/countersign/",
        presence.mission_countersign,
        name="mission_countersign",
    ),
    path("answer/here/<slug:code>/", presence.presence_here, name="presence_here"),
    path(
        "missions/<slug:slug>/invitations/",
        mission_invitations.mission_invitations,
        name="mission_invitations",
    ),
    path("missions/<slug:slug>/invitations/new/", mission_invitations.mission_invite, name="mission_invite"),
    path(
        "missions/<slug:slug>/invitations/send/",
        mission_invitations.mission_invitations_send,
        name="mission_invitations_send",
    ),
    path(
        "missions/<slug:slug>/invitations/remind/",
        mission_invitations.mission_invitations_remind,
        name="mission_invitations_remind",
    ),
    path(
        "missions/<slug:slug>/invitations/<int:pk>/withdraw/",
        mission_invitations.mission_invitation_withdraw,
        name="mission_invitation_withdraw",
    ),
    path(
        "answer/mission/<str:token>/",
        mission_invitations.mission_invitation_by_link,
        name="mission_invitation_by_link",
    ),
    path("missions/<slug:slug>/register/", places.mission_register, name="mission_register"),
    path("missions/<slug:slug>/places/", places.mission_places, name="mission_places"),
    path("missions/<slug:slug>/places/move-up/", places.mission_move_up, name="mission_move_up"),
    path(
        "missions/<slug:slug>/places/<int:pk>/no-place/",
        places.mission_place_refuse,
        name="mission_place_refuse",
    ),
    path(
        "missions/<slug:slug>/places/<int:pk>/<slug:act>/", places.mission_place_act, name="mission_place_act"
    ),
    path("answer/event/<str:token>/", places.participant_by_link, name="participant_by_link"),
    path("missions/<slug:slug>/meetings/", meetings.meeting_round, name="meeting_round"),
    path("missions/<slug:slug>/meetings/setup/", meetings.meeting_setup, name="meeting_setup"),
    path("missions/<slug:slug>/meetings/times/", meetings.meeting_times, name="meeting_times"),
    path("missions/<slug:slug>/meetings/answers/", meetings.meeting_answers, name="meeting_answers"),
    path("missions/<slug:slug>/meetings/remind/", meetings.meeting_remind, name="meeting_remind"),
    path("missions/<slug:slug>/meetings/solve/", meetings.meeting_solve, name="meeting_solve"),
    path("missions/<slug:slug>/meetings/plan/", meetings.meeting_plan, name="meeting_plan"),
    path("missions/<slug:slug>/meetings/grid/", meetings.meeting_grid, name="meeting_grid"),
    path("missions/<slug:slug>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("missions/<slug:slug>/meetings/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("missions/<slug:slug>/meetings/<int:pk>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("missions/<slug:slug>/meetings/<int:pk>/swap/", meetings.meeting_swap, name="meeting_swap"),
    path("missions/<slug:slug>/meetings/absent/<int:pk>/", meetings.meeting_absent, name="meeting_absent"),
    path("missions/<slug:slug>/meetings/<slug:act>/", meetings.meeting_act, name="meeting_act"),
    path("my-meetings/<int:pk>/", my_meetings.my_meetings, name="my_meetings"),
    path("my-meetings/<int:pk>/<slug:part>/", my_meetings.my_meetings_page, name="my_meetings_page"),
    path(
        "my-meetings/<int:pk>/outcome/<int:meeting>/",
        my_meetings.my_meeting_outcome,
        name="my_meeting_outcome",
    ),
    path("answer/meetings/<str:token>/", my_meetings.my_meetings_by_link, name="my_meetings_by_link"),
    path(
        "answer/meetings/<str:token>/<slug:part>/",
        my_meetings.my_meetings_page_by_link,
        name="my_meetings_page_by_link",
    ),
    path(
        "answer/meetings/<str:token>/outcome/<int:meeting>/",
        my_meetings.my_meeting_outcome_by_link,
        name="my_meeting_outcome_by_link",
    ),
    path("calendar/meetings/<str:token>.ics", my_meetings.meetings_feed, name="meetings_feed"),
    path("missions/<slug:slug>/<slug:act>/", missions.mission_act, name="mission_act"),
]
