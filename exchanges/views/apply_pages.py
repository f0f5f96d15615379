"""The pages of an application: which form asks what, where the answers go, and which page comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.privacy import VERSION as PRIVACY_VERSION
from core.actors import Actor
from exchanges.enums import HostChoice
from exchanges.forms import application as forms
from exchanges.forms.host_invitations import InviteForm, described_before
from exchanges.forms.papers import PapersForm
from exchanges.models import Application
from exchanges.selectors.host_invitations import invitation_of
from exchanges.selectors.partnerships import clusters_of, day_of, give_partnership, open_on
from exchanges.services import applications, papers
from exchanges.services.host_invitations import describe_host

Keep = Callable[[Application, Actor, int, dict[str, Any]], None]


@dataclass(frozen=True)
class Page:
    """`shown(application)` says whether the page is asked at all; hidden pages are passed over."""

    slug: str
    task: str
    title: Any
    form: type[BaseForm]
    initial: Callable[[Application], dict[str, Any]]
    keep: Keep
    shown: Callable[[Application], bool] = lambda application: True
    # While somebody types: "fields" keeps each field that is right, "whole" only all together, "" nothing.
    background: str = ""
    # What else a choice would change: such a choice is kept by the button only, never in passing.
    takes_along: Callable[[Application, dict[str, Any]], str] = lambda application, data: ""

    @property
    def field(self) -> str:
        """The one field of a page with a single question."""
        return next(iter(self.form.base_fields))


def _fields(*names: str) -> Callable[[Application], dict[str, Any]]:
    return lambda application: {name: getattr(application, name) for name in names}


def _answers(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    applications.save_answers(application=application, by=by, version=version, **data)


def _mission(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    """The mission brings its dates, unless the applicant has set days within it already."""
    mission = data["mission"]
    start, end = application.planned_start, application.planned_end
    inside = start is not None and end is not None and start <= mission.end_on and end >= mission.start_on
    dates = {} if inside else {"planned_start": mission.start_on, "planned_end": mission.end_on}
    _answers(application, by, version, {"mission": mission} | dates)


def _wished_before(application: Application) -> dict[str, Any]:
    known = _fields("languages", "preferred_countries")(application)
    return known | {"near_town": application.wished_town is not None}


def _wishes(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    """Where a town was in mind, it can be let go of."""
    town = {} if data.pop("near_town", True) else {"wished_town": None}
    _answers(application, by, version, data | town)


def _invite(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    describe_host(application=application, by=by, version=version, **data)


def travellers_before(application: Application) -> dict[str, Any]:
    names = ("first_name", "last_name", "email", "position")
    people = application.travellers.all()
    return {"travellers": [{name: getattr(person, name) for name in names} for person in people]}


def _travellers(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    applications.set_travellers(application=application, by=by, version=version, **data)


def _papers(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    papers.hand_in(
        application=application, by=by, proof=data.get("proof") or data.get("photo"), cv=data.get("cv")
    )


def _declarations(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    _answers(application, by, version, declared(data))


def declared(data: dict[str, Any]) -> dict[str, Any]:
    """The declarations form as the service wants it, as far as it is filled: with the version of the notice read."""
    names = ("earlier_visit", "earlier_visit_note", "residence_confirmed", "no_double_funding")
    found = {name: data[name] for name in names if name in data}
    if data.get("earlier_visit") is False:
        found["earlier_visit_note"] = ""
    if "privacy" in data:
        found["privacy_version"] = PRIVACY_VERSION if data["privacy"] else ""
    return found


def _declared_before(application: Application) -> dict[str, Any]:
    earlier = application.earlier_visit
    return {
        "earlier_visit": None if earlier is None else "yes" if earlier else "no",
        "earlier_visit_note": application.earlier_visit_note,
        "residence_confirmed": application.residence_confirmed,
        "no_double_funding": application.no_double_funding,
        "privacy": application.privacy_version == PRIVACY_VERSION,
    }


def _partnership(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    chosen = None
    if data["partnership"] != forms.FOR_ME:
        given = give_partnership(application)
        if given is not None and str(given.pk) == data["partnership"]:
            chosen = given
        else:
            chosen = get_object_or_404(open_on(day_of(application)), pk=data["partnership"])
    applications.choose_partnership(application=application, by=by, version=version, partnership=chosen)


def _cluster(application: Application, by: Actor, version: int, data: dict[str, Any]) -> None:
    partnership = application.partnership
    chosen = None
    if partnership is not None and data["visitor_cluster"] != forms.FOR_ME:
        chosen = get_object_or_404(clusters_of(partnership), pk=data["visitor_cluster"])
    applications.choose_partnership(
        application=application, by=by, version=version, partnership=partnership, visitor_cluster=chosen
    )


def _chosen(name: str) -> Callable[[Application], dict[str, Any]]:
    def initial(application: Application) -> dict[str, Any]:
        pk = getattr(application, f"{name}_id")
        return {name: forms.FOR_ME if pk is None else str(pk)}

    return initial


def _other_host(application: Application, data: dict[str, Any]) -> str:
    """Another way to a host lets go of the one that was chosen before."""
    choice = data["host_choice"]
    if choice != HostChoice.MISSION and application.mission is not None:
        return _("Your mission “%(title)s” is taken out.") % {"title": application.mission.title}
    if choice != HostChoice.LISTED and application.host_offer is not None:
        return _("Your host “%(title)s” is taken out.") % {"title": application.host_offer.title}
    invitation = invitation_of(application)
    if choice != HostChoice.INVITE and invitation is not None:
        return _("What you said about %(host)s is taken out.") % {"host": invitation.name}
    return ""


def _other_days(application: Application, data: dict[str, Any]) -> str:
    start, end, mission = application.planned_start, application.planned_end, data["mission"]
    if start is None or end is None or (start <= mission.end_on and end >= mission.start_on):
        return ""
    return _("Your days become those of the mission.")


def _other_partnership(application: Application, data: dict[str, Any]) -> str:
    settled = application.partnership_id
    return (
        _("Your contact cluster changes with it.") if settled and data["partnership"] != str(settled) else ""
    )


def _choice(choice: HostChoice) -> Callable[[Application], bool]:
    return lambda application: application.host_choice == choice


PAGES: tuple[Page, ...] = (
    Page(
        "visit",
        "visit",
        _("The visit"),
        forms.VisitForm,
        _fields("uses", "activity_types"),
        _answers,
        background="fields",
    ),
    Page(
        "goals",
        "visit",
        _("Your goals"),
        forms.GoalsForm,
        _fields("motivation", "expected_results"),
        _answers,
        background="fields",
    ),
    Page(
        "host",
        "where",
        _("Where to go"),
        forms.HostForm,
        _fields("host_choice"),
        _answers,
        background="whole",
        takes_along=_other_host,
    ),
    Page(
        "mission",
        "where",
        _("Mission"),
        forms.MissionForm,
        _fields("mission"),
        _mission,
        _choice(HostChoice.MISSION),
        "whole",
        _other_days,
    ),
    Page(
        "offer",
        "where",
        _("Host"),
        forms.OfferForm,
        lambda application: {"host_offer": str(application.host_offer_id or "")},
        _answers,
        _choice(HostChoice.LISTED),
        "whole",
    ),
    Page(
        "invite",
        "where",
        _("The host you want to invite"),
        InviteForm,
        described_before,
        _invite,
        _choice(HostChoice.INVITE),
        "whole",
    ),
    Page(
        "wishes",
        "where",
        _("Languages and countries"),
        forms.WishesForm,
        _wished_before,
        _wishes,
        _choice(HostChoice.FIND),
        "fields",
    ),
    Page(
        "dates",
        "when",
        _("Days and lump sum"),
        forms.DatesForm,
        _fields("planned_start", "planned_end", "travel_days"),
        _answers,
        background="fields",
    ),
    Page(
        "travellers",
        "who",
        _("Who travels"),
        forms.TravellerForm,
        travellers_before,
        _travellers,
        background="whole",
    ),
    Page(
        "papers",
        "who",
        _("Proof and CV"),
        PapersForm,
        lambda application: {},
        _papers,
        lambda application: not application.entered_for_applicant,
    ),
    Page(
        "partnership",
        "handling",
        _("Who handles your application"),
        forms.PartnershipForm,
        _chosen("partnership"),
        _partnership,
        lambda application: application.state == "draft",
        "whole",
        _other_partnership,
    ),
    Page(
        "cluster",
        "handling",
        _("Your contact cluster"),
        forms.ClusterForm,
        _chosen("visitor_cluster"),
        _cluster,
        lambda application: application.state == "draft" and application.partnership_id is not None,
        "whole",
    ),
    Page(
        "declarations",
        "declarations",
        _("Declarations"),
        forms.DeclarationsForm,
        _declared_before,
        _declarations,
        lambda application: not application.entered_for_applicant,
        "fields",
    ),
)
BY_SLUG = {page.slug: page for page in PAGES}


def next_page(application: Application, slug: str) -> Page | None:
    """The next page that is asked; None after the last."""
    slugs = [page.slug for page in PAGES]
    later = PAGES[slugs.index(slug) + 1 :]
    return next((page for page in later if page.shown(application)), None)


def previous_page(application: Application, slug: str) -> Page | None:
    slugs = [page.slug for page in PAGES]
    earlier = PAGES[: slugs.index(slug)]
    return next((page for page in reversed(earlier) if page.shown(application)), None)


def page_url(application: Application, slug: str) -> str:
    return reverse("exchanges:application_page", kwargs={"pk": application.pk, "page": slug})
