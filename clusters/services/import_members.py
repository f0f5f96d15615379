"""The importer of a cluster's member list: organisations, and the cluster's word that they belong to it.

What an organisation with people of its own says about itself is never changed by somebody else's list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters import numbers, permissions
from clusters.enums import OrganisationKind, RoleKind, SmeSize
from clusters.models import Attestation, Cluster, Country, Membership, Organisation, Role
from clusters.services.import_member_columns import COLUMNS
from clusters.services.many_organisations import Described, Directory
from clusters.services.memberships import confirm_membership, ends, renew_membership, statement
from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput
from core.imports.importer import (
    CREATE,
    LEFT_OUT,
    UNCHANGED,
    UPDATE,
    Importer,
    Option,
    Row,
    Session,
    register,
)
from core.models import ImportRun

FILLED = ("registration_number", "vat_number", "website", "sme_size")


class MemberImporter(Importer):
    name = "members"
    title = gettext_lazy("Members of your cluster")
    noun = gettext_lazy("Organisation")
    explanation = gettext_lazy(
        "One row for each member. Organisations that are here already are recognised by number or name."
    )
    object_type = "clusters.membership"
    columns = COLUMNS
    options = (
        Option(
            "state",
            gettext_lazy("What do you say about these members?"),
            choices=(
                ("confirmed", gettext_lazy("They are members: confirm them now")),
                ("requested", gettext_lazy("I look at each one first: let them wait for my answer")),
            ),
            initial="confirmed",
        ),
        Option(
            "invite",
            gettext_lazy("Invite the contacts by mail to register"),
            help_text=gettext_lazy(
                "Only contacts of organisations that nobody acts for yet. Each gets one mail."
            ),
        ),
    )

    def scope_of(self, actor: Actor) -> int | None:
        return int(actor.hat.cluster_id) if permissions.is_manager(actor) and actor.hat else None

    def place(self, scope: int) -> str:
        return str(Cluster.objects.get(pk=scope))

    def session(self, run: ImportRun, by: Actor) -> Session:
        hats = Role.objects.select_related("cluster")
        hat = hats.filter(pk=run.hat_id).first() if run.hat_id is not None else None
        return _Members(
            Cluster.objects.get(pk=run.scope), run.options, Actor.person(by.user, hat) if by.user else by
        )

    def address(self, target: int) -> str:
        return reverse("clusters:membership_decide", kwargs={"pk": target})

    def done_address(self, scope: int) -> str:
        return reverse("clusters:members")


@dataclass
class _Plan:
    """What stands behind a row between judging and saving."""

    described: Described
    membership: Membership | None = None
    moves: str = ""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    fills: dict[str, tuple[Any, Any]] = field(default_factory=dict)


class _Members:
    def __init__(self, cluster: Cluster, options: dict[str, Any], by: Actor) -> None:
        self.cluster, self.by = cluster, by
        self.confirms = options.get("state", "confirmed") == "confirmed"
        self.invites = bool(options.get("invite"))
        self.directory = Directory(by)
        self.countries = set(Country.objects.values_list("code", flat=True))
        self.seen: dict[Any, int] = {}

    # --- judge ---

    def judge(self, rows: Sequence[Row]) -> None:
        for row in rows:
            _clean_numbers(row)
        plans = [_Plan(_described(row)) for row in rows]
        self.directory.find([plan.described for plan in plans])
        found = [plan.described.found.pk for plan in plans if plan.described.found is not None]
        memberships = self._memberships(found)
        represented = set(
            Role.objects.filter(kind=RoleKind.REPRESENTATIVE, organisation__in=found, ended_at=None)
            .order_by()
            .values_list("organisation", flat=True)
        )
        for row, plan in zip(rows, plans, strict=True):
            row.extra, row.label = plan, plan.described.name
            self._check(row, plan)
            if not row.problems:
                organisation = plan.described.found
                plan.membership = memberships.get(organisation.pk) if organisation is not None else None
                self._decide(row, plan, organisation is not None and organisation.pk in represented)

    def _memberships(self, organisations: list[int]) -> dict[int, Membership]:
        """The newest membership of each that is alive or ran out by itself."""
        rows = Membership.objects.filter(
            cluster=self.cluster,
            organisation__in=organisations,
            state__in=("requested", "confirmed", "expired"),
        )
        return {
            row.organisation_id: row for row in rows.select_related("organisation", "cluster").order_by("id")
        }

    def _check(self, row: Row, plan: _Plan) -> None:
        one, values, today = plan.described, row.values, clock.today()
        if one.country and one.country not in self.countries:
            row.wrong("country", "country", _("Organisations of this country cannot be entered."))
        if one.name and one.country:
            self._once(row, one)
        if values["since"] and values["since"] > today:
            row.wrong("rule", "since", _("This day lies in the future. Write the day they became a member."))
        if values["until"] and values["until"] < today:
            row.wrong("rule", "until", _("This day has passed. Leave the row out, or write a later day."))
        if one.found is None:
            return
        if one.found.kind == OrganisationKind.CLUSTER:
            row.wrong("known", "name", _("This is a cluster organisation in the portal. Take the row out."))
        other = one.found.registration_number
        if other and one.registration_number and _bare(other) != _bare(one.registration_number):
            sentence = _("An organisation of this name is here with another number. Check the number.")
            row.wrong("known", "registration_number", sentence)

    def _once(self, row: Row, one: Described) -> None:
        keys: list[Any] = [one.key]
        if one.registration_number:
            keys.append((one.country, "number", _bare(one.registration_number)))
        earlier = next((self.seen[key] for key in keys if key in self.seen), None)
        if earlier is not None:
            row.wrong(
                "twice", "name", _("The same organisation stands in row %d. Keep one of them.") % earlier
            )
        for key in keys:
            self.seen.setdefault(key, row.number)

    def _decide(self, row: Row, plan: _Plan, represented: bool) -> None:
        known, membership = plan.described.found, plan.membership
        if known is None:
            row.action = CREATE
        elif membership is None and represented:
            row.action = LEFT_OUT
            row.note = _("It is here with people of its own. We ask them to name your cluster.")
        elif membership is None:
            row.action, row.note = CREATE, _("The organisation is already here; the membership is new.")
        else:
            self._compare(row, plan, membership, represented)

    def _compare(self, row: Row, plan: _Plan, membership: Membership, represented: bool) -> None:
        values, known = row.values, plan.described.found
        row.target = membership.pk
        notes = []
        if membership.state == "requested" and self.confirms:
            plan.moves = "confirm"
            notes.append(_("waits for you; is confirmed"))
        elif membership.state == "expired" and self.confirms:
            plan.moves = "renew"
            notes.append(_("ran out; is renewed"))
        told = {"since": values["since"], "expires_on": values["until"], "direct": _direct(values)}
        for name, value in told.items():
            before = getattr(membership, name)
            if (
                value is not None
                and value != before
                and (name != "expires_on" or membership.state == "confirmed")
            ):
                plan.changes[name] = (before, value)
        if plan.changes and not plan.moves:
            notes.append(_("dates or kind of the membership change"))
        if known is not None and not represented:
            described = plan.described
            fresh = {name: getattr(described, name) for name in FILLED if getattr(described, name)}
            plan.fills = {name: ("", value) for name, value in fresh.items() if not getattr(known, name)}
            notes += [_("missing details are added")] if plan.fills else []
        row.action = UPDATE if notes else UNCHANGED
        row.note = "; ".join(notes)

    # --- save ---

    def save(self, rows: Sequence[Row]) -> None:
        new = [row for row in rows if row.action == CREATE]
        self.directory.make([row.extra.described for row in new])
        self._start(new)
        changed = [row for row in rows if row.action == UPDATE]
        self._move([row.extra for row in changed], rows)
        self._change([row.extra for row in changed])
        self._fill([row.extra for row in changed])
        self._tell(rows)

    def _start(self, rows: Sequence[Row]) -> None:
        made = [self._membership(row) for row in rows]
        state = "confirmed" if self.confirms else "requested"
        workflow.start_many(made, by=self.by, state=state, action="import")
        for row, membership in zip(rows, made, strict=True):
            row.target = membership.pk
        if self.confirms:
            Attestation.objects.bulk_create(
                Attestation(**statement(membership, self.by)) for membership in made
            )
            self._plan_ends(made)

    def _membership(self, row: Row) -> Membership:
        values = row.values
        direct = _direct(values)
        return Membership(
            organisation=row.extra.described.found,
            cluster=self.cluster,
            since=values["since"],
            direct=True if direct is None else direct,
            requested_by=self.by.user,
            requested_at=clock.now(),
            confirmed_on=clock.today() if self.confirms else None,
            confirmed_by_name=self.by.label[:200] if self.confirms else "",
            expires_on=values["until"] if self.confirms else None,
        )

    def _plan_ends(self, memberships: Sequence[Membership]) -> None:
        work: dict[str, list[Any]] = {}
        for membership in memberships:
            for kind, key, due, payload in ends(membership):
                work.setdefault(kind, []).append((key, due, payload))
        for kind, items in work.items():
            outbox.add_many(kind, items)

    def _move(self, plans: Sequence[_Plan], rows: Sequence[Row]) -> None:
        """Requests that wait, and memberships that ran out: each is one step through the workflow's door."""
        values = {row.target: row.values for row in rows if row.target}
        for plan in plans:
            membership = plan.membership
            if membership is None or not plan.moves:
                continue
            told = values[membership.pk]
            if plan.moves == "confirm":
                direct = _direct(told)
                confirm_membership(
                    membership=membership,
                    by=self.by,
                    since=told["since"],
                    direct=membership.direct if direct is None else direct,
                    until=told["until"],
                )
            else:
                renew_membership(membership=membership, by=self.by, until=told["until"])
            plan.changes = {}

    def _change(self, plans: Sequence[_Plan]) -> None:
        changed = [plan for plan in plans if plan.changes and plan.membership is not None]
        for plan in changed:
            for name, (_old, value) in plan.changes.items():
                setattr(plan.membership, name, value)
        rows = [plan.membership for plan in changed if plan.membership is not None]
        Membership.objects.bulk_update(rows, ["since", "direct", "expires_on"])
        self._plan_ends(
            [row for plan, row in zip(changed, rows, strict=True) if "expires_on" in plan.changes]
        )
        told = [(row, plan.changes) for plan, row in zip(changed, rows, strict=True)]
        audit.record_many("membership.update", told, self.by)

    def _fill(self, plans: Sequence[_Plan]) -> None:
        filled = [plan for plan in plans if plan.fills and plan.described.found is not None]
        for plan in filled:
            for name, (_old, value) in plan.fills.items():
                setattr(plan.described.found, name, value)
        rows = [plan.described.found for plan in filled if plan.described.found is not None]
        Organisation.objects.bulk_update(rows, FILLED)
        told = [(row, plan.fills) for plan, row in zip(filled, rows, strict=True)]
        audit.record_many("organisation.update", told, self.by)

    def _tell(self, rows: Sequence[Row]) -> None:
        asked, invited = [], []
        for row in rows:
            organisation = row.extra.described.found
            payload = {"organisation": organisation.pk, "cluster": self.cluster.pk}
            key = f"{organisation.pk}:{self.cluster.pk}"
            if row.action == LEFT_OUT:
                asked.append((f"member.ask_to_name:{key}", clock.now(), payload))
            elif self.invites and row.values["contact_email"]:
                hat = self.by.hat
                person = {"address": row.values["contact_email"], "role": hat.pk if hat else None}
                invited.append((f"member.invite:{key}", clock.now(), payload | person))
        if asked:
            outbox.add_many("member.ask_to_name", asked)
        if invited:
            outbox.add_many("member.invite", invited)


def _clean_numbers(row: Row) -> None:
    """As they are kept, so that they are recognised; a number that cannot be right is told."""
    country = row.values["country"]
    for column, clean in (
        ("registration_number", numbers.clean_registration),
        ("vat_number", numbers.clean_vat),
    ):
        typed = row.values[column]
        if country and typed:
            try:
                row.values[column] = clean(country, typed).text
            except InvalidInput as problem:
                row.wrong("rule", column, problem.message)


def _described(row: Row) -> Described:
    values = row.values
    kind = values["kind"] or ""
    size = values["size"] or ""
    return Described(
        name=values["name"] or "",
        kind=kind,
        country=values["country"] or "",
        city=values["city"] or "",
        registration_number=values["registration_number"] or "",
        vat_number=values["vat_number"] or "",
        website=values["website"] or "",
        sme_size=size if kind == OrganisationKind.SME and size in SmeSize.values else "",
    )


def _direct(values: dict[str, Any]) -> bool | None:
    return None if values["direct"] is None else values["direct"] == "direct"


def _bare(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum())


MEMBERS = register(MemberImporter())
