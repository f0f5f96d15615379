"""A host that is not in the portal: described by the visitor, answering by link, asked again by the decider."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from clusters.forms.towns import TownForm, city_field, country_field
from clusters.selectors.reference import eligible_choices, listed_clusters
from core.countries import country_name
from core.forms import Form
from exchanges.forms.application import PageForm
from exchanges.forms.proposals import AnswerForm
from exchanges.models import Application, HostInvitation
from exchanges.selectors.host_invitations import invitation_of
from exchanges.selectors.partnerships import day_of

NO_CLUSTER, UNLISTED = "none", "unlisted"
_UNLISTED = ("cluster_name", "profile_url", "cluster_contact", "cluster_email")


def _clusters() -> list[tuple[str, str]]:
    return [
        (str(cluster.pk), f"{cluster.name}, {country_name(cluster.organisation.country_id)}")
        for cluster in listed_clusters()
    ]


def _abroad(application: Application) -> list[tuple[str, str]]:
    home = application.organisation.country_id
    return [("", ""), *(row for row in eligible_choices(day_of(application)) if row[0] != home)]


def described_before(application: Application) -> dict[str, Any]:
    """What the visitor has said about the host so far."""
    invitation = invitation_of(application)
    if invitation is None:
        return {}
    names = ("name", "city", "contact_name", "contact_email", "cluster_name")
    return {name: getattr(invitation, name) for name in names} | {
        "country": invitation.country_id,
        "cluster": str(invitation.cluster_id or ""),
    }


class InviteForm(PageForm, TownForm):
    """Town and country decide the lump sum, so the town must be one that the map knows."""

    must_be_known = True
    name = forms.CharField(label=_("Name of the host"), max_length=200)
    country = country_field()
    city = city_field()
    contact_name = forms.CharField(
        label=_("Contact person there"), max_length=150, help_text=_("First name and last name.")
    )
    contact_email = forms.EmailField(
        label=_("E-mail address of this person"),
        help_text=_("We write to this person once your application is accepted, and only about your visit."),
    )
    cluster = forms.ChoiceField(
        label=_("Cluster of the host"), required=False, help_text=_("Only if you know it.")
    )
    cluster_name = forms.CharField(
        label=_("If it is not in the list: name of the cluster"), required=False, max_length=200
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """Which of several towns of one name is meant is asked once only."""
        known = invitation_of(application)
        settled = (known.country_id, known.city) if known is not None else None
        super().__init__(*args, application=application, settled=settled, **kwargs)

    def fill(self) -> None:
        self.fields["country"].choices = _abroad(self.application)
        self.fields["cluster"].choices = [("", _("I do not know")), *_clusters()]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen = data.get("cluster")
        data["cluster"] = listed_clusters().filter(pk=chosen).first() if chosen else None
        return data


class HostDetailsForm(TownForm):
    """The host says who it is, after its yes. Without a place on the map there would be no sum."""

    must_be_known = True
    name = forms.CharField(
        label=_("Legal name"), max_length=200, help_text=_("It is printed on the papers of the visit.")
    )
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=[("", ""), *OrganisationKind.choices])
    country = country_field()
    city = city_field()
    contact_name = forms.CharField(label=_("Your name"), max_length=150)
    contact_phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("The visitor sees it once the visit is confirmed."),
        widget=forms.TextInput(attrs={"type": "tel", "class": "medium"}),
    )
    cluster = forms.ChoiceField(
        label=_("Which cluster do you belong to?"),
        help_text=_("It confirms the visit, and signs the plan of the visit with you."),
    )
    cluster_name = forms.CharField(label=_("Name of the cluster"), max_length=200, required=False)
    profile_url = forms.URLField(
        label=_("Address of its profile"),
        required=False,
        assume_scheme="https",
        help_text=_("On the European Cluster Collaboration Platform, or its website."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    cluster_contact = forms.CharField(label=_("Person at the cluster"), max_length=150, required=False)
    cluster_email = forms.EmailField(label=_("E-mail address of the person at the cluster"), required=False)

    def __init__(self, *args: Any, invitation: HostInvitation, **kwargs: Any) -> None:
        first = {name: getattr(invitation, name) for name in ("name", "city", "contact_name", "cluster_name")}
        first |= {"country": invitation.country_id, "cluster": str(invitation.cluster_id or "")}
        if invitation.cluster_name:
            first["cluster"] = UNLISTED
        self.own_address = invitation.contact_email
        super().__init__(*args, initial=first, **kwargs)
        self.fields["country"].choices = _abroad(invitation.application)
        others = [(UNLISTED, _("My cluster is not in the list")), (NO_CLUSTER, _("We belong to no cluster"))]
        self.fields["cluster"].choices = [("", ""), *_clusters(), *others]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("cluster") == UNLISTED:
            for name in _UNLISTED:
                if not data.get(name) and name not in self.errors:
                    label = self.fields[name].label
                    self.add_error(
                        name, _("Fill in “%(label)s”, so that we can ask your cluster.") % {"label": label}
                    )
            if (data.get("cluster_email") or "").lower() == self.own_address:
                self.add_error(
                    "cluster_email", _("Give the address of a person at the cluster, not your own.")
                )
        return data

    def answers(self) -> dict[str, Any]:
        """As the service takes them."""
        data = dict(self.cleaned_data)
        chosen, typed = data.pop("cluster"), {name: data.pop(name) for name in _UNLISTED}
        data["cluster"] = data["unlisted"] = None
        if chosen == UNLISTED:
            data["unlisted"] = {
                "cluster_name": typed["cluster_name"],
                "profile_url": typed["profile_url"],
                "contact_name": typed["cluster_contact"],
                "contact_email": typed["cluster_email"],
            }
        elif chosen != NO_CLUSTER:
            data["cluster"] = listed_clusters().filter(pk=chosen).first()
        return data


class InvitedAnswerForm(AnswerForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        labels = {"yes": _("Yes, we would receive this visit"), "no": _("No, we cannot")}
        super().__init__(*args, **labels, **kwargs)


class AgainForm(Form):
    """To whom the invitation goes once more."""

    contact_name = forms.CharField(label=_("Contact person at the host"), max_length=150)
    contact_email = forms.EmailField(label=_("E-mail address of this person"))
