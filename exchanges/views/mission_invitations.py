"""Inviting people to an event, for those who run it; and the page on which an invited person answers."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import links
from core.languages import language_name
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges.forms.mission_invitations import GuestsForm, NoThanksForm
from exchanges.forms.places import RegistrationForm
from exchanges.models import Mission, MissionInvitation
from exchanges.notifications import recipients
from exchanges.notifications.mission_invitations import MissionInvited
from exchanges.selectors import mission_invitations as selectors
from exchanges.selectors.missions import place, preparation_steps, programme, spoken
from exchanges.services import mission_invitations as services
from exchanges.services import missions, places
from exchanges.services.estimates import amount_for_mission, estimate_for_mission
from exchanges.services.mission_invitations import LINK_PURPOSE
from exchanges.services.previews import Preview
from exchanges.views.carried import join_url
from exchanges.views.missions import own

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
# In the address of the link: the form of an event that pays nothing.
REGISTER = "register"
# An invitation on its way into an application, where the link of the mail does not go along.
SALT = "exchanges.mission-invitation"


@require_safe
def mission_invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was invited, and what each answered."""
    mission = own(request, slug)
    rows = selectors.invitations_of(mission, request.actor)
    state = request.GET.get("state", "")
    page = Paginator(rows.filter(state=state) if state else rows, 50).get_page(request.GET.get("page"))
    context = _context(mission) | {
        "page": page,
        "rows": [(row, *selectors.state_tag(row)) for row in page.object_list],
        "counts": selectors.counts(mission),
        "chosen": state,
        "to_remind": selectors.remindable(mission).count() if mission.state == "open" else 0,
        "step": 3,
    }
    return render(request, "exchanges/mission_invitations.html", context)


@FORM_PAGE
def mission_invite(request: HttpRequest, slug: str) -> HttpResponse:
    mission = own(request, slug)
    files = request.FILES if request.method == "POST" else None
    form = GuestsForm(posted(request), files, mission=mission)
    if request.method == "POST" and form.is_valid():
        listed = services.list_guests(
            mission=mission,
            by=request.actor,
            guests=form.guests,
            language=form.cleaned_data.get("language", ""),
        )
        messages.success(
            request,
            ngettext(
                "%(number)d person is on the list. Nobody has a mail yet.",
                "%(number)d people are on the list. Nobody has a mail yet.",
                len(listed),
            )
            % {"number": len(listed)},
        )
        return redirect("exchanges:mission_invitations_send", slug=slug)
    context = _context(mission) | {"form": form, "step": 3, "button_label": _("Put on the list")}
    return render(request, "exchanges/mission_invite.html", context)


@FORM_PAGE
def mission_invitations_send(request: HttpRequest, slug: str) -> HttpResponse:
    """The mail as the first of them will read it, and one button: publish, where need be, and send."""
    mission = own(request, slug)
    drafts = selectors.invitations_of(mission, request.actor).filter(state="draft")
    first = drafts.first()
    if request.method == "POST":
        if mission.state == "draft":
            missions.publish_mission(mission=mission, by=request.actor)
        sent = services.send_invitations(mission=mission, by=request.actor)
        said = ngettext(
            "%(number)d invitation is on its way.", "%(number)d invitations are on their way.", sent
        )
        messages.success(request, said % {"number": sent})
        return redirect("exchanges:mission_invitations", slug=slug)
    preview = _preview(mission, first) if first is not None else None
    context = _context(mission) | {
        "step": 4,
        "first": first,
        "number": drafts.count(),
        "preview": preview,
        "language": language_name(preview.to.language) if preview is not None else "",
        "last_day": selectors.deadline(mission),
    }
    return render(request, "exchanges/mission_invitations_send.html", context)


@require_POST
def mission_invitations_remind(request: HttpRequest, slug: str) -> HttpResponse:
    mission = own(request, slug)
    number = services.remind_invited(mission=mission, by=request.actor)
    said = ngettext("%(number)d person gets a reminder.", "%(number)d people get a reminder.", number)
    messages.success(request, said % {"number": number})
    return redirect("exchanges:mission_invitations", slug=slug)


@require_POST
def mission_invitation_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    mission = own(request, slug)
    invitation = get_object_or_404(selectors.invitations_of(mission, request.actor), pk=pk)
    invitation.mission = mission
    services.withdraw_invitation(invitation=invitation, by=request.actor)
    messages.success(request, _("The invitation of %(firm)s is taken back.") % {"firm": invitation})
    return redirect("exchanges:mission_invitations", slug=slug)


