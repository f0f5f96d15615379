"""Addresses of the reporting app; the start page stands here, at the top of the order."""

from django.urls import URLPattern, path

from reporting.views import start

app_name = "reporting"

urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
]
