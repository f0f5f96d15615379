"""Who gets what on each route; the tests of test_route_matrix.py walk it.

in   sent to the log-in          no   403: the person sees it, or could, but may not do this
ok   the page (200)              404  not found: it is not the person's
go   sent elsewhere (302)        bad  400: nothing useful was sent

A page with a form is also sent an empty one, by everybody: who is kept out of the page, or stands in READS_ONLY, must be
refused before the form is read. The auditor and the support office send only what somebody without any role may,
and what stands in OWN_THINGS.

The scene: a visit of the firm (visitor) to the host, decided by Elbe Valley (manager), host's cluster Azur Secure
(host_manager), payment ordered by the manager. Vilnius is the deputy, Sofia another cluster. `stranger` is logged in
without any role. A route that takes no GET is asked by an empty POST.
"""

COLUMNS = "anonymous stranger visitor host manager host_manager deputy other_manager finance coordinator auditor support"
PERSONAS = tuple(COLUMNS.split())


def line(route: str, cells: list[str]) -> str:
    """A row as it stands in a table below."""
    return route.ljust(44) + " ".join(cell.ljust(5) for cell in cells).rstrip()


def _read(table: str) -> dict[str, list[str]]:
    rows = [row.split() for row in table.strip().splitlines()[1:]]
    return {route: cells for route, *cells in rows}


