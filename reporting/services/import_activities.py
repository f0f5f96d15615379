"""The importer of activities: what a partnership kept in a spreadsheet. Every row waits for its review like any other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role
from core import clock
from core.actors import Actor
from core.imports.columns import ADDRESS, CHOICE, DATE, WHOLE, Column, plain
from core.imports.importer import CREATE, UNCHANGED, Importer, Row, Session, register
from core.models import ImportRun
from exchanges.enums import Counterpart, Mode
from reporting.activity_fields import not_asked
from reporting.enums import ActivityKind
from reporting.models import Activity
from reporting.selectors.partnerships import clusters_of, current_for
from reporting.services.activities import record_activity

_KIND_WORDS: dict[str, tuple[str, ...]] = {
    ActivityKind.TRAINING: ("training", "schulung", "formation", "formación", "szkolenie"),
    ActivityKind.STRATEGY_REVIEW: ("strategy review", "strategy"),
    ActivityKind.NEW_SERVICE: ("new service", "service"),
    ActivityKind.SERVICE_PILOT: ("pilot",),
    ActivityKind.STUDY_VISIT: ("study visit", "studienreise", "visite d'étude"),
    ActivityKind.STUDY_TRIP: ("study trip",),
    ActivityKind.LEARNING_TANDEM: ("tandem", "lerntandem"),
    ActivityKind.TWINNING: ("twinning",),
    ActivityKind.MATCHMAKING: ("matchmaking", "b2b", "kooperationsbörse"),
    ActivityKind.LOCAL_EVENT: ("local event", "event", "veranstaltung", "événement"),
    ActivityKind.COOPERATION: ("agreement", "cooperation agreement"),
    ActivityKind.MEMORANDUM: ("mou", "memorandum"),
    ActivityKind.SKILLS_LINK: ("pact for skills", "skills", "pact for skills link"),
}
_KINDS = {kind.value: (kind.label, kind.value, *_KIND_WORDS.get(kind, ())) for kind in ActivityKind}
_MODES = {
    Mode.PHYSICAL.value: (gettext_lazy("On site"), "physical", "vor ort", "présentiel", "presencial"),
    Mode.VIRTUAL.value: (gettext_lazy("Online"), "virtual", "en ligne", "en línea", "remote"),
}
_COUNTERPARTS = {
    Counterpart.BUSINESS.value: (gettext_lazy("business"), Counterpart.BUSINESS.label, "firm", "company", "sme"),
    Counterpart.INVESTOR.value: (gettext_lazy("investor"), Counterpart.INVESTOR.label),
    Counterpart.INTERMEDIARY.value: (
        gettext_lazy("SME intermediary"), Counterpart.INTERMEDIARY.label, "cluster", "chamber", "intermediary",
    ),
    Counterpart.SCALING_UP.value: (
        gettext_lazy("scaling-up organisation"), Counterpart.SCALING_UP.label, "tech centre", "incubator",
    ),
    Counterpart.AUTHORITY.value: (
        gettext_lazy("regional authority"), Counterpart.AUTHORITY.label, "authority", "region",
    ),
}  # fmt: skip


class ActivityImporter(Importer):
    name = "activities"
    title = gettext_lazy("Activities")
    noun = gettext_lazy("Activity")
    explanation = gettext_lazy(
        "One row for each training, event, review or agreement. "
        "Nothing counts before a second person has reviewed it."
    )
    object_type = "reporting.activity"
    columns = (
        Column("title", gettext_lazy("Title"), required=True, names=("name", "titel", "titre", "título", "activity"),
            example="Webinar: funding for joint projects"),
        Column("kind", gettext_lazy("Type"), CHOICE, required=True, names=("kind", "art", "typ", "category", "tipo"),
            choices=_KINDS, example="Webinar"),
        Column("cluster", gettext_lazy("Cluster"), required=True, names=("organiser", "organizer", "owner", "partner cluster"),
            example="Silicon Saxony", hint=gettext_lazy("A cluster of the partnership, as it is called in the portal.")),
        Column("clusters", gettext_lazy("Other clusters that took part"), names=("clusters", "other clusters", "with clusters"),
            hint=gettext_lazy("With a semicolon between them.")),
        Column("held_on", gettext_lazy("Date"), DATE, required=True, names=("day", "held on", "datum", "fecha", "data"),
            example=date(2024, 4, 18), hint=gettext_lazy("The last day, when it took several.")),
        Column("count", gettext_lazy("Number"), WHOLE, names=("count", "how many", "anzahl", "nombre", "trained"), least=1,
            most=10000, hint=gettext_lazy("For a training the people trained; else 1 when it is empty.")),
        Column("mode", gettext_lazy("On site or online"), CHOICE, names=("mode", "format", "form"), choices=_MODES),
        Column("place", gettext_lazy("Place"), names=("town", "city", "ort", "lieu", "lugar", "venue"), most_letters=120),
        Column("participants", gettext_lazy("People who took part"), WHOLE,
            names=("participants", "people", "teilnehmer", "participantes"), most=100_000, example=45),
        Column("organisations", gettext_lazy("Organisations that took part"), WHOLE,
            names=("organisations", "organizations", "organisationen"), most=100_000),
        Column("partner", gettext_lazy("With whom"), names=("with", "signed with", "mit wem"),
            hint=gettext_lazy("For an agreement or a joint project.")),
        Column("counterpart", gettext_lazy("What they are"), CHOICE, names=("counterpart", "kind of partner"),
            choices=_COUNTERPARTS),
        Column("note", gettext_lazy("What was done, and with whom"), names=("note", "description", "text", "beschreibung"),
            most_letters=2000),
        Column("evidence_url", gettext_lazy("Address of the evidence"), ADDRESS, names=("evidence", "link", "url", "nachweis")),
    )  # fmt: skip

    def scope_of(self, actor: Actor) -> int | None:
        hat = actor.hat
        if hat is not None and hat.kind == RoleKind.COORDINATOR:
            return int(hat.partnership_id)
        if hat is not None and hat.kind == RoleKind.MANAGER:
            partnership = current_for(actor)
            return partnership.pk if partnership is not None else None
        return None

    def place(self, scope: int) -> str:
        return str(Partnership.objects.get(pk=scope))

    def session(self, run: ImportRun, by: Actor) -> Session:
        return _Activities(Partnership.objects.get(pk=run.scope), run, by)

    def address(self, target: int) -> str:
        return reverse("reporting:activity_review", args=[target])

    def done_address(self, scope: int) -> str:
        return reverse("reporting:activities", args=[Partnership.objects.get(pk=scope).slug])


class _Activities:
    def __init__(self, partnership: Partnership, run: ImportRun, by: Actor) -> None:
        self.partnership, self.run, self.by = partnership, run, _wearing(run, by)
        self.clusters: dict[str, Cluster] = {}
        for cluster in clusters_of(partnership):
            for name in (cluster.name, cluster.short_name, cluster.slug):
                self.clusters[plain(name)] = cluster
        hat = self.by.hat
        self.own = hat.cluster_id if hat is not None and hat.kind == RoleKind.MANAGER else None
        self.seen: dict[tuple[Any, ...], int] = {}

    def judge(self, rows: Sequence[Row]) -> None:
        known = self._known([row.values["held_on"] for row in rows if row.values["held_on"]])
        for row in rows:
            cluster = self.clusters.get(plain(row.values["cluster"] or ""))
            others = self._others(row)
            row.extra = (cluster, others)
            row.label = str(row.values["title"] or "–")
            self._check(row, cluster)
            if row.problems:
                continue
            name = _name(row.values["kind"], cluster, row.values["held_on"], row.values["title"])
            if name in self.seen:
                row.wrong("twice", "title", _("This activity stands in row %d too.") % self.seen[name])
                continue
            self.seen[name] = row.number
            row.target = known.get(name)
            row.action = CREATE if row.target is None else UNCHANGED
            if row.target is not None:
                row.note = _("It is recorded already; the row changes nothing.")

    def _check(self, row: Row, cluster: Cluster | None) -> None:
        if row.values["cluster"] and cluster is None:
            names = ", ".join(sorted({one.short_name for one in self.clusters.values()}))
            row.wrong(
                "known", "cluster", _("Use a cluster of the partnership: %(names)s.") % {"names": names}
            )
        elif cluster is not None and self.own not in (None, cluster.pk):
            row.wrong("rule", "cluster", _("Only the own cluster; the coordinator records for others."))
        if row.values["held_on"] and row.values["held_on"] > clock.today():
            row.wrong("rule", "held_on", _("This day has not come yet."))

    def _others(self, row: Row) -> list[Cluster]:
        found = []
        for name in filter(None, (part.strip() for part in (row.values["clusters"] or "").split(";"))):
            cluster = self.clusters.get(plain(name))
            if cluster is None:
                row.wrong(
                    "known", "clusters", _("“%(name)s” is no cluster of the partnership.") % {"name": name}
                )
            else:
                found.append(cluster)
        return found

    def _known(self, days: Sequence[date]) -> dict[tuple[Any, ...], int]:
        rows = Activity.objects.filter(partnership=self.partnership, held_on__in=days).order_by("id")
        return {_name(row.kind, row.cluster_id, row.held_on, row.title): row.pk for row in rows}

    def save(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.action != CREATE:
                continue
            cluster, others = row.extra
            row.target = record_activity(
                partnership=self.partnership,
                by=self.by,
                cluster=cluster,
                clusters=others,
                import_run=self.run,
                **_fields(row.values),
            ).pk


def _wearing(run: ImportRun, by: Actor) -> Actor:
    """Who asked for the walk, with the role it was asked for."""
    hat = None if run.hat_id is None else Role.objects.working().filter(pk=run.hat_id, user=by.user).first()
    return Actor.person(by.user, hat)


def _name(kind: str, cluster: Any, held_on: date, title: str) -> tuple[Any, ...]:
    """By what a row is known again."""
    return kind, getattr(cluster, "pk", cluster), held_on, plain(title)


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    """What the type has no use for is left out; a number of people stays, whatever the type."""
    left_out = not_asked(values["kind"]) - {"participants", "organisations"}
    texts = ("mode", "place", "partner", "counterpart", "note", "evidence_url")
    told = {name: values[name] or "" for name in texts if name not in left_out}
    numbers = {name: values[name] for name in ("participants", "organisations")}
    count = (
        values["count"] or (values["participants"] if values["kind"] == ActivityKind.TRAINING else None) or 1
    )
    return (
        told
        | numbers
        | {
            "title": values["title"],
            "kind": values["kind"],
            "held_on": values["held_on"],
            "count": 1 if "count" in left_out else count,
        }
    )


ACTIVITIES = register(ActivityImporter())
