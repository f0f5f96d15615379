from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from core.files import ACCEPTED
from core.forms import Form
from core.widgets import DateInput, FileInput
from reporting.enums import ActivityKind

GROUPS = (
    (_("Skills and strategy"), ("training", "strategy_review", "roadmap", "skills_link")),
    (_("Services"), ("new_service", "better_service", "service_pilot")),
    (_("Knowledge"), ("analysis", "mapping", "foresight", "survey", "workshop")),
    (
        _("Joint activities"),
        ("study_visit", "learning_tandem", "matchmaking", "webinar", "local_event", "joint_project"),
    ),
    (_("Agreements"), ("cooperation", "business", "memorandum", "partnership")),
)


def kind_choices() -> list[tuple[Any, Any]]:
    labels = dict(ActivityKind.choices)
    return [
        ("", _("Choose a type")),
        *((group, [(kind, labels[kind]) for kind in kinds]) for group, kinds in GROUPS),
    ]


class ActivityForm(Form):
    kind = forms.ChoiceField(label=_("Type"), choices=kind_choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    cluster: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Cluster"), queryset=Cluster.objects.none(), empty_label=None
    )
    held_on = forms.DateField(label=_("Date"), widget=DateInput())
    count = forms.IntegerField(
        label=_("Number"),
        initial=1,
        help_text=_("For a training: how many people took part. Otherwise 1, or how many of the kind."),
        validators=[MinValueValidator(1), MaxValueValidator(10000)],
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    note = forms.CharField(
        label=_("What was done, and with whom"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Name organisations rather than persons."),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        widget=FileInput(accept=ACCEPTED),
        help_text=_("Agenda, list of participants or report. PDF, JPEG or PNG, at most 10 MB."),
    )

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters


class SendBackForm(Form):
    reason = forms.CharField(label=_("What is missing or wrong"), widget=forms.Textarea(attrs={"rows": 3}))
