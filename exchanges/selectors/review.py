"""What the review screen knows about a file: the facts for the rule checks, the sum, the history."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters.enums import MembershipState, OrganisationKind, SmeSize
from clusters.models import Membership, Organisation, Partnership
from core import clock
from core.actors import Actor, wearer_of
from core.countries import country_name
from core.exceptions import WrongState
from core.prepared import Prepared
from exchanges import eligibility, permissions
from exchanges.eligibility import Check, Facts, MembershipStatus, Residence, SmeStatus, Verdict
from exchanges.enums import HostChoice, VisitOnce
from exchanges.lump_sum import Result
from exchanges.models import Application, Rulebook, Traveller
from exchanges.selectors import review_facts
from exchanges.selectors.host_invitations import invited_host
from exchanges.selectors.one_row import visible
from exchanges.selectors.queue_marks import with_tags
from exchanges.selectors.review_facts import Read, Totals
from exchanges.selectors.rulebooks import as_rules, takes_part


@dataclass(frozen=True)
class Effect:
    """What the partnership would look like after an acceptance; counts hold this visit. `left` and `country` may be unknown."""

    left: Decimal | None
    smes: int
    visits: int
    country: str
    country_visits: int

    @property
    def sme_percent(self) -> int:
        """Rounded down, so that a share below its target never looks as if it had reached it."""
        return self.smes * 100 // self.visits


@dataclass(frozen=True)
class Review:
    application: Application
    host: Organisation | None
    membership: Membership | None
    travellers: list[Traveller]
    quote: Result | None
    checks: list[Check]
    conflict: str
    effect: Effect

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The sum step by step, without its last line, the total."""
        parts = self.quote.lines[:-1] if self.quote is not None else ()
        return [
            {
                "label": line.label,
                "reason": line.sentence,
                "amount": line.amount,
                "shown": "" if line.amount is not None else "–",
            }
            for line in parts
        ]

    @property
    def failing(self) -> list[Check]:
        return eligibility.blocking(self.checks)

    def doubts(self) -> bool:
        return bool(self.failing)

    @property
    def open_points(self) -> list[Check]:
        """What needs a look: not met first, then the doubtful."""
        return [*self.failing, *(check for check in self.checks if check.verdict is Verdict.WARN)]

    @property
    def met(self) -> list[Check]:
        return [check for check in self.checks if check.verdict is Verdict.PASS]


def application_for_review(actor: Actor, reference: str) -> Application | None:
    """The file with what the page shows, as far as the hat may see it; planned once, not on each opening."""
    return visible(_file, actor, reference=reference)


def _file_of(kind: str, *, reference: Any, user: Any, **places: Any) -> QuerySet[Application]:
    actor = wearer_of(kind, user=user, **places)
    return (
        with_tags(Application.objects.visible_to(actor), actor)
        .filter(reference=reference)
        .select_related(
            "responsible",
            "organisation__country",
            "partnership__coordinator",
            "partnership__deputy",
            "rulebook",
            "home_cluster",
            "visitor_cluster",
            "mission__host__country",
            "host_offer__organisation__country",
            "host_invitation__country",
            "host_invitation__cluster",
        )
    )


_file = Prepared("review", _file_of)


def review_of(application: Application, actor: Actor, relations: frozenset[str] | None = None) -> Review:
    """`relations` of the actor to the file, where they are known already. Two statements."""
    if relations is None:
        relations = permissions.application_relations(application, actor)
    _partnership, rulebook = _terms(application)
    host = host_of(application)
    membership = membership_of(application)
    read = review_facts.read(application, host, _visit_once(application))
    facts = _facts(application, host, membership, read)
    return Review(
        application=application,
        host=host,
        membership=membership,
        travellers=read.travellers,
        quote=facts.quote,
        checks=eligibility.check_all(facts, as_rules(rulebook, read.eligible)),
        conflict=_conflict(application, actor, relations),
        effect=_effect(facts, host, read.totals),
    )


def _effect(facts: Facts, host: Organisation | None, totals: Totals) -> Effect:
    known = facts.quote is not None and facts.budget_left is not None
    return Effect(
        left=facts.budget_left - facts.quote.amount if known else None,  # type: ignore[operator,union-attr]
        smes=totals.smes + facts.is_sme,
        visits=totals.visits + 1,
        country=country_name(host.country_id) if host is not None else "",
        country_visits=totals.there + 1,
    )


def next_to_decide(actor: Actor, after: Application) -> Application | None:
    """The file that has waited longest for this person's decision."""
    waiting = (
        Application.objects.visible_to(actor)
        .filter(state__in=("submitted", "in_review"))
        .exclude(pk=after.pk)
    )
    rows = waiting.select_related("organisation", "partnership").order_by("submitted_at", "id")[:20]
    decides = (row for row in rows if "decider" in permissions.application_relations(row, actor))
    return next(decides, None)


def _terms(application: Application) -> tuple[Partnership, Rulebook]:
    """The partnership and the rules, which a sent file always has."""
    if application.partnership is None or application.rulebook is None:
        raise WrongState(_("This application has not been sent yet."))
    return application.partnership, application.rulebook


def host_of(application: Application) -> Organisation | None:
    """The host that the application names; None while one is to be found."""
    if application.host_choice == HostChoice.MISSION and application.mission is not None:
        return application.mission.host
    if application.host_choice == HostChoice.LISTED and application.host_offer is not None:
        return application.host_offer.organisation
    return invited_host(application)


