from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.forms.terms import TermsField
from clusters.models import Cluster
from core.files import ACCEPTED
from core.forms import Form
from core.widgets import DateInput, FileInput
from exchanges.enums import Counterpart, Mode
from reporting.activity_fields import GROUPS, count_label, not_asked
from reporting.enums import ActivityKind

BLANK_ROWS = 5
MOST_ROWS = 50


def kind_choices() -> list[tuple[Any, Any]]:
    labels = dict(ActivityKind.choices)
    return [
        ("", _("Choose a type")),
        *((group, [(kind, labels[kind]) for kind in kinds]) for group, kinds in GROUPS),
    ]


def _number(label: Any, help_text: Any = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        validators=[MinValueValidator(least), MaxValueValidator(10000)],
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class ActivityForm(Form):
    """Asks for what the type needs, and nothing else; the type itself is chosen on the page before."""

    kind = forms.ChoiceField(choices=ActivityKind.choices, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    cluster: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Cluster"), queryset=Cluster.objects.none(), empty_label=None
    )
    held_on = forms.DateField(
        label=_("Date"), help_text=_("The last day, when it took several."), widget=DateInput()
    )
    count = _number(_("How many"), least=1)
    mode = forms.ChoiceField(
        label=_("On site or online"),
        choices=((Mode.PHYSICAL, _("On site")), (Mode.VIRTUAL, _("Online"))),
        required=False,
        initial=Mode.PHYSICAL,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    participants = _number(_("People who took part"))
    organisations = _number(_("Organisations that took part"))
    clusters: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Other clusters that took part"),
        queryset=Cluster.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
    )
    partner = forms.CharField(label=_("With whom"), max_length=200)
    counterpart = forms.ChoiceField(
        label=_("What they are"), choices=[("", _("Choose one")), *Counterpart.choices]
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
    evidence_url = forms.URLField(
        label=_("Or the address where the evidence stands"), required=False, assume_scheme="https"
    )
    terms = TermsField(
        label=_("Themes"), help_text=_("Others find it by them. At most 25; none is fine, too.")
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        clusters: QuerySet[Cluster],
        others: QuerySet[Cluster],
        chosen: Any = (),
        search: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = kind
        for name in not_asked(kind):
            del self.fields[name]
        if "count" in self.fields:
            self.fields["count"].label = count_label(kind)
        self.fields["cluster"].queryset = clusters
        self.fields["clusters"].queryset = others
        self.fields["terms"].offer(chosen, search)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "count" in self.fields and data.get("count") is None:
            data["count"] = 1
        return data


class RowForm(Form):
    """One row of the table: the things every type has, and the numbers. A row without title and date is left out."""

    kind = forms.ChoiceField(label=_("Type"), choices=kind_choices, required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    cluster: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Cluster"), queryset=Cluster.objects.none(), empty_label=None
    )
    held_on = forms.DateField(label=_("Date"), widget=DateInput(), required=False)
    count = _number(_("Number"), least=1)
    participants = _number(_("People"))
    place = forms.CharField(label=_("Place, or “online”"), max_length=120, required=False)
    evidence_url = forms.URLField(label=_("Address of the evidence"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters

    @property
    def empty(self) -> bool:
        data = self.cleaned_data
        return not any(value for name, value in data.items() if name != "cluster")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if any(value for name, value in data.items() if name != "cluster") or self.errors:
            for name in ("kind", "title", "held_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self._missing(name))
        return data

    def _missing(self, name: str) -> Any:
        sentences = {"kind": _("Choose a type."), "title": _("Give a title."), "held_on": _("Give the date.")}
        return sentences[name]

    def row(self) -> dict[str, Any]:
        """What the service is told."""
        data = dict(self.cleaned_data)
        left_out = not_asked(data["kind"])
        online = data["place"].strip().casefold() in {"online", str(_("online")).casefold()}
        if "place" not in left_out:
            data["mode"] = Mode.VIRTUAL if online else Mode.PHYSICAL if data["place"] else ""
        if online:
            data["place"] = ""
        people = data["participants"]
        trained = people if data["kind"] == ActivityKind.TRAINING else None
        told = {name: value for name, value in data.items() if name not in left_out}
        return told | {"count": data["count"] or trained or 1, "participants": people}


class _Rows(forms.BaseFormSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in self.forms:
            form.empty_permitted = False


RowFormSet = forms.formset_factory(
    RowForm, formset=_Rows, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class SendBackForm(Form):
    reason = forms.CharField(label=_("What is missing or wrong"), widget=forms.Textarea(attrs={"rows": 3}))


class DecisionForm(Form):
    """On two records that may tell of one event."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
