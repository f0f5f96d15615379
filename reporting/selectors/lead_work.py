"""Interested people who wait for the present person, as lines of the start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.selectors.leads import due_for
from core import clock
from core.actors import Actor
from exchanges.selectors.work import MOST, WorkItem


def waiting(actor: Actor) -> list[WorkItem]:
    today = clock.today()
    return [
        WorkItem(
            reference=_("Interested"),
            title=f"{lead.organisation}, {lead.name}",
            act=lead.next_step or _("Answer the question"),
            url=reverse("reporting:lead_detail", args=[lead.pk]),
            due=lead.due,  # type: ignore[attr-defined]
            since=lead.created_at,
            late=lead.due is not None and lead.due < today,  # type: ignore[attr-defined]
        )
        for lead in due_for(actor, MOST)
    ]