PORTAL = """
route                                       anon  strg  visi  host  mngr  hmgr  dpty  omgr  fina  coor  audi  supp
healthz                                     ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
readyz                                      ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
demo:personas                               404   404   404   404   404   404   404   404   404   404   404   404
demo:become                                 404   404   404   404   404   404   404   404   404   404   404   404
demo:mailbox                                404   404   404   404   404   404   404   404   404   404   404   404
demo:mail                                   404   404   404   404   404   404   404   404   404   404   404   404
demo:next_day                               404   404   404   404   404   404   404   404   404   404   404   404
demo:end_of_stay                            404   404   404   404   404   404   404   404   404   404   404   404
sessions                                    in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
core:gallery                                ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
core:verify                                 ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
core:exports                                in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
core:export_new                             in    no    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
core:export_at_once                         in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
core:export_run                             in    404   404   404   ok    404   404   404   404   404   404   404
core:export_file                            in    404   404   404   404   404   404   404   404   404   404   404
core:export_again                           in    404   404   404   go    404   404   404   404   404   404   404
core:imports                                in    404   404   404   ok    ok    ok    ok    404   ok    404   404
core:import_new                             in    404   404   404   ok    ok    ok    ok    404   404   404   404
core:import_template                        in    404   404   404   ok    ok    ok    ok    404   404   404   404
core:import_run                             in    404   404   404   go    404   404   404   404   404   404   404
core:import_columns                         in    404   404   404   ok    404   404   404   404   404   404   404
core:import_save                            in    404   404   404   go    404   404   404   404   404   404   404
core:import_cancel                          in    404   404   404   go    404   404   404   404   404   404   404
core:import_problems                        in    404   404   404   404   404   404   404   404   404   404   404
core:import_file                            in    404   404   404   ok    404   404   404   404   404   404   404
"""
CLUSTERS = """
route                                       anon  strg  visi  host  mngr  hmgr  dpty  omgr  fina  coor  audi  supp
clusters:profile                            in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:hat_switch                         in    go    go    go    go    go    go    go    go    go    go    go
clusters:hat_open                           in    go    go    go    go    go    go    go    go    go    go    go
clusters:privacy                            ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:privacy_read                       in    go    go    go    go    go    go    go    go    go    go    go
clusters:my_data                            in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:my_data_copy                       in    go    go    go    go    go    go    go    go    go    go    go
clusters:my_data_download                   in    go    go    go    go    go    go    go    go    go    go    go
clusters:my_data_correct                    in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:my_data_restrict                   in    go    go    go    go    go    go    go    go    go    go    go
clusters:account_delete                     in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:account_keep                       in    go    go    go    go    go    go    go    go    go    go    go
clusters:consents                           in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:consent_give                       in    404   404   404   404   404   404   404   404   404   404   404
clusters:contact_refuse                     in    404   404   404   404   404   404   404   404   404   404   404
clusters:consent_revoke                     in    404   404   404   404   404   404   404   404   404   404   404
clusters:retention                          in    no    no    no    no    no    no    no    no    ok    ok    no
clusters:retention_balance                  in    no    no    no    no    no    no    no    no    ok    no    no
clusters:retention_hold                     in    no    no    no    no    no    no    no    no    ok    no    no
clusters:retention_hold_lift                in    no    no    no    no    no    no    no    no    404   no    no
clusters:deletion_cancel_by_link            404   404   404   404   404   404   404   404   404   404   404   404
clusters:directory                          ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:organisation_public                404   404   404   404   404   404   404   404   404   404   404   404
clusters:towns                              ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:organisation_new                   in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:organisation_similar               in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:organisation_detail                in    404   ok    404   ok    404   404   404   ok    ok    ok    ok
clusters:organisation_edit                  in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_terms                 in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_numbers               in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_figures               in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_logo                  in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_logo_image            404   404   404   404   404   404   404   404   404   404   404   404
clusters:organisation_address               in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_place                 in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_places                in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_site_new              in    404   ok    404   no    404   404   404   no    no    no    no
clusters:site_address                       in    404   ok    404   no    404   404   404   no    no    no    no
clusters:site_place                         in    404   ok    404   no    404   404   404   no    no    no    no
clusters:site_count                         in    404   ok    404   no    404   404   404   no    no    no    no
clusters:site_remove                        in    404   ok    404   no    404   404   404   no    no    no    no
clusters:organisation_size                  in    404   ok    404   ok    404   404   404   ok    ok    ok    ok
clusters:organisation_size_check            in    404   no    404   go    404   404   404   no    no    no    no
clusters:sme_test                           in    404   ok    404   no    404   404   404   no    no    no    no
clusters:sme_further                        in    404   go    404   no    404   404   404   no    no    no    no
clusters:sme_enterprises                    in    404   go    404   no    404   404   404   no    no    no    no
clusters:sme_enterprise_remove              in    404   go    404   no    404   404   404   no    no    no    no
clusters:sme_result                         in    404   go    404   no    404   404   404   no    no    no    no
clusters:membership_new                     in    404   ok    404   no    404   404   404   no    no    no    no
clusters:membership_unlisted                in    404   ok    404   no    404   404   404   no    no    no    no
clusters:cluster_profile                    in    no    no    no    ok    ok    ok    ok    no    no    no    no
clusters:cluster_topic                      in    no    no    no    ok    ok    ok    ok    no    no    no    no
clusters:members                            in    no    no    no    ok    ok    ok    ok    no    no    no    no
clusters:members_csv                        in    no    no    no    ok    ok    ok    ok    no    no    no    no
clusters:members_confirm                    in    no    no    no    ok    ok    ok    ok    no    no    no    no
clusters:members_confirmed                  in    no    no    no    ok    ok    ok    ok    no    no    no    no
clusters:member_new                         in    no    no    no    ok    ok    ok    ok    no    no    no    no
clusters:membership_decide                  in    404   no    404   ok    404   404   404   no    no    no    no
clusters:member_merge                       in    404   no    404   ok    404   404   404   no    no    no    no
clusters:member_merge_with                  in    404   no    404   ok    404   404   404   no    no    no    no
clusters:membership_remind                  in    404   go    404   no    404   404   404   no    no    no    no
clusters:membership_proof                   in    404   404   404   404   404   404   404   404   404   404   404
clusters:membership_by_link                 404   404   404   404   404   404   404   404   404   404   404   404
clusters:contact_by_link                    404   404   404   404   404   404   404   404   404   404   404   404
clusters:my_rights                          in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:role_rights                        in    404   ok    404   404   404   404   404   404   404   404   404
clusters:checklist_hide                     in    go    go    go    go    go    go    go    go    go    go    go
clusters:second_step                        in    go    go    go    go    go    go    go    go    go    go    go
clusters:team                               in    404   ok    404   404   404   404   404   404   404   404   404
clusters:invitation_new                     in    404   ok    404   404   404   404   404   404   404   404   404
clusters:invitation_resend                  in    404   go    404   404   404   404   404   404   404   404   404
clusters:invitation_withdraw                in    404   go    404   404   404   404   404   404   404   404   404
clusters:invitation_accept                  404   404   404   404   404   404   404   404   404   404   404   404
clusters:role_end                           in    404   ok    404   404   404   404   404   404   404   404   404
clusters:absence_new                        in    404   ok    404   404   404   404   404   404   404   404   404
clusters:absence_end                        in    404   go    404   404   404   404   404   404   404   404   404
clusters:join_by_link                       404   404   404   404   404   404   404   404   404   404   404   404
clusters:join_find                          in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
clusters:join_ask                           in    404   404   404   404   404   404   404   404   404   404   404
clusters:join_decide                        in    no    ok    404   404   404   404   404   404   404   404   404
"""
EXCHANGES = """
route                                       anon  strg  visi  host  mngr  hmgr  dpty  omgr  fina  coor  audi  supp
exchanges:calculator                        ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:check                             ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:application_new                   in    go    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:application_enter                 in    no    no    no    ok    ok    ok    ok    no    no    no    no
exchanges:application_task_list             in    404   ok    404   404   404   404   404   404   404   404   404
exchanges:application_check                 in    404   ok    404   404   404   404   404   404   404   404   404
exchanges:estimate                          in    404   ok    404   404   404   404   404   404   404   404   404
exchanges:application_entered               in    404   404   404   404   404   404   404   404   404   404   404
exchanges:application_page                  in    404   ok    404   404   404   404   404   404   404   404   404
exchanges:application_sent                  in    404   ok    no    ok    no    404   404   ok    ok    ok    ok
exchanges:application_pdf                   in    404   ok    no    ok    no    404   404   ok    ok    ok    no
exchanges:application_ics                   in    404   ok    no    ok    no    404   404   ok    ok    ok    no
exchanges:application_answer                in    404   go    no    no    no    404   404   no    no    no    no
exchanges:application_withdraw              in    404   ok    no    no    no    404   404   no    no    no    no
exchanges:application_confirm_by_link       404   404   404   404   404   404   404   404   404   404   404   404
exchanges:application_answer_by_link        404   404   404   404   404   404   404   404   404   404   404   404
exchanges:queue                             in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:queue_csv                         in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:queue_export                      in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:bulk                              in    no    no    no    go    go    go    go    go    go    no    no
exchanges:bulk_run                          in    404   404   404   ok    404   404   404   404   404   404   404
exchanges:bulk_undo                         in    404   404   404   go    404   404   404   404   404   404   404
exchanges:file_desk                         in    404   no    no    ok    ok    404   404   ok    ok    no    no
exchanges:columns                           in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:views                             in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:view_new                          in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:view_default                      in    no    no    no    go    go    go    go    go    go    go    go
exchanges:view_edit                         in    no    no    no    ok    404   404   404   404   404   404   404
exchanges:view_renew                        in    no    no    no    go    404   404   404   404   404   404   404
exchanges:view_delete                       in    no    no    no    ok    404   404   404   404   404   404   404
exchanges:application_review                in    404   no    no    ok    no    404   404   ok    ok    ok    ok
exchanges:application_decide                in    404   no    no    ok    no    404   404   no    no    no    no
exchanges:application_conflict              in    404   no    no    ok    no    404   404   no    no    no    no
exchanges:application_conflict_end          in    404   no    no    no    no    404   404   no    no    no    no
exchanges:application_membership            in    404   no    no    go    no    404   404   no    no    no    no
exchanges:proposal_suggest                  in    404   go    no    go    no    404   404   no    no    no    no
exchanges:host_invitation                   in    404   no    no    go    no    404   404   no    no    no    no
exchanges:host_invitation_by_link           404   404   404   404   404   404   404   404   404   404   404   404
exchanges:proposal_answer                   in    404   ok    ok    ok    no    404   404   no    no    no    no
exchanges:proposal_confirm                  in    404   no    no    go    go    404   404   no    no    no    no
exchanges:proposal_withdraw                 in    404   go    no    go    no    404   404   no    no    no    no
exchanges:proposal_by_link                  404   404   404   404   404   404   404   404   404   404   404   404
exchanges:proposal_confirm_by_link          404   404   404   404   404   404   404   404   404   404   404   404
exchanges:matching_runs                     in    no    no    no    ok    ok    ok    ok    no    ok    ok    no
exchanges:matching_run_new                  in    no    no    no    no    no    no    no    no    ok    no    no
exchanges:matching_compare                  in    no    no    no    no    no    no    no    no    go    go    no
exchanges:matching_run                      in    404   404   404   ok    ok    ok    404   404   ok    ok    404
exchanges:matching_run_file                 in    404   404   404   no    no    no    404   404   404   no    404
exchanges:matching_run_undo                 in    404   404   404   no    no    no    404   404   old   no    404
exchanges:matching_run_send                 in    404   404   404   no    no    no    404   404   ok    no    404
exchanges:matching_run_discard              in    404   404   404   no    no    no    404   404   ok    no    404
exchanges:matching_run_again                in    404   404   404   no    no    no    404   404   go    no    404
exchanges:missions                          ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:mission_new                       in    no    no    no    ok    ok    ok    ok    no    ok    no    no
exchanges:mission_detail                    404   404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_ics                       404   404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_edit                      in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_programme                 in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_programme_paste           in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_session                   in    404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_terms                     in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_invitations               in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_invite                    in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_invitations_send          in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_invitations_remind        in    404   404   404   404   go    404   404   404   go    404   404
exchanges:mission_invitation_withdraw       in    404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_invitation_by_link        404   404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_register                  404   404   404   404   404   go    404   404   404   go    404   404
exchanges:mission_places                    in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_move_up                   in    404   404   404   404   go    404   404   404   go    404   404
exchanges:mission_place_refuse              in    404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_place_act                 in    404   404   404   404   404   404   404   404   404   404   404
exchanges:participant_by_link               404   404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_clone                     in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_cancel                    in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_session_remove            in    404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_board                     in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_all                       in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_people                    in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_people_add                in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_person_withdraw           in    404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_paper                     in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_presence                  in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_check_in                  in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_countersign               in    404   404   404   404   go    404   404   404   no    404   404
exchanges:presence_here                     404   404   404   404   404   404   404   404   404   404   404   404
exchanges:event_feedback_by_link            404   404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_feedback                  in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_report                    in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_report_pdf                404   404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_report_act                in    404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_report_reopen             in    404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_certificates              in    404   404   404   404   404   404   404   404   404   404   404
exchanges:event_certificate                 in    404   404   404   404   404   404   404   404   404   404   404
exchanges:event_certificate_by_link         404   404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_materials                 in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:mission_material                  404   404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_material_act              in    404   404   404   404   404   404   404   404   404   404   404
exchanges:material_by_link                  404   404   404   404   404   404   404   404   404   404   404   404
exchanges:meeting_round                     in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_setup                     in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_times                     in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_answers                   in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_remind                    in    404   404   404   404   go    404   404   404   go    404   404
exchanges:meeting_solve                     in    404   404   404   404   go    404   404   404   go    404   404
exchanges:meeting_plan                      in    404   404   404   404   404   404   404   404   404   404   404
exchanges:meeting_grid                      in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_new                       in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_detail                    in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_cancel                    in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_swap                      in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_absent                    in    404   404   404   404   ok    404   404   404   ok    404   404
exchanges:meeting_act                       in    404   404   404   404   404   404   404   404   404   404   404
exchanges:my_meetings                       in    404   ok    404   404   no    404   404   no    no    no    no
exchanges:my_meetings_page                  in    404   go    404   404   no    404   404   no    no    no    no
exchanges:my_meeting_outcome                in    404   404   404   404   no    404   404   no    no    no    no
exchanges:my_meetings_by_link               404   404   404   404   404   404   404   404   404   404   404   404
exchanges:my_meetings_page_by_link          404   404   404   404   404   404   404   404   404   404   404   404
exchanges:my_meeting_outcome_by_link        404   404   404   404   404   404   404   404   404   404   404   404
exchanges:meetings_feed                     404   404   404   404   404   404   404   404   404   404   404   404
exchanges:mission_act                       in    404   404   404   404   go    404   404   404   go    404   404
exchanges:offers                            ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:organisation_profiles             in    404   ok    404   no    404   404   404   no    no    no    no
exchanges:visitor_profile                   in    404   ok    404   no    404   404   404   no    no    no    no
exchanges:visitor_cv                        in    404   ok    404   no    404   404   404   no    no    no    no
exchanges:visitor_cv_file                   in    404   404   404   404   404   404   404   404   404   404   404
exchanges:host_profile                      in    404   ok    404   no    404   404   404   no    no    no    no
exchanges:interest_confirm                  in    404   go    404   no    404   404   404   no    no    no    no
exchanges:interest_by_link                  404   404   404   404   404   404   404   404   404   404   404   404
exchanges:offer_new                         in    no    ok    no    ok    ok    ok    ok    no    no    no    no
exchanges:offer_detail                      ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:offer_edit                        in    no    no    ok    no    ok    no    no    no    ok    no    no
exchanges:offer_topic                       in    no    no    ok    no    ok    no    no    no    ok    no    no
exchanges:offer_periods                     in    no    no    ok    no    ok    no    no    no    ok    no    no
exchanges:offer_period_remove               in    no    no    go    no    go    no    no    no    go    no    no
exchanges:offer_visitors                    in    no    no    ok    no    ok    no    no    no    ok    no    no
exchanges:offer_switch                      in    no    no    go    no    go    no    no    no    go    no    no
exchanges:outcome_by_link                   404   404   404   404   404   404   404   404   404   404   404   404
exchanges:report_edit_by_link               404   404   404   404   404   404   404   404   404   404   404   404
exchanges:report_sum_by_link                404   404   404   404   404   404   404   404   404   404   404   404
exchanges:report_submit_by_link             404   404   404   404   404   404   404   404   404   404   404   404
exchanges:report_follow_ups_by_link         404   404   404   404   404   404   404   404   404   404   404   404
exchanges:report_follow_up_remove_by_link   404   404   404   404   404   404   404   404   404   404   404   404
exchanges:evidence_add_by_link              404   404   404   404   404   404   404   404   404   404   404   404
exchanges:evidence_note_by_link             404   404   404   404   404   404   404   404   404   404   404   404
exchanges:evidence_replace_by_link          404   404   404   404   404   404   404   404   404   404   404   404
exchanges:evidence_preview_by_link          404   404   404   404   404   404   404   404   404   404   404   404
exchanges:evidence_remove_by_link           404   404   404   404   404   404   404   404   404   404   404   404
exchanges:report_page_by_link               404   404   404   404   404   404   404   404   404   404   404   404
exchanges:outcome_record                    in    404   no    ok    no    ok    404   404   no    no    no    no
exchanges:discontinue                       in    404   no    no    go    no    404   404   no    no    no    no
exchanges:report_edit                       in    404   go    no    no    no    404   404   no    no    no    no
exchanges:report_sum                        in    404   go    no    no    no    404   404   no    no    no    no
exchanges:report_submit                     in    404   go    no    no    no    404   404   no    no    no    no
exchanges:report_follow_ups                 in    404   go    no    no    no    404   404   no    no    no    no
exchanges:report_follow_up_remove           in    404   go    no    no    no    404   404   no    no    no    no
exchanges:evidence_add                      in    404   go    no    no    no    404   404   no    no    no    no
exchanges:evidence_note                     in    404   go    no    no    no    404   404   no    no    no    no
exchanges:evidence_replace                  in    404   go    no    no    no    404   404   no    no    no    no
exchanges:evidence_preview                  in    404   go    no    no    no    404   404   no    no    no    no
exchanges:evidence_remove                   in    404   go    no    no    no    404   404   no    no    no    no
exchanges:report_page                       in    404   go    no    no    no    404   404   no    no    no    no
exchanges:report_validate                   in    404   no    no    ok    no    404   404   ok    ok    ok    ok
exchanges:report_return                     in    404   no    no    ok    no    404   404   no    no    no    no
exchanges:evidence_waive                    in    404   no    no    ok    no    404   404   no    no    no    no
exchanges:report_not_eligible               in    404   no    no    ok    no    404   404   no    no    no    no
exchanges:day_ask                           in    404   no    no    ok    no    404   404   no    ok    no    no
exchanges:day_confirm                       in    404   no    no    go    no    404   404   go    go    no    no
exchanges:certificate_pdf                   in    404   ok    no    ok    no    404   404   ok    ok    ok    no
exchanges:dossier                           in    404   ok    no    ok    no    404   404   ok    ok    ok    no
exchanges:file_messages                     in    404   ok    ok    ok    ok    404   404   ok    ok    ok    ok
exchanges:file_message_take_back            in    404   404   404   404   404   404   404   404   404   404   404
exchanges:file_mails                        in    404   no    no    ok    no    404   404   ok    ok    ok    no
exchanges:file_mail                         in    404   no    no    ok    no    404   404   ok    ok    ok    no
exchanges:mail_resend                       in    404   no    no    go    no    404   404   no    go    no    no
exchanges:payment_detail                    in    404   no    no    ok    no    404   404   ok    ok    ok    ok
exchanges:payment_order                     in    404   no    no    go    no    404   404   no    no    no    no
exchanges:payment_approve                   in    404   no    no    no    no    404   404   go    go    no    no
exchanges:payment_refuse                    in    404   no    no    no    no    404   404   ok    ok    no    no
exchanges:payment_mark_paid                 in    404   no    no    no    no    404   404   ok    no    no    no
exchanges:past_exchanges                    in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:tandems                           in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:tandem_new                        in    no    no    no    ok    ok    ok    ok    no    no    no    no
exchanges:tandem_topics                     in    no    no    no    ok    ok    ok    ok    no    no    no    no
exchanges:tandem_detail                     in    404   404   404   ok    ok    404   404   ok    ok    ok    ok
exchanges:tandem_answer                     in    404   404   404   no    ok    404   404   no    no    no    no
exchanges:tandem_session                    in    404   404   404   ok    ok    404   404   no    no    no    no
exchanges:tandem_session_remove             in    404   404   404   404   404   404   404   no    no    no    no
exchanges:tandem_finish                     in    404   404   404   ok    ok    404   404   no    no    no    no
exchanges:tandem_end                        in    404   404   404   ok    ok    404   404   no    ok    no    no
exchanges:calendar                          in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:calendar_address                  in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:calendar_address_stop             in    no    go    go    go    go    go    go    go    go    go    go
exchanges:calendar_feed                     404   404   404   404   404   404   404   404   404   404   404   404
exchanges:matching                          in    no    no    no    ok    ok    ok    ok    no    ok    no    no
exchanges:matching_demand                   in    no    no    no    ok    ok    ok    ok    no    ok    no    no
exchanges:matching_demand_csv               in    no    no    no    ok    ok    ok    ok    no    ok    no    no
exchanges:matching_weights                  in    no    no    no    no    no    no    no    no    ok    no    no
exchanges:past_exchanges_csv                in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:past_exchange                     in    404   ok    ok    ok    ok    404   404   ok    ok    ok    ok
exchanges:payments                          in    no    no    no    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:questionnaire_by_link             404   404   404   404   404   404   404   404   404   404   404   404
exchanges:questionnaire_answer              in    404   ok    no    no    no    404   404   no    no    no    no
exchanges:questionnaire_bypass              in    404   no    no    ok    no    404   404   no    ok    no    no
exchanges:file                              in    404   ok    ok    ok    ok    404   404   ok    ok    ok    ok
exchanges:sum_explained                     in    404   ok    no    ok    no    404   404   ok    ok    ok    ok
exchanges:exchange_cancel                   in    404   go    go    go    no    404   404   no    no    no    no
exchanges:plan_edit                         in    404   go    no    go    no    404   404   no    no    no    no
exchanges:plan_dates                        in    404   go    no    go    no    404   404   no    no    no    no
exchanges:plan_send                         in    404   go    no    go    no    404   404   no    no    no    no
exchanges:programme_take_over               in    404   go    no    go    go    404   404   no    go    no    no
exchanges:plan_change                       in    404   go    no    go    no    404   404   no    no    no    no
exchanges:commitment_sign                   in    404   ok    ok    ok    ok    404   404   ok    ok    ok    ok
exchanges:agreement_sign                    in    404   ok    no    ok    no    404   404   ok    ok    ok    ok
exchanges:bank_account                      in    404   ok    no    no    no    404   404   ok    no    no    no
exchanges:sign_on_paper                     in    404   no    no    go    go    404   404   no    no    no    no
exchanges:document_pdf                      in    404   ok    ok    ok    ok    404   404   ok    ok    ok    ok
exchanges:document_print                    in    404   no    no    go    go    404   404   no    go    no    no
exchanges:sign_by_link                      404   404   404   404   404   404   404   404   404   404   404   404
exchanges:stored_preview                    in    404   404   404   404   404   404   404   404   404   404   404
exchanges:stored_file                       in    404   ok    404   ok    404   404   404   ok    ok    ok    404
exchanges:rulebooks                         ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
exchanges:rulebook                          404   404   404   404   404   404   404   404   404   ok    404   404
exchanges:rulebook_new                      in    no    no    no    no    no    no    no    no    ok    no    no
exchanges:rulebook_publish                  in    404   404   404   404   404   404   404   404   ok    404   404
exchanges:rulebook_discard                  in    404   404   404   404   404   404   404   404   ok    404   404
exchanges:rulebook_confirm_sums             in    404   404   404   404   404   404   404   404   ok    404   404
exchanges:rulebook_reasons                  in    404   404   404   404   404   404   404   404   ok    404   404
exchanges:rulebook_reason_new               in    404   404   404   404   404   404   404   404   ok    404   404
exchanges:rulebook_reason                   in    404   404   404   404   404   404   404   404   ok    404   404
exchanges:rulebook_reason_remove            in    404   404   404   404   404   404   404   404   ok    404   404
exchanges:rulebook_part                     in    404   404   404   404   404   404   404   404   ok    404   404
"""
REPORTING = """
route                                       anon  strg  visi  host  mngr  hmgr  dpty  omgr  fina  coor  audi  supp
reporting:start                             ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:dashboard()                       in    404   404   404   go    go    go    404   go    go    go    go
reporting:dashboard(slug)                   in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:schedules                         in    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:schedule_new                      in    no    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:schedule                          in    404   404   404   ok    404   404   404   404   404   404   404
reporting:schedule_edit                     in    404   404   404   ok    404   404   404   404   404   404   404
reporting:schedule_delete                   in    404   404   404   ok    404   404   404   404   404   404   404
reporting:schedule_act                      in    404   404   404   go    404   404   404   404   404   404   404
reporting:archive                           in    404   404   404   no    no    no    404   no    ok    ok    ok
reporting:figures_csv                       in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:chart_csv                         in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:dashboard_part                    in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:cluster_dashboard                 in    404   404   404   ok    404   404   404   ok    ok    ok    ok
reporting:cluster_chart_csv                 in    404   404   404   ok    404   404   404   ok    ok    ok    ok
reporting:scheme                            in    404   404   404   404   404   404   404   404   404   404   ok
reporting:scheme_csv                        in    404   404   404   404   404   404   404   404   404   404   ok
reporting:scheme_chart_csv                  in    404   404   404   404   404   404   404   404   404   404   ok
reporting:impact                            ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:impact_csv                        ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:results_csv                       ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:indicator_detail                  in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:indicator_csv                     in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:activities                        in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:activity_new                      in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:activity_review                   in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:activity_edit                     in    404   404   404   ok    no    no    404   no    ok    no    no
reporting:activity_evidence                 in    404   404   404   404   404   404   404   404   404   404   404
reporting:periods                           in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:period_new                        in    404   404   404   no    no    no    404   no    ok    no    no
reporting:period_detail                     in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:period_csv                        in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:period_close                      in    404   404   404   no    no    no    404   no    ok    no    no
reporting:period_remove                     in    404   404   404   no    no    no    404   no    ok    no    no
reporting:correction_new                    in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:correction_review                 in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:activity_rows                     in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:activity_sources                  in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:double_claims                     in    404   404   404   no    no    no    404   ok    ok    ok    ok
reporting:targets                           in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:services                          in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:service_new                       in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:service_detail                    in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:service_edit                      in    404   404   404   ok    no    no    404   no    ok    no    no
reporting:service_evidence                  in    404   404   404   404   404   404   404   404   404   404   404
reporting:deliverables                      in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:deliverable_kind                  in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:deliverable_begin                 in    404   404   404   no    no    no    404   no    ok    no    no
reporting:deliverable_plan                  in    404   404   404   no    no    no    404   no    ok    no    no
reporting:deliverable_earlier               in    404   404   404   no    no    no    404   no    ok    no    no
reporting:deliverable_earlier_file          404   404   404   404   404   404   404   404   404   404   404   404
reporting:deliverable                       in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:deliverable_freeze                in    404   404   404   no    no    no    404   no    ok    no    no
reporting:deliverable_make                  in    404   404   404   go    go    go    404   go    go    no    no
reporting:deliverable_changes               in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:deliverable_with_changes          in    404   404   404   no    no    no    404   no    go    no    no
reporting:deliverable_submitted             in    404   404   404   no    no    no    404   no    ok    no    no
reporting:deliverable_move                  in    404   404   404   no    no    no    404   no    ok    no    no
reporting:deliverable_part                  in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:deliverable_presence              in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:deliverable_versions              in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:deliverable_assign                in    404   404   404   no    no    no    404   no    go    no    no
reporting:deliverable_comment               in    404   404   404   go    go    go    404   go    go    no    no
reporting:deliverable_settle                in    404   404   404   go    go    go    404   go    go    no    no
reporting:deliverable_file                  404   404   404   404   404   404   404   404   404   404   404   404
reporting:help                              ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:help_guide                        ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:help_words                        ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:contact                           ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:accessibility                     ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:cookies                           ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:legal_notice                      ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:security_txt                      ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:partnerships                      ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:cluster_page                      ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:results                           ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:partnership_profile               in    404   404   404   no    no    no    404   no    ok    no    no
reporting:partnership_topic                 in    404   404   404   no    no    no    404   no    ok    no    no
reporting:networks                          in    404   404   404   no    no    no    404   no    ok    no    no
reporting:network_new                       in    404   404   404   no    no    no    404   no    ok    no    no
reporting:network_edit                      in    404   404   404   no    no    no    404   no    ok    no    no
reporting:network_remove                    in    404   404   404   no    no    no    404   no    ok    no    no
reporting:network_evidence                  in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:news                              ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:news_desk                         in    404   404   404   no    no    no    404   no    ok    no    no
reporting:news_new                          in    404   404   404   no    no    no    404   no    ok    no    no
reporting:news_detail                       404   404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:news_edit                         in    404   404   404   no    no    no    404   no    ok    no    no
reporting:news_mark                         in    404   404   404   no    no    no    404   no    go    no    no
reporting:news_file                         404   404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:practices                         in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:practice_new                      in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:practices_found                   in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:practice_take                     in    404   404   404   go    go    go    404   no    go    no    no
reporting:practice_detail                   in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:practice_edit                     in    404   404   404   ok    no    no    404   no    ok    no    no
reporting:practice_publish                  in    404   404   404   go    no    no    404   no    go    no    no
reporting:practice_evidence                 in    404   404   404   404   404   404   404   404   404   404   404
reporting:modules                           in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:module_new                        in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:module_detail                     in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:module_edit                       in    404   404   404   ok    no    no    404   no    ok    no    no
reporting:module_check                      in    404   404   404   go    go    go    404   no    go    no    no
reporting:opportunities                     in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:opportunity_new                   in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:opportunities_found               in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:opportunity_take                  in    404   404   404   go    go    go    404   no    go    no    no
reporting:opportunity_detail                in    404   404   404   ok    ok    ok    404   ok    ok    ok    ok
reporting:opportunity_edit                  in    404   404   404   ok    no    no    404   no    ok    no    no
reporting:library                           ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:library_modules                   ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:library_practice                  404   404   404   404   404   404   404   404   404   404   404   404
reporting:interest                          ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:interest_sent                     ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok    ok
reporting:leads                             in    404   404   404   ok    ok    ok    404   no    ok    no    no
reporting:lead_detail                       in    404   404   404   ok    404   404   404   404   ok    404   404
reporting:lead_answer                       in    404   404   404   ok    404   404   404   404   ok    404   404
reporting:lead_invite                       in    404   404   404   ok    404   404   404   404   ok    404   404
"""
# Who reads the page but sends nothing to it. On every other page, whoever gets in may also send.
READS_ONLY = {
    "exchanges:application_new": "manager host_manager deputy other_manager finance coordinator auditor support",
    "exchanges:report_validate": "finance coordinator auditor support",
    "exchanges:commitment_sign": "finance coordinator auditor support",
    "exchanges:agreement_sign": "finance coordinator auditor support",
    "exchanges:bank_account": "finance",
    "exchanges:file_messages": "auditor support",
    "reporting:activity_review": "manager finance auditor support",
    "reporting:deliverable_part": "finance auditor support",
    "reporting:deliverable_versions": "finance auditor support",
    "reporting:practice_detail": "host_manager deputy finance auditor support",
    "reporting:opportunity_detail": "host_manager deputy finance auditor support",
    "reporting:double_claims": "finance auditor support",
    "reporting:targets": "manager host_manager deputy finance auditor support",
    # Without a role there is no calendar to give an address to; the page says so.
    "exchanges:calendar_address": "stranger",
}
# What these change is the person's own and no record: how a list looks, a table to take away. Oversight may send them.
OWN_THINGS = {
    "core:export_new",
    "reporting:archive",
    "reporting:schedule_new",
    "exchanges:queue_export",
    "exchanges:columns",
    "exchanges:view_new",
    "exchanges:view_default",
    "exchanges:calendar_address",
    "exchanges:calendar_address_stop",
}
ROUTES = {
    route: cells
    for table in (PORTAL, CLUSTERS, EXCHANGES, REPORTING)
    for route, cells in _read(table).items()
}
