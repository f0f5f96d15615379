"""What the pages of an organisation share: whose it is, and what a service could not use."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from clusters import permissions
from clusters.models import Organisation
from core.exceptions import InvalidInput


def own(request: HttpRequest, pk: int) -> Organisation:
    """The organisation, for somebody who may change it; strangers get 404, others who see it 403."""
    seen = Organisation.objects.visible_to(request.actor).select_related("country", "area", "logo")
    organisation = get_object_or_404(seen, pk=pk)
    permissions.check_edit_organisation(request.actor, organisation)
    return organisation


def done(form: Any, service: Any, **arguments: Any) -> bool:
    """Whether the service did it; what it could not use stands at its field."""
    try:
        service(**arguments)
    except InvalidInput as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return False
    return True


def detail(organisation: Organisation) -> str:
    return reverse("clusters:organisation_detail", kwargs={"pk": organisation.pk})


def page(form: Any, organisation: Organisation, **more: Any) -> dict[str, Any]:
    return {"form": form, "organisation": organisation, "back_url": detail(organisation)} | more