@FORM_PAGE
@by_link(LINK_PURPOSE)
def mission_invitation_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """The event, the lump sum, and two answers. Once answered it says what was said."""
    invitation = selectors.by_link(link)
    if invitation is None:
        raise Http404
    open_now = invitation.is_open and invitation.mission.state == "open"
    if open_now and REGISTER in request.GET:
        return _register(request, invitation, link)
    form = NoThanksForm(posted(request))
    if request.method == "POST" and open_now and form.is_valid():
        links.mark_used(link)
        if request.POST.get("answer") == "no":
            services.decline_invitation(
                invitation=invitation, by=request.actor, reason=form.cleaned_data["reason"]
            )
            return redirect(request.path)
        services.begin_application(invitation=invitation, by=request.actor)
        if not invitation.mission.with_lump_sum:
            return redirect(f"{request.path}?{REGISTER}=yes")
        return redirect(_application_url(request, invitation))
    mission = invitation.mission
    found = estimate_for_mission(mission, invitation.country_id) if open_now else None
    context: dict[str, Any] = {
        "invitation": invitation,
        "mission": mission,
        "place": place(mission),
        "spoken": spoken(mission),
        "programme": programme(mission),
        "open_now": open_now,
        "last_day": selectors.deadline(mission),
        "town": found[0] if found is not None else None,
        "result": found[1].result if found is not None else None,
        "calculator_url": _calculator_url(invitation),
        "form": form,
    }
    return render(request, "exchanges/mission_invitation_by_link.html", context)


def _register(request: HttpRequest, invitation: MissionInvitation, link: AccessLink) -> HttpResponse:
    """For an event that pays nothing: the short form, with what the invitation says already."""
    first_name, _space, last_name = invitation.contact_name.rpartition(" ")
    known = {
        "first_name": first_name,
        "last_name": last_name,
        "organisation_name": invitation.organisation_name,
        "country": invitation.country_id,
    }
    form = RegistrationForm(posted(request), initial=known, invited=True)
    mission = invitation.mission
    if request.method == "POST" and form.is_valid():
        places.register_participant(
            mission=mission,
            email=invitation.contact_email,
            invitation=invitation,
            language=get_language() or "en",
            by=request.actor,
            **form.cleaned_data,
        )
        links.mark_used(link)
        return redirect(request.path)
    context = {"form": form, "mission": mission, "button_label": _("Register"), "back_url": request.path}
    return render(request, "exchanges/mission_register.html", context)


def invitation_brought(value: str) -> MissionInvitation | None:
    """The invitation that an application is begun from, as `_application_url` wrote it into the address."""
    try:
        pk = signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return None
    return MissionInvitation.objects.visible_to(services.CALENDAR).filter(pk=pk).first()


def _application_url(request: HttpRequest, invitation: MissionInvitation) -> str:
    """Straight to the application; whoever has no account registers first and comes back to it."""
    mission = invitation.mission
    query = {
        "mission": mission.slug,
        "planned_start": mission.start_on.isoformat(),
        "planned_end": mission.end_on.isoformat(),
        "organisation": invitation.organisation_name[:100],
        "home_country": invitation.country_id,
        "invited": signing.dumps(invitation.pk, salt=SALT),
    }
    target = f"{reverse('exchanges:application_new')}?{urlencode(query)}"
    return join_url(request, target) or target


def _calculator_url(invitation: MissionInvitation) -> str:
    query = {"mission": invitation.mission.slug, "home_country": invitation.country_id}
    return f"{reverse('exchanges:calculator')}?{urlencode(query)}"


def _preview(mission: Mission, invitation: MissionInvitation) -> Preview:
    invitation.mission = mission
    to = recipients.guest(invitation)
    amount = amount_for_mission(mission, invitation.country_id)
    url = _("(the link of each person stands here)")
    subject, text = MissionInvited(invitation, url=url, amount=amount).preview(to)
    return Preview(to, subject, text)


def _context(mission: Mission) -> dict[str, Any]:
    return {
        "mission": mission,
        "steps": preparation_steps(mission),
        "back_url": reverse("exchanges:mission_detail", args=[mission.slug]),
        "back_label": mission.title,
    }
