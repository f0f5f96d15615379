"""What the review screen knows about a file: the facts for the rule checks, the sum, the history."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from clusters.enums import AttestationKind, MembershipState, OrganisationKind, SmeSize
from clusters.models import Attestation, Membership, Organisation, Partnership
from core import clock, workflow
from core.actors import Actor
from core.countries import country_name
from core.exceptions import WrongState
from exchanges import eligibility, permissions
from exchanges.eligibility import Check, Facts, MembershipStatus, OtherStay, Residence, SmeStatus, Verdict
from exchanges.enums import HostChoice, Mode, QuoteKind, VisitOnce
from exchanges.lump_sum import Result
from exchanges.models import Application, Exchange, KindRule, PastExchange, Quote, Rulebook, Traveller
from exchanges.selectors import history_words
from exchanges.selectors.host_invitations import invited_host
from exchanges.selectors.queue_marks import with_tags
from exchanges.selectors.rulebooks import as_rules, takes_part

# A stay that ended like this is no visit: it neither uses up the one visit nor takes money.
NO_VISIT = ("cancelled", "not_eligible", "discontinued")


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


def application_for_review(actor: Actor, reference: str) -> QuerySet[Application]:
    """The file with what the page shows, as far as the hat may see it."""
    return (
        with_tags(Application.objects.visible_to(actor), actor)
        .filter(reference=reference)
        .select_related(
            "responsible",
            "organisation__country",
            "organisation__cluster",
            "partnership__coordinator",
            "partnership__deputy",
            "rulebook",
            "home_cluster",
            "visitor_cluster",
            "mission__host__country",
            "mission__host_cluster",
            "host_offer__organisation__country",
            "host_invitation__country",
            "host_invitation__cluster",
            "host_offer__host_cluster",
            "current_exchange",
        )
    )


def review_of(application: Application, actor: Actor, relations: frozenset[str] | None = None) -> Review:
    """`relations` of the actor to the file, where they are known already."""
    if relations is None:
        relations = permissions.application_relations(application, actor)
    host = host_of(application)
    membership = membership_of(application)
    travellers = list(application.travellers.order_by("id"))
    quote = _quote(application)
    totals = _partnership_totals(application, host)
    facts = _facts(application, host, membership, travellers, quote, totals)
    return Review(
        application=application,
        host=host,
        membership=membership,
        travellers=travellers,
        quote=quote,
        checks=eligibility.check_all(facts, as_rules(_terms(application)[1])),
        conflict=_conflict(application, actor, relations),
        effect=_effect(facts, host, totals),
    )


def _effect(facts: Facts, host: Organisation | None, totals: dict[str, Any]) -> Effect:
    known = facts.quote is not None and facts.budget_left is not None
    return Effect(
        left=facts.budget_left - facts.quote.amount if known else None,  # type: ignore[operator,union-attr]
        smes=totals["sme"] + facts.is_sme,
        visits=totals["all"] + 1,
        country=country_name(host.country_id) if host is not None else "",
        country_visits=totals["there"] + 1,
    )


def history_of(application: Application) -> list[dict[str, Any]]:
    """The moves of the file in words, newest first."""
    entries = []
    for log in workflow.history(application).order_by("-id")[:50]:
        move = f"application.{log.name}"
        tone = "problem" if move in history_words.PROBLEM else "key" if move in history_words.KEY else ""
        what = history_words.WORDS.get(move, workflow.of(application).state(log.target).label)
        entries.append(
            {"when": log.occurred_at, "who": log.actor_label, "what": what, "note": log.comment, "tone": tone}
        )
    return entries


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


def plain_address(address: str) -> str:
    """An e-mail address without the label after "+", so that one person is found under both spellings."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


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
    rows = Membership.objects.filter(organisation=application.organisation).select_related("cluster", "proof")
    if application.home_cluster_id is not None:
        rows = rows.filter(cluster_id=application.home_cluster_id)
    return rows.order_by("-id").first()


def _quote(application: Application) -> Result | None:
    row = Quote.objects.filter(application=application, kind=QuoteKind.ESTIMATE).order_by("-id").first()
    return Result.from_json(row.result) if row is not None else None


def _facts(
    application: Application,
    host: Organisation | None,
    membership: Membership | None,
    travellers: list[Traveller],
    quote: Result | None,
    money: dict[str, Any],
) -> Facts:
    home = application.organisation
    partnership, rulebook = _terms(application)
    kind = application.organisation_kind or home.kind
    rules = {rule.kind: rule for rule in KindRule.objects.filter(rulebook=rulebook)}
    # Of a host to invite only the place is known: kind and membership it says itself.
    known = host is not None and host.pk is not None
    level = _visit_once(application, kind)
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
        host_is_member=_is_member(host) if host is not None and known else None,
        membership=_membership_status(home, membership),
        cluster=membership.cluster.name if membership is not None else "",
        cluster_on_eccp=membership.cluster.has_eccp_profile if membership is not None else None,
        sme_status=_sme_status(home),
        residence=Residence.AT_HOME if application.residence_confirmed else Residence.UNKNOWN,
        no_double_funding=application.no_double_funding,
        visit_once=level,
        earlier_visits=_earlier_visits(application, travellers, level),
        declares_earlier_visit=bool(application.earlier_visit),
        overlapping_stays=_overlapping(application, travellers),
        quote=quote,
        virtual_allowed=rulebook.virtual_allowed,
        start=start,
        end=end,
        funded_from=partnership.start_on,
        funded_until=partnership.end_on,
        today=clock.today(),
        budget_left=partnership.budget - money["granted"],
        sme_exchanges=money["sme"],
        all_exchanges=money["all"],
        sme_share_target=rulebook.sme_share_target,
    )


