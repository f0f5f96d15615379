"""The pages of a draft of the rules: one part a page."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from clusters.selectors.reference import eligible_choices
from core.countries import country_name
from core.forms import Form, ModelForm
from core.widgets import DateInput
from exchanges.enums import Decision, VisitOnce
from exchanges.models import Rulebook
from exchanges.reasons import FALLBACK
from exchanges.selectors.rulebook_pages import MAY
from exchanges.selectors.rulebook_words import DEADLINE_WORDS, WORKING

SHORT = {"class": "short"}
MOST_SUM = 10000


class _Part(ModelForm):
    """Some settings of a draft; the service saves them."""

    def wanted(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class ValidityForm(_Part):
    class Meta:
        model = Rulebook
        fields = ("valid_from", "source")
        labels = {"valid_from": _("For visits that begin on"), "source": _("Source")}
        help_texts = {
            "valid_from": _(
                "Or later. It is the first day at the host that counts, not the day of the application."
            ),
            "source": _("The document or decision that these rules stand in, with its date."),
        }
        widgets = {"valid_from": DateInput, "source": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].required = True


class DaysForm(_Part):
    reduction_factor = forms.TypedChoiceField(
        label=_("With fewer days, or nearer"),
        choices=[
            ("1.00", _("the full sum")),
            ("0.75", _("three quarters")),
            ("0.50", _("half the sum")),
            ("0.25", _("a quarter")),
        ],
        coerce=Decimal,
        help_text=_("Taken once, even when both the days and the distance fall short."),
    )

    class Meta:
        model = Rulebook
        fields = (
            "min_working_days", "full_working_days", "max_calendar_days", "full_distance_km", "reduction_factor", "cap",
            "half_days_per_day", "virtual_allowed",
        )  # fmt: skip
        labels = {
            "min_working_days": _("Least working days"),
            "full_working_days": _("Working days for the full sum"),
            "max_calendar_days": _("Longest stay in days"),
            "full_distance_km": _("Distance for the full sum in km"),
            "cap": _("Most for one visit in EUR"),
            "half_days_per_day": _("Half-days of an event that make one working day"),
            "virtual_allowed": _("Visits online are allowed, without money"),
        }
        help_texts = {
            "min_working_days": _("The scheme says 3."),
            "full_working_days": _("The scheme says 5."),
            "max_calendar_days": _("First and last day included. The scheme says one month: 31 days."),
            "full_distance_km": _("The scheme says 200."),
            "cap": _("The scheme says 1,100."),
            "half_days_per_day": _("1 or 2. Presence at an event is noted for each morning and afternoon."),
        }
        widgets = {
            name: forms.NumberInput(attrs=SHORT)
            for name in (
                "min_working_days",
                "full_working_days",
                "max_calendar_days",
                "full_distance_km",
                "cap",
                "half_days_per_day",
            )
        }


class LimitsForm(_Part):
    sme_share_target = forms.TypedChoiceField(
        label=_("Wanted share of SMEs"),
        choices=[(f"{share / 100:.2f}", f"{share} %") for share in range(0, 101, 10)],
        coerce=Decimal,
        help_text=_(
            "A warning on the review screen, never a refusal. The work programme says at least half."
        ),
    )

    class Meta:
        model = Rulebook
        fields = (
            "visit_once_sme", "visit_once_staff", "sme_share_target", "max_open_proposals", "proof_travel_min",
            "proof_lodging_min",
        )  # fmt: skip
        labels = {
            "visit_once_sme": _("One visit of an SME is counted"),
            "visit_once_staff": _("One visit of others is counted"),
            "max_open_proposals": _("Hosts asked at the same time"),
            "proof_travel_min": _("Proofs of travel"),
            "proof_lodging_min": _("Proofs of lodging"),
        }
        widgets = {
            "visit_once_sme": forms.RadioSelect,
            "visit_once_staff": forms.RadioSelect,
            **{
                name: forms.NumberInput(attrs=SHORT)
                for name in ("max_open_proposals", "proof_travel_min", "proof_lodging_min")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("visit_once_sme", "visit_once_staff"):
            self.fields[name].choices = VisitOnce.choices


class NumberList(forms.CharField):
    """Whole numbers with commas between them, as "7, 14"."""

    widget = forms.TextInput(attrs={"class": "medium", "inputmode": "text"})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(number) for number in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        parts = [
            part.strip() for part in super().to_python(value).replace(";", ",").split(",") if part.strip()
        ]
        if not all(part.isdigit() and 1 <= int(part) <= 366 for part in parts):
            raise forms.ValidationError(
                _("Write whole numbers from 1 to 366 with commas between them: 7, 14.")
            )
        return sorted({int(part) for part in parts})


class DeadlinesForm(_Part):
    feedback_reminder_days = NumberList(
        label=_("Reminders of the questionnaire"),
        help_text=_("Days after the invitation: 7, 14. Empty: no reminder."),
        required=False,
    )
    impact_months = NumberList(
        label=_("Questions on the impact"),
        help_text=_("Months after the stay: 3, 12. Empty: none are sent."),
        required=False,
    )

    class Meta:
        model = Rulebook
        fields = (
            *DEADLINE_WORDS,
            "feedback_reminder_days",
            "impact_months",
            "interest_months",
            "interest_answer_days",
        )
        labels = {
            **{name: label for name, (label, _unit) in DEADLINE_WORDS.items()},
            "interest_months": _("“Still interested?” after months without log-in"),
            "interest_answer_days": _("Days for the answer, before a profile is hidden"),
        }
        help_texts = {
            name: _("Working days at the place of whoever acts.") if unit == WORKING else _("Calendar days.")
            for name, (_label, unit) in DEADLINE_WORDS.items()
        }
        widgets = {
            name: forms.NumberInput(attrs=SHORT)
            for name in (*DEADLINE_WORDS, "interest_months", "interest_answer_days")
        }


class TextsForm(_Part):
    class Meta:
        model = Rulebook
        fields = ("note_for_applicants", "agreement_clause")
        labels = {
            "note_for_applicants": _("Note before an application is sent"),
            "agreement_clause": _("Further clause of the Financial Agreement"),
        }
        help_texts = {
            "note_for_applicants": _("Everybody who applies to the partnership reads it above the answers."),
            "agreement_clause": _(
                "It stands at the end of each agreement and is signed with it. In English."
            ),
        }
        widgets = {
            "note_for_applicants": forms.Textarea(attrs={"rows": 4}),
            "agreement_clause": forms.Textarea(attrs={"rows": 4}),
        }


class CountriesForm(Form):
    countries = forms.MultipleChoiceField(
        label=_("Countries that take part"),
        help_text=_("Tick all, or none, for every country that takes part in the scheme on the day."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
        required=False,
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countries"].choices = eligible_choices(day)

    def clean_countries(self) -> list[str]:
        """Empty for all."""
        codes = sorted(self.cleaned_data["countries"])
        return [] if len(codes) == len(list(self.fields["countries"].choices)) else codes

    def wanted(self) -> dict[str, Any]:
        return {"countries": self.cleaned_data["countries"]}


class SumsForm(Form):
    """A sum for each country that has one, or may get one."""

    source = forms.CharField(
        label=_("Document in which these sums stand"),
        help_text=_("With its date. You confirm it on the next page."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = sorted(codes, key=country_name)
        for code in self.codes:
            self.fields[f"sum_{code}"] = _sum_field(country_name(code))
        self.fields["outermost"] = _sum_field(_("Outermost regions of the EU"))

    def wanted(self) -> dict[str, Any]:
        found = {code: self.cleaned_data[f"sum_{code}"] for code in self.codes}
        return {
            "amounts": {code: amount for code, amount in found.items() if amount is not None},
            "source": self.cleaned_data["source"],
            "outermost": self.cleaned_data["outermost"],
        }


def _sum_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=MOST_SUM,
        max_digits=8,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs=SHORT),
    )


class KindsForm(Form):
    """Three boxes for each kind."""

    ANSWERS = (("visit", _("may visit")), ("host", _("may host")), ("money", _("receives the lump sum")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in OrganisationKind.choices:
            self.fields[kind] = forms.MultipleChoiceField(
                label=label,
                choices=self.ANSWERS,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
                required=False,
            )

    def wanted(self) -> dict[str, Any]:
        answers = {kind: self.cleaned_data[kind] for kind in OrganisationKind.values}
        return {"kinds": {kind: tuple(word in may for word in MAY) for kind, may in answers.items()}}


class PointsForm(Form):
    required = forms.CharField(
        label=_("Needed for an acceptance"),
        help_text=_("One point a line. Nobody can accept without having ticked them."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    optional = forms.CharField(
        label=_("Others"),
        help_text=_("One point a line. They help to think of everything."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("required", "optional"):
            if any(len(line.strip()) > 200 for line in data.get(name, "").splitlines()):
                self.add_error(name, _("A point has at most 200 characters. Please shorten it."))
        return data

    def wanted(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name].splitlines() for name in ("required", "optional")}


class ReasonForm(Form):
    decision = forms.ChoiceField(
        label=_("For which decision?"), choices=Decision.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Title"), help_text=_("Only deciders see it."), max_length=80, widget=forms.TextInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, name in settings.LANGUAGES:
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text in %(language)s") % {"language": name},
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
                required=language == FALLBACK,
                max_length=2000,
            )
        self.say_what_is_missing()

    def wanted(self) -> dict[str, Any]:
        texts = {language: self.cleaned_data[f"text_{language}"] for language, _name in settings.LANGUAGES}
        return {
            "decision": self.cleaned_data["decision"],
            "title": self.cleaned_data["title"],
            "texts": texts,
        }
