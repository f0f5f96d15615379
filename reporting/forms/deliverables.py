from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Partnership
from core.forms import Form
from core.widgets import DateInput, FileInput
from reporting.deliverables.kinds import Kind
from reporting.enums import Repeats
from reporting.selectors import figure_sources
from reporting.selectors.figure_sources import DAYS
from reporting.selectors.partnerships import clusters_of
from reporting.services.deliverable_texts import LONGEST


class FiguresForm(Form):
    """From where an issue takes its figures: a closed period, today, or days of one's own."""

    figures = forms.ChoiceField(label=_("Figures"), widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=DateInput(),
        help_text=_("Leave empty to count from the beginning."),
    )
    until = forms.DateField(label=_("Until"), widget=DateInput())

    def __init__(self, *args: Any, partnership: Partnership, kind: Kind, **named: Any) -> None:
        super().__init__(*args, **named)
        found, usual = figure_sources.sources(partnership, kind)
        self.sources = {source.value: source for source in found}
        choice: Any = self.fields["figures"]
        choice.choices = [(source.value, source.label) for source in found]
        self.initial.setdefault("figures", usual)
        if self.initial["figures"] not in self.sources:
            self.initial["figures"] = usual
        if self.is_bound:
            choice.required = bool(self.data.get(self.add_prefix("figures")))
            self.fields["until"].required = self._chosen() == DAYS

    def _chosen(self) -> str:
        """Who sends days only means days."""
        return str(self.data.get(self.add_prefix("figures")) or DAYS)

    def clean(self) -> dict[str, Any]:
        """With what the services take: until, since, period, corrected."""
        cleaned: dict[str, Any] = super().clean() or {}
        source = self.sources.get(cleaned.pop("figures", "") or DAYS)
        since, until = cleaned.get("since"), cleaned.get("until")
        if source is None:
            return cleaned
        if source.value != DAYS:
            since, until = None, source.until
        elif since and until and since > until:
            self.add_error(
                "since", _("The first day lies after the last day. Please give the earlier day first.")
            )
        return cleaned | {
            "since": since,
            "until": until,
            "period": source.period,
            "corrected": source.corrected,
        }


class BeginForm(FiguresForm):
    subject = forms.CharField(label=_("What this issue is about"), max_length=120)
    keep_texts = forms.BooleanField(
        label=_("Begin with the texts of the last issue"), required=False, initial=True
    )

    def __init__(self, *args: Any, kind: Kind, has_issues: bool, **named: Any) -> None:
        super().__init__(*args, kind=kind, **named)
        if kind.repeats != Repeats.EACH:
            del self.fields["subject"]
        if kind.repeats == Repeats.EACH or not has_issues:
            del self.fields["keep_texts"]
        self.order_fields(["subject", "figures", "since", "until", "keep_texts"])


class PlanForm(Form):
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DateInput(),
        help_text=_("As in your grant agreement. Day and lead stand on the cover once you have saved them."),
    )
    lead = forms.ModelChoiceField(label=_("Lead"), queryset=Cluster.objects.none(), required=False)
    wanted = forms.BooleanField(label=_("Part of our plan"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, partnership: Partnership, **named: Any) -> None:
        super().__init__(*args, **named)
        choices: Any = self.fields["lead"]
        choices.queryset = clusters_of(partnership)


class AssignForm(Form):
    cluster = forms.ModelChoiceField(
        label=_("Written by"), queryset=Cluster.objects.none(), required=False, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, partnership: Partnership, **named: Any) -> None:
        super().__init__(*args, **named)
        choices: Any = self.fields["cluster"]
        choices.queryset = clusters_of(partnership)


class PartField(forms.CharField):
    """A part that is needed before a review says so, and may still be saved while it is empty."""

    def validate(self, value: Any) -> None:
        """An empty one is told when the issue is sent to review."""


class TextForm(Form):
    text = PartField(
        label=_("Text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16, "class": "writing"}),
    )
    finished = forms.BooleanField(label=_("This part is finished"), required=False)

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = needed


class CommentForm(Form):
    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class SubmittedForm(Form):
    submitted_on = forms.DateField(label=_("Submitted on"), required=False, widget=DateInput())
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, help_text=_("Through which system, and to whom.")
    )


class EarlierForm(Form):
    submitted_on = forms.DateField(label=_("Submitted on"), widget=DateInput())
    title = forms.CharField(
        label=_("Title"), required=False, max_length=200, help_text=_("As it stands on the document.")
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where everybody can read it, if it is on the web."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("The PDF as it was handed in."),
        widget=FileInput(accept="application/pdf,.pdf"),
    )
    public = forms.BooleanField(label=_("Show it on the public page"), required=False, initial=True)

    def __init__(self, *args: Any, confidential: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        if confidential:
            del self.fields["public"]


class ReasonForm(Form):
    """For a move that others must understand."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
