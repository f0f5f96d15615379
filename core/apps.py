from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import checks, mail, outbox, tasks  # noqa: F401, PLC0415  registers checks and the mail handler

        outbox.on_ring(tasks.wake_a_worker)
