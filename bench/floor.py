"""The floor: a bare Django on the same server and database. One indexed query, as many rows as ours, a minimal template, no
log-in.

The other views do what the portal's operation cannot do without, in the plainest way: the same search, the same rows to
skip, one transaction with a row and its log, the rows of a file through the ORM.
"""

import csv
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
    "ORDER BY id DESC LIMIT 50",
    "text": "SELECT a.reference, a.state FROM exchanges_application a JOIN clusters_organisation o "
    "ON o.id = a.organisation_id WHERE a.reference ILIKE '%Firm 77%' OR o.name ILIKE '%Firm 77%' "
    "ORDER BY a.id DESC LIMIT 50",
    "late": "SELECT reference, state FROM exchanges_application WHERE partnership_id = 1 "
    "ORDER BY id DESC LIMIT 50 OFFSET (SELECT count(*) * 9 / 10 FROM exchanges_application)",
    "detail": "SELECT reference, state FROM exchanges_application WHERE id = 123",
    "directory": "SELECT title, city FROM clusters_directoryentry WHERE shown_until IS NULL "
    "ORDER BY rank, sort_key, id LIMIT 25",
    "directory_late": "SELECT title, city FROM clusters_directoryentry WHERE shown_until IS NULL "
    "ORDER BY rank, sort_key, id LIMIT 25 OFFSET 975",
    "directory_filters": "SELECT title, city FROM clusters_directoryentry WHERE kind = 'organisation' "
    "AND country = 'DE' ORDER BY sort_key, id LIMIT 25",
    "directory_text": "SELECT title, city FROM clusters_directoryentry WHERE title ILIKE '%optics%' "
    "AND city ILIKE '%dresden%' ORDER BY sort_key, id LIMIT 25",
    "dashboard": "SELECT code, value FROM clusters_target WHERE partnership_id = 1",
    "statistics": "SELECT state, count(*) FROM exchanges_exchange WHERE partnership_id = 1 GROUP BY state",
}
# What `_prepare` of the bench makes for the writing views.
TABLES = (
    "CREATE TABLE floor_file (id bigserial PRIMARY KEY, reference text, state text)",
    "CREATE TABLE floor_log (id bigserial PRIMARY KEY, file bigint, name text, at timestamptz DEFAULT now())",
)


def page(request: Any, name: str) -> Any:
    from django.db import connection
    from django.http import HttpResponse
    from django.template import Context, Engine

    with connection.cursor() as cursor:
        cursor.execute(_QUERIES[name])
        rows = cursor.fetchall()
    return HttpResponse(Engine.get_default().from_string(_PAGE).render(Context({"rows": rows})))


def save(request: Any) -> Any:
    """A row and its line in a log in one transaction, then the page again."""
    from django.db import connection, transaction
    from django.http import HttpResponseRedirect

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO floor_file (reference, state) VALUES ('CXC', 'submitted') RETURNING id")
        cursor.execute("INSERT INTO floor_log (file, name) VALUES (%s, 'submit')", cursor.fetchone())
    return HttpResponseRedirect("/detail")


class _Line:
    def write(self, value: str) -> str:
        return value


def table(request: Any) -> Any:
    """All files through the ORM's iterator, line by line."""
    from django.db import models
    from django.http import StreamingHttpResponse

    names = (
        "id",
        "reference",
        "state",
        "contact_name",
        "contact_email",
        "planned_start",
        "planned_end",
        "due_on",
    )
    if "File" not in _models:
        kinds = {
            name: models.TextField()
            for name in names
            if name not in ("id", "planned_start", "planned_end", "due_on")
        }
        days = {name: models.DateField() for name in ("planned_start", "planned_end", "due_on")}
        meta = type("Meta", (), {"app_label": "floor", "db_table": "exchanges_application", "managed": False})
        _models["File"] = type(
            "File", (models.Model,), {"__module__": __name__, "Meta": meta, **kinds, **days}
        )
    writer = csv.writer(_Line())
    rows = _models["File"].objects.order_by("id").iterator(chunk_size=500)
    lines = (writer.writerow([getattr(row, name) for name in names]) for row in rows)
    return StreamingHttpResponse(lines, content_type="text/csv")


_models: dict[str, Any] = {}


def _urls() -> list[Any]:
    from django.urls import path

    return [path("save", save), path("csv", table), path("<str:name>", page)]


urlpatterns = _urls()
