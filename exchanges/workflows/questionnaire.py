"""A questionnaire: invited, then answered or closed without answer."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from core import clock
from core.workflow_table import Deadline, State, Transition, Workflow, register
from exchanges import permissions
from exchanges.models import Questionnaire


def _due(questionnaire: Questionnaire, deadline: Deadline) -> date:
    rulebook = questionnaire.exchange.application.rulebook
    days = rulebook.feedback_days if rulebook is not None else 15
    return clock.today() + timedelta(days=days)


QUESTIONNAIRE = register(
    Workflow(
        name="questionnaire",
        model="exchanges.questionnaire",
        relations=permissions.questionnaire_relations,
        due=_due,
        settled=("exchange",),
        states=(
            State(
                "invited",
                _("Invited"),
                _("Please answer"),
                lambda q: (q.respondent,),
                Deadline("feedback_days"),
            ),
            State("answered", _("Answered"), _("Thank you"), final=True),
            State("bypassed", _("Closed without answer"), _("Closed without answer"), final=True),
        ),
        transitions=(
            Transition(
                "answer", ("invited",), "answered", _("Send answers"), ("respondent",), events=("answered",)
            ),
            Transition(
                "bypass",
                ("invited",),
                "bypassed",
                _("Close without answer"),
                ("decider", "coordinator", "system"),
                required=("comment",),
                events=("bypassed",),
            ),
        ),
    )
)
