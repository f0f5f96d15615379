from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.forms import Form

ACCEPT, HOLD, REJECT = "accept", "hold", "reject"


class DecisionForm(Form):
    """Accept, ask, or reject. `doubts`: rules are not met, so an acceptance needs its reason written down."""

    decision = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect, choices=())
    comment = forms.CharField(
        label=_("Question or reason"),
        help_text=_("The applicant reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, what_follows: dict[str, Any], doubts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubts = doubts
        labels = {ACCEPT: _("Accept"), HOLD: _("Ask a question"), REJECT: _("Reject")}
        self.fields["decision"].choices = [
            (code, format_html('{}<span class="choice__hint">{}</span>', label, what_follows[code]))
            for code, label in labels.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("comment", "").strip() and "comment" not in self.errors:
            missing = {
                HOLD: _("Write the question that the applicant should answer."),
                REJECT: _("Write the reason, so that the applicant can understand it."),
                ACCEPT: _("Not all rules are met. Write why you accept all the same.") if self.doubts else "",
            }.get(data.get("decision", ""), "")
            if missing:
                self.add_error("comment", missing)
        return data
