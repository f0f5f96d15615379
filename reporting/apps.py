from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.workflow import guard_edges  # noqa: PLC0415  needs the loaded models
        from reporting import handlers, models, personal, rights, workflows  # noqa: F401, PLC0415

        guard_edges(models.Activity, workflows.ACTIVITY.edges())
        guard_edges(models.Deliverable, workflows.DELIVERABLE.edges())
        personal.register()
