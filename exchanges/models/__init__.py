from exchanges.models.application import Application, Traveller
from exchanges.models.closing import ClosingReport, Evidence, FollowUp, Outcome
from exchanges.models.desk import ArchivedFile, BulkRun, SideReminder, Tag, TaggedFile
from exchanges.models.document import DocumentVersion, Signature
from exchanges.models.event import EventCertificate, EventMaterial
from exchanges.models.event_report import EventFeedback, EventReport
from exchanges.models.exchange import AgendaItem, DayDecision, Exchange, Party, VisitPlan
from exchanges.models.feedback import Questionnaire
from exchanges.models.guidance import DecisionReason, DeclaredConflict, ReviewPoint, ReviewTick
from exchanges.models.host_invitation import HostInvitation
from exchanges.models.issued_certificate import IssuedCertificate
from exchanges.models.lists import ListSettings, SavedView
from exchanges.models.matching import MatchingWeights
from exchanges.models.matching_run import MatchingRun, RunMatch
from exchanges.models.meetings import (
    Meeting,
    MeetingAnswer,
    MeetingPlan,
    MeetingRound,
    MeetingSeat,
    MeetingSlot,
    MeetingWish,
)
from exchanges.models.message import FileMessage
from exchanges.models.mission import Mission, MissionSession
from exchanges.models.mission_invitation import MissionInvitation
from exchanges.models.money import BankAccount, Payment, Quote
from exchanges.models.offer import HostOffer, OfferPeriod
from exchanges.models.participant import Participant
from exchanges.models.past import PastExchange
from exchanges.models.presence import CountersignedDay, Presence
from exchanges.models.profile import VisitorProfile
from exchanges.models.proposal import Proposal
from exchanges.models.rulebook import Grid, GridAmount, KindRule, Rulebook
from exchanges.models.tally import VisitTally
from exchanges.models.tandem import CalledOffSession, LearningTopic, Tandem, TandemSession

__all__ = [
    "AgendaItem",
    "Application",
    "ArchivedFile",
    "BankAccount",
    "BulkRun",
    "CalledOffSession",
    "ClosingReport",
    "CountersignedDay",
    "DayDecision",
    "DecisionReason",
    "DeclaredConflict",
    "DocumentVersion",
    "EventCertificate",
    "EventFeedback",
    "EventMaterial",
    "EventReport",
    "Evidence",
    "Exchange",
    "FileMessage",
    "FollowUp",
    "Grid",
    "GridAmount",
    "HostInvitation",
    "HostOffer",
    "IssuedCertificate",
    "KindRule",
    "LearningTopic",
    "ListSettings",
    "MatchingRun",
    "MatchingWeights",
    "Meeting",
    "MeetingAnswer",
    "MeetingPlan",
    "MeetingRound",
    "MeetingSeat",
    "MeetingSlot",
    "MeetingWish",
    "Mission",
    "MissionInvitation",
    "MissionSession",
    "OfferPeriod",
    "Outcome",
    "Participant",
    "Party",
    "PastExchange",
    "Payment",
    "Presence",
    "Proposal",
    "Questionnaire",
    "Quote",
    "ReviewPoint",
    "ReviewTick",
    "Rulebook",
    "RunMatch",
    "SavedView",
    "SideReminder",
    "Signature",
    "Tag",
    "TaggedFile",
    "Tandem",
    "TandemSession",
    "Traveller",
    "VisitPlan",
    "VisitTally",
    "VisitorProfile",
]
