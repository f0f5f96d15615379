"""One section of a draft: its text with all versions, what the records say, and what reviewers say."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import InvalidInput, StaleVersion, WrongState
from core.posted import posted
from reporting import permissions, presence
from reporting.deliverables import catalogue, differences, markup
from reporting.deliverables.layout import Section
from reporting.enums import Edition
from reporting.forms.deliverables import AssignForm, CommentForm, TextForm
from reporting.models import Deliverable, DeliverableEdition, ReviewComment, TextPart
from reporting.models.querysets import oversees
from reporting.services import deliverable_texts as service
from reporting.views.deliverable_issue import back_to, builder_context, own_issue

MOST_VERSIONS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_part(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write and see the section as it will be printed. Saved by the button, and in the background while typing."""
    issue = own_issue(request, pk)
    part = _text_part(request, issue, key)
    if request.method == "POST":
        if part is None:
            raise Http404
        permissions.check_may_write(issue, request.actor)
        return _save(request, issue, part)
    form = None
    if part is not None:
        initial = {"text": part.text, "finished": part.finished}
        form = TextForm(posted(request), initial=initial, needed=part.required)
    return _page(request, issue, key, part, form)


def _save(request: HttpRequest, issue: Deliverable, part: TextPart) -> HttpResponse:
    background = bool(request.POST.get("background"))
    form = TextForm(request.POST, needed=part.required)
    conflict: TextPart | None = None
    if form.is_valid():
        try:
            saved = service.save_text(
                part=part,
                text=form.cleaned_data["text"],
                finished=form.cleaned_data["finished"],
                by=request.actor,
                seen=_number(request.POST.get("seen", "")),
                page=request.POST.get("page", ""),
            )
        except StaleVersion as newer:
            conflict = newer.current
        except InvalidInput as problem:
            form.add_error("text", problem.message)
        except WrongState:
            if not background:
                raise
        else:
            if background:
                return _kept(request, saved, form)
            messages.success(request, _("Saved."))
            return redirect("reporting:deliverable_part", pk=issue.pk, key=part.key)
    if background:
        return _kept(request, None, form, conflict)
    return _page(request, issue, part.key, conflict or part, form, conflict=conflict)


def _kept(
    request: HttpRequest, saved: TextPart | None, form: TextForm, conflict: TextPart | None = None
) -> HttpResponse:
    """The line below the text after a save in the background, and the text as it will be printed."""
    typed = form.data.get("text", "")
    context = {"saved": saved, "conflict": conflict, "form": form, "blocks": markup.blocks(typed)}
    return render(request, "reporting/deliverables/_kept.html", context)


def _page(
    request: HttpRequest,
    issue: Deliverable,
    key: str,
    part: TextPart | None,
    form: TextForm | None,
    *,
    conflict: TextPart | None = None,
) -> HttpResponse:
    context = builder_context(request, issue)
    outline = context["outline"]
    place = next((number for number, item in enumerate(outline) if item.key == key), None)
    definition = context["kind"].part(key)
    if place is None or definition is None:
        raise Http404
    comments = ReviewComment.objects.visible_to(request.actor).filter(deliverable=issue, key=key)
    page_name = request.POST.get("page") or secrets.token_hex(8)
    context |= {
        "item": outline[place],
        "definition": definition,
        "part": part,
        "form": form,
        "section": _section(request, issue, key, part),
        "before": outline[place - 1] if place else None,
        "after": outline[place + 1] if place + 1 < len(outline) else None,
        "comments": comments.select_related("written_by", "settled_by").order_by("settled_at", "id"),
        "comment_form": CommentForm(prefix="comment"),
        "assign_form": _assign_form(issue, part),
        "page_name": page_name,
        "conflict": conflict,
        "difference": differences.words(conflict.text, form.data.get("text", ""))
        if conflict and form
        else (),
        "others": presence.others(part, request.actor.user) if part is not None else [],
        **back_to(issue),
    }
    return render(request, "reporting/deliverables/part.html", context, status=409 if conflict else 200)


def _assign_form(issue: Deliverable, part: TextPart | None) -> AssignForm | None:
    if part is None:
        return None
    return AssignForm(partnership=issue.partnership, initial={"cluster": part.cluster_id})


