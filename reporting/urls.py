"""Addresses of the reporting app; the start page stands here, at the top of the order."""

from django.urls import URLPattern

app_name = "reporting"

urlpatterns: list[URLPattern] = []
