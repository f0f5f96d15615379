"""The root of all addresses. Each app brings its own urls.py."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from core.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
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
