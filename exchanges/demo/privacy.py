"""Who read the notice, who allowed what and took it back, and when the records of EXCITE go."""

from datetime import date, datetime, timedelta

from clusters.enums import ConsentPurpose, RoleKind
from clusters.models import Consent, Partnership, Role
from clusters.services import consents, privacy, retention
from core import clock
from core.actors import Actor
from exchanges.demo.cast import at

# Invented: neither the day of the last payment nor an audit of EXCITE is published.
BALANCE_PAID_ON = date(2024, 6, 28)
AUDIT_BEGAN, AUDIT_ENDED = date(2025, 2, 3), date(2025, 5, 12)
_FIRST_READING = timedelta(days=30)


def put(excite: Partnership, now: datetime) -> None:
    _close_the_books(excite)
    roles = Role.objects.filter(ended_at=None).select_related(
        "user", "organisation", "cluster", "partnership"
    )
    seen: set[int] = set()
    for number, role in enumerate(roles.order_by("id")):
        if role.user_id not in seen:
            seen.add(role.user_id)
            _person(Actor.person(role.user, role), number, now)
    _take_back_a_quote(now)


def _close_the_books(excite: Partnership) -> None:
    role = (
        Role.objects.filter(kind=RoleKind.COORDINATOR, partnership=excite)
        .select_related("user")
        .order_by("id")[0]
    )
    by = Actor.person(role.user, role)
    with clock.at(at(BALANCE_PAID_ON + timedelta(days=3))):
        retention.note_balance(partnership=excite, by=by, paid_on=BALANCE_PAID_ON, grant_amount=None)
    with clock.at(at(AUDIT_BEGAN)):
        hold = retention.set_hold(
            partnership=excite, by=by, reason="Audit of the grant (invented example).", since=AUDIT_BEGAN
        )
    with clock.at(at(AUDIT_ENDED)):
        retention.lift_hold(hold=hold, by=by)


def _person(by: Actor, number: int, now: datetime) -> None:
    """Five of six have read the new notice; one of four visitors allows photos, one of twelve no longer."""
    with clock.at(now - _FIRST_READING + timedelta(hours=3 * (number % 200))):
        if number % 6:
            privacy.read_notice(by=by)
        if by.hat.kind == RoleKind.REPRESENTATIVE and number % 4 == 0:
            photo = consents.allow_photos(by=by)
            if number % 12 == 0:
                consents.revoke(consent=photo, by=by)


def _take_back_a_quote(now: datetime) -> None:
    """Somebody no longer wants to be quoted: the history shows it, the public page does not."""
    quotes = Consent.objects.filter(purpose=ConsentPurpose.QUOTE, revoked_at=None).select_related("person")
    last = quotes.order_by("-given_at", "-id").first()
    if last is not None and last.person is not None:
        with clock.at(max(now, last.given_at)):
            consents.revoke(consent=last, by=Actor.person(last.person))
