"""Reports hold counts and organisations; people appear only as those who recorded something."""

from core.personal_data import WORKFLOWED, Holding, add, words


def register() -> None:
    """Called when the app is ready."""
    _about_services_and_targets()
    add(
        Holding(
            "reporting.Activity",
            rule="history",
            texts=words("title note partner return_reason"),
            plain=words(
                f"id {WORKFLOWED} partnership cluster kind held_on count mode place participants "
                "organisations counterpart evidence evidence_url event tandem import_run recorded_by recorded_at "
                "reviewed_by reviewed_at"
            ),
        )
    )
    add(
        Holding(
            "reporting.LinkedNetwork",
            rule="history",
            texts=("evidence",),
            plain=words(
                "id partnership name location kind relation website evidence_url activity linked_on added_by added_at"
            ),
        )
    )
    add(
        Holding(
            "reporting.NewsItem",
            rule="history",
            texts=words("title text"),
            plain=words("id partnership kind link file dated_on published_at written_by created_at"),
        )
    )
    _deliverables()


def _deliverables() -> None:
    add(
        Holding(
            "reporting.Deliverable",
            rule="history",
            texts=words("subject submission_note files_problem"),
            plain=words(
                f"id {WORKFLOWED} partnership code title work_package confidential number since as_of frozen_at "
                "period with_corrections with_changes "
                "begun_by begun_at review_asked_by review_asked_at approved_by approved_at published_by published_at "
                "submitted_on files_asked_at files_made_at files_failed_at files_are_final"
            ),
        )
    )
    # Numbers of organisations, and hashes of the addresses of travellers: these change and go with the traveller's row.
    add(Holding("reporting.LedgerEntry", plain=words("id subject subject_id lines")))
    add(
        Holding(
            "reporting.LedgerLine", plain=words("id partnership section key second member day number total")
        )
    )
    add(Holding("reporting.LedgerMember", plain=words("id partnership section key member day number")))
    add(
        Holding(
            "reporting.LedgerCell", plain=words("id partnership span section key second day number total")
        )
    )
    _about_the_public_page()


def _about_services_and_targets() -> None:
    add(
        Holding(
            "reporting.Service",
            rule="history",
            texts=words("summary for_whom business_model pilot_result"),
            plain=words(
                "id partnership cluster name novelty stage price website offered_on pilot_from pilot_until pilot_users "
                "evidence evidence_url activity pilot_activity added_by added_at"
            ),
        )
    )
    add(
        Holding(
            "reporting.DoubleClaimDecision",
            rule="history",
            texts=("reason",),
            plain=words("id partnership first second grounds decided_by decided_at"),
        )
    )
    add(
        Holding(
            "reporting.TargetVersion",
            rule="history",
            texts=("reason",),
            plain=words("id partnership code number value source valid_from set_by set_at"),
        )
    )


def _about_the_public_page() -> None:
    add(
        Holding(
            "reporting.DeliverableEdition",
            # Frozen figures: public editions name nobody, confidential ones organisations only.
            plain=words("id deliverable edition snapshot snapshot_hash proof pdf word pages"),
        )
    )
    _texts()


def _texts() -> None:
    add(
        Holding(
            "reporting.TextPart",
            rule="history",
            texts=("text",),
            plain=words("id deliverable key heading position required number cluster finished"),
        )
    )
    add(
        Holding(
            "reporting.TextVersion",
            rule="history",
            texts=("text",),
            plain=words("id part number written_by written_at page restored"),
        )
    )
    add(
        Holding(
            "reporting.ReviewComment",
            rule="history",
            texts=("text",),
            plain=words("id deliverable key written_by written_at settled_by settled_at"),
        )
    )
    _plan_and_periods()


def _plan_and_periods() -> None:
    add(
        Holding(
            "reporting.PlannedIssue",
            rule="history",
            texts=("note", "submitted_title"),
            plain=words(
                "id partnership code number due_on lead wanted submitted_on submitted_link submitted_file "
                "submitted_public"
            ),
        )
    )
    add(
        Holding(
            "reporting.ReportingPeriod",
            # The frozen figures name files and records by their number, and no person.
            plain=words(
                "id partnership number title first_day last_day due_on created_by created_at closed_by closed_at snapshot "
                "snapshot_hash"
            ),
        )
    )
    add(
        Holding(
            "reporting.FrozenDocument",
            # As editions: public ones name nobody, confidential ones organisations only.
            plain=words("id period code edition snapshot snapshot_hash"),
        )
    )
    add(
        Holding(
            "reporting.Correction",
            rule="history",
            texts=words("change reason answer"),
            plain=words("id period code difference noted_by noted_at reviewed_by reviewed_at agreed"),
        )
    )
