from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Organisation
from core.forms import Form
from core.widgets import DateInput
from exchanges.models import HostOffer

YES, NO, OTHER = "yes", "no", "other"


class DaysForm(Form):
    """The days for which hosts are ranked."""

    start = forms.DateField(label=_("First day at the host"), widget=DateInput)
    end = forms.DateField(label=_("Last day at the host"), widget=DateInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The last day lies before the first day."))
        return data


class SuggestForm(DaysForm):
    """Which hosts to ask, for which days, with which words."""

    offers = forms.ModelMultipleChoiceField(
        label=_("Hosts to ask"),
        queryset=HostOffer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one host to ask.")},
    )
    message = forms.CharField(
        label=_("Message to the hosts"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, offers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offers"].queryset = offers


class AnswerForm(Form):
    """Yes or no to a match; a no needs its reason."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect, choices=())
    comment = forms.CharField(
        label=_("Reason or remark"),
        help_text=_("If you decline, please say why. The other side reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, yes: Any, no: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(YES, yes), (NO, no)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == NO and not data.get("comment", "").strip() and "comment" not in self.errors:
            self.add_error("comment", _("Please say why, so that the others can look for another way."))
        return data

    @property
    def accepted(self) -> bool:
        return bool(self.cleaned_data["answer"] == YES)


class ConfirmMatchForm(AnswerForm):
    """A cluster's word; where an invited host has the name of a member, whether it is this member."""

    same = forms.ChoiceField(
        label=_("Is the host this member of yours?"),
        help_text=_("The names are equal. Ask the host if you do not know."),
        widget=forms.RadioSelect,
        required=False,
    )
    field_order = ("answer", "same", "comment")

    def __init__(self, *args: Any, members: Iterable[Organisation], **kwargs: Any) -> None:
        labels = {"yes": _("Confirm this match"), "no": _("Decline this match")}
        super().__init__(*args, **labels, **kwargs)
        self.members = {str(one.pk): one for one in members}
        if not self.members:
            del self.fields["same"]
            return
        named = [
            (pk, _("Yes: %(name)s, %(city)s") % {"name": one.name, "city": one.city})
            for pk, one in self.members.items()
        ]
        self.fields["same"].choices = [*named, (OTHER, _("No, it is another organisation"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (
            "same" in self.fields
            and data.get("answer") == YES
            and not data.get("same")
            and "same" not in self.errors
        ):
            self.add_error("same", _("Say whether the host is this member of yours."))
        return data

    @property
    def member(self) -> Organisation | None:
        return self.members.get(self.cleaned_data.get("same", ""))
