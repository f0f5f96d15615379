"""Addresses of the exchanges app, by part of the process."""

from django.urls import URLPattern, path

from exchanges.views import missions, offers, proposals, queue, review

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

