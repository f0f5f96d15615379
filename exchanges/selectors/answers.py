"""What an applicant has answered, as rows to read."""

from typing import Any

from django.utils.translation import gettext as _

from core.countries import country_name
from core.dates import human
from core.languages import language_name
from exchanges.enums import ActivityType, HostChoice, Use
from exchanges.models import Application
from exchanges.selectors.host_invitations import described, invited, state_words
from exchanges.selectors.review import Review

Rows = list[dict[str, Any]]


def answers_of(application: Application, review: Review) -> list[tuple[str, Rows]]:
    """Titles with their rows: the visit, the host, the people, the organisation, the declarations."""
    return [
        (_("The visit"), _visit(application)),
        (_("The host"), _host(application, review)),
        (_("Who travels"), _travellers(review)),
        (_("The organisation"), _organisation(application)),
        (_("Declarations"), _declarations(application)),
    ]


def _visit(application: Application) -> Rows:
    start, end = application.planned_start, application.planned_end
    return [
        _row(_("What for"), [str(Use(code).label) for code in application.uses]),
        _row(_("Activities"), [str(ActivityType(code).label) for code in application.activity_types]),
        _row(_("Why"), application.motivation),
        _row(_("Expected results"), application.expected_results),
        _row(_("First and last day"), _("%(start)s to %(end)s") % {"start": human(start), "end": human(end)})
        if start and end
        else _row(_("First and last day"), ""),
    ]


def _host(application: Application, review: Review) -> Rows:
    host = review.host
    rows = [
        _row(_("Choice"), str(HostChoice(application.host_choice).label) if application.host_choice else "")
    ]
    if application.host_choice == HostChoice.MISSION and application.mission is not None:
        rows.append(_row(_("Mission"), application.mission.title))
    invitation = invited(application)
    if invitation is not None:
        rows.append(_row(_("Host to invite"), described(invitation)))
        rows.append(_row(_("Invitation"), state_words(invitation)))
    elif host is not None:
        rows.append(_row(_("Host"), f"{host.name}, {host.city}, {host.country}"))
    else:
        rows.append(
            _row(_("Preferred countries"), [country_name(code) for code in application.preferred_countries])
        )
    rows.append(_row(_("Languages"), ", ".join(language_name(code) for code in application.languages)))
    return rows


def _travellers(review: Review) -> Rows:
    return [
        _row(person.full_name, [text for text in (person.position, person.email) if text])
        for person in review.travellers
    ]


def _organisation(application: Application) -> Rows:
    home = application.organisation
    contact = [
        text
        for text in (application.contact_name, application.contact_email, application.contact_phone)
        if text
    ]
    return [
        _row(_("Name"), home.name),
        _row(_("Kind"), home.get_kind_display()),
        _row(_("Size"), home.get_sme_size_display()),
        _row(_("Seat"), f"{home.city}, {home.country}"),
        _row(_("What it does"), home.about),
        _row(_("Contact"), contact),
        _row(_("Member of"), str(application.home_cluster or "")),
        _row(_("Contact cluster"), str(application.visitor_cluster or "")),
    ]


def _declarations(application: Application) -> Rows:
    earlier = {True: _("Yes"), False: _("No"), None: ""}[application.earlier_visit]
    return [
        _row(
            _("Visited with ClusterXchange before"),
            [text for text in (earlier, application.earlier_visit_note) if text],
        ),
        _row(_("Based in the country of the organisation"), _yes(application.residence_confirmed)),
        _row(_("No other public money for the same costs"), _yes(application.no_double_funding)),
        _row(_("Privacy notice read"), application.privacy_version),
    ]


def _yes(value: bool) -> str:
    return _("Confirmed") if value else ""


def _row(label: str, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value}
