"""What EXCITE's people wrote in the reports of the demo. The words are invented; every number comes from the records."""

TEXTS: dict[str, dict[str, str]] = {
    "D1.4": {
        "method": (
            "Each cluster was asked for two things that it does well and that others could copy. They were written in one "
            "form: for whom, what was done, what came of it, and what others need.\n\nThe coordinator read each of them "
            "before it joined the collection."
        ),
        "use": "The collection is renewed at the end of the project. Until then each new practice is shown in the library.",
    },
    "D1.5": {
        "method": (
            "The form of the first collection was kept. New is the way in: **visitors write good practices in their closing "
            "reports**, and their contact cluster takes them over and completes them.\n\nLeft out was what depends on one "
            "person, on one building, or on money that others do not have."
        ),
        "practices": (
            "Three things stand out. Most practices begin small: one service, two people, half a day. All of them name what "
            "to avoid. And none needs more than one member of staff."
        ),
        "taken-over": (
            "* The agenda of three wishes, written in Dresden, was used by the hosts in San Sebastián and Warsaw.\n"
            "* Sofia and Vilnius changed their member surveys after the example of Mazovia.\n"
            "* The buddies of Vilnius are now offered by three more clusters.\n\nWhat was not taken over is the test track: "
            "other regions have no road that they can close for an afternoon."
        ),
    },
    "D2.2": {
        "choice": (
            "Cluster staff said in a survey what they miss most: reading data, working with artificial intelligence, and "
            "leading meetings online. Modules were looked for along these wishes.\n\nA module is in the catalogue when it\n\n"
            "* can be taken online and alone, at any time,\n* says before the start what it costs and how long it takes,\n"
            "* ends with a proof, or with something that the learner has made,\n* was opened by somebody of a cluster who "
            "would recommend it."
        ),
        "modules": (
            "**Where to begin:** new colleagues take *Cluster management in ten steps* first. Whoever advises firms goes on "
            "with *Digital maturity checks with members* and *Cybersecurity basics for small firms*; together they take "
            "fourteen hours."
        ),
        "upkeep": (
            "Each cluster looks after the modules that it entered. After half a year without a look the portal asks for one. "
            "What is no longer offered leaves the public list and stays in the records."
        ),
    },
    "D2.4": {
        "needs": (
            "The survey of members and the talks with cluster managers agree: **digital skills come first**, then skills to "
            "sell abroad. Small clusters lack time more than courses."
        ),
        "measures": (
            "1. Three trainings for cluster staff, in Dresden, San Sebastián and Sofia.\n2. Learning tandems: two teams look "
            "at one service of each other.\n3. The catalogue of online modules, for all who cannot travel."
        ),
        "follow-up": "Each training ends with one change at home. The coordinator asks after three months what became of it.",
    },
    "D3.3": {
        "service": "The service, its users and what is new about it stand in the table below.",
        "pilot": "Members were invited by their cluster and used the service free of charge during the pilot.",
        "results": "Users came back with a second question, which was the sign that we had hoped for.",
        "next": "The service goes on as part of the membership; firms from outside pay by the hour.",
    },
    "D4.1": {
        "method": (
            "Opportunities came from three sides: a mapping of the strengths of six regions, what visitors told after their "
            "stays, and the results of learning tandems. Each was talked through by the clusters that it concerns."
        ),
        "opportunities": "Most of them join a technology of one region with users in another.",
        "priorities": "First comes what two clusters can begin without new money; calls for funding follow.",
    },
    "D4.3": {
        "state": "Each cluster trains its own staff. Shared are the catalogue, the tandems and three trainings a year.",
        "plan": (
            "* Two joint trainings each year, each hosted by another cluster.\n* A tandem for every cluster, twice half a day."
            "\n* One contribution a year to the Pact for Skills, led by the cluster that knows the field best."
        ),
    },
    "D4.4": {
        "services": (
            "Three services go on together: the soft-landing desk for visiting firms, the partner search, and the security "
            "check for connected products. Each has one owner and at least one partner abroad."
        ),
        "steps": (
            "1. Spring 2024: one entry page for all three.\n2. Autumn 2024: prices agreed.\n"
            "3. 2025: a review of what is used."
        ),
        "resources": "Each owner gives a tenth of a position. Visits are paid from the next partnership.",
    },
    "D5.1": {
        "visits": (
            "The five visits led the teams through the regions of the partners, one after the other. **The host showed how it "
            "works, not what it is proud of:** a day in the office came before laboratories and firms.\n\nBefore each visit the "
            "guests named two questions, and the host built the programme around them."
        ),
        "learned": (
            "* Fees by size instead of one fee for all, seen in Sofia, are now used by two more clusters.\n"
            "* The open office hours of Sophia Antipolis were copied in Vilnius.\n* After Dresden, three clusters plan their "
            "working groups with members as leaders.\n* San Sebastián and Warsaw closed with a list of services to share, "
            "which became the roadmap.\n\n**For next time:** three days are enough, and two guests from a cluster learn more "
            "than one."
        ),
    },
    "D5.2": {
        "event": (
            "The first matchmaking event was part of the mission on smart mobility. Visitors came for four days; one afternoon "
            "and one morning belonged to meetings with local companies.\n\nEach participant wrote what the firm does and what "
            "it looks for, and named whom to meet. The portal made the plan; nobody sat more than four times in a row."
        ),
        "results": (
            "Two visitors agreed on a test with local partners. Most others left with a second appointment, online.\n\n"
            "The talks that led furthest had one thing in common: **something was shown before it was talked about.**"
        ),
        "lessons": (
            "* Ask for wishes two weeks ahead; one week was short.\n* Twenty minutes are right for a first talk.\n* Leave the "
            "table next to the coffee free for talks that nobody planned."
        ),
    },
    "D5.3": {
        "webinars": (
            "The webinars carried topics that all clusters share to people who do not travel. Each took one hour: what it is "
            "about, an example, questions."
        ),
        "results": "Questions and slides were sent to all who registered. Two webinars led to a tandem.",
    },
    "D5.5": {
        "event": "The second event used a fair: firms that were there anyway met buyers and partners of the chip industry.",
        "results": "The fair brought more passers-by than plans. Firms that had named their wishes got more out of it.",
        "lessons": "* A room of one's own is worth its price at a fair.",
    },
    "D5.6": {
        "event": "The third event was the largest. It followed the members' day of the hosting cluster.",
        "results": "Visitors of the mission met firms of the region for half a day; several came back in autumn.",
        "lessons": "* Name badges with what one looks for start talks by themselves.",
    },
    "D5.7": {
        "event": "The fourth event brought software to machine builders.",
        "results": "Two pairs prepare a joint offer for a data space in manufacturing.",
        "lessons": "* Ask makers for one real problem each; talks become short and useful.",
    },
    "D5.8": {
        "event": "The last event closed the last mission of the project.",
        "results": "The talks go on in the clusters' joint services.",
        "lessons": "* Keep the list of wishes: half of them were still open, and are passed on.",
    },
    "D6.1": {
        "overview": (
            "Firms hear of the scheme from their cluster, so each cluster told its own members. Online, the scheme was shown "
            "to all six regions at once; breakfasts and members' days followed at home."
        ),
        "response": (
            "Three questions came each time: may we take part, how much is paid, and who finds the host? The answers now stand "
            "first on the public pages, with a calculator."
        ),
    },
    "D6.3": {
        "summary": (
            "The scheme has **done what it promised**. It began slowly, while travel began again, and was carried by missions "
            "in its last months: one host cluster prepares days for many firms, and each keeps a visit of its own.\n\nSmall "
            "firms were the largest group of visitors. They came for technology and stayed in touch for business."
        ),
        "objectives": (
            "The exchanges passed their target in the last weeks. Trainings, reviews of strategies and new services were done "
            "as planned. More links to the Pact for Skills would have been possible with one contact for all clusters."
        ),
        "missions": (
            "The week in Dresden in June 2023 shows how it works. Visitors came from several countries, met hosts in the "
            "mornings and each other in the evenings. The Basque mission in November did the same for industry."
        ),
        "events": "Matchmaking, webinars and local events were open to the members of all clusters.",
        "lessons": (
            "1. **Hosts first.** A known host doubles the answers to a call.\n"
            "2. **Missions carry small firms.** Alone, most would not have gone.\n"
            "3. **Pay within days.** Speed convinces more than the amount.\n"
            "4. **Ask early, ask twice.** Wishes that were named before a visit were met; others were not.\n"
            "5. **One file, one page.** Whoever sees who must act next does not write mails about it."
        ),
        "remains": (
            "* The six clusters signed a memorandum and meet each spring and autumn.\n* Three joint services go on, each with an "
            "owner.\n* The library of practices and the catalogue of modules stay public and are kept by their authors.\n* The "
            "next partnership takes over the rules, the texts and the list of hosts."
        ),
    },
    "D7.1": {
        "audiences": (
            "* **Small firms** in six regions: *Your cluster pays for a first visit abroad.*\n* **Clusters** in Europe: *Learn "
            "from a team like yours.*\n* **Regions and the Commission:** *What comes of it can be counted.*"
        ),
        "channels": (
            "The clusters' newsletters each month, the public page at once, the European platform each quarter. Webinars twice "
            "a year. The cluster in Vilnius looks after the plan; every cluster names one person."
        ),
        "measures": "Enough is: one news a month, four webinars, and a question from every region each quarter.",
    },
}
