from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApplicationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent")
    IN_REVIEW = "in_review", _("In review")
    ON_HOLD = "on_hold", _("On hold: question to the applicant")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class ProposalState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED_BY_VISITOR = "accepted_by_visitor", _("Accepted by the visitor")
    ACCEPTED_BY_HOST = "accepted_by_host", _("Accepted by the host")
    AGREED = "agreed", _("Agreed by visitor and host")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_PROPOSAL_STATES = ("proposed", "accepted_by_visitor", "accepted_by_host", "agreed")


class ExchangeState(TextChoices):
    BUILDING = "building", _("Visit plan being written")
    COMMITMENT_SIGNING = "commitment_signing", _("Commitment to Quality being signed")
    AGREEMENT_SIGNING = "agreement_signing", _("Financial Agreement being signed")
    READY_TO_START = "ready_to_start", _("Ready to start")
    ONGOING = "ongoing", _("Visit under way")
    AWAITING_REPORT = "awaiting_report", _("Closing report expected")
    REPORT_SUBMITTED = "report_submitted", _("Closing report to check")
    REPORT_RETURNED = "report_returned", _("Closing report sent back")
    VALIDATED = "validated", _("Closing report validated")
    PAYMENT_ORDERED = "payment_ordered", _("Payment ordered")
    PAYMENT_APPROVED = "payment_approved", _("Payment approved")
    PAID = "paid", _("Paid")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    DISCONTINUED = "discontinued", _("Broken off")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")


# A stay in one of these still is, or was, a real stay of the travellers.
ENDED_WITHOUT_STAY = ("cancelled",)
CREDITED_STATES = ("validated", "payment_ordered", "payment_approved", "paid", "closed")


class QuestionnaireState(TextChoices):
    INVITED = "invited", _("Invited")
    ANSWERED = "answered", _("Answered")
    BYPASSED = "bypassed", _("Closed without answer")


class MatchingRunState(TextChoices):
    DRAFT = "draft", _("Being solved")
    SOLVED = "solved", _("Solved")
    CHANGING = "changing", _("Being solved again")
    INFEASIBLE = "infeasible", _("No solution")
    FAILED = "failed", _("Did not work")
    DEPLOYED = "deployed", _("Sent out")
    DISCARDED = "discarded", _("Thrown away")


class MissionState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for applications")
    CLOSED = "closed", _("Applications closed")
    FINISHED = "finished", _("Took place")
    CANCELLED = "cancelled", _("Cancelled")


class EventKind(TextChoices):
    """What a group meets for. Only a mission pays lump sums; the others are counted as activities."""

    MISSION = "mission", _("Mission")
    STUDY_VISIT = "study_visit", _("Study visit")
    MATCHMAKING = "matchmaking", _("Matchmaking event")
    WEBINAR = "webinar", _("Webinar")
    LOCAL_EVENT = "local_event", _("Local event")
    TRAINING = "training", _("Training")
    VIRTUAL_EXCHANGE = "virtual_exchange", _("Virtual exchange")


class EventReportState(TextChoices):
    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")


class SessionKind(TextChoices):
    """What happens in one session of a programme. Breaks, dinners and the way do not count as working time."""

    TALK = "talk", _("Talk or workshop")
    VISIT = "visit", _("Visit of a company or laboratory")
    PITCH = "pitch", _("Pitches")
    MEETINGS = "meetings", _("B2B meetings")
    BREAK = "break", _("Break or meal")
    SOCIAL = "social", _("Evening programme")
    TRAVEL = "travel", _("Way from place to place")


class ParticipantSide(TextChoices):
    """Which side of an event a participant belongs to."""

    VISITOR = "visitor", _("Visitor")
    LOCAL = "local", _("Local company")
    HOST = "host", _("Host's team")
    SPEAKER = "speaker", _("Speaker")


