"""Matching runs: the list, a new one, what it found, changes by hand, two side by side, and sending."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.enums import RoleKind
from core import clock, workflow
from core.exceptions import NotAllowed
from core.posted import posted
from exchanges.forms.matching_runs import ChangeForm, RunForm, SendForm, initial_of
from exchanges.matching import run_answer
from exchanges.models import MatchingRun
from exchanges.selectors import matching_runs as select
from exchanges.selectors import run_words
from exchanges.services import matching_runs as services
from exchanges.services import run_sending

PER_PAGE = 50
READERS = (RoleKind.COORDINATOR, RoleKind.AUDITOR, RoleKind.MANAGER)
MOST_COMPARED = 4
PAGE = require_http_methods(["GET", "HEAD", "POST"])
AT_WORK = ("draft", "changing")
TONES = {"solved": "active", "deployed": "ok", "infeasible": "warn", "failed": "danger", "discarded": "off"}


@require_safe
def matching_runs(request: HttpRequest) -> HttpResponse:
    _check_reader(request)
    page = Paginator(select.runs(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"run": run, "state": _state(run), "tone": TONES.get(run.state, "waiting"), "quality": select.quality(run),
         "share": select.sme_percent(run)}
        for run in page
    ]  # fmt: skip
    context = {"page": page, "rows": rows, "coordinates": _coordinates(request)}
    return render(request, "exchanges/matching_runs.html", context)


@PAGE
def matching_run_new(request: HttpRequest) -> HttpResponse:
    """A new run with sensible limits, or a copy of one with others."""
    if not _coordinates(request):
        raise NotAllowed(_("Only a coordinator makes matching runs."))
    partnership = request.actor.hat.partnership
    like = None
    if request.GET.get("like", "").isdecimal():
        like = get_object_or_404(MatchingRun.objects.visible_to(request.actor), pk=request.GET["like"])
    limits = like.limits if like is not None else select.usual_limits(partnership)
    more_money = like is not None and "more" in request.GET and limits.get("budget") is not None
    if more_money:
        limits = {**limits, "budget": limits["budget"] * 11 // 10}
    first = initial_of(limits) | _first_words(like, more_money=more_money)
    form = RunForm(posted(request), copied=like is not None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = {name: limits.get(name) or [] for name in (services.MUST, services.MUST_NOT)}
        run = services.make_run(
            partnership=partnership,
            name=data["name"],
            limits=form.limits() | kept,
            asked_too=data["asked_too"],
            like=like if data.get("same_input") else None,
            by=request.actor,
        )
        return redirect("exchanges:matching_run", pk=run.pk)
    context = {
        "form": form,
        "like": like,
        "back_url": reverse("exchanges:matching_runs"),
        "back_label": _("Matching runs"),
    }
    return render(request, "exchanges/matching_run_new.html", context)


def _first_words(like: MatchingRun | None, *, more_money: bool) -> dict[str, Any]:
    """What stands in the form at first beside the limits; a copy may ask for a tenth more money."""
    if like is None:
        return {"name": _("Run of %(day)s") % {"day": clock.today().isoformat()}}
    words = _("%(name)s, 10 %% more money") if more_money else _("Copy of %(name)s")
    return {"name": _within(words, like.name), "same_input": True}


def _within(words: str, name: str) -> str:
    """The words with as much of the name as the field takes."""
    most = RunForm.base_fields["name"].max_length
    room = most - len(words % {"name": ""})
    return words % {"name": name if len(name) <= room else f"{name[: room - 1].rstrip()}…"}


@require_safe
def matching_run(request: HttpRequest, pk: int) -> HttpResponse:
    """What a run found. While a worker is at it the page says how far it is."""
    run = _run(request, pk)
    show = request.GET.get("show", "matches")
    context: dict[str, Any] = {
        "run": run,
        "state": _state(run),
        "tone": TONES.get(run.state, "waiting"),
        "coordinates": _coordinates(request),
        "limits": select.limit_rows(run),
        "work": services.work_of(run) if run.state in AT_WORK else None,
        "show": show,
        "back_url": reverse("exchanges:matching_runs"),
        "back_label": _("Matching runs"),
    }
    if run.state == "infeasible":
        names = run_words.names_of(*run_words.people_in(run.conflicts))
        context["conflicts"] = run_words.conflict_sentences(run.conflicts, names, run.frozen)
    if run.total is not None and run.state != "changing":
        context |= _result(request, run, show)
    return render(request, "exchanges/matching_run.html", context)


def _result(request: HttpRequest, run: MatchingRun, show: str) -> dict[str, Any]:
    matches, left = select.match_rows(run, request.actor), select.unplaced_rows(run, request.actor)
    context: dict[str, Any] = {
        "figures": select.figures(run),
        "other": run.based_on
        if run.based_on and run.based_on.total is not None and _sees_all(request)
        else None,
        "newest_change": f"{run.steps[-1]['change']:+d}" if run.steps else "",
        "changed": select.changed_since(run) if run.state == "solved" else 0,
        "chart": select.countries_chart(run),
    }
    if show == "hosts":
        page = Paginator(select.host_rows(run), PER_PAGE).get_page(request.GET.get("page"))
        context["rows"] = select.named(list(page))
    elif show == "unplaced":
        page = Paginator(left, PER_PAGE).get_page(request.GET.get("page"))
        context["rows"] = select.unplaced_shown(list(page))
    else:
        page = Paginator(matches, PER_PAGE).get_page(request.GET.get("page"))
        context["rows"] = select.shown(run, page)
    labels = (
        ("matches", _("Matches"), page.paginator.count if show == "matches" else matches.count()),
        ("unplaced", _("Without a host"), len(left)),
        ("hosts", _("Places of the hosts"), None),
    )
    if run.state == "deployed":
        context["sent"] = run.matches.exclude(proposal=None).count()
        context["refused"] = run.matches.exclude(refusal="").count()
    tabs = [
        {"label": label, "url": f"?show={name}", "current": show == name, "badge": badge}
        for name, label, badge in labels
    ]
    return context | {"page": page, "tabs": tabs}


@PAGE
def matching_run_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Choose another host for a file, or forbid one: first what it costs, then the button."""
    run = _run(request, pk)
    workflow.check_actor(run, "change", request.actor)
    row = next((one for one in run.frozen["visitors"] if one["file"] == file), None)
    if row is None:
        raise Http404
    asked = ChangeForm(posted(request) or ({**request.GET.dict(), "version": run.version}))
    if request.method == "POST" and asked.is_valid():
        data = asked.cleaned_data
        services.change(run=run, file=file, act=data["act"], host=data["host"], by=request.actor,
                        version=data["version"])  # fmt: skip
        if run.state == "solved":
            messages.success(request, _("Changed and solved again. Nothing was sent."))
        return redirect("exchanges:matching_run", pk=pk)
    possible = run_answer.choices(run.frozen, file)
    names = run_words.names_of([file], [one["host"] for one in possible])
    match = run.matches.filter(application_id=file).select_related("offer__organisation").first()
    now = match.offer.organisation_id if match is not None else None
    context: dict[str, Any] = {
        "run": run,
        "file": names.files[file],
        "match": match,
        "choices": [
            {**one, "name": names.host(one["host"]), "now": one["host"] == now, "sum": one["cost"] / 100,
             "reasons": run_words.reasons(one["parts"], run.frozen["codes"])}
            for one in possible[:PER_PAGE]
        ],
        "back_url": reverse("exchanges:matching_run", args=[pk]),
        "back_label": run.name,
    }  # fmt: skip
    if "act" in request.GET and asked.is_valid():
        context |= _preview(run, file, asked, names) if services.is_quick(run) else _unseen(asked, names)
    return render(request, "exchanges/matching_run_file.html", context)


