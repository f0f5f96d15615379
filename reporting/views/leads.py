"""People who said they are interested, for the cluster that answers them: a list, and a page for each."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clusters.enums import RoleKind
from clusters.models import Lead
from clusters.selectors import leads as selectors
from clusters.selectors.leads import leads_visible_to
from clusters.services import leads as service
from core import clock
from core.exceptions import InvalidInput, NotAllowed
from core.posted import posted
from reporting import lead_texts
from reporting.filters import LeadFilter
from reporting.forms.leads import AnsweredForm, AssignForm, CloseForm, MailForm, PlanForm
from reporting.selectors.partnerships import reported_to
from reporting.views.parts import tabs

PER_PAGE = 50
TONES = {"new": "todo", "answered": "active", "converted": "ok", "closed": "off"}
ENTRY_TONES = {"mail": "key", "invited": "key", "registered": "key"}


@require_safe
def leads(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(reported_to(request.actor), slug=slug)
    if request.actor.hat.kind not in (RoleKind.COORDINATOR, RoleKind.MANAGER):
        raise NotAllowed(_("This list is for the coordinator and the cluster managers."))
    rows = leads_visible_to(request.actor).filter(partnership=partnership)
    found = LeadFilter(request.GET, queryset=selectors.overdue_first(rows), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "partnership": partnership,
        "tabs": tabs(request, partnership, "leads"),
        "filter": found,
        "query": request.GET.urlencode(),
        "page": page,
        "numbers": _numbers(selectors.statistics(rows)),
        "leads": [
            {"lead": lead, "tone": TONES[lead.status], "late": lead.due is not None and lead.due < today}
            for lead in page
        ],
    }
    return render(request, "reporting/leads.html", context)


def _numbers(sums: dict[str, Any]) -> list[tuple[Any, ...]]:
    took = sums["took"]
    days = (
        _("not yet")
        if took is None
        else _("%(days)s days") % {"days": round(took.total_seconds() / 86400, 1)}
    )
    share = round(sums["in_time"] / sums["answered"] * 100) if sums["answered"] else None
    return [
        (_("In the last 12 months"), sums["all"]),
        (_("Waiting for an answer"), sums["waiting"]),
        (_("Registered"), sums["registered"]),
        (_("Mean time to the answer"), days, _("promised: 5 days")),
        (_("Answered in time"), "–" if share is None else f"{share} %"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def lead_detail(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _lead(request, pk)
    forms = _forms(request, lead)
    act = request.POST.get("act", "")
    if request.method == "POST" and _done(request, lead, act, forms.get(act)):
        return redirect("reporting:lead_detail", pk=pk)
    context = {
        "lead": lead,
        "tone": TONES[lead.status],
        "late": lead.due is not None and lead.due < clock.today(),
        "is_open": lead.status in selectors.OPEN,
        "assign": forms["assign"],
        "plan": forms["plan"],
        "answered": forms["answered"],
        "close": forms["close"],
        "forms": list(forms.values()),
        "timeline": [_entry(entry) for entry in selectors.entries(lead)],
        "templates": lead_texts.TEMPLATES,
        "back_url": reverse("reporting:leads", args=[lead.partnership.slug]),
    }
    return render(request, "reporting/lead_detail.html", context)


def _forms(request: HttpRequest, lead: Lead) -> dict[str, Any]:
    """Each act has its form; only the one that was sent is bound."""
    data = posted(request)
    act = data.get("act", "") if data is not None else ""

    def sent(name: str) -> Any:
        return data if act == name else None

    plan = {"next_step": lead.next_step, "next_on": lead.next_on}
    return {
        "assign": AssignForm(sent("assign"), lead=lead, prefix="assign"),
        "plan": PlanForm(sent("plan"), initial=plan, prefix="plan"),
        "answered": AnsweredForm(sent("answered"), prefix="answered"),
        "close": CloseForm(sent("close"), prefix="close"),
    }


_ACTS: dict[str, tuple[Any, Any]] = {
    "plan": (service.note_lead, gettext_lazy("Saved.")),
    "answered": (service.note_answer, gettext_lazy("Marked as answered.")),
    "close": (service.close_lead, gettext_lazy("Closed.")),
}


def _done(request: HttpRequest, lead: Lead, act: str, form: Any) -> bool:
    """Whether the act was done; what could not be used stands at its field."""
    by = request.actor
    if act == "reopen":
        service.reopen_lead(lead=lead, by=by)
        messages.success(request, _("Opened again."))
        return True
    if form is None or not form.is_valid():
        return False
    try:
        if act == "assign":
            service.assign_lead(lead=lead, to=form.cleaned_data["assigned_to"], by=by)
            messages.success(request, _("Saved."))
        else:
            act_on, words = _ACTS[act]
            act_on(lead=lead, by=by, **form.cleaned_data)
            messages.success(request, str(words))
    except InvalidInput as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def lead_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a mail, look at it, send it."""
    lead = _lead(request, pk)
    wanted = request.GET.get("template", "how")
    template = next((item for item in lead_texts.TEMPLATES if item.code == wanted), lead_texts.TEMPLATES[0])
    return _compose(request, lead, template, service.answer_lead)


@require_http_methods(["GET", "HEAD", "POST"])
def lead_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite the person to register; what they typed is filled in for them."""
    return _compose(request, _lead(request, pk), lead_texts.INVITATION, service.invite_lead)


def _compose(request: HttpRequest, lead: Lead, template: Any, send: Any) -> HttpResponse:
    form = MailForm(posted(request), initial=lead_texts.filled(template, lead))
    preview = request.method == "POST" and form.is_valid()
    if preview and request.POST.get("act") == "send":
        send(lead=lead, by=request.actor, **form.cleaned_data)
        messages.success(request, _("The mail is on its way to %(name)s.") % {"name": lead.name})
        return redirect("reporting:lead_detail", pk=lead.pk)
    context = {
        "lead": lead,
        "form": form,
        "preview": preview,
        "inviting": send is service.invite_lead,
        "templates": lead_texts.TEMPLATES,
        "current": template.code,
        "back_url": reverse("reporting:lead_detail", args=[lead.pk]),
    }
    return render(request, "reporting/lead_mail.html", context)


def _entry(entry: Any) -> dict[str, Any]:
    what = entry.get_kind_display()
    if entry.mail is not None:
        what = f"{what}: {entry.mail.subject}"
    return {
        "when": entry.created_at,
        "what": what,
        "who": entry.by_name,
        "note": entry.text,
        "tone": ENTRY_TONES.get(entry.kind, ""),
    }


def _lead(request: HttpRequest, pk: int) -> Lead:
    return get_object_or_404(selectors.with_due(leads_visible_to(request.actor)), pk=pk)
