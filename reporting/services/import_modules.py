"""The importer of training modules: one row a module, known again by its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from clusters.models import PartnershipCluster, Role, Term
from core import clock
from core.actors import Actor
from core.imports.columns import ADDRESS, CHOICE, DATE, MONEY, Column, plain
from core.imports.importer import CREATE, LEFT_OUT, UNCHANGED, UPDATE, Importer, Row, Session, register
from core.languages import WORKING_LANGUAGES, language_name
from core.models import ImportRun
from reporting.knowledge_enums import ModuleLevel
from reporting.models import TrainingModule
from reporting.selectors.terms import topics
from reporting.services import modules

_COMPARED = ("title", "provider", "languages", "hours", "level", "cost", "audience", "checked_on")


class ModuleImporter(Importer):
    name = "modules"
    title = gettext_lazy("Training modules")
    noun = gettext_lazy("Module")
    explanation = gettext_lazy(
        "One row for each online module of the catalogue. A row with a known address changes that entry."
    )
    object_type = "reporting.trainingmodule"
    columns = (
        Column("title", gettext_lazy("Title"), required=True, names=("name", "module", "course", "titel", "titre"),
               example=gettext_lazy("Data for cluster managers")),
        Column("provider", gettext_lazy("Provider"), required=True, names=("offered by", "anbieter", "fournisseur"),
               example="Example Academy"),
        Column("link", gettext_lazy("Address"), ADDRESS, required=True, names=("link", "url", "website", "web address"),
               most_letters=300, example="https://academy.example/data/", hint=gettext_lazy("By it we know the row again.")),
        Column("languages", gettext_lazy("Languages"), required=True, names=("language", "sprache", "sprachen", "langue"),
               example="en, fr", hint=gettext_lazy("Two letters or names, with commas between.")),
        Column("hours", gettext_lazy("Hours"), MONEY, names=("length", "duration", "dauer", "durée"), example=6),
        Column("level", gettext_lazy("Level"), CHOICE, names=("niveau", "stufe"),
               choices={value: (label, value) for value, label in ModuleLevel.choices},
               hint=gettext_lazy("“All levels” when it is empty.")),
        Column("cost", gettext_lazy("Cost in EUR"), MONEY, names=("cost", "price", "fee", "kosten", "prix"), example=0,
               hint=gettext_lazy("0 is free; empty is not known.")),
        Column("audience", gettext_lazy("For whom"), names=("audience", "target group", "zielgruppe"),
               example=gettext_lazy("Cluster staff")),
        Column("topics", gettext_lazy("Topics"), names=("topic", "theme", "themes", "tags"), most_letters=500,
               hint=gettext_lazy("As they are called in the portal, with commas between.")),
        Column("checked_on", gettext_lazy("Last checked on"), DATE, names=("checked", "checked on", "geprüft am"),
               example=date(2026, 1, 15), hint=gettext_lazy("The day of the import when it is empty.")),
    )  # fmt: skip

    def scope_of(self, actor: Actor) -> int | None:
        """The place of the own cluster in its newest partnership; for a coordinator that of the coordinating cluster."""
        hat = actor.hat
        if hat is None or hat.kind not in (RoleKind.COORDINATOR, RoleKind.MANAGER):
            return None
        places = PartnershipCluster.objects.order_by("-partnership__start_on", "partnership__code")
        if hat.kind == RoleKind.MANAGER:
            found = places.filter(cluster=hat.cluster_id)
        else:
            found = places.filter(partnership=hat.partnership_id, cluster=F("partnership__coordinator"))
        return found.values_list("pk", flat=True).first()

    def place(self, scope: int) -> str:
        return str(_place(scope))

    def session(self, run: ImportRun, by: Actor) -> Session:
        hat = Role.objects.select_related("cluster", "partnership").filter(pk=run.hat_id or 0).first()
        return _Modules(_place(run.scope), Actor.person(by.user, hat) if by.user else by)

    def address(self, target: int) -> str:
        return reverse("reporting:module_detail", args=[target])

    def done_address(self, scope: int) -> str:
        return reverse("reporting:modules", args=[_place(scope).partnership.slug])


def _place(scope: int) -> PartnershipCluster:
    return PartnershipCluster.objects.select_related("partnership", "cluster").get(pk=scope)


@dataclass
class _Told:
    fields: dict[str, Any]
    terms: list[Term]
    known: TrainingModule | None = None


class _Modules:
    def __init__(self, place: PartnershipCluster, by: Actor) -> None:
        self.partnership, self.cluster, self.by = place.partnership, place.cluster, by
        self.own_only = by.hat is not None and by.hat.kind == RoleKind.MANAGER
        self.topics = {plain(term.label): term for term in topics()}
        self.languages = {
            plain(name): code for code in WORKING_LANGUAGES for name in (code, language_name(code))
        }
        self.seen: dict[str, int] = {}

    def judge(self, rows: Sequence[Row]) -> None:
        links = [row.values["link"] for row in rows if row.values["link"]]
        known = {
            module.link: module
            for module in TrainingModule.objects.filter(
                partnership=self.partnership, link__in=links
            ).prefetch_related("terms")
        }
        for row in rows:
            row.label = row.values["title"] or ""
            self._check_once(row)
            told = _Told(self._fields(row), self._terms(row), known.get(row.values["link"]))
            row.extra = told
            if not row.problems:
                self._decide(row, told)

    def save(self, rows: Sequence[Row]) -> None:
        for row in rows:
            told: _Told = row.extra
            if row.action == CREATE:
                made = modules.add_module(
                    partnership=self.partnership,
                    by=self.by,
                    cluster=self.cluster,
                    terms=told.terms,
                    **told.fields,
                )
                row.target = made.pk
            elif row.action == UPDATE and told.known is not None:
                changed = {name: value for name, value in told.fields.items() if name != "link"}
                terms = told.terms or None
                modules.update_module(module=told.known, by=self.by, terms=terms, **changed)

    def _check_once(self, row: Row) -> None:
        link = row.values["link"]
        if link in self.seen:
            row.wrong("twice", "link", _("This address stands in row %d too.") % self.seen[link])
        if link:
            self.seen.setdefault(link, row.number)

    def _fields(self, row: Row) -> dict[str, Any]:
        values = row.values
        checked = values["checked_on"] or clock.today()
        if checked > clock.today():
            row.wrong("rule", "checked_on", _("This day lies in the future."))
        hours = values["hours"]
        if hours is not None and not 0 < hours <= Decimal(2000):
            row.wrong("rule", "hours", _("Write the hours, between 0.5 and 2,000."))
        return {
            "title": values["title"] or "",
            "provider": values["provider"] or "",
            "link": values["link"] or "",
            "languages": self._languages(row),
            "hours": None if hours is None else round(hours, 1),
            "level": values["level"] or ModuleLevel.ALL.value,
            "cost": values["cost"],
            "audience": values["audience"] or "",
            "checked_on": checked,
        }

    def _languages(self, row: Row) -> list[str]:
        found = []
        for word in _words(row.values["languages"]):
            code = self.languages.get(plain(word))
            if code is None:
                sentence = _("“%(word)s” is not a language we know. Write two letters, for example fr.")
                row.wrong("choice", "languages", sentence % {"word": word})
            elif code not in found:
                found.append(code)
        return found

    def _terms(self, row: Row) -> list[Term]:
        found = []
        for word in _words(row.values["topics"]):
            term = self.topics.get(plain(word))
            if term is None:
                sentence = _(
                    "“%(word)s” is not a topic of the portal. Take it out, or write it as the form does."
                )
                row.wrong("choice", "topics", sentence % {"word": word})
            elif term not in found:
                found.append(term)
        return found

    def _decide(self, row: Row, told: _Told) -> None:
        known = told.known
        if known is None:
            row.action = CREATE
            return
        row.target = known.pk
        same = all(getattr(known, name) == told.fields[name] for name in _COMPARED)
        if told.terms:
            same = same and {term.pk for term in told.terms} == {term.pk for term in known.terms.all()}
        if same:
            row.action = UNCHANGED
        elif self.own_only and known.cluster_id != self.cluster.pk:
            row.action = LEFT_OUT
            row.note = _("Another cluster keeps this entry.")
        else:
            row.action = UPDATE


def _words(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").replace(";", ",").split(",") if word.strip()]


MODULES = register(ModuleImporter())
