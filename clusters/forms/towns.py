"""A town by its name, in any form: suggested while typing, and asked back where the name fits several.

Without scripts the question comes with the form's next answer; what was typed stays.
"""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clusters import places
from clusters.places import Place
from clusters.selectors.reference import country_choices
from core.forms import Form

ANOTHER = "none"


def country_field(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=options.pop("label", _("Country")), choices=_countries, **options)


def city_field(prefix: str = "", **options: Any) -> forms.CharField:
    """`prefix` as in `TownForm.TOWNS`; the names that come up while typing are a list of the browser's own."""
    listed = f"towns-{prefix}list"
    attrs = {
        "class": "medium",
        "autocomplete": "off",
        "list": listed,
        "hx-get": format_lazy(
            "{url}?for={prefix}", url=reverse_lazy("clusters:towns"), prefix=lazystr(prefix)
        ),
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{listed}",
        "hx-include": f"[name={prefix}country]",
        "hx-push-url": "false",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }
    label = options.pop("label", _("Town or city"))
    return forms.CharField(label=label, max_length=100, widget=TownInput(attrs=attrs), **options)


class TownInput(forms.TextInput):
    template_name = "clusters/widgets/town.html"


class TownForm(Form):
    """Fields named `<prefix>country` and `<prefix>city` for each of TOWNS; `<prefix>town` is added where it is asked.

    Cleaned, `<prefix>town` is a Place, or None where the map does not have it. `settled` is (country, city) that needs
    no question, because its position is known already. With `must_be_known`, None is an error.
    """

    TOWNS: tuple[str, ...] = ("",)
    must_be_known = False

    def __init__(self, *args: Any, settled: tuple[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settled = settled
        self._found: dict[str, Place | None] = {}
        if self.is_bound:
            for prefix in self.TOWNS:
                self._look(prefix)
        self.say_what_is_missing()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for prefix in self.TOWNS:
            data[f"{prefix}town"] = self._town(prefix, data)
            missing = data[f"{prefix}town"] is None and bool(data.get(f"{prefix}city"))
            asked = f"{prefix}town" in self.errors or self.is_settled(prefix)
            if self.must_be_known and missing and not asked:
                sentence = _("We do not know this place. Enter the nearest larger town.")
                self.add_error(f"{prefix}city", sentence)
        return data

    def is_settled(self, prefix: str = "") -> bool:
        typed = (self._typed(f"{prefix}country"), self._typed(f"{prefix}city"))
        return self.settled is not None and typed == self.settled

    def _look(self, prefix: str) -> None:
        country, city = self._typed(f"{prefix}country"), self._typed(f"{prefix}city")
        self._found[prefix] = None
        if not country or not city or self.is_settled(prefix):
            return
        found = places.matches(country, city)
        if len(found) == 1:
            self._found[prefix] = found[0]
            return
        choices = [(str(place.id), place.label) for place in found or places.alike(country, city)]
        if not choices:
            return
        if not self.must_be_known:
            choices.append((ANOTHER, _("Another place, which is not in this list")))
        label = _("Which “%(town)s” do you mean?") if found else _("We do not know “%(town)s”. Which is it?")
        self.fields[f"{prefix}town"] = forms.ChoiceField(
            label=label % {"town": city[:100]},
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Choose the place once more.")},
        )
        self.order_fields(_after(list(self.fields), f"{prefix}city", f"{prefix}town"))

    def _town(self, prefix: str, data: dict[str, Any]) -> Place | None:
        chosen = data.get(f"{prefix}town")
        if isinstance(chosen, str):
            return places.by_id(data.get(f"{prefix}country") or "", chosen)
        return self._found.get(prefix)

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "") or "").strip()


def _after(names: list[str], place: str, name: str) -> list[str]:
    names.remove(name)
    names.insert(names.index(place) + 1, name)
    return names


def _countries() -> list[tuple[str, str]]:
    return [("", ""), *country_choices()]
