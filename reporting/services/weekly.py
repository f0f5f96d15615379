"""The Monday mail to those who work in the portal. It says what the page "My work" says, and nothing when nothing waits."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from clusters.enums import RoleKind
from clusters.models import Role, User
from clusters.selectors.people import absences_around, hats_of
from core import clock, outbox
from core.actors import Actor
from core.mail import Recipient
from core.models import Mail
from reporting.notifications import WeeklyWork
from reporting.selectors import all_work

STAFF = (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.FINANCE)
# So many lines a hat; the page has the rest.
LINES = 15
outbox.every_day("work.weekly")


def plan_week() -> None:
    """One mail a person and week. Called every day, so that a Monday on which nobody worked is made up for."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    year, week, _day = today.isocalendar()
    since = clock.midnight(monday)
    people = Role.objects.working().filter(kind__in=STAFF, user__weekly_mail=True, since__lte=since)
    users = people.order_by("user").values_list("user", flat=True).distinct()
    outbox.add_many("work.weekly_mail", [(f"{user}:{year}-{week}", since, {"user": user}) for user in users])


def send_week(user: User) -> Mail | None:
    """Nothing to somebody who is away today: the stand-in has the same lines in an own mail."""
    if not user.is_active or not user.weekly_mail:
        return None
    hats = [hat for hat in hats_of(user) if hat.kind in STAFF]
    today = clock.today()
    away = {row.role_id for row in absences_around(hats) if row.starts_on <= today <= row.ends_on}
    with translation.override(user.language):
        groups = [(str(hat), _lines(user, hat, several=len(hats) > 1)) for hat in hats if hat.pk not in away]
    groups = [(hat, lines) for hat, lines in groups if lines]
    if not groups:
        return None
    return WeeklyWork(user, groups=groups).send(Recipient(user.email, user.get_full_name(), user.language))


def _lines(user: User, hat: Role, *, several: bool) -> list[dict[str, Any]]:
    actor = Actor.person(user, hat)
    items = all_work.waiting(actor)[:LINES]
    return [
        {
            "act": str(item.act),
            "about": f"{item.reference}, {item.title}",
            "due": item.due,
            "late": item.late,
            "url": settings.PORTAL_URL + (_as_hat(hat, item.url) if several else item.url),
        }
        for item in items
    ]


def _as_hat(hat: Role, url: str) -> str:
    """A page that changes to the hat first, where another one is worn."""
    return f"{reverse('clusters:hat_open', args=[hat.pk])}?{urlencode({'next': url})}"
