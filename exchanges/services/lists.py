"""What staff keep about the list of files: columns of a hat, and views with a name. No file changes by it."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed
from exchanges.models import ListSettings, SavedView
from exchanges.models.lists import place_of
from exchanges.selectors import queue_columns

# More would not be found again.
MOST_VIEWS = 30
_TAKEN = _("You have a view with this name already. Choose another name.")


@transaction.atomic
def choose_columns(*, columns: Iterable[str], by: Actor) -> tuple[str, ...]:
    """Keep the columns for the person's hat; the usual ones are kept as no choice. Returns what the list shows."""
    chosen = queue_columns.keys_of(queue_columns.chosen(columns))
    kept = [] if chosen == queue_columns.USUAL else list(chosen)
    ListSettings.objects.update_or_create(role_id=by.hat.pk, defaults={"columns": kept})
    return chosen


@transaction.atomic
def save_view(*, name: str, query: str, shared: bool, default: bool, by: Actor) -> SavedView:
    """Raises InvalidInput for a name that the person has given already."""
    if SavedView.objects.filter(user=by.user, kind=by.hat.kind, **place_of(by.hat)).count() >= MOST_VIEWS:
        raise InvalidInput(_("You have 30 views. Delete one that you no longer use first."), "name")
    view = SavedView(
        user=by.user, kind=by.hat.kind, query=query[:2000], created_at=clock.now(), **place_of(by.hat)
    )
    return _write(view, name=name, shared=shared, default=default, by=by)


@transaction.atomic
def change_view(*, view: SavedView, name: str, shared: bool, default: bool, by: Actor) -> SavedView:
    _check_own(view, by)
    return _write(view, name=name, shared=shared, default=default, by=by)


@transaction.atomic
def renew_view(*, view: SavedView, query: str, by: Actor) -> SavedView:
    """Put the filters, order and columns of now into a view."""
    _check_own(view, by)
    view.query = query[:2000]
    view.save(update_fields=["query"])
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: Actor) -> None:
    """Whose list opened with it gets all files again."""
    _check_own(view, by)
    view.delete()


@transaction.atomic
def open_with(*, view: SavedView | None, by: Actor) -> None:
    """The list opens with this view, also with one that a colleague shares; None: with all files."""
    ListSettings.objects.update_or_create(role_id=by.hat.pk, defaults={"default_view": view})


def _write(view: SavedView, *, name: str, shared: bool, default: bool, by: Actor) -> SavedView:
    view.name, view.shared = " ".join(name.split()), shared
    if not view.name:
        raise InvalidInput(_("Give the view a name."), "name")
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise InvalidInput(_TAKEN, "name") from error
    if not shared:
        # Nobody's list opens with what they no longer see.
        others = ListSettings.objects.filter(default_view=view).exclude(role__user=by.user)
        others.update(default_view=None)
    if default:
        open_with(view=view, by=by)
    else:
        ListSettings.objects.filter(role_id=by.hat.pk, default_view=view).update(default_view=None)
    return view


def _check_own(view: SavedView, by: Actor) -> None:
    if view.user_id != by.user_id:
        raise NotAllowed(_("Only the person who saved this view changes it."))
