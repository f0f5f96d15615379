"""What each kind of role can be to a file, for the page of rights. The test of it asks exchanges.permissions."""

from django.utils.translation import gettext_lazy as _

from clusters import rights
from exchanges.models import Application, Exchange, Mission, Payment, Proposal

_FILE = {
    "representative": ("visitor",),
    "manager": ("visitor_manager", "decider"),
    "finance": ("finance",),
    "coordinator": ("coordinator", "decider"),
    "auditor": ("auditor",),
    "support_office": ("support_office",),
}
_MATCH = _FILE | {
    "representative": ("visitor", "host"),
    "manager": ("visitor_manager", "decider", "host_manager"),
}
rights.holds("application", _("Applications"), **_FILE)
rights.holds("proposal", _("Matches"), **_MATCH)
rights.holds("exchange", _("Visits and payments"), **_MATCH)
rights.holds(
    "questionnaire",
    _("Questionnaires"),
    **_MATCH | {"representative": ("visitor", "host", "respondent")},
)
rights.holds("mission", _("Missions"), manager=("host_manager",), coordinator=("coordinator",))
rights.holds("event_report", _("Reports of events"), manager=("host_manager",), coordinator=("coordinator",))
rights.holds(
    "participant",
    _("Participants of events"),
    manager=("host_manager",),
    coordinator=("coordinator",),
    representative=("participant",),
)

rights.holds(
    "meeting_round", _("Pre-arranged meetings"), manager=("host_manager",), coordinator=("coordinator",)
)
rights.holds(
    "meeting",
    _("Each meeting"),
    manager=("host_manager",),
    coordinator=("coordinator",),
    representative=("participant",),
)
rights.holds(
    "mission_invitation",
    _("Invitations to events"),
    manager=("host_manager",),
    coordinator=("coordinator",),
)
rights.holds("matchingrun", _("Matching runs"), coordinator=("coordinator",))
rights.holds("tandem", _("Learning tandems"), manager=("proposer", "partner"), coordinator=("coordinator",))

rights.rows(_("Files"), lambda actor: Application.objects.visible_to(actor))
rights.rows(_("Matches"), lambda actor: Proposal.objects.visible_to(actor))
rights.rows(_("Visits"), lambda actor: Exchange.objects.visible_to(actor))
rights.rows(_("Payments"), lambda actor: Payment.objects.visible_to(actor))
rights.rows(_("Missions"), lambda actor: Mission.objects.visible_to(actor))
