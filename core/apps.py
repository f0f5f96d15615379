from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import (  # noqa: PLC0415  registers checks and handlers
            checks,  # noqa: F401
            mail,  # noqa: F401
            models,
            outbox,
            personal,
            tasks,
        )
        from core.handlers import exports, imports  # noqa: F401, PLC0415
        from core.imports.table import IMPORT  # noqa: PLC0415
        from core.workflow_table import guard_edges  # noqa: PLC0415

        guard_edges(models.ImportRun, IMPORT.edges())
        outbox.on_ring(tasks.wake_a_worker)
        personal.register()
