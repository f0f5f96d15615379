"""May I take part? One question a page; the answers stand in the address, nothing is stored."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clusters.selectors.reference import eligible_choices
from core import clock
from core.forms import Form
from exchanges import pre_check
from exchanges.forms.public import EarlierForm, HomeForm, KindForm, MemberForm, StayForm

FORMS: dict[str, type[Form]] = {
    "kind": KindForm,
    "country": HomeForm,
    "member": MemberForm,
    "earlier": EarlierForm,
    "stay": StayForm,
}


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    answers, asked = _answers(request)
    eligible = {code for code, _name in eligible_choices(clock.today())}
    outcome = pre_check.judge(answers, eligible)
    if outcome is not None:
        context = {"outcome": outcome, "restart": reverse("exchanges:check"), "link": _link(outcome)}
        return render(request, "exchanges/check_outcome.html", context)
    question = next(name for name in pre_check.QUESTIONS if name not in answers)
    if question == asked:
        # The question was sent without a usable answer.
        form = FORMS[question](request.GET)
        form.is_valid()
    else:
        form = FORMS[question]()
    number = pre_check.QUESTIONS.index(question) + 1
    context = {
        "form": form,
        "answers": answers,
        "question": question,
        "number": number,
        "total": len(pre_check.QUESTIONS),
        "back_url": _back(answers),
    }
    return render(request, "exchanges/check.html", context)


def _answers(request: HttpRequest) -> tuple[dict[str, str], str]:
    """Valid answers in order up to the first gap, and the question that was just asked."""
    answers: dict[str, Any] = {}
    for name in pre_check.QUESTIONS:
        form = FORMS[name](request.GET)
        if name not in request.GET or not form.is_valid():
            break
        answers[name] = form.cleaned_data[name]
    return answers, request.GET.get("asked", "")


def _back(answers: dict[str, str]) -> str:
    """The address of the question before."""
    query = QueryDict(mutable=True)
    query.update(dict(list(answers.items())[:-1]))
    return f"{reverse('exchanges:check')}?{query.urlencode()}" if answers else "/"


def _link(outcome: pre_check.Outcome) -> str:
    return reverse(outcome.url_name)