def _is_member(host: Organisation) -> bool:
    if host.kind == OrganisationKind.CLUSTER:
        return True
    return Membership.objects.filter(organisation=host, state=MembershipState.CONFIRMED).exists()


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


def _sme_status(home: Organisation) -> SmeStatus:
    if home.kind != OrganisationKind.SME:
        return SmeStatus.MISSING
    if home.sme_size == SmeSize.NOT_SME:
        return SmeStatus.NOT_SME
    today = clock.today()
    row = (
        Attestation.objects.filter(organisation=home, kind=AttestationKind.SME_STATUS, revoked_on=None)
        .filter(Q(expires_on=None) | Q(expires_on__gte=today))
        .order_by("-issued_on", "-id")
        .first()
    )
    if row is None:
        return SmeStatus.MISSING
    if row.result == SmeSize.NOT_SME:
        return SmeStatus.NOT_SME
    return SmeStatus.DECLARED if row.cluster_id is None else SmeStatus.CONFIRMED


def _visit_once(application: Application, kind: str) -> VisitOnce:
    """The partnership's own level, else the rulebook's for this kind."""
    partnership, rulebook = _terms(application)
    if partnership.visit_once_level in VisitOnce.values:
        return VisitOnce(partnership.visit_once_level)
    return VisitOnce(rulebook.visit_once_sme if kind == OrganisationKind.SME else rulebook.visit_once_staff)


def _earlier_visits(
    application: Application, travellers: list[Traveller], level: VisitOnce
) -> tuple[OtherStay, ...]:
    if level is VisitOnce.OFF:
        return ()
    rows = Exchange.objects.exclude(application=application).exclude(state__in=NO_VISIT)
    columns = ("application__reference", "stay", "mode")
    if level is VisitOnce.ORGANISATION:
        # What a partnership brought along from before the portal are visits too; their people are not known.
        brought = PastExchange.objects.filter(visitor_id=application.organisation_id).order_by()
        rows = rows.filter(visitor_id=application.organisation_id).order_by()
        past = brought.values_list("reference", "stay", Value(Mode.PHYSICAL.value))
        found = rows.values_list(*columns).union(past, all=True).order_by("stay")[:5]
    else:
        rows = rows.filter(application__in=_other_bookings(application, travellers).values("application"))
        found = rows.order_by("id").values_list(*columns)[:5]
    return tuple(_stay(reference, stay, mode) for reference, stay, mode in found)


def _overlapping(application: Application, travellers: list[Traveller]) -> tuple[OtherStay, ...]:
    start, end = application.planned_start, application.planned_end
    if start is None or end is None:
        return ()
    rows = _other_bookings(application, travellers).filter(
        stay__overlap=DateRange(start, end + timedelta(days=1))
    )
    found = rows.order_by("id").values_list("application__reference", "stay")[:5]
    return tuple(_stay(reference, stay, Mode.PHYSICAL) for reference, stay in found)


def _other_bookings(application: Application, travellers: list[Traveller]) -> QuerySet[Traveller]:
    """The same people on other files, whatever label their address carries."""
    same = Q(pk__in=[])
    for traveller in travellers:
        local, _at, domain = plain_address(traveller.email).rpartition("@")
        same |= Q(email=f"{local}@{domain}") | Q(email__startswith=f"{local}+", email__endswith=f"@{domain}")
    return Traveller.objects.filter(same).exclude(application=application)


def _stay(reference: str | None, stay: Any, mode: str) -> OtherStay:
    return OtherStay(
        reference or "", stay.lower, stay.upper - timedelta(days=1), virtual=mode == Mode.VIRTUAL
    )


def _partnership_totals(application: Application, host: Organisation | None) -> dict[str, Any]:
    """Money promised or paid, and how many visits, with how many SMEs, and to the country of `host`.

    This file aside; imported history included.
    """
    there = Q(host_country=host.country_id if host is not None else None)
    zero = Decimal(0)
    past = PastExchange.objects.filter(partnership_id=application.partnership_id or 0).order_by()

    def brought(expression: Any) -> Any:
        return Subquery(past.values("partnership").annotate(found=expression).values("found"))

    return (
        Exchange.objects.filter(partnership_id=application.partnership_id or 0)
        .exclude(state__in=NO_VISIT)
        .exclude(application=application)
        .aggregate(
            granted=Coalesce(Sum(Coalesce("actual_quote__amount", "planned_quote__amount")), zero)
            + Coalesce(brought(Sum("amount")), zero),
            sme=Count("id", filter=Q(visitor_kind=OrganisationKind.SME))
            + Coalesce(brought(Count("id", filter=Q(visitor_kind=OrganisationKind.SME))), 0),
            all=Count("id") + Coalesce(brought(Count("id")), 0),
            there=Count("id", filter=there) + Coalesce(brought(Count("id", filter=there)), 0),
        )
    )


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
