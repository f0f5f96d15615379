"""The SME questions: three answers, and for all but micro enterprises four more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters import permissions, sme
from clusters.forms.sme import SmeFirstForm, SmeFurtherForm
from clusters.models import Organisation
from clusters.services import organisations
from clusters.views.steps import next_step
from core.posted import posted


@require_http_methods(["GET", "HEAD", "POST"])
def sme_test(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = _own(request, pk)
    form = SmeFirstForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if sme.settles(form.cleaned_data):
            return _state(request, organisation, form.cleaned_data)
        query = QueryDict(mutable=True)
        query.update({name: "yes" if answer else "no" for name, answer in form.cleaned_data.items()})
        return redirect(f"{reverse('clusters:sme_further', kwargs={'pk': pk})}?{query.urlencode()}")
    context = {
        "form": form,
        "organisation": organisation,
        "back_url": reverse("clusters:organisation_detail", kwargs={"pk": pk}),
    }
    return render(request, "clusters/sme_test.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sme_further(request: HttpRequest, pk: int) -> HttpResponse:
    """The first answers travel in the address, so that nothing is half stored."""
    organisation = _own(request, pk)
    first = SmeFirstForm(request.GET)
    if not first.is_valid():
        return redirect("clusters:sme_test", pk=pk)
    form = SmeFurtherForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _state(request, organisation, first.cleaned_data | form.cleaned_data)
    context = {
        "form": form,
        "organisation": organisation,
        "alone": first.cleaned_data["stands_alone"],
        "back_url": reverse("clusters:sme_test", kwargs={"pk": pk}),
    }
    return render(request, "clusters/sme_further.html", context)


def _state(request: HttpRequest, organisation: Organisation, answers: dict[str, object]) -> HttpResponse:
    organisations.state_sme_status(organisation=organisation, by=request.actor, answers=answers)
    judgement = sme.judge(answers)
    if judgement.is_sme:
        messages.success(request, _("Your organisation is an SME. %(reason)s") % {"reason": judgement.reason})
    else:
        text = _("Your organisation is not an SME. %(reason)s You can change its kind, or ask your cluster.")
        messages.warning(request, text % {"reason": judgement.reason})
    return redirect(next_step(organisation))


def _own(request: HttpRequest, pk: int) -> Organisation:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    permissions.check_edit_organisation(request.actor, organisation)
    return organisation
