"""The pages of help: short answers for each role, and the words of the scheme. Sums and limits stand on the rules page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind


@dataclass(frozen=True)
class Answer:
    """`link` is the name of a route without arguments that everybody in the guide's roles may open."""

    question: str | Promise
    text: str | Promise
    link: str = ""
    link_label: str | Promise = ""


@dataclass(frozen=True)
class Guide:
    slug: str
    title: str | Promise
    lead: str | Promise
    answers: tuple[Answer, ...]
    kinds: tuple[str, ...]
    # Its links lead to public pages only.
    for_everybody: bool = False


VISITOR = Guide(
    "visitors",
    _("For visitors"),
    _("You represent an organisation and want to visit another one abroad."),
    (
        Answer(
            _("May my organisation take part?"),
            _("Five questions tell you. Small and medium-sized firms have to be members of a cluster."),
            "exchanges:check",
            _("Answer the questions"),
        ),
        Answer(
            _("How much do we get, and when?"),
            _(
                "One lump sum, depending on the host's country and the working days. You pay first. The sum is paid "
                "after your contact cluster has checked your report."
            ),
            "exchanges:calculator",
            _("Calculate your sum"),
        ),
        Answer(
            _("Do I need a host before I apply?"),
            _("No. Join a mission, choose a listed host, name a host of your own, or let us look for one."),
            "exchanges:offers",
            _("See the hosts"),
        ),
        Answer(
            _("Can I stop in the middle of an application?"),
            _(
                "Yes. Each page is saved when you continue. “My work” leads you back to the draft, on any device. "
                "Only sending it starts the decision."
            ),
        ),
        Answer(
            _("I applied. What happens now?"),
            _(
                "Your file says whose turn it is, and until when. You get a mail whenever something waits for you."
            ),
        ),
        Answer(
            _("What do I need after the visit?"),
            _(
                "Proof of travel and of your nights, and a short closing report. Both are handed in on the page of "
                "your file."
            ),
        ),
        Answer(
            _("May I change or cancel a visit?"),
            _(
                "Yes, on the page of your file. Changed days need new signatures. A cancelled visit pays nothing; "
                "before it starts, the file can be matched again."
            ),
        ),
    ),
    (RoleKind.REPRESENTATIVE,),
    for_everybody=True,
)
HOST = Guide(
    "hosts",
    _("For hosts"),
    _("Your organisation receives visitors from other countries."),
    (
        Answer(
            _("What does it cost?"),
            _("Only your time. The visitor pays travel and stay; the lump sum goes to the visitor."),
        ),
        Answer(
            _("How do visitors find us?"),
            _(
                "Describe what you show, when, and for how many people. Your offer then stands in the list of hosts."
            ),
            "exchanges:offers",
            _("See how offers look"),
        ),
        Answer(
            _("Do we need an account?"),
            _(
                "No. A mail brings a link for each step: answer a request, sign the visit plan, say what happened. "
                "Each link works for one purpose and until a date."
            ),
        ),
        Answer(
            _("What do we sign?"),
            _(
                "The visit plan. It says what happens on each day and who is there. The agreement on money is not yours."
            ),
        ),
        Answer(
            _("May we say no?"),
            _("Yes. Decline a request and give a reason. The visitor then looks for another host."),
        ),
    ),
    (RoleKind.REPRESENTATIVE,),
    for_everybody=True,
)
MANAGER = Guide(
    "cluster-managers",
    _("For cluster managers"),
    _("You confirm members, decide on applications and go with the files of your cluster."),
    (
        Answer(
            _("Where do I begin in the morning?"),
            _("“My work” lists what waits for you, late things first. A mail on Monday says the same."),
            "reporting:start",
            _("Open My work"),
        ),
        Answer(
            _("How do I decide on an application?"),
            _(
                "Open it from the list of files. Answers stand left, checks of the rules right. Accept, ask or "
                "reject, and read the mail before it goes out."
            ),
            "exchanges:queue",
            _("Open the list of files"),
        ),
        Answer(
            _("It is an application of our own staff. Who decides?"),
            _("The coordinator. Nobody decides on a file of the own organisation."),
        ),
        Answer(
            _("How do I confirm members?"),
            _("One by one or many at once, on the page of your members. A table of members can be imported."),
            "clusters:members",
            _("Open your members"),
        ),
        Answer(
            _("I am away. Who gets my work?"),
            _(
                "Say so on your team's page. A colleague in the same role then gets your mails and sees your work."
            ),
        ),
    ),
    (RoleKind.MANAGER,),
)
FINANCE = Guide(
    "finance",
    _("For finance"),
    _("You approve payments and note that they are paid."),
    (
        Answer(
            _("What may I approve?"),
            _("Payments that somebody else has ordered. Two different persons stand behind each payment."),
            "exchanges:payments",
            _("Open the payments"),
        ),
        Answer(
            _("Where is the account of the visitor?"),
            _("On the page of the payment, and only there in full. Everywhere else it is masked."),
        ),
        Answer(
            _("How did a sum come about?"),
            _(
                "Each sum leads to its reasons: days counted one by one, distance, grid and version of the rules."
            ),
        ),
        Answer(
            _("Why am I asked for my password again?"),
            _("Acts with money need a recent log-in. It protects the account of your partnership."),
        ),
    ),
    (RoleKind.FINANCE,),
)
COORDINATOR = Guide(
    "coordinators",
    _("For coordinators"),
    _("You run a partnership: figures, rules, reports and the files of clusters' own staff."),
    (
        Answer(
            _("Where do the figures come from?"),
            _("From the files. Each figure opens the visits that it counts, and says its rule and its day."),
            "reporting:dashboard",
            _("Open the figures"),
        ),
        Answer(
            _("How do I change a rule?"),
            _(
                "Make a new version, change it, publish it. A published version never changes. "
                "Files under way keep the version they were sent under."
            ),
            "exchanges:rulebooks",
            _("Open the rules"),
        ),
        Answer(
            _("How do I make a report for the European Commission?"),
            _(
                "On the page of deliverables. It is made from figures frozen on a day; you publish it when you agree."
            ),
        ),
        Answer(
            _("How long are data kept?"),
            _("The page on retention says it for each kind of data, and what is deleted next."),
            "clusters:retention",
            _("Open the page on retention"),
        ),
    ),
    (RoleKind.COORDINATOR,),
)
OVERSIGHT = Guide(
    "oversight",
    _("For auditors and the support office"),
    _("You read, and change nothing. Your access ends on a day."),
    (
        Answer(
            _("What may an auditor see?"),
            _("Every file of one partnership, with its papers, sums and history."),
            "clusters:my_rights",
            _("Your rights"),
        ),
        Answer(
            _("How do I check that nothing was changed?"),
            _(
                "The archive of a file holds its papers and a list of their hashes. Signed documents print the hash "
                "of what was signed."
            ),
        ),
        Answer(
            _("What may the support office see?"),
            _(
                "The figures of all partnerships, and the files behind them. Papers, proofs and mails stay closed."
            ),
        ),
    ),
    (RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE),
)
GUIDES = (VISITOR, HOST, MANAGER, FINANCE, COORDINATOR, OVERSIGHT)

