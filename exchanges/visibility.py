"""What each role sees of the other organisation, and from which stage of a match on: the one table for it.

Pages that show the other side ask `sees`; `docs/visibility.md` is made from it (`manage.py visibility_docs`); a crawl
with a canary in every field proves each cell (`tests/exchanges/test_visibility.py`). Before a match is agreed the two
sides know the organisations only; afterwards each other's contacts; never bank data (security: P7, P9).

Before it is asked, a host sees an outline of the visitors that wait and would suit it (`selectors.host_side`): kind,
country, days, what for by heading, and fields; no name, no town, none of the visitor's own words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Stage(IntEnum):
    """How far a match is, as the two sides see it. A match that was declined or withdrawn closes the file to the host."""

    ALWAYS = 0  # no match is needed: a published offer
    APPLIED = 1  # the file is sent; a host may be named in it, but was not asked
    ASKED = 2  # the host was asked
    AGREED = 3  # the match is confirmed; stays so through visit, report and payment
    NEVER = 9


STAGES: dict[Stage, str | Promise] = {
    Stage.APPLIED: _("the application is sent"),
    Stage.ASKED: _("the host was asked"),
    Stage.AGREED: _("the match is confirmed, and after"),
}
ROLES: dict[str, str | Promise] = {
    "everybody": _("Everybody"),
    "visitor": _("Visitor"),
    "host": _("Host"),
    "host_cluster": _("Host's cluster"),
    "contact_cluster": _("Contact cluster"),
    "coordinator": _("Coordinator"),
    "finance": _("Finance"),
    "auditor": _("Auditor"),
    "support_office": _("Support office"),
}
_OFFICES = ("contact_cluster", "coordinator", "finance", "auditor", "support_office")


@dataclass(frozen=True)
class Field:
    """`seen` has the first stage for each role; a role that is not named never sees the field.

    The own side of a field is not in it: whoever wrote it may read it.
    """

    code: str
    label: str | Promise
    seen: Mapping[str, Stage]


def _for(offices: Stage = Stage.NEVER, **roles: Stage) -> dict[str, Stage]:
    return {**({} if offices is Stage.NEVER else dict.fromkeys(_OFFICES, offices)), **roles}


FIELDS: tuple[Field, ...] = (
    # -- the visiting organisation
    Field(
        "visitor.name",
        _("Visitor: name, town, country"),
        _for(Stage.APPLIED, host=Stage.ASKED, host_cluster=Stage.ASKED),
    ),
    Field(
        "visitor.about",
        _("Visitor: what it does"),
        _for(Stage.APPLIED, host=Stage.ASKED, host_cluster=Stage.ASKED),
    ),
    Field(
        "visitor.reasons",
        _("Visitor: why it wants to come, and what for"),
        _for(Stage.APPLIED, host=Stage.ASKED, host_cluster=Stage.ASKED),
    ),
    Field(
        "visitor.traveller",
        _("Visitor: names of those who travel"),
        _for(Stage.APPLIED, host=Stage.AGREED, host_cluster=Stage.AGREED),
    ),
    Field("visitor.traveller_email", _("Visitor: e-mail of those who travel"), _for(Stage.APPLIED)),
    Field(
        "visitor.contact",
        _("Visitor: contact person"),
        _for(Stage.APPLIED, host=Stage.AGREED, host_cluster=Stage.AGREED),
    ),
    Field(
        "visitor.contact_ways",
        _("Visitor: e-mail and phone of the contact person"),
        _for(Stage.APPLIED, host=Stage.AGREED, host_cluster=Stage.AGREED),
    ),
    Field("visitor.iban", _("Visitor: bank account in full"), {"finance": Stage.AGREED}),
    # -- the host
    Field("host.name", _("Host: name, town, country"), dict.fromkeys(ROLES, Stage.ALWAYS)),
    Field("host.about", _("Host: what it does and offers"), dict.fromkeys(ROLES, Stage.ALWAYS)),
    Field(
        "host.contact",
        _("Host: contact person"),
        _for(Stage.ASKED, visitor=Stage.AGREED, host_cluster=Stage.ALWAYS, coordinator=Stage.ALWAYS),
    ),
    Field(
        "host.contact_ways",
        _("Host: e-mail and phone of the contact person"),
        _for(Stage.ASKED, visitor=Stage.AGREED, host_cluster=Stage.ALWAYS, coordinator=Stage.ALWAYS),
    ),
)
_BY_CODE = {field.code: field for field in FIELDS}


def sees(field: str, role: str, stage: Stage) -> bool:
    """Whether `role` reads `field` of the other organisation at `stage`. Raises KeyError for an unknown field."""
    return stage >= _BY_CODE[field].seen.get(role, Stage.NEVER)
