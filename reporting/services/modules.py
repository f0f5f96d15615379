"""Training modules: entered by a cluster, looked at again, marked when they are gone."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.models import Partnership, Term
from clusters.selectors.terms import terms_of
from core import clock, workflow
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput
from reporting import knowledge_permissions as permissions
from reporting.models import TrainingModule
from reporting.services import knowledge

FIELDS = (
    "cluster", "title", "provider", "languages", "hours", "level", "cost", "link", "audience", "checked_on",
)  # fmt: skip


def saved_values(module: TrainingModule) -> dict[str, Any]:
    return {name: getattr(module, name) for name in FIELDS} | {"terms": terms_of(module)}


@transaction.atomic
def add_module(
    *, partnership: Partnership, by: Actor, terms: Iterable[Term] = (), **fields: Any
) -> TrainingModule:
    """Raises InvalidInput, also when the address is already in the catalogue."""
    permissions.check_may_write(partnership, by)
    permissions.check_cluster(partnership, fields["cluster"], by)
    module = TrainingModule(partnership=partnership, added_by=by.user, created_at=clock.now())
    knowledge.set_fields(module, fields, FIELDS)
    _check(module)
    workflow.start(module, by=by, state="listed", action="add")
    module.terms.set(terms)
    return module


@transaction.atomic
def update_module(
    *,
    module: TrainingModule,
    by: Actor,
    terms: Iterable[Term] | None = None,
    seen: str | None = None,
    **fields: Any,
) -> TrainingModule:
    permissions.check_owner(module, by)
    workflow.claim(module)
    wanted = fields if terms is None else fields | {"terms": list(terms)}
    check_seen(module, seen, saved_values(module), wanted)
    permissions.check_cluster(module.partnership, fields.get("cluster", module.cluster), by)
    changes = knowledge.set_fields(module, fields, FIELDS)
    _check(module)
    module.save()
    if terms is not None:
        changes |= knowledge.set_related(module, "terms", terms)
    knowledge.record("trainingmodule.update", module, by, changes)
    return module


@transaction.atomic
def note_check(*, module: TrainingModule, by: Actor) -> TrainingModule:
    """Somebody opened the address today, and the module is still there; any cluster may say so."""
    permissions.check_may_write(module.partnership, by)
    workflow.claim(module)
    changes = knowledge.set_fields(module, {"checked_on": clock.today()}, FIELDS)
    if changes:
        module.save(update_fields=["checked_on"])
        knowledge.record("trainingmodule.check", module, by, changes)
    if module.state == "gone":
        workflow.perform(module, "bring_back", by=by)
    return module


@transaction.atomic
def mark_gone(*, module: TrainingModule, by: Actor, version: int | None = None) -> TrainingModule:
    """It leaves the public catalogue; the entry stays for the record."""
    workflow.perform(module, "mark_gone", by=by, version=version)
    changes = knowledge.set_fields(module, {"checked_on": clock.today()}, FIELDS)
    if changes:
        module.save(update_fields=["checked_on"])
        knowledge.record("trainingmodule.check", module, by, changes)
    return module


def _check(module: TrainingModule) -> None:
    if module.checked_on > clock.today():
        raise InvalidInput(_("This day has not come yet."), "checked_on")
    same = TrainingModule.objects.filter(partnership=module.partnership, link=module.link).exclude(
        pk=module.pk
    )
    other = same.first()
    if other is not None:
        sentence = _("“%(title)s” has this address already. Change that entry.")
        raise InvalidInput(sentence % {"title": other.title}, "link")
