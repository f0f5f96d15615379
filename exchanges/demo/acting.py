"""Acts of the four sides in a demo story, each through the service a person's click would call."""

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from PIL import Image, ImageDraw

from core.actors import Actor
from core.models import AccessLink
from core.prepared import Prepared
from exchanges import questions
from exchanges.enums import DocumentKind, PartyRole
from exchanges.models import Application, Exchange, Party, Questionnaire
from exchanges.services import building, feedback, reports, signing


def link_actor(subject: models.Model, purpose: str) -> Actor:
    """Whoever holds the newest live mail link for this subject."""
    links = _links(kind=subject._meta.label_lower, subject=subject.pk, purpose=purpose)
    if not links:
        raise RuntimeError(f"No link “{purpose}” was sent for {subject}")
    return Actor.for_link(links[0])


_links = Prepared(
    "demo_links",
    lambda *, kind, subject, purpose: AccessLink.objects.filter(
        subject_type=kind, subject_id=subject, purpose=purpose, revoked_at=None
    ).order_by("-id")[:1],
)


def exchange_of(application: Application) -> Exchange:
    """The exchange of a file, with the rows around it that stay the same to the end."""
    return _exchanges.get(application=application.pk)


_exchanges = Prepared(
    "demo_exchange",
    lambda *, application: Exchange.objects.select_related(
        "application__organisation",
        "application__partnership",
        "application__rulebook",
        "application__visitor_cluster__organisation",
        "partnership",
        "host",
        "host_country",
        "planned_quote",
    ).filter(application=application),
)


def party(exchange: Exchange, role: str) -> Party:
    return Party.objects.get(exchange=exchange, role=role)


def picture(text: str) -> bytes:
    """A small photo-like proof with readable text; every call gives other bytes for another text."""
    image = Image.new("RGB", (640, 400), "#f6f1e6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, 620, 380), outline="#0b5c5e", width=3)
    draw.multiline_text((48, 60), text, fill="#1c2321", spacing=12)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=70)
    return data.getvalue()


def write_plan(exchange: Exchange, by: Actor, venue: str, sessions: Sequence[str]) -> None:
    """Goals, place and something on every working day; then out for signature. Without `sessions` the programme stays."""
    building.save_plan(
        exchange=exchange,
        by=by,
        venue=venue,
        objectives="Learn how the host works, meet its partners, and find out where we can work together.",
        expected_results="At least three useful contacts and one idea for a joint project.",
        host_duties="Receives the visitor, follows the agenda and names a contact for each day.",
        visitor_duties="Takes part on every day and writes the closing report within 30 days.",
    )
    days = [day["date"] for day in exchange.planned_quote.result["days"] if day["counted"]]
    if sessions:
        building.set_agenda(
            exchange=exchange,
            by=by,
            items=[
                {"day": day, "title": sessions[number % len(sessions)], "place": venue, "contact": ""}
                for number, day in enumerate(days)
            ],
        )
    building.send_plan(exchange=exchange, by=by)


def sign(exchange: Exchange, by: Actor, name: str, *kinds: str) -> None:
    """One person's part of the documents that are open."""
    wanted = kinds or (DocumentKind.COMMITMENT, DocumentKind.AGREEMENT)
    documents = exchange.documents.filter(kind__in=wanted, superseded_at=None).order_by("kind")
    hashes = dict(documents.values_list("kind", "content_hash"))
    signing.sign_documents(exchange=exchange, by=by, signer_name=name, hashes=hashes)


def sign_by_link(exchange: Exchange, role: str) -> None:
    by = link_actor(party(exchange, role), "sign")
    sign(exchange, by, by.label, DocumentKind.COMMITMENT)


def side_of(exchange: Exchange, role: str) -> str:
    """The organisation name behind a role, for texts."""
    return party(exchange, PartyRole(role)).organisation.name


def hand_in_report(exchange: Exchange, by: Actor, **fields: Any) -> None:
    """A complete closing report with one proof of travel and one of lodging, sent."""
    stay = f"{exchange.first_day} to {exchange.last_day}"
    reports.save_report(
        exchange=exchange,
        by=by,
        **{
            "actual_start": exchange.first_day,
            "actual_end": exchange.last_day,
            "activities": "We followed the agenda. Each day ended with a short review with the host.",
            "results": "We met the partners we had hoped for and agreed on the next steps.",
            "learnings": "Testing early with customers saves months.",
            "good_practice": "A fixed contact person for each day of the visit.",
        }
        | fields,
    )
    for kind, text in (("train", "Ticket, return journey"), ("hotel", "Hotel invoice")):
        upload = SimpleUploadedFile(
            f"{kind}.jpg", picture(f"{text}\n{exchange.reference}\n{stay}"), "image/jpeg"
        )
        reports.add_evidence(exchange=exchange, by=by, kind=kind, upload=upload)
    reports.submit_report(exchange=exchange, by=by)


def answer_questionnaire(exchange: Exchange, respondent: str, good: int, wave: int = 0) -> None:
    """Answer by the mail link; `good` from 3 to 5 is the tone."""
    questionnaire = Questionnaire.objects.get(exchange=exchange, respondent=respondent, wave=wave)
    answers: dict[str, Any] = {}
    for number, question in enumerate(questions.questions_for(respondent, wave)):
        if question.kind == questions.SCALE:
            answers[question.code] = max(1, min(5, good - (number % 4 == 3)))
        elif question.kind == questions.NUMBER:
            answers[question.code] = (good + number) % 5
        elif question.kind == questions.RECOMMEND:
            answers[question.code] = min(10, 2 * good)
        elif question.kind == questions.YES_NO:
            answers[question.code] = good > 3
        elif question.kind == questions.CHOICES:
            answers[question.code] = [question.options[(good + number) % len(question.options)][0]]
        elif not question.optional:
            answers[question.code] = "It went as we had agreed."
    feedback.answer_questionnaire(
        questionnaire=questionnaire, by=link_actor(questionnaire, "questionnaire"), answers=answers
    )
