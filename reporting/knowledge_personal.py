"""Best practices, modules and opportunities speak of clusters and roles; people appear only as those who wrote them."""

from core.personal_data import WORKFLOWED, Holding, add, words


def register() -> None:
    """Called when the app is ready."""
    add(
        Holding(
            "reporting.BestPractice",
            rule="history",
            texts=words("title done audience result copying contact_role return_reason evidence"),
            plain=words(
                f"id {WORKFLOWED} partnership cluster evidence_url may_publish report written_by created_at "
                "reviewed_by reviewed_at"
            ),
        )
    )
    add(
        Holding(
            "reporting.TrainingModule",
            plain=words(
                f"id {WORKFLOWED} partnership cluster title provider languages hours level cost link audience "
                "checked_on added_by created_at"
            ),
        )
    )
    add(
        Holding(
            "reporting.Opportunity",
            rule="history",
            texts=words("title about next_step outcome note"),
            plain=words(
                f"id {WORKFLOWED} partnership cluster kind regions deadline next_on owner may_publish "
                "follow_up tandem written_by created_at"
            ),
        )
    )
