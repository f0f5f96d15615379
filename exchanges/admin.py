from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.admin import AuditedAdmin
from core.exceptions import PortalError
from exchanges.models import DecisionReason, Grid, GridAmount, KindRule, ReviewPoint, Rulebook
from exchanges.services import rulebooks


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

    def has_change_permission(self, request: HttpRequest, obj: Grid | None = None) -> bool:
        published = obj is not None and obj.rulebooks.filter(published_at__isnull=False).exists()
        return not published and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Grid | None = None) -> bool:
        return False

    @admin.action(description=_("Confirm: the sums stand in the source document"))
    def confirm(self, request: HttpRequest, queryset: "QuerySet[Grid]") -> None:
        for grid in queryset.filter(confirmed_at=None):
            grid.confirmed_by, grid.confirmed_at = request.user, clock.now()
            grid.save(update_fields=["confirmed_by", "confirmed_at"])
            audit.record("grid.confirm", grid, request.actor, {"source": ("", grid.source)})


class DecisionReasonInline(admin.TabularInline):
    model = DecisionReason
    extra = 0


class ReviewPointInline(admin.TabularInline):
    model = ReviewPoint
    extra = 0


@admin.register(Rulebook)
class RulebookAdmin(AuditedAdmin):
    """Rules of the scheme. A published version is fixed: copy it, change the draft, publish it."""

    list_display = ("code", "partnership", "valid_from", "grid", "published_at")
    readonly_fields = ("partnership", "based_on", "created_at", "published_at", "published_by")
    inlines = (KindRuleInline, DecisionReasonInline, ReviewPointInline)
    actions = ("copy", "publish")

    def has_change_permission(self, request: HttpRequest, obj: Rulebook | None = None) -> bool:
        """A draft of a partnership is its coordinator's."""
        draft = obj is None or (obj.published_at is None and obj.partnership_id is None)
        return draft and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Rulebook | None = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=_("Copy the version of the scheme that counts today"))
    def copy(self, request: HttpRequest, queryset: "QuerySet[Rulebook]") -> None:
        draft = rulebooks.copy_rulebook(partnership=None, by=request.actor)
        self.message_user(request, _("The draft is %(code)s.") % {"code": draft.code})

    @admin.action(description=_("Publish: these rules count from their first day on, and never change"))
    def publish(self, request: HttpRequest, queryset: "QuerySet[Rulebook]") -> None:
        for draft in queryset.filter(partnership=None, published_at=None):
            try:
                rulebooks.publish_rulebook(rulebook=draft, by=request.actor)
            except PortalError as problem:
                self.message_user(request, str(problem), messages.ERROR)
