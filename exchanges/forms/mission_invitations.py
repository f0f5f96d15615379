"""Whom to invite to an event, and what an invited person answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Country
from core.exceptions import InvalidInput
from core.forms import Form
from core.languages import translated_languages
from core.widgets import FileInput
from exchanges import invitation_lines
from exchanges.forms.missions import numbered
from exchanges.invitation_lines import Guest, Problem
from exchanges.models import Mission
from exchanges.selectors.mission_invitations import known_addresses
from exchanges.services.mission_invitations import own_country


class GuestsForm(Form):
    """Lines, or a spreadsheet, or both. Every wrong line is named at once; `guests` are all of them or none."""

    text = forms.CharField(
        label=_("One person a line"),
        help_text=_(
            "Firm; person; e-mail; country. Or copy the cells from a spreadsheet, with or without the names of its columns."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("Or a spreadsheet"),
        help_text=_("XLSX or CSV. The first row names the columns: firm, person, e-mail, country."),
        widget=FileInput(accept=".xlsx,.csv,.txt,.tsv"),
        required=False,
    )

    country = forms.ModelChoiceField(
        label=_("Country of lines that name none"),
        queryset=Country.objects.none(),
        empty_label=_("None: each line names its country"),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        help_text=_("Whoever has an account is written to in the language of the account."),
        required=False,
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = translated_languages()
        by_country = _("The one of each person's country where the portal speaks it, else English")
        self.fields["language"].choices = [("", by_country), *spoken]
        if len(spoken) == 1:
            del self.fields["language"]
        self.fields["country"].queryset = Country.objects.filter(eligible_from__isnull=False).order_by("name")
        self.mission = mission
        self.guests: list[Guest] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, upload = data.get("text") or "", data.get("file")
        if not text.strip() and not upload:
            if not self.errors:
                self.add_error("text", _("Paste at least one line, or choose a spreadsheet."))
            return data
        country = data["country"].pk if data.get("country") else ""
        pasted = self._take("text", *invitation_lines.from_text(text, country)) if text.strip() else []
        brought: list[Guest] = []
        if upload:
            try:
                brought = self._take("file", *invitation_lines.from_file(upload.read(), country))
            except InvalidInput as problem:
                self.add_error("file", problem.message)
        there = {guest.email: str(_("This address stands in the text above, too.")) for guest in pasted}
        self._say("file", invitation_lines.twice(brought, there))
        self.guests = [*pasted, *brought]
        return data

    def _take(self, field: str, guests: list[Guest], problems: list[Problem]) -> list[Guest]:
        problems = [*problems, *invitation_lines.twice(guests, known_addresses(self.mission))]
        known = set(
            Country.objects.filter(code__in={guest.country for guest in guests}).values_list("pk", flat=True)
        )
        for guest in guests:
            if guest.country not in known:
                unknown = str(_("This country is not in the portal."))
                problems.append(Problem(guest.number, guest.organisation, unknown))
            elif self.mission.with_lump_sum and guest.country == self.mission.country_id:
                problems.append(Problem(guest.number, guest.organisation, own_country(guest)))
        self._say(field, sorted(problems, key=lambda row: row.number))
        return guests

    def _say(self, field: str, problems: list[Problem]) -> None:
        if problems:
            sentences = [numbered(row.number, row.text, row.sentence) for row in problems]
            self.add_error(field, forms.ValidationError(sentences))


class NoThanksForm(Form):
    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("It helps the host to plan the next event."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
