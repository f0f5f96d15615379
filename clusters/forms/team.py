from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Role
from clusters.selectors.teams import FOR_A_TIME, Place
from core.forms import Form
from core.widgets import DateInput

ROLE_HINTS = {
    RoleKind.REPRESENTATIVE: _("Applies, signs and reports for the organisation."),
    RoleKind.MANAGER: _("Confirms members, decides on applications, signs for the cluster."),
    RoleKind.COORDINATOR: _("Steers the partnership: indicators, deliverables, roles."),
    RoleKind.FINANCE: _("Approves and marks payments."),
    RoleKind.SUPPORT_OFFICE: _(
        "Sees the figures of all partnerships until a day you choose. Changes nothing."
    ),
    RoleKind.AUDITOR: _("Reads every file of the partnership, changes nothing, until a day you choose."),
}


class InviteForm(Form):
    email = forms.EmailField(label=_("E-mail address"), help_text=_("We send a link that works for 14 days."))
    kind = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Last day of the role"),
        required=False,
        help_text=_("Needed for auditors. Leave it empty for a role without an end."),
        widget=DateInput(),
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, f"{kind.label} – {ROLE_HINTS[kind]}") for kind in place.kinds]
        self.fields["kind"].choices = choices
        if len(choices) == 1:
            self.fields["kind"].initial = choices[0][0]
            self.fields["kind"].widget = forms.HiddenInput()
        if not set(place.kinds) & set(FOR_A_TIME):
            del self.fields["until"]
        elif set(place.kinds) <= set(FOR_A_TIME):
            self.fields["until"].required = True
            self.fields["until"].help_text = _("The role ends after this day.")

    def clean_until(self) -> datetime | None:
        """The role works through its last day."""
        day: date | None = self.cleaned_data["until"]
        return datetime.combine(day, time.max, tzinfo=UTC) if day else None


class ColleagueForm(Form):
    """Who takes over; "nobody" where the role may simply end."""

    to = forms.ChoiceField(label=_("Who takes over?"), widget=forms.RadioSelect)
    although_last = forms.BooleanField(label=_("Yes, nobody has this role here from now on"), required=False)

    def __init__(self, *args: Any, colleagues: list[Role], last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(role.pk), f"{role.user}, {role.user.email}") for role in colleagues]
        self.fields["to"].choices = [*people, ("nobody", _("Nobody: what is open stays for the team"))]
        if not people:
            del self.fields["to"]
        if not last:
            del self.fields["although_last"]


class AwayForm(Form):
    stand_in = forms.ChoiceField(label=_("Who stands in for you?"), widget=forms.RadioSelect)
    starts_on = forms.DateField(label=_("First day away"), widget=DateInput())
    ends_on = forms.DateField(label=_("Last day away"), widget=DateInput())

    def __init__(self, *args: Any, colleagues: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].choices = [(str(role.pk), str(role.user)) for role in colleagues]


class JoinForm(Form):
    message = forms.CharField(
        label=_("Who are you there?"),
        help_text=_("One sentence, so that they recognise you. For example: I lead the sales team."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
