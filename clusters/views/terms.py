"""Fields of activity of an organisation, chosen from the taxonomies."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters import permissions
from clusters.forms.terms import TermsForm, searched
from clusters.models import Organisation
from clusters.selectors.terms import terms_of
from clusters.services.terms import set_terms


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_terms(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    permissions.check_edit_organisation(request.actor, organisation)
    if answer := searched(request):
        return answer
    form = TermsForm(request, terms_of(organisation), caption=organisation)
    if request.method == "POST" and form.is_valid():
        set_terms(profile=organisation, by=request.actor, terms=form.cleaned_data["terms"])
        messages.success(request, _("The fields of activity are saved."))
        return redirect("clusters:organisation_detail", pk=pk)
    back = reverse("clusters:organisation_detail", kwargs={"pk": pk})
    context = {"form": form, "organisation": organisation, "back_url": back}
    return render(request, "clusters/organisation_terms.html", context)
