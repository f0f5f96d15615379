"""The admin edits reference data only; log-in goes through the portal's own page, with its limits and second factor."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from core import audit

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "ClusterXchange portal: reference data"
admin.site.site_title = "ClusterXchange portal"


class AuditedAdmin(admin.ModelAdmin):
    """Every change here is an audit event; nothing is deleted in bulk."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        changes = {name: (form.initial.get(name), form.cleaned_data.get(name)) for name in form.changed_data}
        super().save_model(request, obj, form, change)
        audit.record(f"{obj._meta.model_name}.{'edit' if change else 'add'}", obj, request.actor, changes)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        audit.record(f"{obj._meta.model_name}.delete", obj, request.actor, {"row": (str(obj), "")})
        super().delete_model(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
