"""How a manager and a coordinator keep their list of files: tags, who is responsible, saved views."""

from django.db.models import QuerySet

from clusters.models import Partnership
from core.actors import Actor
from exchanges.demo.cast import Cast
from exchanges.models import Application
from exchanges.selectors import desk as acts
from exchanges.services import desk, lists


def build(cast: Cast, partnership: Partnership) -> None:
    manager, coordinator = cast.actor("manager:silicon-saxony"), cast.actor(f"coordinator:{partnership.code}")
    files = Application.objects.filter(partnership=partnership, visitor_cluster=manager.hat.cluster)
    looking = _numbers(files.filter(state="accepted", current_exchange=None).order_by("id"), 4)
    undecided = _numbers(files.filter(state="submitted").order_by("-id"), 1)
    _act(manager, acts.TAG, looking[:3], "Fair in Hanover")
    _act(manager, acts.TAG, [*looking[1:2], *undecided], "Call first")
    _act(manager, acts.ASSIGN, [*undecided, *looking[:2]], str(manager.user_id))
    lists.save_view(name="To decide", query="stage=decide&order=due", shared=False, default=False, by=manager)
    lists.save_view(
        name="Reports to come",
        query="stage=report&order=due&cols=reference,organisation,host,dates,since,due",
        shared=True,
        default=False,
        by=manager,
    )
    lists.save_view(name="Late", query="due=late&order=due", shared=True, default=False, by=coordinator)


def _numbers(files: QuerySet[Application], most: int) -> list[int]:
    return list(files.values_list("pk", flat=True)[:most])


def _act(by: Actor, act: str, numbers: list[int], value: str) -> None:
    if numbers:
        desk.act_on(act=act, numbers=numbers, by=by, value=value)
