"""The importer of past exchanges: what a running partnership brings along when it moves in.

The rows become `PastExchange` records. They never enter the workflow, get no signature and no calculated sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from clusters.models import Cluster, Country, Partnership
from clusters.services.import_columns import city_column, country_column, kind_column
from clusters.services.many_organisations import Described, Directory
from core import audit, clock
from core.actors import Actor
from core.imports.columns import DATE, MONEY, WHOLE, Column, plain
from core.imports.importer import CREATE, UNCHANGED, UPDATE, Importer, Row, Session, register
from core.models import ImportRun
from exchanges.models import Application, PastExchange

LONGEST = 31
_COMPARED = (
    "visitor_id", "visitor_kind", "visitor_country_id", "host_id", "host_kind", "host_country_id",
    "home_cluster_id", "home_cluster_name", "host_cluster_id", "host_cluster_name", "stay", "working_days",
    "mission_name", "travellers", "amount", "paid_on", "credited_on",
)  # fmt: skip


def _side(side: str, words: str, country: str, city: str) -> tuple[Column, ...]:
    name = gettext_lazy("Visiting organisation") if side == "visitor" else gettext_lazy("Host organisation")
    german = "Besucher" if side == "visitor" else "Gastgeber"
    names = (
        f"{words} organisation",
        f"{words} organization",
        words,
        german,
        "vo" if side == "visitor" else "ho",
    )
    kind = gettext_lazy("Kind of visitor") if side == "visitor" else gettext_lazy("Kind of host")
    where = (
        gettext_lazy("Country of the visitor") if side == "visitor" else gettext_lazy("Country of the host")
    )
    town = gettext_lazy("Town of the visitor") if side == "visitor" else gettext_lazy("Town of the host")
    cluster = gettext_lazy("Home cluster") if side == "visitor" else gettext_lazy("Host's cluster")
    short = "vop" if side == "visitor" else "hop"
    return (
        Column(f"{side}_name", name, required=True, names=names, example=f"{german} GmbH"),
        kind_column(
            f"{side}_kind", kind, (f"{words} type", f"{words} kind", f"typ {german}", f"type of {words}")
        ),
        country_column(
            f"{side}_country", where, (f"{words} country", f"land {german}", f"pays {words}"), example=country
        ),
        city_column(f"{side}_city", town, (f"{words} town", f"{words} city", f"ort {german}"), example=city),
        Column(
            f"{side}_cluster",
            cluster,
            names=(f"{words} cluster", f"{short} cluster", f"cluster {german}", f"cluster of the {words}"),
            example="Silicon Saxony" if side == "visitor" else "",
            hint=gettext_lazy("As it is called in the portal. Another name is kept as text."),
        ),
    )


class PastExchangeImporter(Importer):
    name = "past-exchanges"
    title = gettext_lazy("Past exchanges")
    noun = gettext_lazy("Exchange")
    explanation = gettext_lazy(
        "One row for each visit that took place before the partnership used the portal. "
        "The indicators count it on its day of crediting; it is marked as imported everywhere."
    )
    object_type = "exchanges.pastexchange"
    columns = (
        Column(
            "reference",
            gettext_lazy("Your reference"),
            required=True,
            names=("reference", "ref", "id", "no", "nr", "number", "exchange", "aktenzeichen", "référence", "referencia"),
            most_letters=60,
            example="X-017",
            hint=gettext_lazy("Each visit has its own. By it we know the row again."),
        ),
        *_side("visitor", "visitor", "DE", "Dresden"),
        *_side("host", "host", "FR", "Toulouse"),
        Column(
            "first_day",
            gettext_lazy("First day"),
            DATE,
            required=True,
            names=("start", "start date", "from", "first day of stay", "beginn", "von", "début", "inicio"),
            example=date(2024, 4, 15),
        ),
        Column(
            "last_day",
            gettext_lazy("Last day"),
            DATE,
            required=True,
            names=("end", "end date", "to", "until", "last day of stay", "ende", "bis", "fin"),
            example=date(2024, 4, 18),
        ),
        Column(
            "working_days",
            gettext_lazy("Working days"),
            WHOLE,
            required=True,
            names=("days", "number of days", "arbeitstage", "jours ouvrés", "días laborables"),
            least=1,
            most=LONGEST,
            example=4,
        ),
        Column(
            "mission_name", gettext_lazy("Mission"), names=("mission name", "study visit", "event"),
            hint=gettext_lazy("When it was a group visit."),
        ),
        Column(
            "travellers",
            gettext_lazy("People who travelled"),
            WHOLE,
            names=("travellers", "travelers", "participants", "people", "persons", "reisende", "teilnehmer"),
            least=1,
            most=99,
            example=1,
            hint=gettext_lazy("1 when it is empty."),
        ),
        Column(
            "amount",
            gettext_lazy("Lump sum paid in EUR"),
            MONEY,
            names=("amount", "amount paid", "lump sum", "sum", "eur", "pauschale", "betrag", "montant", "importe"),
            example=Decimal(450),
        ),
        Column(
            "paid_on",
            gettext_lazy("Paid on"),
            DATE,
            names=("payment date", "date of payment", "bezahlt am", "gezahlt am", "payé le", "pagado el"),
            example=date(2024, 5, 6),
        ),
        Column(
            "credited_on",
            gettext_lazy("Counts from"),
            DATE,
            required=True,
            names=("credited", "credited on", "validated", "validated on", "validation date", "anerkannt am", "validé le"),
            example=date(2024, 4, 29),
            hint=gettext_lazy("The day on which the report was validated. On this day the indicators count it."),
        ),
    )  # fmt: skip

    def scope_of(self, actor: Actor) -> int | None:
        hat = actor.hat
        return int(hat.partnership_id) if hat is not None and hat.kind == RoleKind.COORDINATOR else None

    def place(self, scope: int) -> str:
        return str(Partnership.objects.get(pk=scope))

    def session(self, run: ImportRun, by: Actor) -> Session:
        return _Past(Partnership.objects.get(pk=run.scope), run, by)

    def address(self, target: int) -> str:
        return reverse("exchanges:past_exchange", kwargs={"pk": target})

    def done_address(self, scope: int) -> str:
        return reverse("exchanges:past_exchanges")


@dataclass
class _Plan:
    visitor: Described
    host: Described
    known: PastExchange | None = None


class _Past:
    def __init__(self, partnership: Partnership, run: ImportRun, by: Actor) -> None:
        self.partnership, self.run, self.by = partnership, run, by
        self.directory = Directory(by)
        self.countries = set(Country.objects.values_list("code", flat=True))
        self.seen: dict[str, int] = {}
        self.clusters: dict[str, Cluster] = {}
        for cluster in Cluster.objects.order_by("-id"):
            for name in (cluster.name, cluster.short_name, cluster.slug):
                self.clusters[plain(name)] = cluster

    # --- judge ---

    def judge(self, rows: Sequence[Row]) -> None:
        plans = [_Plan(_described(row, "visitor"), _described(row, "host")) for row in rows]
        self.directory.find([one for plan in plans for one in (plan.visitor, plan.host)])
        references = [row.values["reference"] for row in rows if row.values["reference"]]
        known = {
            past.reference: past
            for past in PastExchange.objects.filter(partnership=self.partnership, reference__in=references)
        }
        files = set(
            Application.objects.filter(reference__in=references)
            .order_by()
            .values_list("reference", flat=True)
        )
        for row, plan in zip(rows, plans, strict=True):
            row.extra = plan
            row.label = f"{row.values['reference'] or '–'}: {plan.visitor.name}, {plan.host.name}"
            self._check(row, plan)
            if row.values["reference"] in files:
                row.wrong(
                    "known", "reference", _("A file of the portal has this reference. Take the row out.")
                )
            if not row.problems:
                plan.known = known.get(row.values["reference"])
                self._decide(row, plan)

    def _check(self, row: Row, plan: _Plan) -> None:
        reference = row.values["reference"]
        if reference:
            if reference in self.seen:
                sentence = _("This reference stands in row %d too. Each visit has its own.")
                row.wrong("twice", "reference", sentence % self.seen[reference])
            self.seen.setdefault(reference, row.number)
        for side in ("visitor", "host"):
            country = row.values[f"{side}_country"]
            if country and country not in self.countries:
                row.wrong("country", f"{side}_country", _("Organisations of this country cannot be entered."))
        if plan.visitor.country and plan.visitor.country == plan.host.country:
            row.wrong("rule", "host_country", _("Visitor and host must be in different countries."))
        self._check_days(row)
        self._check_money(row)

    def _check_days(self, row: Row) -> None:
        first, last, credited = (row.values[key] for key in ("first_day", "last_day", "credited_on"))
        if first and last:
            length = (last - first).days + 1
            if length < 1:
                row.wrong("rule", "last_day", _("The last day lies before the first day."))
            elif length > LONGEST:
                row.wrong("rule", "last_day", _("A stay lasts at most 31 days. Check both days."))
            elif (row.values["working_days"] or 0) > length:
                row.wrong("rule", "working_days", _("These are more working days than the stay has days."))
        if credited and last and credited < last:
            row.wrong("rule", "credited_on", _("It cannot count before its last day."))
        if credited and credited > clock.today():
            row.wrong("rule", "credited_on", _("This day lies in the future."))
        if first and first < self.partnership.start_on:
            row.wrong("rule", "first_day", _("The stay began before the partnership did. Check the year."))

    def _check_money(self, row: Row) -> None:
        paid, amount = row.values["paid_on"], row.values["amount"]
        if paid and amount is None and not any(problem.column == "amount" for problem in row.problems):
            row.wrong("rule", "amount", _("Write the sum that was paid, or leave the day of payment empty."))
        if amount is not None and amount > Decimal(10000):
            row.wrong("rule", "amount", _("A lump sum is at most 10,000 euros. Check the sum."))
        if paid and paid > clock.today():
            row.wrong("rule", "paid_on", _("This day lies in the future."))

    def _decide(self, row: Row, plan: _Plan) -> None:
        new = [one.name for one in (plan.visitor, plan.host) if self.directory.is_new(one)]
        notes = [_("%(name)s is entered as an organisation") % {"name": name} for name in new]
        if plan.known is None:
            row.action = CREATE
        else:
            row.target = plan.known.pk
            row.action = UPDATE if self._changes(row, plan) else UNCHANGED
        row.note = "; ".join(notes)

    def _changes(self, row: Row, plan: _Plan) -> dict[str, tuple[Any, Any]]:
        if plan.known is None or plan.visitor.found is None or plan.host.found is None:
            return {"visitor": (None, plan.visitor.name)}
        told = self._fields(row, plan)
        return {
            name: (getattr(plan.known, name), told[name])
            for name in _COMPARED
            if getattr(plan.known, name) != told[name]
        }

    # --- save ---

    def save(self, rows: Sequence[Row]) -> None:
        self.directory.make([one for row in rows for one in (row.extra.visitor, row.extra.host)])
        new = [row for row in rows if row.action == CREATE]
        made = PastExchange.objects.bulk_create(
            PastExchange(
                partnership=self.partnership,
                reference=row.values["reference"],
                import_run=self.run,
                created_at=clock.now(),
                **self._fields(row, row.extra),
            )
            for row in new
        )
        for row, past in zip(new, made, strict=True):
            row.target = past.pk
        told = [(past, {"reference": (None, past.reference)}) for past in made]
        audit.record_many("pastexchange.import", told, self.by)
        self._update([row for row in rows if row.action == UPDATE])

    def _update(self, rows: Sequence[Row]) -> None:
        told = []
        for row in rows:
            past, changes = row.extra.known, self._changes(row, row.extra)
            for name, (_old, value) in changes.items():
                setattr(past, name, value)
            past.import_run = self.run
            told.append((past, changes))
        columns = [name.removesuffix("_id") for name in _COMPARED]
        PastExchange.objects.bulk_update([past for past, _changes in told], [*columns, "import_run"])
        audit.record_many("pastexchange.update", told, self.by)

    def _fields(self, row: Row, plan: _Plan) -> dict[str, Any]:
        values = row.values
        home, host = (self._cluster(values[f"{side}_cluster"]) for side in ("visitor", "host"))
        return {
            "visitor_id": plan.visitor.found.pk if plan.visitor.found else None,
            "visitor_kind": values["visitor_kind"],
            "visitor_country_id": values["visitor_country"],
            "host_id": plan.host.found.pk if plan.host.found else None,
            "host_kind": values["host_kind"],
            "host_country_id": values["host_country"],
            "home_cluster_id": home[0],
            "home_cluster_name": home[1],
            "host_cluster_id": host[0],
            "host_cluster_name": host[1],
            "stay": DateRange(values["first_day"], values["last_day"] + timedelta(days=1)),
            "working_days": values["working_days"],
            "mission_name": values["mission_name"] or "",
            "travellers": values["travellers"] or 1,
            "amount": values["amount"],
            "paid_on": values["paid_on"],
            "credited_on": values["credited_on"],
        }

    def _cluster(self, name: str | None) -> tuple[int | None, str]:
        if not name:
            return None, ""
        known = self.clusters.get(plain(name))
        return (known.pk, known.name) if known is not None else (None, name)


def _described(row: Row, side: str) -> Described:
    values = row.values
    return Described(
        name=values[f"{side}_name"] or "",
        kind=values[f"{side}_kind"] or "",
        country=values[f"{side}_country"] or "",
        city=values[f"{side}_city"] or "",
    )


PAST_EXCHANGES = register(PastExchangeImporter())
