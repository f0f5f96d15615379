from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.admin import AuditedAdmin
from exchanges.models import Application, Grid, GridAmount, KindRule, Rulebook


class GridAmountInline(admin.TabularInline):
    model = GridAmount
    extra = 0


class KindRuleInline(admin.TabularInline):
    model = KindRule
    extra = 0


@admin.register(Grid)
class GridAdmin(AuditedAdmin):
    """Sums by host country. "Confirm" says that the figures stand in the named source document."""

    list_display = ("code", "valid_from", "valid_until", "confirmed_by", "confirmed_at")
    readonly_fields = ("confirmed_by", "confirmed_at")
    inlines = (GridAmountInline,)
    actions = ("confirm",)

    def has_delete_permission(self, request: HttpRequest, obj: Grid | None = None) -> bool:
        return False

    @admin.action(description=_("Confirm: the sums stand in the source document"))
    def confirm(self, request: HttpRequest, queryset: "QuerySet[Grid]") -> None:
        for grid in queryset.filter(confirmed_at=None):
            grid.confirmed_by, grid.confirmed_at = request.user, clock.now()
            grid.save(update_fields=["confirmed_by", "confirmed_at"])
            audit.record("grid.confirm", grid, request.actor, {"source": ("", grid.source)})


@admin.register(Rulebook)
class RulebookAdmin(AuditedAdmin):
    """A version that a file uses is fixed: make a new one, valid from a later day."""

    list_display = ("code", "valid_from", "grid", "min_working_days", "full_working_days", "cap")
    inlines = (KindRuleInline,)
    save_as = True

    def has_change_permission(self, request: HttpRequest, obj: Rulebook | None = None) -> bool:
        used = obj is not None and Application.objects.filter(rulebook=obj).exists()
        return not used and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Rulebook | None = None) -> bool:
        return False
