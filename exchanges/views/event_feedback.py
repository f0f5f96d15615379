"""How was the event? Asked by mail link; the host sees figures and words, never who said them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core import links
from core.exceptions import InvalidInput
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges import questions
from exchanges.forms.feedback import QuestionsForm
from exchanges.selectors import event_feedback as select
from exchanges.services import event_feedback as services
from exchanges.views.missions import own


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(services.LINK_PURPOSE)
def event_feedback_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    feedback = select.by_link(link)
    if feedback is None:
        raise Http404
    form = QuestionsForm(posted(request), sections=questions.EVENT)
    if feedback.answered_at is None and request.method == "POST" and form.is_valid():
        try:
            services.answer(feedback=feedback, by=request.actor, answers=form.answers())
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            links.mark_used(link)
            return redirect(request.path)
    context = {
        "mission": feedback.participant.mission,
        "form": form,
        "done": feedback.answered_at is not None,
    }
    return render(request, "exchanges/event_feedback.html", context)


@require_safe
def mission_feedback(request: HttpRequest, slug: str) -> HttpResponse:
    mission = own(request, slug)
    context = {
        "mission": mission,
        "results": select.results(mission),
        "least": select.LEAST,
        "back_url": reverse("exchanges:mission_detail", args=[slug]),
        "back_label": mission.title,
    }
    return render(request, "exchanges/mission_feedback.html", context)