# In the order of the alphabet, in English.
WORDS: tuple[tuple[str | Promise, str | Promise], ...] = (
    (_("Acting as"), _("The role in which you work now: for one organisation, cluster or partnership.")),
    (
        _("Closing report"),
        _("What the visitor says after the visit, with proofs. The contact cluster checks it."),
    ),
    (_("Cluster"), _("An association of firms and research bodies of one field and region.")),
    (
        _("Commitment to Quality (CtQ)"),
        _("The visit plan. Visitor, host and both clusters sign it."),
    ),
    (
        _("Contact cluster (VOP)"),
        _("The cluster that handles, decides and signs your visit. Its partnership pays."),
    ),
    (_("Coordinator"), _("The cluster that leads a partnership, and the person who does it.")),
    (
        _("Credited"),
        _("Counted for the figures, from the day on which the closing report was first checked."),
    ),
    (_("ECCP"), _("The European Cluster Collaboration Platform, where clusters have a profile.")),
    (_("File"), _("Everything about one visit, under one reference: application, papers, sum, messages.")),
    (_("Financial Agreement"), _("Visitor and contact cluster sign it. It names the lump sum.")),
    (_("Grid"), _("The table of full lump sums, by the host's country.")),
    (_("Host (HO)"), _("The organisation that receives visitors.")),
    (_("Host's cluster (HOP)"), _("The cluster that answers for the host and signs the visit plan.")),
    (
        _("Lump sum"),
        _("One fixed sum for a visit. Nobody adds up receipts; proof that you were there is enough."),
    ),
    (_("Lump-sum estimate"), _("What your planned days would bring. It becomes the agreed lump sum.")),
    (_("Match"), _("A visitor and a host who may agree on dates.")),
    (
        _("Membership confirmation"),
        _("Your cluster says that your organisation is a member. It is used again later."),
    ),
    (_("Mission"), _("A group visit with one programme. Each organisation keeps its own file and sum.")),
    (
        _("Partnership"),
        _("Clusters with one grant of the European Union. It pays the visits it is credited with."),
    ),
    (_("Rules"), _("A version of sums, days, countries and kinds. It is fixed once it is published.")),
    (
        _("SME"),
        _("A small or medium-sized enterprise after Recommendation 2003/361/EC of the European Commission."),
    ),
    (_("Two-step log-in"), _("After the password, a code from an app. Roles that decide or pay need it.")),
    (_("Visitor (VO)"), _("The organisation that travels. The persons who travel are named in the file.")),
    (_("Working day"), _("A day of the visit that counts: not a weekend, holiday or day of travel.")),
    (_("Your cluster"), _("The cluster whose member you are. It need not work in this portal.")),
)


def guide(slug: str) -> Guide | None:
    return next((guide for guide in GUIDES if guide.slug == slug), None)


def guides_for(kind: str | None) -> tuple[Guide, ...]:
    """All of them, those for this role first."""
    return tuple(sorted(GUIDES, key=lambda guide: kind not in guide.kinds))
