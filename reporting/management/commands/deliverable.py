"""One deliverable as a PDF."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core import clock
from core.exceptions import InvalidInput
from reporting.deliverables import catalogue, freezing
from reporting.enums import Edition
from reporting.management.commands.indicators import UNUSABLE, period_of


class Command(BaseCommand):
    help = "Make one deliverable of a partnership as a PDF: " + ", ".join(catalogue.KINDS)
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="such as D1.3 or D6.2")
        parser.add_argument("--partnership", required=True, help="code of the partnership: EXCITE")
        parser.add_argument("--since", help="first day: 2022-02-01 (all that came before too when left out)")
        parser.add_argument("--until", required=True, help="last day, included: 2024-01-31")
        parser.add_argument(
            "--edition", default=Edition.PUBLIC.value, help="public (as usual) or confidential"
        )
        parser.add_argument("--output", required=True, help="the file to write: d6.2.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        output = Path(options["output"])
        try:
            snapshot = catalogue.freeze(options["code"], period_of(options), options["edition"])
            _check_place(output)
        except InvalidInput as refusal:
            raise CommandError(str(refusal), returncode=UNUSABLE) from None
        document = catalogue.make_pdf(snapshot, made_on=clock.today())
        output.write_bytes(document)
        self.stdout.write(
            f"{output}: {catalogue.count_pages(document)} pages, snapshot {freezing.digest(snapshot)}"
        )


def _check_place(output: Path) -> None:
    if output.is_dir() or not output.parent.is_dir():
        raise InvalidInput(
            _("--output: “%(path)s” cannot be written. Name a file in a folder that exists.")
            % {"path": output}
        )
