"""A person's own details."""

from typing import Any

from django.db import transaction

from clusters.models import User
from core import audit
from core.actors import Actor
from core.exceptions import NotAllowed

FIELDS = ("first_name", "last_name", "phone", "position", "language", "weekly_mail")


@transaction.atomic
def update_profile(*, user: User, by: Actor, **fields: Any) -> User:
    """Change name, phone, position or language of the person's own account."""
    if by.user_id != user.pk:
        raise NotAllowed("")
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not part of a profile: {', '.join(sorted(unknown))}")
    before = {name: getattr(user, name) for name in fields}
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    audit.record("person.update", user, by, {name: (before[name], fields[name]) for name in fields})
    return user
