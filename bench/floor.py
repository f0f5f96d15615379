"""The floor: a bare Django on the same server and database. One indexed query, 25 rows, a minimal template, no log-in."""

from typing import Any

from excite_portal.settings import DATABASES as DATABASES
from excite_portal.settings import DEFAULT_AUTO_FIELD as DEFAULT_AUTO_FIELD

SECRET_KEY = "bench-floor-only"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.floor"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]

_PAGE = "<html><body><table>{% for row in rows %}<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td></tr>{% endfor %}</table>"
_QUERIES = {
    "list": "SELECT reference, state FROM exchanges_application WHERE partnership_id = 1 AND state = 'accepted' "
    "ORDER BY id DESC LIMIT 25",
    "detail": "SELECT reference, state FROM exchanges_application WHERE id = 1234",
    "dashboard": "SELECT code, value FROM clusters_target WHERE partnership_id = 1",
}


def page(request: Any, name: str) -> Any:
    from django.db import connection
    from django.http import HttpResponse
    from django.template import Context, Engine

    with connection.cursor() as cursor:
        cursor.execute(_QUERIES[name])
        rows = cursor.fetchall()
    return HttpResponse(Engine.get_default().from_string(_PAGE).render(Context({"rows": rows})))


def _urls() -> list[Any]:
    from django.urls import path

    return [path("<str:name>", page)]


urlpatterns = _urls()
