from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Partnership, User
from core.forms import Form
from core.widgets import DateInput

ACCEPT, DECLINE = "accept", "decline"


class TandemForm(Form):
    partnership = forms.ModelChoiceField(
        label=_("Partnership"), queryset=Partnership.objects.none(), empty_label=None
    )
    second = forms.ModelChoiceField(label=_("The other cluster"), queryset=Cluster.objects.none())
    goals = forms.CharField(
        label=_("What both of you want to learn"),
        help_text=_("Two or three goals that you can check at the end."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, partnerships: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"].queryset = partnerships
        self.fields["second"].queryset = partners


class TandemAnswerForm(Form):
    answer = forms.ChoiceField(
        label=_("Do you want to learn together?"),
        choices=((ACCEPT, _("Yes")), (DECLINE, _("No"))),
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Why not? The other cluster reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") == DECLINE and not data.get("comment", "").strip():
            self.add_error("comment", _("Say why not, in one sentence."))
        return data


class TandemSessionForm(Form):
    day = forms.DateField(label=_("Day"), widget=DateInput)
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.5"),
        max_value=Decimal(24),
        decimal_places=1,
        max_digits=4,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.5"}),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Who takes part"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    others = forms.IntegerField(
        label=_("More people, without an account here"),
        min_value=0,
        max_value=500,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    notes = forms.CharField(
        label=_("What it is about"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people

    def clean_others(self) -> int:
        return self.cleaned_data["others"] or 0


class TandemResultForm(Form):
    result = forms.CharField(
        label=_("What came of it?"),
        help_text=_("What do both clusters do differently now?"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class TandemEndForm(Form):
    reason = forms.CharField(label=_("Why does it end?"), widget=forms.Textarea(attrs={"rows": 3}))
