"""An application as rows to read: for check answers, the mail link and the answer page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import MembershipState
from clusters.selectors.memberships import live_membership
from core.countries import country_name
from core.dates import human
from core.languages import language_name
from core.models import StoredFile
from exchanges import completeness
from exchanges.enums import ActivityType, HostChoice, Use
from exchanges.forms.papers import PapersForm
from exchanges.models import Application
from exchanges.selectors.apply import wished_town
from exchanges.selectors.host_invitations import described, invited
from exchanges.selectors.profiles import cv_of
from exchanges.services.papers import CV, PROOF
from exchanges.services.quotes import as_days
from exchanges.views.apply_pages import BY_SLUG, page_url

Section = tuple[str, list[dict[str, Any]]]


def sections(application: Application, *, changeable: bool = False) -> list[Section]:
    """(title, rows) in the order of the pages; Change links where the reader may change."""

    def row(label: str, value: Any, page: str) -> dict[str, Any]:
        asked = changeable and BY_SLUG[page].shown(application)
        url = page_url(application, page) if asked else ""
        return {"label": label, "value": value, "url": f"{url}?from=check" if url else ""}

    found = [
        (_("The visit"), _visit(application, row)),
        (_("Where and when"), _where(application, row) + _when(application, row)),
        (
            _("Who travels"),
            [row(_("Travellers"), _people(application), "travellers"), *_papers(application, row)],
        ),
        (_("Who handles it"), _handling(application, row)),
    ]
    if not application.entered_for_applicant or application.privacy_version:
        found.append((_("Declarations"), _declarations(application, row)))
    return found


def missing(application: Application, *, own_part: bool = True) -> list[tuple[str, Any]]:
    """(address, sentence) of everything that is still to be said."""
    problems = completeness.problems(application, own_part=own_part)
    return [(page_url(application, page), sentence) for page, sentence in problems]


def _visit(application: Application, row: Any) -> list[dict[str, Any]]:
    uses = [str(label) for code, label in Use.choices if code in application.uses]
    kinds = [str(label) for code, label in ActivityType.choices if code in application.activity_types]
    return [
        row(_("What it is for"), uses, "visit"),
        row(_("What you want to do"), kinds, "visit"),
        row(_("Why you want to go"), application.motivation, "goals"),
        row(_("What you want to bring home"), application.expected_results, "goals"),
    ]


def _where(application: Application, row: Any) -> list[dict[str, Any]]:
    choice = application.host_choice
    rows = [row(_("Where to go"), HostChoice(choice).label if choice else "", "host")]
    if choice == HostChoice.MISSION:
        rows.append(row(_("Mission"), str(application.mission or ""), "mission"))
    elif choice == HostChoice.LISTED:
        rows.append(row(_("Host"), _host(application), "offer"))
    elif choice == HostChoice.INVITE:
        invitation = invited(application)
        rows.append(row(_("Host to invite"), described(invitation) if invitation else "", "invite"))
        rows.append(
            row(_("What happens"), _("We write to the host once your application is accepted."), "invite")
        )
    elif choice == HostChoice.FIND:
        countries = [country_name(code) for code in application.preferred_countries] or [_("Any country")]
        rows.append(row(_("Languages"), [language_name(code) for code in application.languages], "wishes"))
        rows.append(row(_("Countries"), countries, "wishes"))
        town = wished_town(application)
        if town is not None:
            rows.append(row(_("Town in mind"), f"{town.label}, {country_name(town.country)}", "wishes"))
    return rows


def _host(application: Application) -> str:
    offer = application.host_offer
    if offer is None:
        return ""
    return f"{offer.title}\n{offer.organisation}, {offer.organisation.city}, {offer.organisation.country}"


def _when(application: Application, row: Any) -> list[dict[str, Any]]:
    start, end = application.planned_start, application.planned_end
    rows = [
        row(_("First day"), human(start) if start else "", "dates"),
        row(_("Last day"), human(end) if end else "", "dates"),
    ]
    travel = sorted(as_days(application.travel_days))
    if travel:
        rows.append(row(_("Travel days"), [human(day) for day in travel], "dates"))
    return rows


def _people(application: Application) -> list[str]:
    return [
        ", ".join(filter(None, [person.full_name, person.position, person.email]))
        for person in application.travellers.all()
    ]


def _papers(application: Application, row: Any) -> list[dict[str, Any]]:
    """Files by name; the membership with what its cluster has said."""
    membership, cv = live_membership(application.organisation), cv_of(application.organisation)
    rows = []
    if membership is not None:
        said = [f"{membership.cluster}: {MembershipState(membership.state).label}"]
        if membership.proof is not None:
            said.append(membership.proof.name)
        rows.append(row(_("Membership"), said, "papers"))
    if cv is not None:
        rows.append(row(_("CV"), cv.name, "papers"))
    return rows


def _handling(application: Application, row: Any) -> list[dict[str, Any]]:
    partnership, cluster = application.partnership, application.visitor_cluster
    return [
        row(_("Partnership"), partnership.name if partnership else "", "partnership"),
        row(_("Contact cluster"), cluster.name if cluster else "", "cluster"),
    ]


def _declarations(application: Application, row: Any) -> list[dict[str, Any]]:
    earlier = application.earlier_visit
    answer = "" if earlier is None else _("Yes") if earlier else _("No")
    if earlier and application.earlier_visit_note:
        answer = f"{answer}: {application.earlier_visit_note}"
    return [
        row(_("Earlier visit"), answer, "declarations"),
        row(_("Residence"), _("Confirmed") if application.residence_confirmed else "", "declarations"),
        row(_("No double funding"), _("Confirmed") if application.no_double_funding else "", "declarations"),
        row(_("Privacy notice"), _("Read") if application.privacy_version else "", "declarations"),
    ]


def papers_there(form: PapersForm) -> list[dict[str, Any]]:
    """The files already handed in, each to be looked at, replaced or removed."""
    found: list[tuple[str, str, StoredFile, str]] = []
    membership = form.membership
    if membership is not None and membership.state == "requested" and membership.proof is not None:
        url = reverse("clusters:membership_proof", args=[membership.pk])
        found.append((PROOF, _("Proof of your membership"), membership.proof, url))
    if form.cv is not None:
        url = reverse("exchanges:visitor_cv_file", args=[form.application.organisation_id])
        found.append((CV, _("CV"), form.cv, url))
    return [
        {
            "what": what,
            "title": title,
            "stored": stored,
            "url": url,
            "preview_url": reverse("exchanges:stored_preview", args=[stored.pk]),
        }
        for what, title, stored, url in found
    ]
