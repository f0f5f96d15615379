"""One table per workflow; importing this package registers them with the engine."""

from exchanges.workflows.application import APPLICATION
from exchanges.workflows.event_report import EVENT_REPORT
from exchanges.workflows.exchange import EXCHANGE
from exchanges.workflows.matching_run import MATCHING_RUN
from exchanges.workflows.meetings import MEETING, MEETING_ROUND
from exchanges.workflows.mission import MISSION
from exchanges.workflows.mission_invitation import MISSION_INVITATION
from exchanges.workflows.participant import PARTICIPANT
from exchanges.workflows.proposal import PROPOSAL
from exchanges.workflows.questionnaire import QUESTIONNAIRE
from exchanges.workflows.tandem import TANDEM

__all__ = [
    "APPLICATION",
    "EVENT_REPORT",
    "EXCHANGE",
    "MATCHING_RUN",
    "MISSION",
    "MISSION_INVITATION",
    "MEETING",
    "MEETING_ROUND",
    "PARTICIPANT",
    "PROPOSAL",
    "QUESTIONNAIRE",
    "TANDEM",
]
