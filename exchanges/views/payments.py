"""Finance's list, and one payment with its acts."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import bank, clock, workflow
from core.exceptions import InvalidInput, NotAllowed
from core.money import format_eur
from core.posted import kept_post
from core.step_up import fresh_login_required
from exchanges import permissions, policies
from exchanges.forms.payment import MarkPaidForm
from exchanges.forms.report import ReasonForm, VersionedForm
from exchanges.models import Exchange
from exchanges.selectors import payments as select
from exchanges.services import payments as service

READERS = ("finance", "coordinator", "auditor", "support_office", "decider", "visitor_manager")
PAGE_SIZE = 50


@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    hat = request.actor.hat
    if hat is None or hat.kind not in select.LIST_HATS:
        raise NotAllowed(_("The list of payments is for finance, coordinators, managers and auditors."))
    tallies = select.tallies(request.actor)
    view = select.view_of(request.GET.get("show", ""), tallies)
    rows = select.payments_for(request.actor, view)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "view": view,
        "title": select.VIEWS[view],
        "total": select.total(rows),
        "today": clock.today(),
        "tabs": [
            {
                "label": item.label,
                "badge": item.number,
                "current": item.view == view,
                "url": f"?show={item.view}",
            }
            for item in tallies
        ],
    }
    return render(request, "exchanges/payments.html", context)


@require_GET
def payment_detail(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _readable(request, reference)
    refusal = kept_post(request, reverse("exchanges:payment_refuse", args=[reference]))
    paid = kept_post(request, reverse("exchanges:payment_mark_paid", args=[reference]))
    bound: dict[str, Any] = {}
    if refusal is not None:
        bound["refuse"] = _refuse_form(exchange, refusal)
    if paid is not None:
        bound["paid"] = MarkPaidForm(paid)
    return _page(request, exchange, **bound)


@require_POST
@fresh_login_required
def payment_order(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _mine_to_move(request, reference, "order_payment")
    service.order_payment(exchange=exchange, by=request.actor, version=_version(request))
    messages.success(request, _("The payment is ordered. Another person must approve it."))
    return redirect("exchanges:payment_detail", reference=reference)


@require_POST
@fresh_login_required
def payment_approve(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _mine_to_move(request, reference, "approve_payment")
    service.approve_payment(exchange=exchange, by=request.actor, version=_version(request))
    messages.success(request, _("The payment is approved. It can go to the bank now."))
    return redirect("exchanges:payment_detail", reference=reference)


@require_POST
def payment_refuse(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _mine_to_move(request, reference, "refuse_payment")
    form = _refuse_form(exchange, request.POST)
    if not form.is_valid():
        return _page(request, exchange, refuse=form)
    service.refuse_payment(
        exchange=exchange,
        by=request.actor,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
    )
    messages.success(request, _("The payment is refused. The one who ordered it is told why."))
    return redirect("exchanges:payment_detail", reference=reference)


@require_POST
@fresh_login_required
def payment_mark_paid(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _mine_to_move(request, reference, "mark_paid")
    form = MarkPaidForm(request.POST)
    if form.is_valid():
        try:
            service.mark_paid(exchange=exchange, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Marked as paid. The visitor is told by mail."))
            return redirect("exchanges:payment_detail", reference=reference)
    return _page(request, exchange, paid=form)


def _readable(request: HttpRequest, reference: str) -> Exchange:
    exchange = select.exchange_for_payment(request.actor, reference)
    permissions.check_relation(permissions.exchange_relations(exchange, request.actor), *READERS)
    return exchange


def _mine_to_move(request: HttpRequest, reference: str, move: str) -> Exchange:
    """For an act: who may do it is asked before the form is read."""
    exchange = _readable(request, reference)
    workflow.check_actor(exchange, move, request.actor)
    return exchange


def _version(request: HttpRequest) -> int | None:
    form = VersionedForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


def _refuse_form(exchange: Exchange, data: Any = None) -> ReasonForm:
    hint = _("The one who ordered the payment reads this and can order it again.")
    return ReasonForm(
        data, prefix="refuse", initial={"version": exchange.version}, label=_("Why?"), hint=hint
    )


def _page(request: HttpRequest, exchange: Exchange, **bound: Any) -> HttpResponse:
    actor = request.actor
    orders = select.orders_of(exchange)
    live = orders[0] if orders and orders[0].refused_at is None else None
    quote = exchange.actual_quote
    iban = live.iban if live is not None else getattr(getattr(exchange, "bank_account", None), "iban", "")
    full = permissions.can_see_bank_account(exchange, actor)
    reasons = policies.second_person(exchange, {"approver": actor.user}) if live is not None else []
    offers = {offer.name for offer in workflow.available(exchange, actor, {"approver": actor.user})}
    context = {
        "exchange": exchange,
        "payment": live,
        "refused": [order for order in orders if order.refused_at is not None],
        "quote": quote,
        "payable": policies.payable(exchange),
        "iban": bank.format_iban(iban) if full else bank.mask_iban(iban),
        "iban_full": full,
        "reasons": reasons,
        "may": {
            name: name in offers
            for name in ("order_payment", "approve_payment", "refuse_payment", "mark_paid")
        },
        "version_form": VersionedForm(initial={"version": exchange.version}, auto_id=False),
        "refuse_form": bound.get("refuse") or _refuse_form(exchange),
        "paid_form": bound.get("paid")
        or MarkPaidForm(
            initial={"amount": live.amount if live is not None else None, "paid_on": clock.today()}
        ),
        "late": live is not None and live.paid_on is None and live.due_on < clock.today(),
        "forms": list(bound.values()),
        "facts": _facts(exchange),
        "back_url": reverse("exchanges:payments"),
        "back_label": _("Payments"),
    }
    return render(request, "exchanges/payment_detail.html", context)


def _facts(exchange: Exchange) -> list[tuple[Any, ...]]:
    quote, planned = exchange.actual_quote, exchange.planned_quote
    rows: list[tuple[Any, ...]] = [
        (_("Host"), exchange.host),
        (_("Working days"), quote.working_days if quote is not None else "–"),
        (_("Agreed sum"), format_eur(planned.amount) if planned is not None else "–"),
    ]
    if quote is not None:
        rows.append((_("Sum by the actual days"), format_eur(quote.amount)))
    return rows
