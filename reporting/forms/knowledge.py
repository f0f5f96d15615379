"""Forms of best practices, training modules and cooperation opportunities."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Term, User
from core.files import ACCEPTED
from core.forms import Form
from core.languages import language_choices
from core.widgets import DateInput, FileInput
from reporting.knowledge_enums import ModuleLevel, OpportunityKind
from reporting.selectors.terms import topics

MOST_TOPICS = 10


class TopicsField(forms.ModelMultipleChoiceField):
    """The short taxonomies as ticks. Call `offer` in the form's `__init__`."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Term.objects.none(),
            label=_("Topics"),
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
        )

    def offer(self, chosen: Any = ()) -> None:
        self.queryset = topics(chosen)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if len(found) > MOST_TOPICS:
            raise forms.ValidationError(_("Choose at most %(most)d topics.") % {"most": MOST_TOPICS})
        return found


def _text(label: Any, help_text: Any = "", *, rows: int = 4, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _address(label: Any, help_text: Any = "", *, required: bool = False) -> forms.URLField:
    return forms.URLField(
        label=label,
        help_text=help_text,
        required=required,
        assume_scheme="https",
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )


class _OfCluster(Form):
    """`clusters` are those that the person may write for; with one there is nothing to choose."""

    cluster: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Cluster"), queryset=Cluster.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], chosen: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["terms"].offer([term.pk for term in chosen])


class PracticeForm(_OfCluster):
    """A draft may be unfinished; what is sent for review may not."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What it is in a few words, for the list.")
    )
    done = _text(_("What was done"), _("The steps, in the order in which they were taken."))
    audience = forms.CharField(
        label=_("For whom"),
        max_length=200,
        required=False,
        help_text=_("For example: small firms that go abroad for the first time."),
    )
    result = _text(_("What came of it"), _("What is better now, and how you know."), rows=3)
    copying = _text(
        _("How others can copy it"),
        _("What they need: people, hours, money, partners. What to avoid."),
        rows=3,
    )
    contact_role = forms.CharField(
        label=_("Whom to ask"),
        max_length=120,
        required=False,
        help_text=_("A role, no name: “project manager for internationalisation”."),
    )
    terms = TopicsField()
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        widget=FileInput(accept=ACCEPTED),
        help_text=_("Only the partnership can open it. PDF, JPEG or PNG, at most 10 MB."),
    )
    evidence_url = _address(_("Link for readers"), _("A page with more about it."))
    may_publish = forms.BooleanField(
        label=_("Everybody may read it in the public library"),
        required=False,
        help_text=_("Once it is accepted. Without a tick it stays inside the partnership."),
    )
    field_order = ("title", "cluster", "done", "audience", "result", "copying", "contact_role")

    def __init__(self, *args: Any, as_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("done", "audience", "result", "copying"):
            self.fields[name].required = not as_draft


class ModuleForm(_OfCluster):
    title = forms.CharField(label=_("Title"), max_length=200)
    provider = forms.CharField(label=_("Provider"), max_length=200)
    link = forms.URLField(
        label=_("Address"),
        max_length=300,
        assume_scheme="https",
        help_text=_("The page of the module itself."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns choices--short"}),
    )
    hours = forms.DecimalField(
        label=_("Hours"),
        required=False,
        min_value=0.1,
        max_value=2000,
        decimal_places=1,
        help_text=_("How long it takes in all. Empty when it is not known."),
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.5"}),
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=ModuleLevel.choices, initial=ModuleLevel.ALL, widget=forms.RadioSelect
    )
    cost = forms.DecimalField(
        label=_("Cost in euros"),
        required=False,
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        help_text=_("For one person. 0 when it is free, empty when it is not known."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    audience = forms.CharField(
        label=_("For whom"), max_length=200, required=False, help_text=_("For example: cluster managers.")
    )
    terms = TopicsField()
    checked_on = forms.DateField(
        label=_("Last checked on"), help_text=_("When somebody last opened the address."), widget=DateInput
    )
    field_order = (
        "title", "provider", "cluster", "link", "languages", "hours", "level", "cost", "audience", "terms",
    )  # fmt: skip


class OpportunityForm(_OfCluster):
    kind = forms.ChoiceField(label=_("Kind"), choices=OpportunityKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=200)
    about = _text(_("What it is about"), required=True)
    clusters: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Other clusters"),
        queryset=Cluster.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
    )
    regions = forms.CharField(
        label=_("Regions"),
        max_length=200,
        required=False,
        help_text=_("For example: Saxony, Provence."),
    )
    deadline = forms.DateField(
        label=_("Deadline of the call"),
        required=False,
        help_text=_("Needed for a call for funding."),
        widget=DateInput,
    )
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    next_on = forms.DateField(label=_("By when"), required=False, widget=DateInput)
    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Who takes the next step"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    terms = TopicsField()
    note = _text(
        _("Note for the partnership"), _("Partners' names, sums, doubts. It is never published."), rows=3
    )
    may_publish = forms.BooleanField(
        label=_("It may stand in public documents"),
        required=False,
        help_text=_("Title, what it is about, clusters, regions and topics; nothing else."),
    )
    field_order = (
        "kind", "title", "about", "cluster", "clusters", "regions", "deadline", "next_step", "next_on", "owner",
    )  # fmt: skip

    def __init__(self, *args: Any, others: QuerySet[Cluster], owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].label = _("Cluster that leads")
        self.fields["clusters"].queryset = others
        self.fields["owner"].queryset = owners
        self.fields["owner"].label_from_instance = lambda user: user.get_full_name() or user.email


class OutcomeForm(Form):
    outcome = _text(
        _("What came of it"), _("A project, a service, an agreement: what, and with whom."), required=True
    )


class DropForm(Form):
    reason = _text(_("Why it is not pursued"), rows=3, required=True)


class LibrarySearchForm(Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    topic: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Topic"), queryset=Term.objects.none(), required=False, empty_label=_("All topics")
    )

    def __init__(self, *args: Any, topics: QuerySet[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics.order_by("label", "id")
