from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters import places
from clusters.enums import OrganisationKind
from clusters.selectors.reference import country_choices, region_choices
from core.forms import Form

_KINDS = [("", "")] + [
    (kind.value, kind.label) for kind in OrganisationKind if kind != OrganisationKind.CLUSTER
]


class OrganisationForm(Form):
    name = forms.CharField(
        label=_("Legal name"),
        max_length=200,
        help_text=_("As in the register, for example “Musterfirma GmbH”. It is printed on agreements."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=_KINDS,
        help_text=_("An SME is a firm with fewer than 250 people. We ask for the details afterwards."),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Where the organisation is registered. With several sites: where the travellers work."),
    )
    city = forms.CharField(
        label=_("Town or city"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "address-level2"}),
    )
    registration_number = forms.CharField(
        label=_("Registration number"),
        max_length=60,
        required=False,
        help_text=_("For example of the commercial register."),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    about = forms.CharField(
        label=_("What the organisation does"),
        required=False,
        max_length=2000,
        help_text=_("Two or three sentences. Hosts read them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, cluster: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", ""), *country_choices()]
        if cluster:
            # The organisation of a cluster stays one.
            self.fields["kind"].choices = [(OrganisationKind.CLUSTER.value, OrganisationKind.CLUSTER.label)]


class PlaceForm(Form):
    """Where the gazetteer does not know the town: the nearest larger one, or the position; and the region."""

    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        help_text=_("Some public holidays hold in some regions only. They decide which days count."),
    )
    nearest = forms.ChoiceField(
        label=_("Nearest larger town"),
        required=False,
        help_text=_("We measure the distance between visitor and host from there. Only 200 km matter."),
    )
    latitude = forms.DecimalField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    longitude = forms.DecimalField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, country: str, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        regions = region_choices(country)
        if regions:
            self.fields["region"].choices = [("", _("I do not know")), *regions]
        else:
            del self.fields["region"]
        if known:
            for name in ("nearest", "latitude", "longitude"):
                del self.fields[name]
        else:
            towns = [(place.code, place.name) for place in places.by_country().get(country, ())]
            self.fields["nearest"].choices = [("", ""), *towns]
            # The exact position stands in for it.
            self.fields["nearest"].required = not (self.is_bound and self.data.get("latitude"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.known or self.errors:
            return data
        place = places.by_code(data.get("nearest", ""))
        if data.get("latitude") is None and data.get("longitude") is None and place is not None:
            data["latitude"], data["longitude"] = Decimal(str(place.latitude)), Decimal(str(place.longitude))
            data["region"] = data.get("region") or place.region
        if data.get("latitude") is None or data.get("longitude") is None:
            self.add_error("nearest", _("Choose the nearest larger town, or give latitude and longitude."))
        return data
