from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from core.files import ACCEPTED
from core.forms import Form
from core.widgets import DateInput, FileInput
from reporting.enums import ServiceNovelty, ServiceStage
from reporting.models import Activity, Service

# The parts of the page, each with its heading.
PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("The service"), ("name", "cluster", "novelty", "stage", "summary", "for_whom", "website")),
    (_("Business model"), ("business_model", "price")),
    (_("The pilot"), ("pilot_from", "pilot_until", "pilot_users", "pilot_result")),
    (_("Evidence"), ("offered_on", "evidence", "evidence_url", "recorded", "counts", "pilot_counts")),
)


def _text(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ServiceForm(Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    cluster: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Owner"), queryset=Cluster.objects.none(), empty_label=None
    )
    novelty = forms.ChoiceField(
        label=_("New or adapted"),
        choices=ServiceNovelty.choices,
        widget=forms.RadioSelect,
        initial=ServiceNovelty.NEW,
    )
    stage = forms.ChoiceField(
        label=_("State of development"),
        choices=ServiceStage.choices,
        widget=forms.RadioSelect,
        initial=ServiceStage.IDEA,
    )
    summary = _text(_("What it is"), required=True)
    for_whom = _text(_("For whom"), rows=2)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    business_model = _text(_("Who pays for it, and how it lasts"))
    price = forms.CharField(
        label=_("Price"),
        max_length=200,
        required=False,
        help_text=_("For example: free for members, EUR 300 a day for others."),
    )
    pilot_from = forms.DateField(label=_("Pilot from"), required=False, widget=DateInput())
    pilot_until = forms.DateField(label=_("Pilot until"), required=False, widget=DateInput())
    pilot_users = forms.IntegerField(
        label=_("Users in the pilot"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    pilot_result = _text(_("Result of the pilot"), _("What worked, what changes, and whether it goes on."))
    offered_on = forms.DateField(
        label=_("Offered since"),
        required=False,
        widget=DateInput(),
        help_text=_("The day from which the service was there, as new or adapted."),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        widget=FileInput(accept=ACCEPTED),
        help_text=_("Description, leaflet or report. PDF, JPEG or PNG, at most 10 MB."),
    )
    evidence_url = forms.URLField(
        label=_("Or the address where the evidence stands"), required=False, assume_scheme="https"
    )
    recorded: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Recorded as an activity already"),
        queryset=Activity.objects.none(),
        required=False,
        empty_label=_("No"),
        help_text=_("Then the service and the activity are one, and it counts once."),
    )
    counts = forms.BooleanField(
        label=_("Hand the service in for the indicators"),
        required=False,
        help_text=_("A second person reviews it. New ones count for O3, and all for EU indicator 1."),
    )
    pilot_counts = forms.BooleanField(label=_("Hand the pilot in for EU indicator 1"), required=False)

    def __init__(
        self,
        *args: Any,
        clusters: QuerySet[Cluster],
        recorded: QuerySet[Activity],
        service: Service | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["recorded"].queryset = recorded
        if service is not None:
            del self.fields["recorded"]
        if service is not None and service.activity_id is not None:
            del self.fields["counts"]
        if service is not None and service.pilot_activity_id is not None:
            del self.fields["pilot_counts"]
        elif not recorded.exists() and "recorded" in self.fields:
            del self.fields["recorded"]

    @property
    def parts(self) -> list[tuple[Any, list[Any]]]:
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in PARTS]


class LinkForm(Form):
    """An activity that told of the service before."""

    recorded: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Recorded as an activity already"), queryset=Activity.objects.none()
    )

    def __init__(self, *args: Any, recorded: QuerySet[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recorded"].queryset = recorded
