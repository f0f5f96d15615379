from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clusters.models import Cluster, Country, Partnership, PartnershipCluster, Target, Term
from core.admin import AuditedAdmin


class PlaceInline(admin.TabularInline):
    model = PartnershipCluster
    extra = 0


class TargetInline(admin.TabularInline):
    model = Target
    extra = 0


@admin.register(Country)
class CountryAdmin(AuditedAdmin):
    list_display = ("code", "name", "timezone", "eligible_from", "eligible_until")
    search_fields = ("name", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Term)
class TermAdmin(AuditedAdmin):
    list_display = ("taxonomy", "code", "label", "edition", "retired_on")
    list_filter = ("taxonomy", "edition")
    search_fields = ("label", "code")
    raw_id_fields = ("parent",)


@admin.register(Cluster)
class ClusterAdmin(AuditedAdmin):
    list_display = ("short_name", "organisation", "in_portal", "has_eccp_profile", "contact_email")
    search_fields = ("name", "short_name")
    raw_id_fields = ("organisation",)


@admin.register(Partnership)
class PartnershipAdmin(AuditedAdmin):
    list_display = ("code", "name", "start_on", "end_on", "coordinator", "budget")
    autocomplete_fields = ("terms",)
    inlines = (PlaceInline, TargetInline)