class ParticipantState(TextChoices):
    ASKED = "asked", _("Wants to come")
    WAITING = "waiting", _("On the waiting list")
    COMING = "coming", _("Comes")
    DECLINED = "declined", _("No place given")
    WITHDRAWN = "withdrawn", _("Does not come")
    CALLED_OFF = "called_off", _("The event was called off")


class Half(TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")


class PresenceHow(TextChoices):
    """How somebody's presence was noted."""

    LIST = "list", _("List of the organiser")
    QR = "qr", _("Code of the day")
    HOST = "host", _("Host")


# A participant in one of these has, or may still get, a place.
OPEN_PARTICIPANT_STATES = ("asked", "waiting", "coming")


class MissionInvitationState(TextChoices):
    """How far somebody is whom the host invites to an event."""

    DRAFT = "draft", _("Not sent yet")
    INVITED = "invited", _("No answer yet")
    BEGUN = "begun", _("Has begun to apply")
    APPLIED = "applied", _("Applied")
    DECLINED = "declined", _("Said no")
    EXPIRED = "expired", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Taken back")


# Somebody in one of these may still answer.
OPEN_MISSION_INVITATION_STATES = ("invited", "begun")


class WishKind(TextChoices):
    """What a participant wishes about a meeting with another; without a wish it is all the same."""

    WANT = "want", _("I want to meet them")
    AVOID = "avoid", _("Better not")


class MeetingState(TextChoices):
    PLANNED = "planned", _("Planned")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Took place")
    MISSED = "missed", _("Did not take place")


class MeetingOutcome(TextChoices):
    """What came of a pre-arranged meeting, in the words of one side."""

    NOT_HELD = "not_held", _("It did not take place")
    NO_INTEREST = "no_interest", _("No interest in more")
    INFORMATIVE = "informative", _("Informative")
    COOPERATION = "cooperation", _("Cooperation is possible")


# In these a meeting takes its table and its people.
OPEN_MEETING_STATES = ("planned", "moved", "held", "missed")


class LearningSide(TextChoices):
    """What a cluster's staff brings to another cluster, and what it wants to learn there."""

    STRENGTH = "strength", _("Strength")
    NEED = "need", _("Need")


class TandemState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended without a result")


OPEN_TANDEM_STATES = ("proposed", "running")


class Use(TextChoices):
    """What an exchange is for; the four uses of the scheme."""

    LEARN = "learn", _("Learn from another cluster")
    MARKETS = "markets", _("Explore new markets")
    TECHNOLOGY = "technology", _("Take up new technology, digital or green solutions")
    STRATEGIC = "strategic", _("Strategic collaboration between regions")


class HostAnswer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class ActivityType(TextChoices):
    """The five activity types of the scheme."""

    CAPACITY = "capacity", _("Training and capacity building")
    KNOWLEDGE = "knowledge", _("Sharing knowledge and experience")
    PROJECT = "project", _("Developing a project, innovation, research")
    MARKET_RESEARCH = "market_research", _("Market research")
    NETWORKING = "networking", _("Networking and new partners")


class Facility(TextChoices):
    """What visitors find at a host."""

    DESK = "desk", _("A desk to work at")
    MEETING_ROOM = "meeting_room", _("Meeting room")
    LABORATORY = "laboratory", _("Laboratory")
    WORKSHOP = "workshop", _("Workshop or pilot plant")
    TEST_SITE = "test_site", _("Test site or demonstration")
    CANTEEN = "canteen", _("Canteen")
    STEP_FREE = "step_free", _("Step-free access")
    LODGING = "lodging", _("Help with lodging")


class HostChoice(TextChoices):
    MISSION = "mission", _("Join a group mission")
    LISTED = "listed", _("Visit a host from the list")
    INVITE = "invite", _("I know a host: invite them")
    FIND = "find", _("Find a host for me")


class InvitationOutcome(TextChoices):
    """How the question to a host that is not in the portal ended."""

    ACCEPTED = "accepted", _("The host said yes")
    DECLINED = "declined", _("The host said no")
    NO_ANSWER = "no_answer", _("No answer in time")
    DROPPED = "dropped", _("No longer asked")


class Mode(TextChoices):
    PHYSICAL = "physical", _("Visit on site")
    VIRTUAL = "virtual", _("Online")


class Decider(TextChoices):
    """Who decides a file: nobody decides on a file of their own organisation."""

    MANAGER = "manager", _("Manager of the contact cluster")
    COORDINATOR = "coordinator", _("Coordinator of the partnership")
    DEPUTY = "deputy", _("Manager of the deputy cluster")


class PartyRole(TextChoices):
    VISITOR = "visitor", _("Visitor")
    VISITOR_CLUSTER = "visitor_cluster", _("Contact cluster")
    HOST = "host", _("Host")
    HOST_CLUSTER = "host_cluster", _("Host's cluster")


class DocumentKind(TextChoices):
    COMMITMENT = "commitment", _("Commitment to Quality")
    AGREEMENT = "agreement", _("Financial Agreement")


class SignedHow(TextChoices):
    PORTAL = "portal", _("in the portal")
    LINK = "link", _("by mail link")
    PAPER = "paper", _("on paper")


class QuoteKind(TextChoices):
    ESTIMATE = "estimate", _("Estimate")
    PLANNED = "planned", _("Agreed lump sum")
    ACTUAL = "actual", _("Lump sum after the visit")


class EvidenceKind(TextChoices):
    FLIGHT = "flight", _("Boarding pass or flight invoice")
    TRAIN = "train", _("Train or bus ticket")
    CAR = "car", _("Car: fuel, toll or parking receipt")
    HOTEL = "hotel", _("Hotel invoice")
    PRIVATE = "private", _("Private lodging: statement of the person you stayed with")
    OTHER = "other", _("Other proof")


TRAVEL_EVIDENCE = ("flight", "train", "car")
LODGING_EVIDENCE = ("hotel", "private")


class OutcomeKind(TextChoices):
    """What really happened; one answer drives money, indicators and feedback."""

    TOOK_PLACE = "took_place", _("The visit took place as planned")
    SHORTER = "shorter", _("The visit was shorter than planned")
    VIRTUAL = "virtual", _("The visit took place online")
    NO_SHOW = "no_show", _("The visitor did not come")
    CANCELLED_BY_VISITOR = "cancelled_by_visitor", _("The visitor cancelled")
    CANCELLED_BY_HOST = "cancelled_by_host", _("The host cancelled")


DID_NOT_HAPPEN = ("no_show", "cancelled_by_visitor", "cancelled_by_host")


class FollowUpKind(TextChoices):
    COOPERATION = "cooperation", _("Cooperation agreement")
    PROJECT = "project", _("Joint project")
    BUSINESS = "business", _("Business agreement")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    PARTNERSHIP = "partnership", _("Partnership between regions")
    OTHER = "other", _("Other")


class Counterpart(TextChoices):
    """Who stands on the other side of an agreement, as the work programme counts them (EU indicator 4)."""

    BUSINESS = "business", _("A business")
    INVESTOR = "investor", _("An investor")
    INTERMEDIARY = "intermediary", _("An SME intermediary, such as a cluster or chamber")
    SCALING_UP = "scaling_up", _("A scaling-up organisation, such as a tech centre or incubator")
    AUTHORITY = "authority", _("A regional authority")


class FollowUpStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Signed or done")


class Respondent(TextChoices):
    VISITOR = "visitor", _("Visitor")
    HOST = "host", _("Host")


class VisitOnce(TextChoices):
    ORGANISATION = "organisation", _("once per organisation")
    PERSON = "person", _("once per person")
    OFF = "off", _("not checked")


class Decision(TextChoices):
    ACCEPT = "accept", _("Accept")
    HOLD = "hold", _("Ask a question")
    REJECT = "reject", _("Reject")
