"""Addresses of the reporting app; the start page stands here, at the top of the order."""

from django.urls import URLPattern, path

from reporting.views import (
    activities,
    activity_forms,
    activity_rows,
    archive,
    boards,
    cluster_page,
    dashboard,
    deliverable_earlier,
    deliverables,
    double_claims,
    leads,
    library,
    modules,
    networks,
    news,
    opportunities,
    partnership_profile,
    practices,
    reporting_periods,
    results,
    schedules,
    service,
    services,
    start,
    targets,
)
from reporting.views import deliverable_issue as issue
from reporting.views import deliverable_parts as parts

app_name = "reporting"

urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
]

# What stands at the foot of every page
urlpatterns += [
    path("help/", service.help_index, name="help"),
    path("help/words/", service.help_words, name="help_words"),
    path("help/<slug:guide>/", service.help_guide, name="help_guide"),
    path("contact/", service.contact, name="contact"),
    path("accessibility/", service.accessibility, name="accessibility"),
    path("cookies/", service.cookies, name="cookies"),
    path("legal-notice/", service.legal_notice, name="legal_notice"),
    path(".well-known/security.txt", service.security_txt, name="security_txt"),
]

# Figures
urlpatterns += [
    path("figures/", dashboard.dashboard, name="dashboard"),
    path("partnerships/<slug:slug>/figures/", dashboard.dashboard, name="dashboard"),
    path("partnerships/<slug:slug>/figures.csv", dashboard.figures_csv, name="figures_csv"),
    path("partnerships/<slug:slug>/figures/charts/<slug:chart>.csv", dashboard.chart_csv, name="chart_csv"),
    path(
        "partnerships/<slug:slug>/figures/parts/<slug:part>/", dashboard.dashboard_part, name="dashboard_part"
    ),
    path(
        "partnerships/<slug:slug>/figures/clusters/<slug:cluster>/",
        boards.cluster_dashboard,
        name="cluster_dashboard",
    ),
    path(
        "partnerships/<slug:slug>/figures/clusters/<slug:cluster>/<slug:chart>.csv",
        boards.cluster_chart_csv,
        name="cluster_chart_csv",
    ),
    path("impact/", boards.impact, name="impact"),
    path("impact.csv", boards.impact_csv, name="impact_csv"),
    path("scheme/figures/", boards.scheme, name="scheme"),
    path("scheme/figures.csv", boards.scheme_csv, name="scheme_csv"),
    path("scheme/figures/<slug:chart>.csv", boards.scheme_chart_csv, name="scheme_chart_csv"),
    path("partnerships/<slug:slug>/figures/<str:code>/", dashboard.indicator_detail, name="indicator_detail"),
    path(
        "partnerships/<slug:slug>/figures/<str:code>/<int:number>.csv",
        dashboard.indicator_csv,
        name="indicator_csv",
    ),
]

# The whole partnership to take away
urlpatterns += [
    path("partnerships/<slug:slug>/archive/", archive.archive, name="archive"),
]

# What is sent regularly
urlpatterns += [
    path("exports/scheduled/", schedules.schedules, name="schedules"),
    path("exports/scheduled/new/<slug:name>/", schedules.schedule_new, name="schedule_new"),
    path("exports/scheduled/<int:pk>/", schedules.schedule, name="schedule"),
    path("exports/scheduled/<int:pk>/edit/", schedules.schedule_edit, name="schedule_edit"),
    path("exports/scheduled/<int:pk>/delete/", schedules.schedule_delete, name="schedule_delete"),
    path("exports/scheduled/<int:pk>/<slug:act>/", schedules.schedule_act, name="schedule_act"),
]

# Targets and services
urlpatterns += [
    path("partnerships/<slug:slug>/targets/", targets.targets, name="targets"),
    path("partnerships/<slug:slug>/services/", services.services, name="services"),
    path("partnerships/<slug:slug>/services/new/", services.service_new, name="service_new"),
    path("services/<int:pk>/", services.service_detail, name="service_detail"),
    path("services/<int:pk>/edit/", services.service_edit, name="service_edit"),
    path("services/<int:pk>/evidence/", services.service_evidence, name="service_evidence"),
]

