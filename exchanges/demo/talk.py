"""Messages on files of the personas, and a note on an application that waits."""

from clusters.models import Partnership
from core.actors import Actor
from exchanges.demo.cast import Cast
from exchanges.demo.people import VISITOR
from exchanges.models import Application
from exchanges.services.messages import send_message


def build(cast: Cast, partnership: Partnership) -> None:
    manager, visitor = cast.actor("manager:silicon-saxony"), cast.actor(VISITOR)
    files = Application.objects.filter(partnership=partnership, visitor_cluster=manager.hat.cluster).order_by(
        "id"
    )
    planned = files.get(organisation=visitor.hat.organisation, current_exchange__state="building")
    _say(planned, visitor, "all", "We arrive on Sunday evening. Do we need a badge for the test site?")
    _say(planned, manager, "visitor", "Please send the plan by Friday, so that all four can sign in time.")
    undecided = files.filter(state="submitted").last()
    assert undecided is not None
    _say(
        undecided,
        manager,
        "staff",
        "Asked the member desk: the membership fee is paid. The letter is on its way.",
    )


def _say(application: Application, by: Actor, audience: str, text: str) -> None:
    send_message(application=application, by=by, audience=audience, text=text)
