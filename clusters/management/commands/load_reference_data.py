"""After an update of the portal or of its packages: taxonomies, regions, levels and towns as the data say them now."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from clusters import gazetteer, reference_loading
from clusters.services import directory


class Command(BaseCommand):
    help = (
        "Loads taxonomy terms, regions with their levels, and the towns of the gazetteer anew, then the directory. "
        "Nothing that a profile has is taken away. Safe to run again; takes about a minute."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-towns", action="store_true", help="leave the gazetteer as it is")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for label, load in (
            ("terms", reference_loading.load_terms),
            ("regions", reference_loading.load_regions),
            ("levels of regions", reference_loading.load_levels),
        ):
            self.stdout.write(f"{label}: {load(apps.get_model)} changed")
        if not options["without_towns"]:
            with connection.cursor() as cursor:
                self.stdout.write(f"towns: {gazetteer.load(cursor)} loaded")
        self.stdout.write(f"directory: {directory.rebuild()} entries")
