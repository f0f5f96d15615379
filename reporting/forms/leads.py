from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import LeadReason
from clusters.models import Lead, User
from clusters.selectors.leads import people_for
from core.forms import Form
from core.widgets import DateInput


class AssignForm(Form):
    assigned_to = forms.ModelChoiceField(
        label=_("Given to"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, initial={"assigned_to": lead.assigned_to_id}, **kwargs)
        self.fields["assigned_to"].queryset = people_for(lead)


class PlanForm(Form):
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    next_on = forms.DateField(
        label=_("On"), required=False, help_text=_("You get a mail on that morning."), widget=DateInput()
    )


class AnsweredForm(Form):
    note = forms.CharField(
        label=_("How did you answer?"), max_length=400, help_text=_("For example: called, will register.")
    )


class CloseForm(Form):
    reason = forms.ChoiceField(label=_("Why is it closed?"), choices=[("", ""), *LeadReason.choices])
    note = forms.CharField(label=_("Note"), required=False, max_length=400)


class MailForm(Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=6000, widget=forms.Textarea(attrs={"rows": 14}))
