"""The root of all addresses. Each app brings its own urls.py."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from clusters.views import sessions
from core.views import health

# allauth answers with it when somebody tries too often.
handler429 = "core.throttle.too_many"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Before allauth's own page of sessions, which can only end all others.
    path("accounts/sessions/", sessions.sessions, name="sessions"),
    path("accounts/", include("allauth.urls")),
    # Every view of these answers 404 outside demo mode.
    path("demo/", include("exchanges.demo.urls")),
    path("admin/", admin.site.urls),
    *(
        path("", include(f"{app}.urls"))
        for app in ("core", "clusters", "exchanges", "reporting")
        if find_spec(f"{app}.urls")
    ),
]