def _section(request: HttpRequest, issue: Deliverable, key: str, part: TextPart | None) -> Section | None:
    """The section as the edition of this reader prints it."""
    wanted = Edition.CONFIDENTIAL if oversees(request.actor) else Edition.PUBLIC
    visible = DeliverableEdition.objects.visible_to(request.actor)
    edition = visible.filter(deliverable=issue, edition=wanted).first()
    if edition is None:
        return None
    text = {key: part.text} if part is not None else {}
    report = catalogue.compose(edition.snapshot, texts=text, only=key)
    return report.sections[0] if report.sections else None


@require_safe
def deliverable_presence(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Who else has this part open; asking says that I have."""
    part = _needed_part(request, own_issue(request, pk), key)
    presence.note(part, request.actor.user)
    others = presence.others(part, request.actor.user)
    return render(
        request,
        "reporting/deliverables/_presence.html",
        {"others": others, "part": part, "issue": part.deliverable},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_versions(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Who wrote what when, the difference by words, and a way back."""
    issue = own_issue(request, pk)
    part = _needed_part(request, issue, key)
    if request.method == "POST":
        permissions.check_may_write(issue, request.actor)
        number = _number(request.POST.get("number", ""))
        if number is None or not part.versions.filter(number=number).exists():
            return redirect("reporting:deliverable_versions", pk=pk, key=key)
        service.restore_version(part=part, number=number, by=request.actor)
        messages.success(request, _("Version %(number)d is the text again.") % {"number": number})
        return redirect("reporting:deliverable_part", pk=pk, key=key)
    versions = list(part.versions.select_related("written_by").order_by("-number")[:MOST_VERSIONS])
    shown = _number(request.GET.get("version", "")) or part.number
    new = next(
        (version for version in versions if version.number == shown), versions[0] if versions else None
    )
    old = next((version for version in versions if new is not None and version.number < new.number), None)
    context = builder_context(request, issue) | {
        "part": part,
        "versions": versions,
        "new": new,
        "old": old,
        "difference": differences.words(old.text if old else "", new.text) if new else (),
        "back_url": reverse("reporting:deliverable_part", args=[pk, key]),
        "back_label": part.heading,
    }
    return render(request, "reporting/deliverables/versions.html", context)


@require_POST
def deliverable_assign(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    issue = own_issue(request, pk)
    permissions.check_may_report(issue.partnership, request.actor)
    part = _needed_part(request, issue, key)
    form = AssignForm(request.POST, partnership=issue.partnership)
    if form.is_valid():
        service.assign_part(part=part, cluster=form.cleaned_data["cluster"], by=request.actor)
        messages.success(request, _("Noted. A cluster that is asked to write hears of it by mail."))
    else:
        messages.error(request, _("Choose a cluster of this partnership."))
    return redirect("reporting:deliverable_part", pk=pk, key=key)


@require_POST
def deliverable_comment(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    issue = own_issue(request, pk)
    permissions.check_may_comment(issue, request.actor)
    if catalogue.kind_of(issue.code).part(key) is None:
        raise Http404
    form = CommentForm(request.POST, prefix="comment")
    if form.is_valid():
        service.add_comment(deliverable=issue, key=key, text=form.cleaned_data["text"], by=request.actor)
        messages.success(request, _("Your comment stands below."))
    else:
        messages.error(request, _("Write the comment first."))
    return redirect(reverse("reporting:deliverable_part", args=[pk, key]) + "#comments")


@require_POST
def deliverable_settle(request: HttpRequest, pk: int, key: str, number: int) -> HttpResponse:
    """Settle a comment, or open it again."""
    issue = own_issue(request, pk)
    permissions.check_may_comment(issue, request.actor)
    visible = ReviewComment.objects.visible_to(request.actor).select_related("deliverable")
    comment = get_object_or_404(visible, pk=number, deliverable=issue, key=key)
    service.settle_comment(comment=comment, by=request.actor, settled=bool(request.POST.get("settled")))
    return redirect(reverse("reporting:deliverable_part", args=[pk, key]) + "#comments")


def _text_part(request: HttpRequest, issue: Deliverable, key: str) -> TextPart | None:
    visible = TextPart.objects.visible_to(request.actor).select_related("cluster", "deliverable__partnership")
    found: TextPart | None = visible.filter(deliverable=issue, key=key).first()
    return found


def _needed_part(request: HttpRequest, issue: Deliverable, key: str) -> TextPart:
    part = _text_part(request, issue, key)
    if part is None:
        raise Http404
    return part


def _number(text: Any) -> int | None:
    return int(text) if str(text).isdecimal() and len(str(text)) < 9 else None
