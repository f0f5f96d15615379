from django.urls import path

from clusters.views import (
    cluster_profiles,
    directory,
    legal,
    members,
    memberships,
    organisations,
    people,
    sme,
    terms,
)

app_name = "clusters"

urlpatterns = [
    path("profile/", people.profile, name="profile"),
    path("act-as/", people.hat_switch, name="hat_switch"),
    path("directory/", directory.directory, name="directory"),
    path("directory/organisations/<int:pk>/", directory.organisation_public, name="organisation_public"),
    path("privacy/", legal.privacy, name="privacy"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("organisations/<int:pk>/", organisations.organisation_detail, name="organisation_detail"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path("organisations/<int:pk>/place/", organisations.organisation_place, name="organisation_place"),
    path("organisations/<int:pk>/terms/", terms.organisation_terms, name="organisation_terms"),
    path("organisations/<int:pk>/sme/", sme.sme_test, name="sme_test"),
    path("organisations/<int:pk>/sme/more/", sme.sme_further, name="sme_further"),
    path("organisations/<int:pk>/cluster/", memberships.membership_new, name="membership_new"),
    path(
        "organisations/<int:pk>/cluster/not-listed/",
        memberships.membership_unlisted,
        name="membership_unlisted",
    ),
    path("cluster-profile/", cluster_profiles.cluster_profile, name="cluster_profile"),
    path("cluster-profile/<slug:topic>/", cluster_profiles.cluster_topic, name="cluster_topic"),
    path("members/", members.members, name="members"),
    path("members/new/", members.member_new, name="member_new"),
    path("members/<int:pk>/", members.membership_decide, name="membership_decide"),
    path("members/<int:pk>/remind/", memberships.membership_remind, name="membership_remind"),
    path("members/<int:pk>/proof/", memberships.membership_proof, name="membership_proof"),
    path("answer/membership/<str:token>/", memberships.membership_by_link, name="membership_by_link"),
]
