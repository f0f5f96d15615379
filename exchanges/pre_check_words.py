"""What an outcome of "May I take part?" says: the result in one sentence, the reasons with their source, the ways on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import OrganisationKind
from core.countries import country_name
from exchanges.eligibility import ABOUT, MEMBERS, PARTICIPATE, WORK_PROGRAMME
from exchanges.eligibility_facts import Check, Verdict
from exchanges.enums import VisitOnce
from exchanges.pre_check import QUESTIONS, Terms

Answers = Mapping[str, str]
LONGER_STAYS = "https://www.erasmus-entrepreneurs.eu/"

TITLES = {
    "closed": gettext_lazy("Your kind of organisation does not take part"),
    "host_only": gettext_lazy("You can be a host, but not a visitor"),
    "country": gettext_lazy("Your country does not take part"),
    "no_cluster": gettext_lazy("Join a cluster first"),
    "visited": gettext_lazy("You have already used your visit"),
    "too_short": gettext_lazy("The visit is too short"),
    "too_long": gettext_lazy("The visit is too long"),
    "same_country": gettext_lazy("The host must be in another country"),
    "no_money": gettext_lazy("You can take part, without a lump sum"),
    "ask_cluster": gettext_lazy("You can probably take part"),
    "half": gettext_lazy("You can take part, with %(half)s"),
    "full": gettext_lazy("You can take part"),
}
SENTENCES = {
    "closed": gettext_lazy("Under the present rules it can neither visit nor receive visitors."),
    "host_only": gettext_lazy(
        "Your organisation can receive visitors. It cannot be paid for a visit of its own."
    ),
    "country": gettext_lazy(
        "The scheme is for the EU and the countries associated with its programme for small firms."
    ),
    "no_cluster": gettext_lazy(
        "A visitor belongs to a cluster that has a profile on the European Cluster Collaboration Platform."
    ),
    "visited": gettext_lazy("A visit is paid only once. You can receive visitors as often as you like."),
    "too_short": gettext_lazy(
        "A visit has at least %(min)s working days with the host. Days of travel do not count."
    ),
    "too_long": gettext_lazy("A visit lasts one month at most: %(most)s days, first and last day included."),
    "same_country": gettext_lazy("A visit goes to a host in another country that takes part."),
    "no_money": gettext_lazy("Your visit is counted and certified. You travel at your own cost."),
    "ask_cluster": gettext_lazy("One thing is open: the profile of your cluster. You can apply meanwhile."),
    "half": gettext_lazy(
        "Fewer than %(full)s working days bring %(half)s of the host's country. Longer visits bring all of it."
    ),
    "full": gettext_lazy(
        "You receive the full sum of the host's country, or %(half)s if the host is less than %(km)s km away."
    ),
}


@dataclass(frozen=True, slots=True)
class Way:
    """What can be done next. `query` goes into the address; an `href` leads outside."""

    label: str
    sentence: str
    url_name: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    href: str = ""


def numbers(terms: Terms) -> dict[str, Any]:
    percent = f"{terms.reduction * 100:.0f}"
    part = _("half the lump sum") if percent == "50" else _("%(part)s %% of the lump sum") % {"part": percent}
    return {
        "min": terms.min_days,
        "less": terms.full_days - 1,
        "full": terms.full_days,
        "most": terms.most_days,
        "km": terms.full_km,
        "half": part,
    }


def title(outcome: str, terms: Terms) -> str:
    return str(TITLES[outcome]) % numbers(terms)


def sentence(outcome: str, terms: Terms) -> str:
    return str(SENTENCES[outcome]) % numbers(terms)


def reasons(answers: Answers, terms: Terms) -> list[Check]:
    """One line for each answer, in the order of the questions: what the rule makes of it, and where it stands."""
    return [_WHY[name](answers, terms) for name in QUESTIONS if name in answers]


def _kind(answers: Answers, terms: Terms) -> Check:
    kind = answers["kind"]
    if kind not in terms.visitors:
        said = Verdict.FAIL, _("This kind of organisation does not visit."), PARTICIPATE
    elif kind not in terms.paid:
        said = Verdict.WARN, _("This kind of organisation visits without a lump sum."), WORK_PROGRAMME
    else:
        said = Verdict.PASS, _("This kind of organisation visits and is paid."), PARTICIPATE
    return Check("kind", *said)


def _country(answers: Answers, terms: Terms) -> Check:
    code = answers["country"]
    if code in terms.countries:
        sentence = _("%(country)s takes part.") % {"country": country_name(code)}
        return Check("country", Verdict.PASS, sentence, PARTICIPATE)
    if code == "other":
        return Check("country", Verdict.FAIL, _("Your country is not on the list."), PARTICIPATE)
    sentence = _("%(country)s is not on the list.") % {"country": country_name(code)}
    return Check("country", Verdict.FAIL, sentence, PARTICIPATE)


def _member(answers: Answers, terms: Terms) -> Check:
    if answers.get("kind") == OrganisationKind.CLUSTER:
        if answers["member"] == "yes":
            sentence = _("Your cluster has a profile on the platform.")
            return Check("member", Verdict.PASS, sentence, MEMBERS)
        sentence = _("Your cluster needs a profile on the platform. Look whether it has one.")
        return Check("member", Verdict.WARN, sentence, MEMBERS)
    verdict, sentence = {
        "yes": (Verdict.PASS, _("You belong to a cluster that has a profile on the platform.")),
        "unsure": (Verdict.WARN, _("The cluster needs a profile on the platform. Ask it: most have one.")),
        "no": (Verdict.FAIL, _("A visitor must be a member of a cluster. A business network is not enough.")),
    }[answers["member"]]
    return Check("member", verdict, sentence, MEMBERS)


def _earlier(answers: Answers, terms: Terms) -> Check:
    once = terms.once(answers.get("kind", ""))
    if once == VisitOnce.OFF:
        return Check("earlier", Verdict.PASS, _("Earlier visits are not asked for."), ABOUT)
    whole = once == VisitOnce.ORGANISATION
    if answers["earlier"] == "no":
        sentence = _("It is the first visit.")
        return Check("earlier", Verdict.PASS, sentence, ABOUT)
    if answers["earlier"] == "me" or whole:
        sentence = (
            _("An organisation of this kind visits only once.") if whole else _("A person visits only once.")
        )
        return Check("earlier", Verdict.FAIL, sentence, ABOUT)
    return Check("earlier", Verdict.PASS, _("Another person went. Each person may go once."), ABOUT)


def _stay(answers: Answers, terms: Terms) -> Check:
    verdict, text = {
        "short": (Verdict.FAIL, _("At least %(min)s working days with the host are needed.")),
        "half": (Verdict.PASS, _("From %(min)s working days a visit counts. From %(full)s the sum is full.")),
        "full": (Verdict.PASS, _("From %(full)s working days the sum is full.")),
        "long": (Verdict.FAIL, _("The longest visit is one month: %(most)s days.")),
        "same": (Verdict.FAIL, _("Visitor and host are in different countries.")),
    }[answers["stay"]]
    return Check("stay", verdict, text % numbers(terms), ABOUT)


_WHY: Mapping[str, Callable[[Answers, Terms], Check]] = {
    "kind": _kind,
    "country": _country,
    "member": _member,
    "earlier": _earlier,
    "stay": _stay,
}


def ways(outcome: str, answers: Answers, terms: Terms) -> list[Way]:
    """The best way first. For `no` it is what is possible instead; nobody is sent away without one."""
    return _WAYS[outcome](answers, terms)


def carried(answers: Answers, *names: str) -> dict[str, str]:
    """The answers by the names that the calculator and the application know them by."""
    called = {"kind": "kind", "country": "home_country", "earlier": "earlier"}
    called |= {name: name for name in ("mission", "partnership", "cluster")}
    return {called[name]: answers[name] for name in names or called if name in answers}


def _calculate(answers: Answers, terms: Terms) -> list[Way]:
    return [
        Way(
            _("See your lump sum"),
            _("Enter place and days. They go along into your application."),
            "exchanges:calculator",
            carried(answers),
        ),
        _apply(answers),
    ]


def _apply(answers: Answers) -> Way:
    sentence = _("It takes about 15 minutes. You can stop at any time.")
    return Way(_("Apply for a visit"), sentence, "exchanges:application_new", carried(answers))


def _ask_cluster(answers: Answers, terms: Terms) -> list[Way]:
    return [_apply(answers), _find_cluster(answers, _("See whether your cluster is here"))]


def _no_money(answers: Answers, terms: Terms) -> list[Way]:
    return [_apply(answers), _host(), _missions(_("Look at the missions"), "")]


def _host() -> Way:
    sentence = _("Tell visitors what they can see at your place, and when you are free.")
    return Way(_("Offer to be a host"), sentence, "exchanges:offer_new")


def _missions(label: str, sentence: str) -> Way:
    sentence = sentence or _("Visits of several organisations with a common programme.")
    return Way(label, sentence, "exchanges:missions")


def _interest() -> Way:
    sentence = _("Choose a partnership and leave your address. It tells you about its events.")
    return Way(_("Leave your interest"), sentence, "reporting:partnerships")


def _find_cluster(answers: Answers, label: str) -> Way:
    code = answers.get("country", "")
    query = {"kind": "cluster"}
    if not code or code == "other":
        return Way(label, _("The directory shows clusters and their fields."), "clusters:directory", query)
    sentence = _("The directory shows the clusters in %(country)s.") % {"country": country_name(code)}
    return Way(label, sentence, "clusters:directory", query | {"country": code})


def _closed(answers: Answers, terms: Terms) -> list[Way]:
    return [_missions(_("Look at the missions"), ""), _interest()]


def _host_only(answers: Answers, terms: Terms) -> list[Way]:
    guest = _("Some missions welcome guests who pay for themselves.")
    return [_host(), _missions(_("Join a mission at your own cost"), guest), _interest()]


def _no_country(answers: Answers, terms: Terms) -> list[Way]:
    guest = _("Some missions welcome guests who pay for themselves.")
    return [_missions(_("Join a mission at your own cost"), guest), _interest()]


def _no_cluster(answers: Answers, terms: Terms) -> list[Way]:
    host = Way(
        _("Be a host without a cluster"),
        _("In single cases the EU's agency allows it before the visit. Ask a partnership."),
        "reporting:partnerships",
    )
    return [_find_cluster(answers, _("Find a cluster to join")), host]


def _visited(answers: Answers, terms: Terms) -> list[Way]:
    found = [_host()]
    if terms.once(answers.get("kind", "")) == VisitOnce.PERSON:
        colleague = dict(answers) | {"earlier": "other"}
        sentence = _("Each person may go once. Somebody else of your organisation can apply.")
        found.insert(0, Way(_("Let a colleague go"), sentence, "exchanges:check", colleague))
    found.append(
        _missions(
            _("Join a mission at your own cost"), _("Some missions welcome guests who pay for themselves.")
        )
    )
    return [*found, *_online(terms)]


def _too_short(answers: Answers, terms: Terms) -> list[Way]:
    sentence = _("Enter other days and see what they bring.")
    days = Way(_("Try a longer visit"), sentence, "exchanges:calculator", carried(answers))
    together = _missions(
        _("Join a mission"), _("Its programme fills the days, with several hosts in one place.")
    )
    return [days, together]


def _too_long(answers: Answers, terms: Terms) -> list[Way]:
    sentence = _("The sum is the same from %(full)s working days on.") % numbers(terms)
    shorter = Way(_("Try a shorter visit"), sentence, "exchanges:calculator", carried(answers))
    other = Way(
        _("Erasmus for Young Entrepreneurs"),
        _("Another EU scheme, for new entrepreneurs, with stays of one to six months."),
        href=LONGER_STAYS,
    )
    return [shorter, other]


def _same_country(answers: Answers, terms: Terms) -> list[Way]:
    abroad = Way(_("Choose a host abroad"), _("See who offers to receive visitors."), "exchanges:offers")
    match = Way(
        _("Let us find a host"),
        _("Say in your application what you look for. We suggest hosts that fit."),
        "exchanges:application_new",
        carried(answers),
    )
    return [abroad, match]


def _online(terms: Terms) -> list[Way]:
    if not terms.virtual:
        return []
    sentence = _(
        "It ends with a certificate, without money, and does not use up your visit. Ask a partnership."
    )
    return [Way(_("Visit online"), sentence, "reporting:partnerships")]


_WAYS: Mapping[str, Callable[[Answers, Terms], list[Way]]] = {
    "closed": _closed,
    "host_only": _host_only,
    "country": _no_country,
    "no_cluster": _no_cluster,
    "visited": _visited,
    "too_short": _too_short,
    "too_long": _too_long,
    "same_country": _same_country,
    "no_money": _no_money,
    "ask_cluster": _ask_cluster,
    "half": _calculate,
    "full": _calculate,
}
