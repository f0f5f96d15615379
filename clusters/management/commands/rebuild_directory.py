"""Makes the index of the public directory anew. Only needed after reference data (terms, country names) changed."""

from typing import Any

from django.core.management.base import BaseCommand

from clusters.services import directory


class Command(BaseCommand):
    help = "Makes the index of the public directory anew from what is published now."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{directory.rebuild()} entries")
