"""The people a visitor of the demo can become, each with what to try."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Persona:
    key: str
    email: str
    title: Any
    try_this: Any


PERSONAS: tuple[Persona, ...] = (
    Persona(
        "visitor",
        "visitor@elbtal.example",
        _("Visitor (SME, Germany)"),
        _("Write a visit plan, see your meetings of tomorrow under Missions, download a certificate."),
    ),
    Persona(
        "host",
        "host@riviera.example",
        _("Host (SME, France)"),
        _("See your requests. Hosts can do everything by mail link, too: look in the mailbox."),
    ),
    Persona(
        "manager",
        "manager1@silicon-saxony.example",
        _("Cluster manager, Silicon Saxony"),
        _("Review applications, confirm members, sign, check reports and order payments."),
    ),
    Persona(
        "host_manager",
        "manager1@pole-scs.example",
        _("Cluster manager, Pôle SCS"),
        _("Change the B2B meetings of tomorrow, note presence, run a mission."),
    ),
    Persona(
        "virtual_manager",
        "manager1@mafex.example",
        _("Cluster manager, MAFEX (virtual exchange of 2020)"),
        _("See who was online on which half-day, certificates, answers and the report."),
    ),
    Persona(
        "deputy",
        "manager1@mazovia-ict.example",
        _("Deputy manager, Mazovia Cluster ICT"),
        _("Decide on files of the coordinator's own staff."),
    ),
    Persona(
        "finance",
        "finance@excite-next.example",
        _("Finance"),
        _("Approve a payment that somebody else ordered."),
    ),
    Persona(
        "finance2",
        "finance2@excite-next.example",
        _("Finance, second person"),
        _("Mark an approved payment as paid."),
    ),
    Persona(
        "coordinator",
        "coordinator@excite-next.example",
        _("Coordinator of EXCITE-NEXT"),
        _("Follow the indicators, decide on files of cluster staff."),
    ),
    Persona(
        "coordinator_excite",
        "coordinator@excite.example",
        _("Coordinator of EXCITE (2022 to 2024)"),
        _("See 98 exchanges against the target of 96 and make the implementation report."),
    ),
    Persona(
        "support",
        "support@scheme.example",
        _("Support office"),
        _("See the figures of all partnerships, without a name."),
    ),
    Persona(
        "auditor",
        "auditor@excite.example",
        _("Auditor of EXCITE"),
        _("Read any file of the finished partnership; change nothing."),
    ),
)


def by_key(key: str) -> Persona | None:
    return next((persona for persona in PERSONAS if persona.key == key), None)
