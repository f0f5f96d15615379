"""Turns a deadline of a workflow table into a date, by the file's rulebook and the place of whoever must act."""

from datetime import date, timedelta
from typing import Any

from clusters.models import Organisation
from core import clock, dates
from core.workflow_table import Deadline
from exchanges import policies
from exchanges.models import Application, Rulebook


def due(obj: Any, deadline: Deadline) -> date:
    """The last day for the next act. Working days are those of the acting side's country and region."""
    application = (
        obj if isinstance(obj, Application) else getattr(obj, "application", None) or obj.exchange.application
    )
    days = (
        deadline.days
        if isinstance(deadline.days, int)
        else _from_rulebook(application.rulebook, deadline.days)
    )
    if deadline.days == "payment_days":
        return policies.payment_due_on(obj)
    if deadline.unit == "calendar":
        return clock.today() + timedelta(days=days)
    place = _place(application)
    return dates.add_working_days(clock.today(), days, place.country_id, place.region or None)


def _from_rulebook(rulebook: Rulebook | None, setting: str) -> int:
    return getattr(rulebook or Rulebook(), setting)


def _place(application: Application) -> Organisation:
    """Where the deciding cluster sits; before there is one, where the visitor sits."""
    cluster = application.visitor_cluster
    return cluster.organisation if cluster is not None else application.organisation
