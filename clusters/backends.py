"""Log-in by e-mail and password; the person of a request is read by a prepared statement."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from clusters.models import User
from core.prepared import Prepared


def _active(*, pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk, is_active=True)


_read = Prepared("person", _active)


class Backend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        found = _read(pk=int(user_id))
        return found[0] if found else None