# Activities
urlpatterns += [
    path("partnerships/<slug:slug>/activities/", activities.activities, name="activities"),
    path("partnerships/<slug:slug>/activities/new/", activity_forms.activity_new, name="activity_new"),
    path("partnerships/<slug:slug>/activities/table/", activity_rows.activity_rows, name="activity_rows"),
    path(
        "partnerships/<slug:slug>/activities/events/",
        activity_forms.activity_sources,
        name="activity_sources",
    ),
    path("partnerships/<slug:slug>/double-claims/", double_claims.double_claims, name="double_claims"),
    path("activities/<int:pk>/", activities.activity_review, name="activity_review"),
    path("activities/<int:pk>/edit/", activity_forms.activity_edit, name="activity_edit"),
    path("activities/<int:pk>/evidence/", activities.activity_evidence, name="activity_evidence"),
]

# Deliverables
urlpatterns += [
    path("partnerships/<slug:slug>/deliverables/", deliverables.deliverables, name="deliverables"),
    path(
        "partnerships/<slug:slug>/deliverables/<str:code>/",
        deliverables.deliverable_kind,
        name="deliverable_kind",
    ),
    path(
        "partnerships/<slug:slug>/deliverables/<str:code>/begin/",
        deliverables.deliverable_begin,
        name="deliverable_begin",
    ),
    path(
        "partnerships/<slug:slug>/deliverables/<str:code>/plan/<int:number>/",
        deliverables.deliverable_plan,
        name="deliverable_plan",
    ),
    path(
        "partnerships/<slug:slug>/deliverables/<str:code>/plan/<int:number>/earlier/",
        deliverable_earlier.deliverable_earlier,
        name="deliverable_earlier",
    ),
    path(
        "partnerships/<slug:slug>/deliverables/<str:code>/plan/<int:number>/earlier/file/",
        deliverable_earlier.deliverable_earlier_file,
        name="deliverable_earlier_file",
    ),
    path("deliverables/<int:pk>/", issue.deliverable, name="deliverable"),
    path("deliverables/<int:pk>/freeze/", issue.deliverable_freeze, name="deliverable_freeze"),
    path("deliverables/<int:pk>/make/", issue.deliverable_make, name="deliverable_make"),
    path("deliverables/<int:pk>/changes/", issue.deliverable_changes, name="deliverable_changes"),
    path(
        "deliverables/<int:pk>/changes/print/",
        issue.deliverable_with_changes,
        name="deliverable_with_changes",
    ),
    path("deliverables/<int:pk>/submitted/", issue.deliverable_submitted, name="deliverable_submitted"),
    path("deliverables/<int:pk>/move/<slug:move>/", issue.deliverable_move, name="deliverable_move"),
    path("deliverables/<int:pk>/parts/<slug:key>/", parts.deliverable_part, name="deliverable_part"),
    path(
        "deliverables/<int:pk>/parts/<slug:key>/here/",
        parts.deliverable_presence,
        name="deliverable_presence",
    ),
    path(
        "deliverables/<int:pk>/parts/<slug:key>/versions/",
        parts.deliverable_versions,
        name="deliverable_versions",
    ),
    path(
        "deliverables/<int:pk>/parts/<slug:key>/assign/", parts.deliverable_assign, name="deliverable_assign"
    ),
    path(
        "deliverables/<int:pk>/parts/<slug:key>/comments/",
        parts.deliverable_comment,
        name="deliverable_comment",
    ),
    path(
        "deliverables/<int:pk>/parts/<slug:key>/comments/<int:number>/",
        parts.deliverable_settle,
        name="deliverable_settle",
    ),
    path(
        "deliverables/<int:pk>/<slug:edition>.<slug:ending>", issue.deliverable_file, name="deliverable_file"
    ),
]

