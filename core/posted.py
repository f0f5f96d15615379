from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted data, also when everything was left empty; None on GET."""
    return request.POST if request.method == "POST" else None
