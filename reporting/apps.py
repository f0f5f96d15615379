from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.workflow_table import guard_edges  # noqa: PLC0415  needs the loaded models
        from reporting import (  # noqa: PLC0415  they register by being imported
            exporting,
            genuine,
            handlers,  # noqa: F401
            invariants,  # noqa: F401
            knowledge_exporting,
            knowledge_personal,
            knowledge_workflows,
            models,
            personal,
            rights,  # noqa: F401
            schedule_personal,
            workflows,
        )
        from reporting.archive import export  # noqa: PLC0415
        from reporting.services import import_activities, import_modules  # noqa: F401, PLC0415  they register importers

        guard_edges(models.Activity, workflows.ACTIVITY.edges())
        guard_edges(models.Deliverable, workflows.DELIVERABLE.edges())
        guard_edges(models.BestPractice, knowledge_workflows.PRACTICE.edges())
        guard_edges(models.TrainingModule, knowledge_workflows.MODULE.edges())
        guard_edges(models.Opportunity, knowledge_workflows.OPPORTUNITY.edges())
        personal.register()
        exporting.register()
        knowledge_exporting.register()
        knowledge_personal.register()
        schedule_personal.register()
        export.register()
        genuine.register()
