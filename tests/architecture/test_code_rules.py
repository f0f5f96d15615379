"""Every rule: the code keeps it, apart from allowed places with reasons; and the rule trips on a bad sample."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from tests.architecture import code_rules as rules
from tests.architecture import waiting_rule
from tests.architecture.source import Finding, Source, app_sources, parse, sources_of_tests

RECORDED_AT = "recorded_at is a technical time: when the database wrote the row"
DEMO = "the demo pages act outside the scheme; a system check refuses them in production"

Rule = Callable[[Source], list[Finding]]


@dataclass(frozen=True)
class Case:
    """`bad` breaks the rule on each of its lines that end in `# bad`. `allowed`: path (and line of code) to reason."""

    rule: Rule
    bad: str
    good: str
    path: str = "exchanges/views/sample.py"
    sources: Callable[[], Iterable[Source]] = app_sources
    allowed: dict[str, str] = field(default_factory=dict)


CASES = [
    Case(
        rules.state_writes,
        path="exchanges/services/sample.py",
        bad="""
exchange.state = "paid"  # bad
Exchange.objects.filter(pk=1).update(state="paid")  # bad
Exchange.objects.create(state="paid")  # bad
setattr(exchange, "state", "paid")  # bad
""",
        good="""
state = exchange.state
Exchange.objects.filter(state="paid").update(note="x")
perform(exchange, "pay", by=actor)
""",
    ),
    Case(
        rules.perform_outside_services,
        bad="""
perform(exchange, "pay", by=actor)  # bad
workflow.perform(exchange, "pay", by=actor)  # bad
""",
        good="pay_exchange(exchange, by=actor)",
    ),
    Case(
        rules.clock_calls,
        path="exchanges/selectors/sample.py",
        bad="""
timezone.now()  # bad
date.today()  # bad
datetime.now(UTC)  # bad
DateTimeField(auto_now_add=True)  # bad
DateTimeField(default=timezone.now)  # bad
cursor.execute("SELECT * FROM x WHERE due < now()")  # bad
queryset.filter(due__lt=Now())  # bad
""",
        good="""
clock.now()
clock.today("Europe/Paris")
datetime(2026, 1, 1, tzinfo=UTC)
""",
        allowed={
            "core/models/audit.py": RECORDED_AT,
            "core/models/jobs.py": RECORDED_AT,
            "core/models/transitions.py": RECORDED_AT,
        },
    ),
    Case(
        rules.manager_calls_in_pages,
        bad="""
Exchange.objects.get(pk=1)  # bad
Exchange.objects.all()  # bad
exchange.save()  # bad
form.save()  # bad
Exchange._default_manager.first()  # bad
perform(exchange, "pay", by=actor)  # bad
""",
        good="""
get_object_or_404(Exchange.objects.visible_to(request.actor), pk=1)
pay_exchange(exchange, by=request.actor)
Exchange.objects.none()
Country.objects.order_by("name")
""",
        allowed={"exchanges/views/demo.py": DEMO},
    ),
    Case(
        rules.forms_that_lose_text,
        bad="""
form = PlanForm(request.POST or None, initial=initial)  # bad
form = PlanForm(request.POST if request.method == "POST" else None)  # bad
""",
        good="""
form = PlanForm(posted(request), request.FILES or None)
form = PlanForm(request.POST)
""",
    ),
    Case(
        rules.unscoped_objects,
        bad="""
get_object_or_404(Exchange, pk=1)  # bad
get_object_or_404(Exchange.objects.filter(open=True), pk=1)  # bad
""",
        good="""
get_object_or_404(Exchange.objects.visible_to(request.actor), pk=1)
get_object_or_404(Exchange.objects.visible_to(request.actor).with_parties(), pk=1)
get_object_or_404(listed_clusters(), pk=1)
get_object_or_404(reviews.application_for_review(request.actor, reference))
""",
        allowed={"exchanges/views/demo.py": DEMO},
    ),
    Case(
        rules.floats_in_money,
        path="exchanges/lump_sum.py",
        bad="""
total = float(amount)  # bad
half = amount * 0.5  # bad
amount = models.FloatField()  # bad
""",
        good='half = amount * Decimal("0.5")',
        allowed={
            "core/money.py": "num2words takes no Decimal; it is given whole cents",
            "exchanges/management/commands/quote.py": "JSON knows no Decimal; the sum has at most two places",
            "exchanges/services/quotes.py": "coordinates, not sums",
        },
    ),
    Case(
        rules.impure_rules,
        path="exchanges/eligibility.py",
        bad="""
from django.db import models  # bad
from core import clock  # bad
from clusters.models import Cluster  # bad
rows = Cluster.objects.all()  # bad
""",
        good="from core.money import format_eur",
    ),
    Case(
        rules.domain_words_in_core,
        path="core/links.py",
        bad="""
