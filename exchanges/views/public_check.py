"""May I take part? One question a page; the answers stand in the address, nothing is stored."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clusters.enums import OrganisationKind
from core import clock
from exchanges import pre_check, pre_check_words
from exchanges.forms.public import (
    ClusterMemberForm,
    EarlierForm,
    HomeForm,
    KindForm,
    MemberForm,
    QuestionForm,
    StayForm,
)
from exchanges.pre_check import QUESTIONS, Terms
from exchanges.selectors.rulebooks import public_terms
from exchanges.selectors.way_in import WayIn, way_in
from exchanges.views.carried import join_url

Answers = Mapping[str, str]
FORMS: Mapping[str, type[QuestionForm]] = {
    "kind": KindForm,
    "country": HomeForm,
    "member": MemberForm,
    "earlier": EarlierForm,
    "stay": StayForm,
}


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """`asked` names the question just answered, `at` the one to look at again; all else are answers."""
    way = way_in(request.actor, request.GET)
    terms = public_terms(clock.today(), way.partnership_id)
    given = _given(request.GET, terms)
    answers = {name: form.cleaned_data[name] for name, form in given.items()}
    asked = request.GET.get("asked", "")
    if asked in answers:
        # An address without traces of the form, to be sent to a colleague.
        return redirect(_address(answers, way))
    outcome = pre_check.judge(answers, terms)
    again = request.GET.get("at", "")
    question = asked if asked in FORMS else again if again in answers else None
    if question is None and outcome is not None:
        return render(
            request, "exchanges/check_outcome.html", _outcome_context(request, outcome, given, terms, way)
        )
    question = question or next(name for name in QUESTIONS if name not in answers)
    context = _question_context(request, question, answers, terms, way)
    return render(request, "exchanges/check.html", context)


def _form(name: str, kind: str) -> type[QuestionForm]:
    return ClusterMemberForm if name == "member" and kind == OrganisationKind.CLUSTER else FORMS[name]


def _given(query: QueryDict, terms: Terms) -> dict[str, QuestionForm]:
    """The usable answers of the address, each in the form that asked it, in the order of the questions."""
    given: dict[str, QuestionForm] = {}
    for name in QUESTIONS:
        if name in query:
            form = _form(name, query.get("kind", ""))(query, terms=terms)
            if form.is_valid():
                given[name] = form
    return given


def _question_context(
    request: HttpRequest, question: str, answers: Answers, terms: Terms, way: WayIn
) -> dict[str, Any]:
    asked = request.GET.get("asked") == question
    form = _form(question, answers.get("kind", ""))(
        request.GET if asked else None, terms=terms, initial=answers
    )
    number = QUESTIONS.index(question) + 1
    return {
        "form": form,
        "heading": form.fields[question].label,
        "answers": {name: value for name, value in answers.items() if name != question} | dict(way.named),
        "way": way,
        "terms": terms,
        "question": question,
        "number": number,
        "total": len(QUESTIONS),
        "back_url": _address(answers, way, at=QUESTIONS[number - 2]) if number > 1 else "/",
    }


def _outcome_context(
    request: HttpRequest, outcome: str, given: Mapping[str, QuestionForm], terms: Terms, way: WayIn
) -> dict[str, Any]:
    answers = {name: form.cleaned_data[name] for name, form in given.items()}
    known = answers | dict(way.named)
    found = [
        {"label": way.label, "sentence": way.sentence, "url": _way_url(way), "outside": bool(way.href)}
        for way in pre_check_words.ways(outcome, known, terms)
    ]
    apply_url = f"{reverse('exchanges:application_new')}?{_query(pre_check_words.carried(known))}"
    return {
        "title": pre_check_words.title(outcome, terms),
        "sentence": pre_check_words.sentence(outcome, terms),
        "verdict": pre_check.OUTCOMES[outcome],
        "reasons": pre_check_words.reasons(answers, terms),
        "first": found[0],
        "ways": found[1:],
        "rows": _rows(given, answers, way),
        "terms": terms,
        "way": way,
        "again_url": _address({}, way),
        "join_url": join_url(request, apply_url),
        "back_url": _address(answers, way, at=list(answers)[-1]),
    }


def _rows(given: Mapping[str, QuestionForm], answers: Answers, way: WayIn) -> list[dict[str, Any]]:
    """The answers to read, each with a link back to its question."""
    rows = []
    for name, form in given.items():
        field = form.fields[name]
        rows.append(
            {
                "label": field.label,
                "value": str(dict(field.choices).get(answers[name], "")),
                "url": _address(answers, way, at=name),
            }
        )
    return rows


def _address(answers: Answers, way: WayIn, at: str = "") -> str:
    query = dict(answers) | dict(way.named) | ({"at": at} if at else {})
    return f"{reverse('exchanges:check')}?{_query(query)}" if query else reverse("exchanges:check")


def _way_url(way: pre_check_words.Way) -> str:
    if way.href:
        return way.href
    query = _query(way.query)
    return f"{reverse(way.url_name)}?{query}" if query else reverse(way.url_name)


def _query(values: Mapping[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(dict(values))
    return query.urlencode()
