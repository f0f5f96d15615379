from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.addresses import PlainAddress
from exchanges.enums import ApplicationState, Decider, HostChoice
from exchanges.models.querysets import ApplicationQuerySet
from exchanges.models.stays import BOUNDED_STAY


class Application(Workflowed):
    """The file: one visiting organisation, one stay, one lump sum, from the first draft to the payment."""

    reference = models.CharField(_("reference"), max_length=20, unique=True, null=True, blank=True)
    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, null=True, blank=True, related_name="applications"
    )
    rulebook = models.ForeignKey(
        "exchanges.Rulebook", models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey("clusters.Organisation", models.PROTECT, related_name="applications")
    # The organisation's kind when it sent the application; indicators count by it.
    organisation_kind = models.CharField(max_length=24, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    contact_name = models.CharField(_("contact person"), max_length=200)
    contact_email = models.EmailField(_("e-mail"))
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    home_cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+"
    )
    visitor_cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decider = models.CharField(max_length=12, choices=Decider, default=Decider.MANAGER)
    # Of those who decide on the file: the person who looks after it.
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Entered by a manager for an SME, which confirms it by mail link before it counts as sent.
    entered_for_applicant = models.BooleanField(default=False)

    uses = models.JSONField(_("what the visit is for"), default=list, blank=True)
    activity_types = models.JSONField(_("activities"), default=list, blank=True)
    motivation = models.TextField(_("why you want to go"), blank=True)
    expected_results = models.TextField(_("what you want to bring home"), blank=True)
    planned_start = models.DateField(_("first day at the host"), null=True, blank=True)
    planned_end = models.DateField(_("last day at the host"), null=True, blank=True)
    travel_days = models.JSONField(_("travel days within the stay"), default=list, blank=True)
    host_choice = models.CharField(max_length=8, choices=HostChoice, blank=True)
    mission = models.ForeignKey(
        "exchanges.Mission", models.PROTECT, null=True, blank=True, related_name="applications"
    )
    host_offer = models.ForeignKey(
        "exchanges.HostOffer", models.PROTECT, null=True, blank=True, related_name="+"
    )
    preferred_countries = models.JSONField(_("countries you prefer"), default=list, blank=True)
    # The number of a town in the gazetteer, whose table is loaded anew at times: so no foreign key.
    wished_town = models.BigIntegerField(_("town you have in mind"), null=True, blank=True)
    languages = models.JSONField(_("languages you can work in"), default=list, blank=True)

    earlier_visit = models.BooleanField(_("visited with ClusterXchange before"), null=True, blank=True)
    earlier_visit_note = models.TextField(blank=True)
    residence_confirmed = models.BooleanField(default=False)
    no_double_funding = models.BooleanField(default=False)
    privacy_version = models.CharField(max_length=20, blank=True)
    privacy_read_at = models.DateTimeField(null=True, blank=True)

    # The open page that wrote the newest version, and that version: "a1b2c3d4e5f60718:7".
    saved_by_page = models.CharField(max_length=40, blank=True)

    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    # What the applicant has typed of an answer so far; nobody else reads it, and it goes when the question is settled.
    answer_draft = models.TextField(blank=True)
    decision_reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # The exchange that counts: the newest not cancelled one.
    current_exchange = models.OneToOneField(
        "exchanges.Exchange", models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Who must act next on the file and its visit, as lists show it. Triggers write it (ADR 0025); nobody else can.
    turn_state = models.CharField(max_length=44, editable=False, default="")
    turn_since = models.DateTimeField(null=True, editable=False)
    turn_waiting = models.CharField(max_length=120, editable=False, default="")
    turn_due = models.DateField(null=True, editable=False)

    # The day on which the personal data of the file went, at the end of its time.
    anonymised_on = models.DateField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values),
                name="application_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(planned_start=None)
                | Q(planned_end=None)
                | Q(planned_end__gte=models.F("planned_start")),
                name="application_days_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "expired"])
                | Q(
                    reference__isnull=False,
                    partnership__isnull=False,
                    rulebook__isnull=False,
                    visitor_cluster__isnull=False,
                    submitted_at__isnull=False,
                ),
                name="application_sent_is_complete",
                violation_error_message=_("A sent application has a reference, a partnership and its rules."),
            ),
            models.CheckConstraint(
                condition=Q(answer_draft="") | Q(state="on_hold"),
                name="application_answer_draft_on_hold",
                violation_error_message=_("An unfinished answer is kept only while a question is open."),
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "-id"], name="application_queue"),
            models.Index(fields=["visitor_cluster", "state", "-id"], name="application_cluster_queue"),
            models.Index(fields=["organisation", "-id"], name="application_organisation"),
            models.Index(fields=["state", "due_on"], name="application_due"),
            models.Index(fields=["turn_due", "id"], name="application_turn_due"),
            models.Index(
                models.F("turn_due").desc(nulls_last=True),
                models.F("id").desc(),
                name="application_turn_due_down",
            ),
            models.Index(fields=["turn_state", "-id"], name="application_turn_state"),
            models.Index(
                fields=["partnership", "id"],
                name="application_deputised",
                condition=Q(decider="deputy") & ~Q(state="draft"),
            ),
            models.Index(
                fields=["decider", "visitor_cluster"],
                name="application_undecided",
                condition=Q(state__in=["submitted", "in_review"]),
                include=["partnership", "waiting_for"],
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"Draft {self.pk}"


class Traveller(models.Model):
    """A person who goes. `stay` is set while the person is booked, and no one is booked twice at a time."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="travellers")
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    position = models.CharField(_("position"), max_length=120, blank=True)
    stay = DateRangeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="traveller_email_lower_case",
                violation_error_message=_("Please write the e-mail address in lower case."),
            ),
            models.UniqueConstraint(
                fields=["application", "email"],
                name="traveller_once",
                violation_error_message=_("This person is already named."),
            ),
            ExclusionConstraint(
                name="traveller_one_place_at_a_time",
                expressions=[("email", RangeOperators.EQUAL), ("stay", RangeOperators.OVERLAPS)],
                condition=Q(stay__isnull=False),
                violation_error_message=_("This person already has a visit in these days."),
            ),
            models.CheckConstraint(
                condition=Q(stay=None) | BOUNDED_STAY,
                name="traveller_stay_bounded",
                violation_error_message=_("A stay has a first and a last day."),
            ),
        ]
        # The other files of the same person, under whatever label of the address.
        indexes = [models.Index(PlainAddress("email"), name="traveller_plain_address")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"
