"""What comes after an event of the demo: files and links, answers of the participants, the report."""

from django.core.files.uploadedfile import SimpleUploadedFile

from core.actors import Actor
from exchanges.demo import acting
from exchanges.models import EventFeedback, Mission, MissionSession
from exchanges.services import event_feedback, event_materials, event_reports

# Of the first ones who answer; the others only tick.
_LIKED = (
    "Real cases instead of slides.",
    "Time to ask the others how they do it.",
    "The small groups.",
    "",
    "To hear what did not work.",
    "",
    "The example of how members pay for services.",
)
_IMPROVE = ("", "", "Send the material before the session.", "", "A list of who does what, beforehand.")


def add_picture(
    mission: Mission,
    by: Actor,
    title: str,
    text: str,
    session: MissionSession | None = None,
    *,
    public: bool = False,
) -> None:
    event_materials.add_material(
        mission=mission,
        by=by,
        title=title,
        upload=SimpleUploadedFile("overview.jpg", acting.picture(text), "image/jpeg"),
        session=session,
        public=public,
    )


def answer(mission: Mission, number: int, good: int) -> None:
    """The first so many of those who were asked answer by their mail links; `good` from 3 to 5 is the tone."""
    rows = EventFeedback.objects.filter(participant__mission=mission).select_related(
        "participant__mission", "participant__traveller"
    )
    for place, row in enumerate(rows.order_by("id")[:number]):
        lower = max(1, good - (place % 4 == 3))
        event_feedback.answer(
            feedback=row,
            by=acting.link_actor(row.participant, event_feedback.LINK_PURPOSE),
            answers={
                "usefulness": lower,
                "programme": good,
                "organisation": max(1, good - (place % 5 == 4)),
                "contacts": 1 + place % 4,
                "recommend": 2 * lower,
                "liked": _LIKED[place] if place < len(_LIKED) else "",
                "improve": _IMPROVE[place] if place < len(_IMPROVE) else "",
            },
        )


def report(mission: Mission, by: Actor, next_steps: str, *, confirm: bool = True) -> None:
    """Out of programme, presence and answers, with what follows in the host's words."""
    made = event_reports.draft_report(mission=mission, by=by)
    event_reports.save_report(
        report=made, by=by, what_happened=made.what_happened, results=made.results, next_steps=next_steps
    )
    if confirm:
        event_reports.confirm_report(report=made, by=by)
