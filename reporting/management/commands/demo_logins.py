"""Prints who to log in as; the start-up of the demo shows it."""

from typing import Any

from django.core.management.base import BaseCommand

from exchanges.demo.cast import DEMO_PASSWORD
from exchanges.demo.personas import PERSONAS


class Command(BaseCommand):
    help = "Prints the demo's log-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        width = max(len(persona.email) for persona in PERSONAS)
        for persona in PERSONAS:
            self.stdout.write(f"  {persona.email:<{width}}  {persona.title}")
        self.stdout.write(f"  password for all: {DEMO_PASSWORD}")
