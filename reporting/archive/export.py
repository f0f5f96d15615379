"""The archive of a partnership as an export: one job at a time for each partnership. Its scope is "excite/full"."""

from typing import Any, BinaryIO

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.exporting import wearing
from clusters.models import Partnership
from core import exports
from core.actors import Actor
from core.exceptions import NotAllowed
from reporting import permissions
from reporting.archive import writing
from reporting.archive.columns import Level

ARCHIVE = "archive"
LEVELS = {"full": Level.FULL, "named": Level.NAMED, "public": Level.PUBLIC}


def register() -> None:
    """Called when the app is ready."""
    exports.register(
        exports.Exporter(
            ARCHIVE,
            gettext_lazy("Archive of the partnership"),
            wearing,
            _no_table,
            write=_write,
            check=_check,
            exclusive=_exclusive,
        )
    )


def options_of(partnership: Partnership, edition: str) -> dict[str, Any]:
    return {"scope": f"{partnership.slug}/{edition}"}


def _partnership(options: dict[str, Any]) -> tuple[Partnership, str]:
    slug, _sep, edition = options.get("scope", "").partition("/")
    found = Partnership.objects.filter(slug=slug).first()
    if found is None or edition not in LEVELS:
        raise Http404
    return found, edition


def _check(actor: Actor, options: dict[str, Any]) -> None:
    partnership, edition = _partnership(options)
    if edition not in permissions.archives_for(partnership.pk, actor):
        raise NotAllowed(_("Archives are for the coordinator, auditors and the support office."))


def _write(target: BinaryIO, actor: Actor, options: dict[str, Any], note: exports.Note) -> int:
    partnership, edition = _partnership(options)
    return writing.write(target, partnership, LEVELS[edition], note)


def _exclusive(options: dict[str, Any]) -> str:
    return f"archive:{options['scope'].partition('/')[0]}"[:40]


def _no_table(actor: Actor, query: str, options: dict[str, Any]) -> exports.Source:
    raise Http404
