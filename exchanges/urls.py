"""Addresses of the exchanges app, by part of the process."""

from django.urls import URLPattern

app_name = "exchanges"

urlpatterns: list[URLPattern] = []

# Decide and match

