from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.workflow import guard_edges  # noqa: PLC0415  needs the loaded models
        from reporting import (  # noqa: PLC0415  they register by being imported
            exporting,
            handlers,  # noqa: F401
            invariants,  # noqa: F401
            models,
            personal,
            rights,  # noqa: F401
            workflows,
        )

        guard_edges(models.Activity, workflows.ACTIVITY.edges())
        guard_edges(models.Deliverable, workflows.DELIVERABLE.edges())
        personal.register()
        exporting.register()