# What the clusters know: best practices, training modules, cooperation opportunities
urlpatterns += [
    path("partnerships/<slug:slug>/practices/", practices.practices, name="practices"),
    path("partnerships/<slug:slug>/practices/new/", practices.practice_new, name="practice_new"),
    path("partnerships/<slug:slug>/practices/found/", practices.practices_found, name="practices_found"),
    path("partnerships/<slug:slug>/practices/take/", practices.practice_take, name="practice_take"),
    path("practices/<int:pk>/", practices.practice_detail, name="practice_detail"),
    path("practices/<int:pk>/edit/", practices.practice_edit, name="practice_edit"),
    path("practices/<int:pk>/publish/", practices.practice_publish, name="practice_publish"),
    path("practices/<int:pk>/evidence/", practices.practice_evidence, name="practice_evidence"),
    path("partnerships/<slug:slug>/modules/", modules.modules, name="modules"),
    path("partnerships/<slug:slug>/modules/new/", modules.module_new, name="module_new"),
    path("modules/<int:pk>/", modules.module_detail, name="module_detail"),
    path("modules/<int:pk>/edit/", modules.module_edit, name="module_edit"),
    path("modules/<int:pk>/check/", modules.module_check, name="module_check"),
    path("partnerships/<slug:slug>/opportunities/", opportunities.opportunities, name="opportunities"),
    path(
        "partnerships/<slug:slug>/opportunities/new/", opportunities.opportunity_new, name="opportunity_new"
    ),
    path(
        "partnerships/<slug:slug>/opportunities/found/",
        opportunities.opportunities_found,
        name="opportunities_found",
    ),
    path(
        "partnerships/<slug:slug>/opportunities/take/",
        opportunities.opportunity_take,
        name="opportunity_take",
    ),
    path("opportunities/<int:pk>/", opportunities.opportunity_detail, name="opportunity_detail"),
    path("opportunities/<int:pk>/edit/", opportunities.opportunity_edit, name="opportunity_edit"),
    path("partnerships/<slug:slug>/library/", library.library, name="library"),
    path("partnerships/<slug:slug>/library/modules/", library.library_modules, name="library_modules"),
    path("library/<int:pk>/", library.library_practice, name="library_practice"),
]

# Reporting periods
urlpatterns += [
    path("partnerships/<slug:slug>/periods/", reporting_periods.periods, name="periods"),
    path("partnerships/<slug:slug>/periods/new/", reporting_periods.period_new, name="period_new"),
    path("periods/<int:pk>/", reporting_periods.period_detail, name="period_detail"),
    path("periods/<int:pk>/figures.csv", reporting_periods.period_csv, name="period_csv"),
    path("periods/<int:pk>/close/", reporting_periods.period_close, name="period_close"),
    path("periods/<int:pk>/remove/", reporting_periods.period_remove, name="period_remove"),
    path("periods/<int:pk>/correct/", reporting_periods.correction_new, name="correction_new"),
    path("corrections/<int:pk>/review/", reporting_periods.correction_review, name="correction_review"),
]

# The public pages of clusters and partnerships, and who is interested
urlpatterns += [
    path("directory/clusters/<slug:slug>/", cluster_page.cluster_page, name="cluster_page"),
    path("partnerships/", results.partnerships, name="partnerships"),
    path("partnerships/<slug:slug>/", results.results, name="results"),
    path("partnerships/<slug:slug>/results.csv", results.results_csv, name="results_csv"),
    path("partnerships/<slug:slug>/interested/", results.interest, name="interest"),
    path("partnerships/<slug:slug>/interested/sent/", results.interest_sent, name="interest_sent"),
    path("partnerships/<slug:slug>/leads/", leads.leads, name="leads"),
    path("leads/<int:pk>/", leads.lead_detail, name="lead_detail"),
    path("leads/<int:pk>/answer/", leads.lead_answer, name="lead_answer"),
    path("leads/<int:pk>/invite/", leads.lead_invite, name="lead_invite"),
]

# What the coordinator says on the public page
urlpatterns += [
    path(
        "partnerships/<slug:slug>/profile/",
        partnership_profile.partnership_profile,
        name="partnership_profile",
    ),
    path(
        "partnerships/<slug:slug>/profile/<slug:topic>/",
        partnership_profile.partnership_topic,
        name="partnership_topic",
    ),
    path("partnerships/<slug:slug>/networks/", networks.networks, name="networks"),
    path("partnerships/<slug:slug>/networks/new/", networks.network_new, name="network_new"),
    path("networks/<int:pk>/", networks.network_edit, name="network_edit"),
    path("networks/<int:pk>/remove/", networks.network_remove, name="network_remove"),
    path("networks/<int:pk>/evidence/", networks.network_evidence, name="network_evidence"),
    path("partnerships/<slug:slug>/news/", news.news, name="news"),
    path("partnerships/<slug:slug>/news/desk/", news.news_desk, name="news_desk"),
    path("partnerships/<slug:slug>/news/new/", news.news_new, name="news_new"),
    path("news/<int:pk>/", news.news_detail, name="news_detail"),
    path("news/<int:pk>/edit/", news.news_edit, name="news_edit"),
    path("news/<int:pk>/mark/", news.news_mark, name="news_mark"),
    path("news/<int:pk>/file/", news.news_file, name="news_file"),
]
