"""Where a site is: its address, and where the map does not help, its region and position."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters import places
from clusters.forms.towns import TownForm, city_field, country_field
from clusters.models import Region
from clusters.selectors.reference import finer_holidays, regions_of
from core.forms import Form


class AddressForm(TownForm):
    name = forms.CharField(
        label=_("Name of the site"),
        max_length=100,
        help_text=_("For example “Head office” or “Laboratory Leipzig”."),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    country = country_field()
    city = city_field()
    street = forms.CharField(
        label=_("Street and number"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "postal-code"}),
    )

    def __init__(self, *args: Any, seat: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seat:
            self.fields["name"].required = False


class PlaceForm(Form):
    """Region and position: for towns the map does not have, and for people who know better."""

    area = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none(), required=False)
    region = forms.ChoiceField(
        label=_("Public holidays of"),
        required=False,
        help_text=_("Some public holidays hold in some parts only. They decide which days count."),
    )
    near = forms.CharField(
        label=_("Nearest larger town"),
        required=False,
        max_length=100,
        help_text=_("We measure the distance between visitor and host from there. Only 200 km matter."),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    latitude = forms.DecimalField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        help_text=_("For example 51.0504"),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    longitude = forms.DecimalField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("For example 13.7373"),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, country: str, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country, self.known = country, known
        self.fields["area"].queryset = regions_of(country)
        self.fields["area"].empty_label = _("I do not know")
        if not regions_of(country).exists():
            del self.fields["area"]
        finer = finer_holidays(country)
        if finer:
            self.fields["region"].choices = [("", _("I do not know, or none of these")), *finer]
        else:
            del self.fields["region"]
        if known:
            del self.fields["near"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        elif not self.known and data.get("latitude") is None and not self.errors:
            self._near(data)
        return data

    def _near(self, data: dict[str, Any]) -> None:
        """The position of the nearest larger town stands in for one that no map has."""
        typed = data.get("near", "").strip()
        found = places.matches(self.country, typed) or places.alike(self.country, typed)
        # "Neustadt (Saxony)", as the sentence below prints it, is one of them.
        exact = [place for place in found if place.label.casefold() == typed.casefold()] or found
        if len(exact) == 1:
            data["latitude"], data["longitude"] = (
                Decimal(str(exact[0].latitude)),
                Decimal(str(exact[0].longitude)),
            )
            data["area"] = data.get("area") or regions_of(self.country).filter(pk=exact[0].area_id).first()
        elif found:
            names = "; ".join(place.label for place in found[:6])
            self.add_error("near", _("Several towns fit: %(names)s. Enter one of them.") % {"names": names})
        else:
            self.add_error("near", _("Enter the nearest larger town, or give latitude and longitude."))
