"""Fields of activity of an organisation, chosen from the taxonomies."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters import permissions
from clusters.forms.terms import TermsForm, searched
from clusters.models import Organisation
from clusters.selectors.terms import terms_of
from clusters.services.terms import set_terms
from core.edits import Edit


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_terms(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    permissions.check_edit_organisation(request.actor, organisation)
    if answer := searched(request):
        return answer
    saved = terms_of(organisation)
    edit, form = Edit(request, {"terms": saved}), TermsForm(request, saved, caption=organisation)
    if request.method == "POST" and form.is_valid():
        terms = form.cleaned_data["terms"]
        if edit.done(form, set_terms, profile=organisation, by=request.actor, terms=terms):
            messages.success(request, _("The fields of activity are saved."))
            return redirect("clusters:organisation_detail", pk=pk)
    back = reverse("clusters:organisation_detail", kwargs={"pk": pk})
    context = {"form": form, "organisation": organisation, "back_url": back}
    return edit.answer("clusters/organisation_terms.html", context)