def issue_for_visitor(): ...  # bad
class ExchangeLink: ...  # bad
cluster = 1  # bad
""",
        good="""
def issue(subject): ...
host = "smtp.example"
clustered_index = 1
""",
        allowed={
            **dict.fromkeys(
                ("core/navigation.py", "core/context_processors.py"),
                "a hat is worn at an organisation; the word is the page's, not the scheme's",
            )
        },
    ),
    Case(
        rules.database_errors_caught_inside_atomic,
        path="exchanges/services/sample.py",
        bad="""
@transaction.atomic
def apply():
    try:
        create()
    except IntegrityError:  # bad
        pass

def other():
    with transaction.atomic():
        try:
            create()
        except (ValueError, DatabaseError):  # bad
            pass
""",
        good="""
@transaction.atomic
def apply():
    try:
        with transaction.atomic():
            create()
    except IntegrityError:
        pass

def other():
    try:
        with transaction.atomic():
            create()
    except IntegrityError:
        pass
""",
    ),
    Case(
        rules.environment_reads,
        path="core/mail.py",
        bad="""
os.environ["X"]  # bad
os.getenv("X")  # bad
""",
        good="settings.X",
    ),
    Case(
        rules.signals_and_save,
        path="exchanges/models/exchange.py",
        bad="""
@receiver(post_save)
def told(): ...  # bad

class Exchange:
    def save(self): ...  # bad

post_save.connect(told)  # bad
""",
        good="""
class Exchange:
    def total(self): ...
""",
    ),
    Case(
        rules.unsafe_html,
        path="core/templatetags/ui.py",
        bad='mark_safe("<b>")  # bad',
        good='format_html("<b>{}</b>", name)',
        allowed=dict.fromkeys(
            ("core/charts/picture.py", "core/charts/goals.py"),
            "the SVG is made by an XML writer and cleaned by clean_svg",
        )
        | {
            "core/templatetags/kept.py": "a template drew it, and what fills its gaps is escaped",
            "exchanges/templatetags/files.py": "each cell is drawn by format_html or escaped; they are only joined",
        },
    ),
    Case(
        rules.sleeping,
        path="tests/exchanges/test_sample.py",
        sources=sources_of_tests,
        bad="""
time.sleep(1)  # bad
page.wait_for_timeout(500)  # bad
""",
        good="expect(page).to_have_title('x')",
        allowed={
            "tests/support/racing.py": "the negative control widens the gap in which a race would happen",
            "tests/support/worker.py": "a worker that is busy until it is killed",
        },
    ),
    Case(
        waiting_rule.reads_that_do_not_wait,
        path="tests/exchanges/test_sample.py",
        sources=sources_of_tests,
        bad="""
def test_pages(page: Any, world):
    page.click("main form button")
    assert page.title().startswith("Error")  # bad
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert page.get_by_text("Saved").is_visible()
    page.keyboard.press("Enter")
    words = page.inner_text("main")  # bad
    page.get_by_label("Yes").check()
    assert page.url.endswith("/sent/")  # bad
    page.fill("#id_q", "x")
    faults(page)  # bad
    page.click("text=Save")
    assert Application.objects.get().state == "draft"  # bad
    for number in range(3):
        seen = page.locator("li").count()  # bad
        page.click("text=More")
""",
        good="""
def test_pages(page: Any, world):
    press(page, "Save")
    assert page.title() == "Saved"
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Light")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "next"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/sent/")
    walker.open("/").press("Save")
    assert "Saved" in walker.text()
""",
    ),
]


def _names(case: Case) -> str:
    return case.rule.__name__


@pytest.mark.parametrize("case", CASES, ids=_names)
def test_rule_is_kept(case: Case) -> None:
    found = [finding for source in case.sources() for finding in case.rule(source)]
    broken = [
        finding
        for finding in found
        if not {finding.path, f"{finding.path}: {finding.code}"} & set(case.allowed)
    ]

    assert "\n".join(map(str, broken)) == "", case.rule.__doc__


@pytest.mark.parametrize("case", CASES, ids=_names)
def test_no_permission_is_left_over(case: Case) -> None:
    found = [finding for source in case.sources() for finding in case.rule(source)]
    used = {finding.path for finding in found} | {f"{finding.path}: {finding.code}" for finding in found}

    assert set(case.allowed) - used == set()


@pytest.mark.parametrize("case", CASES, ids=_names)
def test_rule_trips_on_a_bad_sample(case: Case) -> None:
    lines = case.bad.splitlines()
    expected = {number for number, line in enumerate(lines, start=1) if line.endswith("# bad")}

    assert {finding.line for finding in case.rule(parse(case.bad, case.path))} == expected


@pytest.mark.parametrize("case", CASES, ids=_names)
def test_rule_passes_a_good_sample(case: Case) -> None:
    assert case.rule(parse(case.good, case.path)) == []