def _unseen(asked: ChangeForm, names: run_words.Names) -> dict[str, Any]:
    """Of a run that takes long: the loss is known once a worker has solved it, and can be taken back."""
    data = asked.cleaned_data
    forbids = data["act"] == services.MUST_NOT
    return {"form": asked, "unseen": True, "forbids": forbids, "host_name": names.host(data["host"])}


def _preview(run: MatchingRun, file: int, asked: ChangeForm, names: run_words.Names) -> dict[str, Any]:
    data = asked.cleaned_data
    found = services.preview(run, file=file, act=data["act"], host=data["host"])
    before = dict(run.matches.values_list("application", "offer__organisation"))
    after = {row["file"]: row["host"] for row in found.matches}
    moved = [one for one in {**before, **after} if before.get(one) != after.get(one)]
    named = run_words.names_of(moved[:10], [*before.values(), *after.values()])
    return {
        "form": asked,
        "forbids": data["act"] == services.MUST_NOT,
        "host_name": named.host(data["host"]),
        "loss": (run.total or 0) - found.total,
        "before": run.total,
        "after": found.total,
        "matched": (run.matched, len(found.matches)),
        "moved": [
            {
                "file": named.files[one],
                "before": named.host(before[one]) if one in before else "",
                "after": named.host(after[one]) if one in after else "",
            }
            for one in moved[:10]
        ],
        "more_moved": max(len(moved) - 10, 0),
    }


