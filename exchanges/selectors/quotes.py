"""Sentences of visitors that may be published, with the name of who said them."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from clusters.enums import ConsentPurpose
from clusters.models import Consent, Partnership
from clusters.selectors.consents import texts_from, with_consent
from exchanges.enums import Respondent
from exchanges.models import ClosingReport, Mission, Questionnaire


@texts_from
def quoted_sentence(consent: Consent) -> str:
    if consent.subject_type != ClosingReport._meta.label_lower or consent.subject_id is None:
        return ""
    found = ClosingReport.objects.filter(pk=consent.subject_id).values_list("quote", flat=True).first()
    return found or ""


def published_quotes(partnership: Partnership, most: int) -> list[dict[str, Any]]:
    """Of credited visits with a live permission, newest first; one from each organisation."""
    rows = _allowed().filter(exchange__partnership=partnership)
    return _named(rows)[:most]


def quotes_of_mission(mission: Mission, most: int) -> list[dict[str, Any]]:
    """What visitors said about this mission, as far as they allow it today."""
    return _named(_allowed().filter(exchange__mission=mission))[:most]


def best_feedback(
    partnership: Partnership, since: date | None, until: date, most: int
) -> list[dict[str, Any]]:
    """Sentences for a document, of the visits with the best scores first; one from each organisation.

    Without names: a document that is out cannot follow a permission that is taken back.
    """
    scores = Questionnaire.objects.filter(
        exchange=OuterRef("exchange"), respondent=Respondent.VISITOR, wave=0
    ).values("score")
    rows = _allowed().filter(exchange__partnership=partnership, exchange__credited_on__lte=until)
    if since is not None:
        rows = rows.filter(exchange__credited_on__gte=since)
    found = rows.annotate(score=Subquery(scores[:1])).values(
        "quote", "score", "exchange__credited_on", "exchange__visitor__kind",
        "exchange__visitor_country__name", "exchange__host_country__name",
    )  # fmt: skip
    best = sorted(found, key=lambda row: (row["score"] or 0, row["exchange__credited_on"]), reverse=True)
    return [
        {
            "text": row["quote"],
            "kind": row["exchange__visitor__kind"],
            "country": row["exchange__visitor_country__name"],
            "host_country": row["exchange__host_country__name"],
        }
        for row in best[:most]
    ]


def _allowed() -> QuerySet[ClosingReport]:
    """The newest sentence of each organisation that may be published at this moment."""
    rows = ClosingReport.objects.filter(
        with_consent(ConsentPurpose.QUOTE, ClosingReport),
        exchange__credited_on__isnull=False,
        exchange__application__anonymised_on=None,
    ).exclude(quote="")
    return rows.order_by("exchange__visitor_id", "-exchange__credited_on", "-pk").distinct(
        "exchange__visitor_id"
    )


def _named(rows: QuerySet[ClosingReport]) -> list[dict[str, Any]]:
    found = rows.values(
        "quote",
        "exchange__credited_on",
        "exchange__application__contact_name",
        "exchange__visitor__name",
        "exchange__visitor_country__name",
    )
    return [
        {
            "text": row["quote"],
            "name": row["exchange__application__contact_name"],
            "organisation": row["exchange__visitor__name"],
            "country": row["exchange__visitor_country__name"],
        }
        for row in sorted(found, key=lambda row: str(row["exchange__credited_on"]), reverse=True)
    ]
