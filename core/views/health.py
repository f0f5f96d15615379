"""For supervisors and load balancers: is this process alive, and can it serve people?"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WORKS = "ok"
SILENT = "does not answer"


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a slow database does not get it killed."""
    return HttpResponse(WORKS, content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 without the database. A silent broker only delays work that is kept as rows, so it is told, not failed."""
    database = _database()
    answer = {"database": database, "broker": _broker()}
    return JsonResponse(answer, status=200 if database == WORKS else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return SILENT
    return WORKS


def _broker() -> str:
    if settings.TESTING:
        return "not used"
    import redis  # noqa: PLC0415  a quarter of a second that the start of the web server need not wait for

    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    except redis.RedisError:
        return SILENT
    finally:
        client.close()
    return WORKS