def membership_of(application: Application) -> Membership | None:
    """The newest word on the membership that the file names; without a named cluster, any."""
    named = application.home_cluster_id
    found = _membership(named is not None, organisation=application.organisation_id, cluster=named or 0)
    return found[0] if found else None


def _membership_of(named: bool, *, organisation: Any, cluster: Any) -> QuerySet[Membership]:
    rows = Membership.objects.filter(organisation=organisation).select_related("cluster")
    return (rows.filter(cluster=cluster) if named else rows).order_by("-id")[:1]


_membership = Prepared("membership", _membership_of)


def _facts(
    application: Application, host: Organisation | None, membership: Membership | None, read: Read
) -> Facts:
    home = application.organisation
    partnership, rulebook = _terms(application)
    kind = _kind(application)
    rules = read.kinds
    # Of a host to invite only the place is known: kind and membership it says itself.
    known = host is not None and host.pk is not None
    start, end = application.planned_start, application.planned_end
    day = start or clock.today()
    visitor_rule = rules.get(kind)
    return Facts(
        home_country=home.country_id,
        home_country_eligible=takes_part(home.country, day, rulebook),
        kind_may_visit=visitor_rule is not None and visitor_rule.may_visit,
        kind_receives_lump_sum=visitor_rule is not None and visitor_rule.receives_lump_sum,
        is_sme=kind == OrganisationKind.SME,
        host_country=host.country_id if host is not None else None,
        host_country_eligible=takes_part(host.country, day, rulebook) if host is not None else None,
        host_may_host=(host.kind in rules and rules[host.kind].may_host)
        if host is not None and known
        else None,
        host_is_member=(host.kind == OrganisationKind.CLUSTER or read.host_is_member)
        if host is not None and known
        else None,
        membership=_membership_status(home, membership),
        cluster=membership.cluster.name if membership is not None else "",
        cluster_on_eccp=membership.cluster.has_eccp_profile if membership is not None else None,
        sme_status=_sme_status(home, read),
        residence=Residence.AT_HOME if application.residence_confirmed else Residence.UNKNOWN,
        no_double_funding=application.no_double_funding,
        visit_once=_visit_once(application),
        earlier_visits=read.earlier,
        declares_earlier_visit=bool(application.earlier_visit),
        overlapping_stays=read.overlapping,
        quote=Result.from_json(read.estimate) if read.estimate is not None else None,
        virtual_allowed=rulebook.virtual_allowed,
        start=start,
        end=end,
        funded_from=partnership.start_on,
        funded_until=partnership.end_on,
        today=clock.today(),
        budget_left=partnership.budget - read.totals.granted,
        sme_exchanges=read.totals.smes,
        all_exchanges=read.totals.visits,
        sme_share_target=rulebook.sme_share_target,
    )


def _kind(application: Application) -> str:
    return application.organisation_kind or application.organisation.kind


def _membership_status(home: Organisation, membership: Membership | None) -> MembershipStatus:
    if home.kind == OrganisationKind.CLUSTER:
        return MembershipStatus.NOT_NEEDED
    if membership is None:
        return MembershipStatus.NONE
    if membership.state == MembershipState.CONFIRMED:
        return MembershipStatus.CONFIRMED
    return (
        MembershipStatus.CLAIMED
        if membership.state == MembershipState.REQUESTED
        else MembershipStatus.REFUSED
    )


def _sme_status(home: Organisation, read: Read) -> SmeStatus:
    if home.kind != OrganisationKind.SME:
        return SmeStatus.MISSING
    if home.sme_size == SmeSize.NOT_SME:
        return SmeStatus.NOT_SME
    if read.statement is None:
        return SmeStatus.MISSING
    result, cluster = read.statement
    if result == SmeSize.NOT_SME:
        return SmeStatus.NOT_SME
    return SmeStatus.DECLARED if cluster is None else SmeStatus.CONFIRMED


def _visit_once(application: Application) -> VisitOnce:
    """The partnership's own level, else the rulebook's for this kind."""
    partnership, rulebook = _terms(application)
    if partnership.visit_once_level in VisitOnce.values:
        return VisitOnce(partnership.visit_once_level)
    is_sme = _kind(application) == OrganisationKind.SME
    return VisitOnce(rulebook.visit_once_sme if is_sme else rulebook.visit_once_staff)


def _conflict(application: Application, actor: Actor, relations: frozenset[str]) -> str:
    """Why the person must not decide this file, or who decides instead; empty when nothing speaks against it."""
    if "decider" in relations:
        return ""
    if actor.user is not None and permissions.is_own_file(application, actor.user):
        return _("This is a file of your own organisation. Somebody else decides on it.")
    if actor.user is not None and permissions.has_declared_conflict(application, actor.user):
        return _("You declared a conflict of interest. Somebody else decides on this file.")
    partnership = application.partnership
    if application.decider == "coordinator" and partnership is not None:
        return _("The visitor is the contact cluster itself. The coordinator of %(name)s decides.") % {
            "name": partnership.name
        }
    if application.decider == "deputy" and partnership is not None:
        return _("The visitor is the coordinator itself. %(cluster)s decides.") % {
            "cluster": partnership.deputy
        }
    return _("%(cluster)s decides on this file.") % {"cluster": application.visitor_cluster}
