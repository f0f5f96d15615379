import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import OPEN_MEETING_STATES, MeetingOutcome, MeetingState, WishKind
from exchanges.models.participant import Participant
from exchanges.models.querysets import MeetingQuerySet, MeetingRoundQuerySet


class MeetingRound(Workflowed):
    """The pre-arranged meetings of an event. Their times are the sessions of kind `meetings` of its programme."""

    mission = models.OneToOneField("exchanges.Mission", models.PROTECT, related_name="meeting_round")
    slot_minutes = models.PositiveSmallIntegerField(_("minutes of a meeting"), default=20)
    pause_minutes = models.PositiveSmallIntegerField(_("minutes between two meetings"), default=5)
    tables = models.PositiveSmallIntegerField(_("tables"), default=6)
    # After so many meetings in a row everybody has a free slot; None: no such rule.
    most_in_a_row = models.PositiveSmallIntegerField(_("most meetings in a row"), null=True, blank=True)
    wishes_until = models.DateField(_("wishes until"))
    created_at = models.DateTimeField(default=clock.now)

    objects = MeetingRoundQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=120, pause_minutes__lte=60),
                name="meeting_round_minutes_range",
                violation_error_message=_("A meeting takes 5 to 120 minutes, a pause at most 60."),
            ),
            models.CheckConstraint(
                condition=Q(tables__gte=1, tables__lte=100),
                name="meeting_round_tables_range",
                violation_error_message=_("There are between 1 and 100 tables."),
            ),
            models.CheckConstraint(
                condition=Q(most_in_a_row=None) | Q(most_in_a_row__gte=1, most_in_a_row__lte=50),
                name="meeting_round_in_a_row_range",
                violation_error_message=_("Between 1 and 50 meetings can follow each other."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Meetings: %(event)s") % {"event": self.mission})


class MeetingSlot(models.Model):
    """A time at which one meeting can be at each table; by the clock of the place."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="slots")
    day = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day", "starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "day", "starts_at"],
                name="meeting_slot_once",
                violation_error_message=_("There is already a slot at this time."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_slot_times_in_order",
                violation_error_message=_("A slot ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts_at:%H:%M}"


class MeetingAnswer(models.Model):
    """What a participant says for the meetings: what to look for, whom to meet (wishes), and when not (`away`)."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="answers")
    participant = models.OneToOneField(Participant, models.PROTECT, related_name="meeting_answer")
    does = models.TextField(_("what we do"), blank=True)
    looks_for = models.TextField(_("what I look for"), blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # When the participant last sent whom to meet.
    answered_at = models.DateTimeField(null=True, blank=True)
    away = models.ManyToManyField(MeetingSlot, blank=True, related_name="away")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.participant)


class MeetingWish(models.Model):
    """One participant wants to meet another, or not. Nobody but the one who said it sees who is avoided."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="wishes")
    wisher = models.ForeignKey(Participant, models.PROTECT, related_name="meeting_wishes")
    wished = models.ForeignKey(Participant, models.PROTECT, related_name="wished_meetings")
    kind = models.CharField(max_length=8, choices=WishKind)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wisher", "wished"],
                name="meeting_wish_once",
                violation_error_message=_("There is already a wish for this participant."),
            ),
            models.CheckConstraint(
                condition=~Q(wisher=F("wished")),
                name="meeting_wish_for_another",
                violation_error_message=_("Nobody meets themselves."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WishKind.values),
                name="meeting_wish_kind_known",
                violation_error_message=_("This kind of wish does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wisher_id} {self.kind} {self.wished_id}"


# Seats say again when their meeting is and whether it stands, so that an index can refuse a clash.
_SEATS_FOLLOW = """
    UPDATE exchanges_meetingseat SET slot_id = NEW.slot_id, takes_place = NEW.state <> 'cancelled'
    WHERE meeting_id = NEW.id;
    RETURN NULL;
"""
_SEAT_OF_MEETING = """
    SELECT slot_id, state <> 'cancelled' INTO STRICT NEW.slot_id, NEW.takes_place
    FROM exchanges_meeting WHERE id = NEW.meeting_id;
    RETURN NEW;
"""


class Meeting(Workflowed):
    """Two participants at a table in a slot; each has a seat. It keeps its identity when it is moved."""

    round = models.ForeignKey(MeetingRound, models.PROTECT, related_name="meetings")
    slot = models.ForeignKey(MeetingSlot, models.PROTECT, related_name="meetings")
    table = models.PositiveSmallIntegerField(_("table"))
    # Put in by a person: a new plan leaves it where it is.
    by_hand = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["slot", "table", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "table"],
                condition=Q(state__in=OPEN_MEETING_STATES),
                name="meeting_table_once",
                violation_error_message=_("This table is taken at that time."),
            ),
            models.CheckConstraint(
                condition=Q(table__gte=1, table__lte=100),
                name="meeting_table_range",
                violation_error_message=_("There are between 1 and 100 tables."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seats_follow_their_meeting",
                operation=pgtrigger.UpdateOf("slot_id", "state"),
                when=pgtrigger.After,
                func=_SEATS_FOLLOW,
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot}, {self.table}"

    @property
    def sides(self) -> "list[MeetingSeat]":
        return list(self.seats.all())

    @property
    def state_label(self) -> str:
        return str(MeetingState(self.state).label)


class MeetingSeat(models.Model):
    """One side of a meeting, and what came of it in that side's words. A trigger keeps `slot` and `takes_place`."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="meeting_seats")
    slot = models.ForeignKey(MeetingSlot, models.PROTECT, related_name="+", editable=False)
    takes_place = models.BooleanField(default=True, editable=False)
    outcome = models.CharField(_("what came of it"), max_length=16, choices=MeetingOutcome, blank=True)
    note = models.TextField(_("note for the organisers"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "slot"],
                condition=Q(takes_place=True),
                name="meeting_person_once",
                violation_error_message=_("One of them has another meeting at that time."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "participant"],
                name="meeting_seat_once",
                violation_error_message=_("Nobody meets themselves."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None)
                | Q(outcome__in=MeetingOutcome.values, answered_at__isnull=False),
                name="meeting_outcome_known",
                violation_error_message=_("This outcome does not exist."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seat_of_its_meeting",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("slot_id", "takes_place", "meeting_id"),
                when=pgtrigger.Before,
                func=_SEAT_OF_MEETING,
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.participant_id}"


class MeetingPlan(models.Model):
    """A plan that was asked for, and how it came out; a worker makes it. `rest`: only what is not planned yet."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="plans")
    rest = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    # Numbers of the result: `exchanges.selectors.meeting_words` puts them into sentences.
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(made_at=None, failed_at=None),
                name="meeting_plan_one_at_a_time",
                violation_error_message=_("A plan is being made already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.asked_at}"

    @property
    def at_work(self) -> bool:
        return self.made_at is None and self.failed_at is None
