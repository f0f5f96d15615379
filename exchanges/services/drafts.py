"""A draft: started, filled page by page, its partnership settled."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions as cluster_permissions
from clusters.models import Cluster, Organisation, Partnership
from clusters.selectors.memberships import home_cluster
from clusters.services.privacy import read_notice
from core import audit, clock, outbox, workflow
from core.actors import SYSTEM, Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from exchanges.enums import HostChoice
from exchanges.models import Application, HostInvitation, HostOffer, Mission, Traveller, VisitorProfile
from exchanges.permissions import application_relations
from exchanges.selectors.partnerships import clusters_of, give_cluster, give_partnership
from exchanges.services.quotes import as_days

ANSWER_FIELDS = (
    "uses", "activity_types", "motivation", "expected_results", "planned_start", "planned_end", "travel_days",
    "host_choice", "mission", "host_offer", "preferred_countries", "wished_town", "languages",
    "earlier_visit", "earlier_visit_note", "residence_confirmed", "no_double_funding", "privacy_version", "contact_name",
    "contact_email", "contact_phone", "home_cluster",
)  # fmt: skip
# What the visitor profile already says.
WISHES = ("uses", "activity_types", "motivation", "expected_results", "preferred_countries", "languages")
EDITABLE = ("draft", "on_hold")
# What other answers can take with them.
_FOLLOWING = ("privacy_read_at", "travel_days", "mission", "host_offer")
_DRAFT_LIFE = {
    "application.draft_warning": timedelta(days=335),
    "application.draft_ends": timedelta(days=365),
}


@transaction.atomic
def start_draft(
    *,
    organisation: Organisation,
    by: Actor,
    mission: Mission | None = None,
    host_offer: HostOffer | None = None,
    partnership: Partnership | None = None,
    visitor_cluster: Cluster | None = None,
    **answers: Any,
) -> Application:
    """A new draft, filled with what the profile and the last file of the organisation already say, and `answers`.

    `partnership` is the one that the visitor came with, `visitor_cluster` one of its clusters; both can be changed.
    """
    if not (by.kind == SYSTEM or cluster_permissions.represents(by, organisation)):
        raise NotAllowed(_("Only a representative of the organisation may apply for it."))
    if by.user is None:
        raise NotAllowed(_("An application is written by a person."))
    user = by.user
    application = Application(
        organisation=organisation,
        created_by=user,
        created_at=clock.now(),
        contact_name=user.get_full_name() or user.email,
        contact_email=user.email,
        contact_phone=user.phone,
        contact_user=user,
        home_cluster=home_cluster(organisation),
        mission=mission,
        host_offer=None if mission else host_offer,
    )
    _prefill(application)
    workflow.start(application, by=by, state="draft", action="start")
    Traveller.objects.create(
        application=application,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        position=user.position,
    )
    plan_end(application)
    if answers:
        save_answers(application=application, by=by, **answers)
    if partnership is not None:
        choose_partnership(
            application=application, by=by, partnership=partnership, visitor_cluster=visitor_cluster
        )
    return application


@transaction.atomic
def copy_application(*, application: Application, by: Actor) -> Application:
    """A new draft with the answers and travellers of a sent one; declarations and past days are given anew."""
    if application.submitted_at is None:
        raise WrongState(_("This application has not been sent. Go on with it instead."))
    answers: dict[str, Any] = {name: getattr(application, name) for name in (*WISHES, "wished_town")}
    start = application.planned_start
    if start is not None and start >= clock.today():
        answers |= {"planned_start": start, "planned_end": application.planned_end}
        answers["travel_days"] = application.travel_days
    if application.host_choice == HostChoice.FIND:
        answers["host_choice"] = HostChoice.FIND
    draft = start_draft(
        organisation=application.organisation,
        by=by,
        host_offer=HostOffer.objects.open().filter(pk=application.host_offer_id or 0).first(),
        **answers,
    )
    names = ("first_name", "last_name", "email", "position")
    travellers = [
        {name: getattr(person, name) for name in names} for person in application.travellers.order_by("id")
    ]
    return set_travellers(application=draft, by=by, travellers=travellers) if travellers else draft


@transaction.atomic
def save_answers(
    *, application: Application, by: Actor, version: int | None = None, **fields: Any
) -> Application:
    """Keep the answers of a page. While the file is a draft or on hold; raises StaleVersion for an outdated form."""
    workflow.claim(application, version)
    check_may_write(application, by)
    unknown = set(fields) - set(ANSWER_FIELDS)
    if unknown:
        raise TypeError(f"not an answer of an application: {', '.join(sorted(unknown))}")
    before = {name: getattr(application, name) for name in fields}
    for name, value in fields.items():
        setattr(application, name, _storable(name, value))
    _check(application)
    changes = {name: (old, getattr(application, name)) for name, old in before.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if "privacy_version" in changes:
        application.privacy_read_at = clock.now() if application.privacy_version else None
    application.save(update_fields=[*fields, *_FOLLOWING])
    if "host_choice" in changes and application.host_choice != HostChoice.INVITE:
        # Address and name of somebody who will not be asked are not kept.
        HostInvitation.objects.filter(application=application, asked_at=None).delete()
    if changes:
        audit.record("application.save", application, by, changes)
    if "privacy_version" in changes and application.privacy_version and by.user is not None:
        read_notice(by=by, version=application.privacy_version)
    return application


@transaction.atomic
def set_travellers(
    *,
    application: Application,
    by: Actor,
    travellers: Iterable[Mapping[str, str]],
    version: int | None = None,
) -> Application:
    """Name the people who go, each with first_name, last_name, email and position; replaces the earlier list."""
    workflow.claim(application, version)
    check_may_write(application, by)
    wanted = {str(row["email"]).strip().lower(): row for row in travellers}
    if not wanted:
        raise InvalidInput(_("Name at least one person who travels."), "email")
    known = {traveller.email: traveller for traveller in application.travellers.all()}
    for address, traveller in known.items():
        if address not in wanted:
            traveller.delete()
    for address, row in wanted.items():
        traveller = known.get(address) or Traveller(application=application, email=address)
        traveller.first_name = row["first_name"].strip()
        traveller.last_name = row["last_name"].strip()
        traveller.position = row.get("position", "").strip()
        traveller.save()
    getattr(application, "_prefetched_objects_cache", {}).pop("travellers", None)
    audit.record("application.travellers", application, by, {"travellers": (len(known), len(wanted))})
    return application


@transaction.atomic
def choose_partnership(
    *,
    application: Application,
    by: Actor,
    partnership: Partnership | None = None,
    visitor_cluster: Cluster | None = None,
    version: int | None = None,
) -> Application:
    """Set who handles and pays. Without a partnership one is given, by the rule of `selectors.partnerships`."""
    workflow.claim(application, version)
    check_may_write(application, by)
    if application.state != "draft":
        raise WrongState(_("The partnership is settled once the application is sent."))
    partnership = partnership or give_partnership(application)
    if partnership is None:
        raise Refused(_("No partnership takes applications for these dates. Please choose other dates."))
    if not partnership.accepts_applications:
        raise Refused(_("%(name)s takes no applications at the moment.") % {"name": partnership.name})
    cluster = visitor_cluster or give_cluster(application, partnership)
    if not clusters_of(partnership).filter(pk=cluster.pk).exists():
        raise InvalidInput(_("Choose a cluster of %(name)s.") % {"name": partnership.name}, "visitor_cluster")
    application.partnership, application.visitor_cluster = partnership, cluster
    application.save(update_fields=["partnership", "visitor_cluster"])
    audit.record("application.partnership", application, by, {"partnership": (None, partnership)})
    return application


def plan_end(application: Application) -> None:
    """A draft is kept for a year; a month before, its writer is told."""
    for kind, life in _DRAFT_LIFE.items():
        outbox.add(kind, f"{kind}:{application.pk}", clock.now() + life, payload={"id": application.pk})


def cancel_end(application: Application) -> None:
    outbox.cancel_all((kind, f"{kind}:{application.pk}") for kind in _DRAFT_LIFE)


def check_may_write(application: Application, by: Actor) -> None:
    """The applicant writes, while draft or on hold; in a draft entered for an applicant its manager does too."""
    if application.state not in EDITABLE:
        raise WrongState(_("The application has been sent and cannot be changed now."))
    if by.kind == SYSTEM or "visitor" in application_relations(application, by):
        return
    entered = application.entered_for_applicant and application.state == "draft"
    if entered and cluster_permissions.is_manager(by) and application.created_by_id == by.user_id:
        return
    raise NotAllowed(_("Only the applicant can change this application."))


def _storable(name: str, value: Any) -> Any:
    if name == "travel_days":
        return sorted(day.isoformat() for day in as_days(value))
    if name in ("uses", "activity_types", "preferred_countries", "languages"):
        return list(value)
    if name == "contact_email":
        return value.strip().lower()
    return value


def _check(application: Application) -> None:
    start, end = application.planned_start, application.planned_end
    if start is not None and end is not None and end < start:
        raise InvalidInput(_("The last day lies before the first day."), "planned_end")
    outside = [day for day in as_days(application.travel_days) if not (start and end and start <= day <= end)]
    if outside:
        application.travel_days = [
            day for day in application.travel_days if day not in {d.isoformat() for d in outside}
        ]
    if application.host_choice != HostChoice.MISSION:
        application.mission = None
    if application.host_choice != HostChoice.LISTED:
        application.host_offer = None


def _prefill(application: Application) -> None:
    mission = application.mission
    if mission is not None:
        application.host_choice = HostChoice.MISSION
        application.planned_start, application.planned_end = mission.start_on, mission.end_on
    elif application.host_offer is not None:
        application.host_choice = HostChoice.LISTED
    last = (
        Application.objects.filter(organisation=application.organisation, submitted_at__isnull=False)
        .order_by("-submitted_at", "-id")
        .first()
    )
    wishes = VisitorProfile.objects.filter(organisation=application.organisation).first()
    if wishes is not None:
        for name in WISHES:
            setattr(application, name, getattr(wishes, name))
    if last is not None:
        application.contact_phone = application.contact_phone or last.contact_phone
    if last is not None and (wishes is None or (last.submitted_at or last.created_at) > wishes.updated_at):
        application.languages = last.languages
        application.preferred_countries = last.preferred_countries