@require_POST
def matching_run_undo(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    workflow.check_actor(run, "change", request.actor)
    version = request.POST.get("version", "")
    services.undo(run=run, by=request.actor, version=int(version) if version.isdecimal() else 0)
    if run.state == "solved":
        messages.success(request, _("The last change is taken back."))
    return redirect("exchanges:matching_run", pk=pk)


@PAGE
def matching_run_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets which mail, what cannot go, and one button."""
    run = _run(request, pk)
    workflow.check_actor(run, "deploy", request.actor)
    if run.state == "deployed" and request.method != "POST":
        return redirect("exchanges:matching_run", pk=pk)
    judged = run_sending.verdicts(run)
    refused = [one for one in judged if one.why_not]
    form = SendForm(posted(request), refused=bool(refused), initial={"version": run.version})
    if request.method == "POST" and form.is_valid():
        run_sending.deploy(
            run=run,
            by=request.actor,
            version=form.cleaned_data["version"],
            allowed_only=form.cleaned_data.get("allowed_only", False),
        )
        messages.success(request, _("The matches go out now. Each host gets a mail and answers by it."))
        return redirect("exchanges:matching_run", pk=pk)
    allowed = [one for one in judged if not one.why_not]
    context = {
        "run": run,
        "form": form,
        "refused": refused[:PER_PAGE],
        "more_refused": max(len(refused) - PER_PAGE, 0),
        "number": len(allowed),
        "mails": [one.match for one in allowed][:PER_PAGE],
        "more_mails": max(len(allowed) - PER_PAGE, 0),
        "back_url": reverse("exchanges:matching_run", args=[pk]),
        "back_label": run.name,
    }
    return render(request, "exchanges/matching_run_send.html", context)


@PAGE
def matching_run_discard(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    workflow.check_actor(run, "discard", request.actor)
    if request.method == "POST":
        services.discard(run=run, by=request.actor)
        messages.success(request, _("“%(name)s” is thrown away. Nothing was sent.") % {"name": run.name})
        return redirect("exchanges:matching_runs")
    context = {"run": run, "back_url": reverse("exchanges:matching_run", args=[pk]), "back_label": run.name}
    return render(request, "exchanges/matching_run_discard.html", context)


@require_POST
def matching_run_again(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    workflow.check_actor(run, "try_again", request.actor)
    services.try_again(run=run, by=request.actor)
    return redirect("exchanges:matching_run", pk=pk)


@require_safe
def matching_compare(request: HttpRequest) -> HttpResponse:
    """Runs side by side: their figures, their limits, and the files that have another host."""
    _check_reader(request)
    if not _sees_all(request):
        raise NotAllowed(_("Runs are compared by the coordinator."))
    numbers = [int(one) for one in request.GET.getlist("run") if one.isdecimal() and len(one) < 18]
    runs = list(select.runs(request.actor).filter(pk__in=numbers).exclude(total=None).order_by("id"))
    if not 2 <= len(runs) <= MOST_COMPARED:
        messages.error(request, _("Tick two to four runs that are solved."))
        return redirect("exchanges:matching_runs")
    differing = select.differences(runs)
    page = Paginator(differing, PER_PAGE).get_page(request.GET.get("page"))
    names = run_words.names_of(
        [row["file"] for row in page], [host for row in page for host in row["hosts"] if host is not None]
    )
    context = {
        "runs": runs,
        "figures": _side_by_side(runs, [select.figures(run) for run in runs]),
        "limits": [row for row in _limits(runs) if any(cell["text"] != _("no limit") for cell in row["values"])],
        "page": page,
        "rows": [
            {"file": names.files[row["file"]],
             "hosts": [
                 {"run": run.name, "text": names.host(host) if host is not None else _("no host")}
                 for run, host in zip(runs, row["hosts"], strict=True)
             ]}
            for row in page
        ],
        "said": ngettext(
            "%(number)d file has another host", "%(number)d files have another host", len(differing)
        ) % {"number": len(differing)},
        "back_url": reverse("exchanges:matching_runs"),
        "back_label": _("Matching runs"),
    }  # fmt: skip
    return render(request, "exchanges/matching_compare.html", context)


def _limits(runs: list[MatchingRun]) -> list[dict[str, Any]]:
    return _side_by_side(
        runs, [[(one["label"], one["value"]) for one in select.limit_rows(run)] for run in runs]
    )


def _side_by_side(runs: list[MatchingRun], columns: list[list[tuple[Any, ...]]]) -> list[dict[str, Any]]:
    """A row for each label; each of its cells bears the name of its run, since a phone shows no heads of columns."""
    return [
        {
            "label": cells[0][0],
            "values": [
                {"run": run.name, "text": " · ".join(str(one) for one in cell[1:])}
                for run, cell in zip(runs, cells, strict=True)
            ],
        }
        for cells in zip(*columns, strict=True)
    ]


def _run(request: HttpRequest, pk: int) -> MatchingRun:
    return get_object_or_404(
        MatchingRun.objects.visible_to(request.actor).select_related("partnership", "created_by", "based_on"),
        pk=pk,
    )


def _state(run: MatchingRun) -> Any:
    return workflow.of(run).state(run.state).label


def _check_reader(request: HttpRequest) -> None:
    hat = request.actor.hat
    if hat is None or hat.kind not in READERS:
        raise NotAllowed(_("Matching runs are for coordinators, managers and auditors."))


def _coordinates(request: HttpRequest) -> bool:
    hat = request.actor.hat
    return hat is not None and hat.kind == RoleKind.COORDINATOR


def _sees_all(request: HttpRequest) -> bool:
    return request.actor.hat is not None and request.actor.hat.kind in READERS[:2]
