from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig


class ClustersConfig(AppConfig):
    name = "clusters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clusters import (  # noqa: PLC0415  needs the loaded models
            directory_kinds,  # noqa: F401
            exporting,
            handlers,  # noqa: F401
            models,
            personal,
            workflows,
        )
        from clusters.services import import_members  # noqa: F401, PLC0415  registers the importer
        from core.workflow_table import guard_edges  # noqa: PLC0415

        guard_edges(models.Membership, workflows.MEMBERSHIP.edges())
        personal.register()
        exporting.register()


class SessionsConfig(UserSessionsConfig):
    """The rows of the list of log-ins are written by clusters.login_sessions, not by allauth's signals."""

    def ready(self) -> None:
        pass
