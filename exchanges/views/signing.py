"""Signing in the portal, by mail link and on paper; the bank account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import bank, files, links
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges.enums import DocumentKind
from exchanges.forms.bank import BankForm
from exchanges.forms.signing import PaperForm, SignForm
from exchanges.models import Exchange
from exchanges.permissions import check_relation, exchange_relations
from exchanges.selectors import building as selectors
from exchanges.selectors.building import SigningPage
from exchanges.services import signing

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@PAGE
def commitment_sign(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = selectors.exchange_for_building(request.actor, reference)
    return _portal(request, exchange, DocumentKind.COMMITMENT)


@PAGE
def agreement_sign(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = selectors.exchange_for_building(request.actor, reference)
    return _portal(request, exchange, DocumentKind.AGREEMENT)


@PAGE
@by_link("sign")
def sign_by_link(request: HttpRequest, link: AccessLink) -> HttpResponseBase:
    """Read and sign without an account; afterwards the same link shows what was signed, and its PDF."""
    exchange = selectors.exchange_of_link(link)
    if request.method == "POST":
        links.mark_used(link)
    elif request.GET.get("pdf") == DocumentKind.COMMITMENT:
        stored = selectors.rendition_of(exchange, DocumentKind.COMMITMENT)
        if stored is not None:
            return files.answer(stored)
    return _sign(request, exchange, DocumentKind.COMMITMENT, back_url="", done_url=request.path)


@PAGE
@never_cache
def bank_account(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = selectors.exchange_for_building(request.actor, reference)
    relations = exchange_relations(exchange, request.actor)
    check_relation(relations, *(("visitor",) if request.method == "POST" else ("visitor", "finance")))
    known = selectors.account_of(exchange)
    may_write = "visitor" in relations
    initial = (
        {"holder": known.holder, "iban": bank.format_iban(known.iban), "bic": known.bic} if known else None
    )
    form = BankForm(posted(request), initial=initial)
    file_url = reverse("exchanges:file", args=[reference])
    if request.method == "POST" and form.is_valid():
        try:
            signing.give_bank_account(exchange=exchange, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The bank account is kept. Others see only its last four signs."))
            return redirect(file_url)
    context = {
        "exchange": exchange,
        "form": form,
        "known": known,
        "may_write": may_write,
        "back_url": file_url,
    }
    context |= {"back_label": reference, "caption": reference, "button_label": _("Keep this account")}
    return render(request, "exchanges/bank_account.html", context)


@PAGE
def sign_on_paper(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = selectors.exchange_for_building(request.actor, reference)
    check_relation(exchange_relations(exchange, request.actor), "decider", "visitor_manager", "host_manager")
    file_url = reverse("exchanges:file", args=[reference])
    parts = selectors.paper_parts(exchange, request.actor)
    if not parts and request.method != "POST":
        messages.info(request, _("No signature on paper is missing now."))
        return redirect(file_url)
    form = PaperForm(posted(request), request.FILES or None, parts=parts)
    if request.method == "POST" and form.is_valid():
        kind, role = form.chosen()
        try:
            signing.sign_on_paper(
                exchange=exchange,
                kind=kind,
                party_role=role,
                by=request.actor,
                signer_name=form.cleaned_data["signer_name"],
                scan=form.cleaned_data["scan"],
                reason=form.cleaned_data["reason"],
            )
        except InvalidInput as error:
            form.add_error(error.field or "scan", error.message)
        else:
            messages.success(request, _("The signature on paper is recorded."))
            return redirect(file_url)
    context = {"exchange": exchange, "form": form, "back_url": file_url, "back_label": reference}
    return render(request, "exchanges/sign_on_paper.html", context)


def _portal(request: HttpRequest, exchange: Exchange, kind: str) -> HttpResponse:
    relations = exchange_relations(exchange, request.actor)
    if not selectors.may_read(exchange, kind, relations):
        raise NotAllowed(_("The Financial Agreement is between the visitor and its cluster."))
    if request.method == "POST" and not selectors.may_sign(exchange, request.actor, kind):
        raise NotAllowed(_("This part is not yours to sign."))
    back_url = reverse("exchanges:file", args=[exchange.reference])
    return _sign(request, exchange, kind, back_url=back_url, done_url=back_url)


def _sign(
    request: HttpRequest, exchange: Exchange, kind: str, *, back_url: str, done_url: str
) -> HttpResponse:
    """GET shows the text with its hash; POST signs what was shown, or says that it has changed (409)."""
    page = selectors.signing_page(exchange, request.actor, kind, only=request.GET.get("only") == kind)
    if not page.sheets and back_url:
        messages.info(request, _("There is nothing to read or sign yet. This page says what comes next."))
        return redirect(back_url)
    post = posted(request)
    form = SignForm(post, sheets=page.sheets)
    account = BankForm(post) if page.needs_account else None
    if request.method == "POST" and form.is_valid() and (account is None or account.is_valid()):
        try:
            signing.sign_documents(
                exchange=exchange,
                by=request.actor,
                signer_name=form.cleaned_data["signer_name"],
                hashes=form.hashes(),
                account=account.cleaned_data if account is not None else None,
            )
        except InvalidInput as error:
            target = account if account is not None and error.field in account.fields else form
            target.add_error(error.field, error.message)
        except Refused as error:
            # On this page, beside what was read; a page opened by link has no other to go back to.
            for reason in error.reasons:
                form.add_error(None, str(reason))
        else:
            if back_url:
                messages.success(request, _("Thank you. Your signature is kept."))
            return redirect(done_url)
    return render(request, "exchanges/sign.html", _context(exchange, kind, page, form, account, back_url))


def _context(
    exchange: Exchange, kind: str, page: SigningPage, form: SignForm, account: BankForm | None, back_url: str
) -> dict[str, Any]:
    several = len(page.to_sign) > 1
    return {
        "exchange": exchange,
        "kind": kind,
        "title": _("Sign both documents") if several else DocumentKind(kind).label,
        "page": page,
        "several": several,
        "form": form,
        "account": account,
        "forms": [form, account] if account is not None else [form],
        "back_url": back_url,
        "back_label": exchange.reference,
    }
