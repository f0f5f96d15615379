"""Beginnings of answers to people who are interested. Whoever answers changes them as needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Lead


@dataclass(frozen=True)
class Template:
    code: str
    label: Any
    subject: Any
    body: Callable[[dict[str, str]], str]


def _how(facts: dict[str, str]) -> str:
    return (
        _(
            "You asked how %(organisation)s can take part in %(partnership)s.\n\n"
            "In short: you visit a partner in another European country for 3 working days up to one month. After your "
            "report is checked, you receive a lump sum.\n\n"
            "Three steps:\n1. Answer five questions and see whether you may take part: %(check)s\n"
            "2. Register and describe your organisation.\n3. Send your application; we answer within days."
        )
        % facts
    )


def _details(facts: dict[str, str]) -> str:
    return (
        _(
            "Thank you for your interest in %(partnership)s. To help %(organisation)s, please tell us:\n\n"
            "- What do you want to learn or show on a visit?\n- Which country, or which host?\n"
            "- When would it suit you, and how many people would travel?\n- Are you a member of a cluster?"
        )
        % facts
    )


def _not_eligible(facts: dict[str, str]) -> str:
    return (
        _(
            "Thank you for your interest in %(partnership)s. Under its rules %(organisation)s cannot receive a lump sum.\n\n"
            "You can still take part in our events, or receive visitors as a host: %(page)s"
        )
        % facts
    )


def _invite(facts: dict[str, str]) -> str:
    return (
        _(
            "%(organisation)s is welcome in %(partnership)s. Please register: it takes a few minutes.\n\n"
            "Afterwards you describe your organisation, name your cluster and can apply for a visit at once."
        )
        % facts
    )


TEMPLATES = (
    Template("how", gettext_lazy("How to take part"), gettext_lazy("How to take part in %(partnership)s"), _how),
    Template("details", gettext_lazy("Ask for more"), gettext_lazy("A few questions about your visit"), _details),
    Template("not_eligible", gettext_lazy("May not take part"), gettext_lazy("Your interest in %(partnership)s"), _not_eligible),
    Template("blank", gettext_lazy("Empty page"), gettext_lazy("Your interest in %(partnership)s"), lambda facts: ""),
)  # fmt: skip
INVITATION = Template("invite", "", gettext_lazy("Your invitation to %(partnership)s"), _invite)


def filled(template: Template, lead: Lead) -> dict[str, str]:
    """Subject and text for this lead, with a greeting and without the name below: the mail says who wrote."""
    facts = {
        "name": lead.name,
        "organisation": lead.organisation,
        "partnership": lead.partnership.name,
        "check": settings.PORTAL_URL + f"{reverse('exchanges:check')}?partnership={lead.partnership.slug}",
        "page": settings.PORTAL_URL + reverse("reporting:results", args=[lead.partnership.slug]),
    }
    greeting = _("Dear %(name)s,") % facts
    return {"subject": str(template.subject) % facts, "text": f"{greeting}\n\n{template.body(facts)}".strip()}
