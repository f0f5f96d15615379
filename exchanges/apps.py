from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    name = "exchanges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.workflow_table import guard_edges  # noqa: PLC0415  needs the loaded models
        from exchanges import (  # noqa: PLC0415  they register by being imported
            directory_kinds,  # noqa: F401
            exporting,
            genuine,
            handlers,  # noqa: F401
            merging,  # noqa: F401
            models,
            personal,
            rights,  # noqa: F401
            workflows,
        )
        from exchanges.services import handover, import_past  # noqa: F401, PLC0415

        guard_edges(models.Application, workflows.APPLICATION.edges())
        guard_edges(models.Proposal, workflows.PROPOSAL.edges())
        guard_edges(models.Exchange, workflows.EXCHANGE.edges())
        guard_edges(models.Questionnaire, workflows.QUESTIONNAIRE.edges())
        guard_edges(models.Mission, workflows.MISSION.edges())
        guard_edges(models.MissionInvitation, workflows.MISSION_INVITATION.edges())
        guard_edges(models.Participant, workflows.PARTICIPANT.edges())
        guard_edges(models.MatchingRun, workflows.MATCHING_RUN.edges())
        guard_edges(models.MeetingRound, workflows.MEETING_ROUND.edges())
        guard_edges(models.Meeting, workflows.MEETING.edges())
        guard_edges(models.EventReport, workflows.EVENT_REPORT.edges())
        guard_edges(models.Tandem, workflows.TANDEM.edges())
        personal.register()
        exporting.register()
        genuine.register()
