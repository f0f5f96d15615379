"""The SME questions: three answers; otherwise the own figures, the enterprises around it, and the year before.

Unfinished answers stand in the session; the statement is made with the last button.
"""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters import permissions, sme
from clusters.enums import AttestationKind
from clusters.forms.sme import CheckForm, EnterpriseForm, SmeFirstForm, SmeFurtherForm, YearBeforeForm
from clusters.models import Attestation, Organisation
from clusters.selectors.memberships import valid_attestation
from clusters.services import sme_status
from clusters.views.own import done, own
from clusters.views.steps import next_step
from core.exceptions import InvalidInput
from core.posted import posted

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@FORM_PAGE
def sme_test(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    last = _last_answers(organisation)
    initial = {
        name: "yes" if last[name] else "no"
        for name in sme.FIRST_QUESTIONS
        if isinstance(last.get(name), bool)
    }
    form = SmeFirstForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        if sme.settles(form.cleaned_data):
            return _state(request, organisation, form.cleaned_data)
        enterprises = last.get("enterprises", []) if not form.cleaned_data["stands_alone"] else []
        _keep(request, pk, form.cleaned_data | {"enterprises": enterprises})
        return redirect("clusters:sme_further", pk=pk)
    back = reverse("clusters:organisation_detail", kwargs={"pk": pk})
    return render(
        request, "clusters/sme_test.html", {"form": form, "organisation": organisation, "back_url": back}
    )


@FORM_PAGE
def sme_further(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    answers = _answers(request, pk)
    if answers is None:
        return redirect("clusters:sme_test", pk=pk)
    form = SmeFurtherForm(posted(request), initial=_known_figures(organisation) | answers)
    if request.method == "POST" and form.is_valid():
        _keep(request, pk, answers | form.cleaned_data)
        page = "clusters:sme_result" if answers["stands_alone"] else "clusters:sme_enterprises"
        return redirect(page, pk=pk)
    back = reverse("clusters:sme_test", kwargs={"pk": pk})
    context = {"form": form, "organisation": organisation, "back_url": back}
    return render(request, "clusters/sme_further.html", context)


@FORM_PAGE
def sme_enterprises(request: HttpRequest, pk: int) -> HttpResponse:
    """Partner and linked enterprises, entered one by one and added up."""
    organisation = own(request, pk)
    answers = _answers(request, pk)
    if answers is None or "headcount" not in answers:
        return redirect("clusters:sme_test", pk=pk)
    rows = answers["enterprises"]
    form = EnterpriseForm(posted(request), organisation=str(organisation), rows=rows)
    if request.method == "POST" and form.is_valid():
        data = {"parent": None} | form.cleaned_data
        try:
            row = sme.enterprise(**data)
            sme.tree([*rows, row])
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            _keep(request, pk, answers | {"enterprises": [*rows, row]})
            return redirect("clusters:sme_enterprises", pk=pk)
    context = {
        "form": form,
        "organisation": organisation,
        "rows": [row | {"behind": _name_of(rows, row["parent"], organisation)} for row in rows],
        "judgement": _judged(answers, organisation),
        "back_url": reverse("clusters:sme_further", kwargs={"pk": pk}),
    }
    return render(request, "clusters/sme_enterprises.html", context)


@require_POST
def sme_enterprise_remove(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """With it go those that belong to it."""
    own(request, pk)
    answers = _answers(request, pk)
    if answers is not None:
        _keep(request, pk, answers | {"enterprises": _without(answers["enterprises"], row)})
    return redirect("clusters:sme_enterprises", pk=pk)


@FORM_PAGE
def sme_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What comes out and why; the year before is asked only where it matters."""
    organisation = own(request, pk)
    answers = _answers(request, pk)
    judgement = _judged(answers, organisation)
    if answers is None or judgement is None:
        return redirect("clusters:sme_test", pk=pk)
    held = sme_status.held_size(organisation)
    ask = sme.needs_year_before(judgement.now, held)
    form = YearBeforeForm(posted(request), now=judgement.now) if ask else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _state(request, organisation, answers | (form.cleaned_data if form is not None else {}))
    page = "clusters:sme_further" if answers["stands_alone"] else "clusters:sme_enterprises"
    context = {
        "form": form,
        "organisation": organisation,
        "judgement": judgement,
        "own_figures": [answers[name] for name in sme.FIGURES],
        "back_url": reverse(page, kwargs={"pk": pk}),
    }
    return render(request, "clusters/sme_result.html", context)


@require_safe
def organisation_size(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement that holds, how it came about, what the cluster says, and the ones before."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    statements = list(sme_status.statements(organisation)[:20])
    valid = valid_attestation(organisation, AttestationKind.SME_STATUS)
    context = {
        "organisation": organisation,
        "statements": statements,
        "valid": valid,
        "judgement": _judged(valid.inputs if valid is not None else None, organisation),
        "may_edit": permissions.can_edit_organisation(request.actor, organisation),
        "may_check": bool(statements) and permissions.can_check_statement(request.actor, organisation),
        "check_form": CheckForm(),
        "back_url": reverse("clusters:organisation_detail", kwargs={"pk": pk}),
    }
    return render(request, "clusters/organisation_size.html", context)


@FORM_PAGE
def organisation_size_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The cluster's word on the newest statement."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    permissions.check_statement(request.actor, organisation)
    newest: Attestation | None = sme_status.statements(organisation).filter(revoked_on=None).first()
    back = reverse("clusters:organisation_size", kwargs={"pk": pk})
    if newest is None:
        messages.warning(request, _("There is no statement to check yet."))
        return redirect(back)
    form = CheckForm(posted(request))
    if request.method == "POST" and form.is_valid():
        facts = {"attestation": newest, "by": request.actor} | form.cleaned_data
        if done(form, sme_status.check_sme_status, **facts):
            messages.success(request, _("Your answer is kept. The organisation gets a mail."))
            return redirect(back)
    context = {
        "form": form,
        "organisation": organisation,
        "statement": newest,
        "judgement": _judged(newest.inputs, organisation),
        "back_url": back,
    }
    return render(request, "clusters/organisation_size_check.html", context)


def _state(request: HttpRequest, organisation: Organisation, answers: dict[str, Any]) -> HttpResponse:
    statement = sme_status.state_sme_status(organisation=organisation, by=request.actor, answers=answers)
    request.session.pop(_key(organisation.pk), None)
    if statement.result != "not_sme":
        messages.success(request, _("Your organisation is an SME. %(reason)s") % {"reason": statement.reason})
    else:
        text = _("Your organisation is not an SME. %(reason)s You can change its kind, or ask your cluster.")
        messages.warning(request, text % {"reason": statement.reason})
    return redirect(next_step(organisation))


def _judged(answers: dict[str, Any] | None, organisation: Organisation) -> sme.Judgement | None:
    """The size by what is answered so far; None while something is missing."""
    try:
        return sme.judge(_numbers(answers or {}), sme_status.held_size(organisation))
    except InvalidInput:
        return None


def _numbers(answers: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Decimal(value) if name in sme.FIGURES and isinstance(value, str) else value
        for name, value in answers.items()
    }


def _key(pk: int) -> str:
    return f"sme:{pk}"


def _keep(request: HttpRequest, pk: int, answers: dict[str, Any]) -> None:
    plain = {name: str(value) if isinstance(value, Decimal) else value for name, value in answers.items()}
    request.session[_key(pk)] = plain


def _answers(request: HttpRequest, pk: int) -> dict[str, Any] | None:
    """What this person has answered so far, with sums as numbers again."""
    kept = request.session.get(_key(pk))
    return _numbers(kept) if kept is not None else None


def _last_answers(organisation: Organisation) -> dict[str, Any]:
    last = sme_status.statements(organisation).first()
    return dict(last.inputs) if last is not None else {}


def _known_figures(organisation: Organisation) -> dict[str, Any]:
    """What the last statement and the page of figures know, so that nobody types it twice."""
    last = _last_answers(organisation)
    known = {name: last[name] for name in (*sme.FIGURES, "public_quarter") if name in last}
    if organisation.headcount is not None:
        known["headcount"] = organisation.headcount
    for name, euros in (
        ("turnover_million", organisation.turnover),
        ("balance_million", organisation.balance_total),
    ):
        if euros is not None:
            known[name] = (euros / 1_000_000).normalize()
    return known


def _name_of(rows: list[dict[str, Any]], parent: int | None, organisation: Organisation) -> str:
    return str(organisation) if parent is None else rows[parent]["name"]


def _without(rows: list[dict[str, Any]], gone: int) -> list[dict[str, Any]]:
    """The rows without one and those behind it; parents are numbered anew."""
    places: dict[int | None, int | None] = {None: None}
    kept: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        if number != gone and row["parent"] in places:
            places[number] = len(kept)
            kept.append(row | {"parent": places[row["parent"]]})
    return kept
