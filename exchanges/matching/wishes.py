"""Reads what visitors want from their files, for one file or for all that wait, in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from clusters.models import Country
from clusters.region_data import LEVELS_EDITION
from core import clock
from exchanges.enums import OPEN_PROPOSAL_STATES, VisitOnce
from exchanges.matching.reading import listed, place_of, rows_of, telling
from exchanges.matching.sides import Wish
from exchanges.models import Application, KindRule
from exchanges.selectors.review_facts import NO_VISIT
from exchanges.selectors.rulebooks import rulebook_on

# Visits that were agreed after the decision on this file; the decider has judged the earlier ones.
_OTHER_VISIT = """
    SELECT a2.reference FROM exchanges_exchange e JOIN exchanges_application a2 ON a2.id = e.application_id
    WHERE e.application_id <> a.id AND e.mode <> 'virtual' AND e.state <> ALL(%(no_visit)s)
        AND (a.decided_at IS NULL OR e.created_at >= a.decided_at) AND {same}
    ORDER BY e.id LIMIT 1
"""
_SAME_ORGANISATION = "e.visitor_id = a.organisation_id"
_SAME_PERSON = """EXISTS (SELECT 1 FROM exchanges_traveller mine JOIN exchanges_traveller their ON their.email = mine.email
        WHERE mine.application_id = a.id AND their.application_id = e.application_id)"""
_WISHES = f"""
SELECT a.id, a.organisation_id, h.country_id, a.planned_start, a.planned_end, a.languages, a.uses, a.activity_types,
    ARRAY(SELECT t.term_id FROM clusters_organisation_terms t WHERE t.organisation_id = h.id ORDER BY t.term_id),
    tsvector_to_array(to_tsvector('english', a.motivation || ' ' || a.expected_results)),
    a.preferred_countries,
    ARRAY(SELECT c.cluster_id FROM exchanges_visitorprofile p
        JOIN exchanges_visitorprofile_preferred_clusters c ON c.visitorprofile_id = p.id
        WHERE p.organisation_id = h.id ORDER BY c.cluster_id),
    h.latitude, h.longitude,
    (SELECT r.level FROM clusters_regionlevel r WHERE r.country_id = h.country_id AND r.edition = %(edition)s
        AND (r.region_id = h.area_id OR r.region_id IS NULL) ORDER BY r.region_id NULLS LAST LIMIT 1),
    ARRAY(SELECT p.host_id FROM exchanges_proposal p WHERE p.application_id = a.id AND p.state = ANY(%(open)s)),
    ARRAY(SELECT o.id FROM clusters_attestation s,
            jsonb_array_elements(CASE jsonb_typeof(s.inputs->'enterprises') WHEN 'array' THEN s.inputs->'enterprises' END) row
            JOIN clusters_organisation o ON o.name_key = clusters_name_key(row->>'name')
        WHERE s.organisation_id = h.id AND s.kind = 'sme_status' AND s.revoked_on IS NULL
        UNION SELECT s.organisation_id FROM clusters_attestation s,
            jsonb_array_elements(CASE jsonb_typeof(s.inputs->'enterprises') WHEN 'array' THEN s.inputs->'enterprises' END) row
        WHERE s.kind = 'sme_status' AND s.revoked_on IS NULL AND s.inputs ? 'enterprises'
            AND clusters_name_key(row->>'name') = h.name_key),
    CASE coalesce(nullif(y.visit_once_level, 'rulebook'),
            CASE WHEN h.kind = 'sme' THEN r.visit_once_sme ELSE r.visit_once_staff END)
        WHEN '{VisitOnce.ORGANISATION}' THEN ({_OTHER_VISIT.format(same=_SAME_ORGANISATION)})
        WHEN '{VisitOnce.PERSON}' THEN ({_OTHER_VISIT.format(same=_SAME_PERSON)})
    END,
    h.hidden_at IS NULL, r.max_open_proposals
FROM exchanges_application a
JOIN clusters_organisation h ON h.id = a.organisation_id
LEFT JOIN clusters_partnership y ON y.id = a.partnership_id
LEFT JOIN exchanges_rulebook r ON r.id = a.rulebook_id
WHERE a.id = ANY(%(ids)s)
"""  # noqa: S608  made of literals of this module


def wish_of(application: Application, start: date | None, end: date | None) -> Wish:
    """What one file wants, for these days."""
    return wishes_of([application], days={application.pk: (start, end)})[0]


def wishes_of(
    applications: Sequence[Application],
    days: dict[int, tuple[date | None, date | None]] | None = None,
) -> list[Wish]:
    """In the order of the files; each for its planned days, or for those given."""
    rows = rows_of(
        _WISHES,
        {
            "ids": [one.pk for one in applications],
            "open": list(OPEN_PROPOSAL_STATES),
            "no_visit": list(NO_VISIT),
            "edition": LEVELS_EDITION,
        },
    )
    found, terms = {row[0]: row for row in rows}, _Terms(applications)
    return [_wish(one, found[one.pk], terms, (days or {}).get(one.pk)) for one in applications]


class _Terms:
    """Which countries take part and which kinds may host, by the rules and the first day of each file."""

    def __init__(self, applications: Iterable[Application]) -> None:
        rows = Country.objects.filter(eligible_from__isnull=False).order_by("code")
        self._countries = [
            (code, since, until)
            for code, since, until in rows.values_list("code", "eligible_from", "eligible_until")
            if since is not None
        ]
        # A draft has no rulebook yet.
        self._rules = {one.pk: one.rulebook or _coming_rulebook(one) for one in applications}
        kinds = KindRule.objects.filter(rulebook__in={one.pk for one in self._rules.values()}, may_host=True)
        self._kinds: dict[int, set[str]] = {}
        for rulebook, kind in kinds.order_by().values_list("rulebook_id", "kind"):
            self._kinds.setdefault(rulebook, set()).add(kind)

    def countries(self, application: Application, start: date | None) -> frozenset[str]:
        limited = application.rulebook.countries if application.rulebook is not None else []
        return frozenset(
            code
            for code, since, until in self._countries
            if (start is None or (since <= start and (until is None or until >= start)))
            and (not limited or code in limited)
        )

    def kinds(self, application: Application) -> frozenset[str]:
        return frozenset(self._kinds.get(self._rules[application.pk].pk, ()))


def _coming_rulebook(application: Application) -> Any:
    return rulebook_on(application.planned_start or clock.today(), application.partnership_id)


def _wish(
    application: Application,
    row: Sequence[Any],
    terms: _Terms,
    days: tuple[date | None, date | None] | None,
) -> Wish:
    (
        pk, organisation, country, start, end, languages, uses, activities, fields, lexemes, countries, clusters,
        latitude, longitude, level, asked, group, earlier, active, most_open,
    ) = row  # fmt: skip
    if days is not None:
        start, end = days
    return Wish(
        organisation_id=organisation,
        country=country,
        start=start,
        end=end,
        languages=listed(languages),
        uses=listed(uses),
        activity_types=listed(activities),
        terms=fields,
        words=telling(lexemes),
        preferred_countries=listed(countries),
        preferred_clusters=clusters,
        place=place_of(latitude, longitude),
        level=level or "",
        eligible_countries=terms.countries(application, start),
        hosting_kinds=terms.kinds(application),
        same_group=frozenset(group) - {organisation},
        asked=frozenset(asked),
        open_left=None if most_open is None else max(0, most_open - len(asked)),
        earlier_visit=earlier or "",
        active=active,
        key=pk,
    )
