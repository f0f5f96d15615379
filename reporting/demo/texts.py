"""What EXCITE's people wrote in its seven published reports of the demo.

Dates, places and the numbers of the scheme follow EXCITE's news; the rest of the words is invented. Every other number in the
documents comes from the records.
"""

TEXTS: dict[str, dict[str, str]] = {
    "D1.3": {
        "summary": (
            "All objectives of the partnership are reached. **The exchanges passed their target in the last weeks**, after a "
            "slow first year.\n\n"
            "* 98 exchanges are credited against a target of 96; 71 of them are visits of SMEs, where one half was asked.\n"
            "* The scoreboards before this one counted 7, 38 and 60 exchanges. The steepest rise came after September 2023, "
            "when four missions were held in four months.\n"
            "* Reports were checked within a few days, so that every payment came within the promised ten days.\n"
            "* Two fields stayed empty: visits of public authorities, and partnerships between regions."
        ),
        "activities": (
            "Trainings, reviews of strategies and new services were done as planned. Four of the five study visits went with "
            "a matchmaking event in the same region, so that members profited from what their clusters had seen."
        ),
        "outlook": (
            "**First year behind the plan.** Travel began again only in spring 2022, and the first missions had few places. We "
            "answered with missions of several firms and with hosts that were known beforehand.\n\n"
            "**Public authorities.** None applied. Regions joined evenings and company visits instead, without a lump sum. A "
            "next partnership should invite them by name, with a topic of their own.\n\n"
            "No deviation is open at the end of the project. About a fifth of the budget for lump sums is left, because most "
            "stays were short and near."
        ),
    },
    "D1.5": {
        "method": (
            "Each cluster was asked for what it does well and others could copy. The form of the first collection was kept: for "
            "whom, what was done, what came of it, what others need, and whom to ask.\n\n"
            "New is the way in. **Visitors write good practices in their closing reports**, and their contact cluster takes them "
            "over and completes them. Every practice is read by the coordinator, who asks for numbers where there are none.\n\n"
            "### What was left out\n\n"
            "* What depends on one person, on one building, or on money that others do not have.\n"
            "* What was tried only once and without a result that somebody counted.\n"
            "* Twice the same idea: it is told by the cluster that did it first."
        ),
        "practices": (
            "Three things stand out. Most practices begin small: one service, two people, half a day. All of them name what to "
            "avoid. And none needs more than one member of staff.\n\n"
            "They stand in the order in which they joined the collection."
        ),
        "taken-over": (
            "* **One agenda for a whole mission**, written in Dresden, was used by the hosts in San Sebastián and Warsaw. Both "
            "added a free afternoon.\n"
            "* **Short surveys** of Mazovia replaced the yearly survey in Sofia and Vilnius.\n"
            "* **Buddies** for a first visit, begun in Vilnius, are now offered by three more clusters.\n"
            "* **The energy check** was tried by two firms in Saxony, online and with the Basque list.\n\n"
            "Not taken over is the test track: other regions have no road that they can close for an afternoon. Part of the idea "
            "lives on, since hosts now show something before they talk about it.\n\n"
            "The collection stays in the public library. Each cluster looks through its practices once a year."
        ),
    },
    "D2.2": {
        "choice": (
            "The survey of May 2022 and talks with cluster managers showed what staff miss most: reading data, working with "
            "artificial intelligence, and leading meetings online. Modules were looked for along these wishes.\n\n"
            "A module is in the catalogue when it\n\n"
            "* can be taken online and alone, at any time,\n* says before the start what it costs and how long it takes,\n"
            "* ends with a proof, or with something that the learner has made,\n* was opened by somebody of a cluster who "
            "would recommend it.\n\n"
            "Courses for one product of one maker, and courses that need a place in a group, were left out."
        ),
        "modules": (
            "**Where to begin:** new colleagues take *Cluster management in ten steps* first. Whoever advises firms goes on "
            "with *Digital maturity checks with members* and *Cybersecurity basics for small firms*; together they take "
            "fourteen hours. Managing directors find a module of their own, on strategy.\n\n"
            "All of them are held in English. Where a second language is named, the whole module is there in it, too."
        ),
        "upkeep": (
            "Each cluster looks after the modules that it entered. After half a year without a look the portal asks for one. "
            "What is no longer offered leaves the public list and stays in the records.\n\n"
            "New modules are proposed by anybody of a cluster and entered by its manager. The list is open to everybody, also "
            "after the project, and can be taken away as a table."
        ),
    },
    "D5.1": {
        "visits": (
            "The five visits led the teams of the clusters through the regions of the partners, one after the other: Sofia, "
            "Sophia Antipolis, Dresden, San Sebastián with Bilbao, and Warsaw. They are visits of the consortium itself, so no "
            "lump sum was paid and none of them counts as an exchange.\n\n"
            "**The host showed how it works, not what it is proud of:** a day in the office came before laboratories and firms. "
            "Before each visit the guests named two questions, and the host built the programme around them. Each visit ended "
            "with half a day for the services that both could share."
        ),
        "learned": (
            "* **Fees by size** instead of one fee for all, seen in Sofia, are now used by two more clusters.\n"
            "* **Open office hours**, seen in Sophia Antipolis, were copied in Vilnius. Members come without an appointment on "
            "one afternoon a week.\n"
            "* **Working groups led by members**, seen in Dresden, are planned by three clusters.\n"
            "* **A list of services to share** closed the visits to San Sebastián and Warsaw. It became the roadmap for joint "
            "services, D4.4.\n\n"
            "**For next time:** three days are enough, and two guests from a cluster learn more than one. Whoever cannot "
            "travel should get the questions and answers, which we wrote down only from the third visit on."
        ),
    },
    "D5.2": {
        "event": (
            "The first matchmaking event was part of the mission on smart mobility in October 2022, hosted by the cluster in "
            "Sophia Antipolis. Visitors came for four days. One day belonged to meetings with local companies; the others showed "
            "laboratories, a test road and firms.\n\n"
            "Members of all six clusters were invited by their own cluster, six weeks ahead. Each participant wrote what the "
            "firm does and what it looks for, and named whom to meet. The portal made the plan out of the wishes of both sides. "
            "Nobody sat more than four times in a row."
        ),
        "results": (
            "Two visitors agreed on a test of their products with local partners. Most others left with a second appointment, "
            "online.\n\nThe talks that led furthest had one thing in common: **something was shown before it was talked "
            "about.** Firms that brought a product, or had seen one on the test road, needed half the time to come to the "
            "point.\n\n"
            "All firms are asked again three months after the event. What they tell then counts for the agreements in D1.3."
        ),
        "lessons": (
            "* Ask for wishes two weeks ahead; one week was short.\n* Twenty minutes are right for a first talk.\n* Leave the "
            "table next to the coffee free for talks that nobody planned.\n* Tell each firm on the evening before whom it meets, "
            "with one sentence about each."
        ),
    },
    "D6.2": {
        "summary": (
            "The scheme was opened in spring 2022 and filled slowly, as travel began again. From autumn 2023 on, missions of "
            "several firms brought most of the exchanges. In the end 98 exchanges are credited, and visitors and hosts come from "
            "17 countries.\n\n"
            "**What worked:** one host cluster prepares days for several visitors, each with an agenda of its own. **What did "
            "not:** calls without a named host were answered by few."
        ),
        "scheme": (
            "A visit lasts at least three working days and at most one month, at a host in another country. It runs in four "
            "phases: registration, matching, exchange building and exchange finalisation.\n\n"
            "### Calls and matching\n\n"
            "The call was open all the time. Each cluster told its own members; the public page took applications from others, "
            "too. Where a visitor named no host, the cluster of the host's region proposed up to five.\n\n"
            "### Agreements and checks\n\n"
            "Visitor, host and their clusters sign a Commitment to Quality with an agenda for each working day. Visitor and "
            "contact cluster sign a Financial Agreement over the lump sum. After the stay the visitor hands in a closing report "
            "with proofs of travel and lodging. The exchange counts from the day on which the report is validated. One person "
            "orders the payment and another approves it.\n\n"
            "### What was different here\n\n"
            "Applications of the coordinator's own staff were decided by another cluster, so that nobody decided on an own visit."
        ),
        "missions": (
            "Ten regions and fairs were visited in groups. The week in Dresden in June 2023 is a good example: the mission "
            "joined the yearly day of the hosting cluster, with more than forty people from ten countries. Visitors met hosts in "
            "the mornings and each other in the evenings; two follow-up visits were agreed on the spot.\n\n"
            "The mission to Sophia Antipolis in October 2022 was smaller, three firms and four clusters, and went deeper: a test "
            "road, two laboratories, and a day of meetings that were arranged beforehand. It is told in D5.2."
        ),
        "lessons": (
            "1. **Ask hosts before visitors.** A known host doubles the answers to a call.\n"
            "2. **Short agendas are better than full ones.** The best talks came in the free half day.\n"
            "3. **Pay within days.** A lump sum that comes quickly convinces small firms more than its amount.\n"
            "4. **Fairs need a plan.** Where people were at a fair anyway, only those with appointments got more than "
            "brochures.\n"
            "5. **One list of questions.** Visitors and hosts answer the same few questions right after the stay; so "
            "nearly nine of ten did."
        ),
    },
    "D6.3": {
        "summary": (
            "The scheme has **done what it promised**: 98 exchanges, where 96 were planned, and 71 of them by SMEs. It began "
            "slowly, while travel began again, and was carried by missions in its last months. One host cluster prepares days "
            "for many firms, and each keeps a visit of its own.\n\nSmall firms were the largest group of visitors. They came for "
            "technology and stayed in touch for business. Visitors and hosts come from 17 countries, eleven of which have no "
            "cluster in the partnership."
        ),
        "objectives": (
            "The exchanges passed their target in the last weeks. Trainings, reviews of strategies and new services were done "
            "as planned. More links to the Pact for Skills would have been possible with one contact for all clusters.\n\n"
            "What stands behind each objective is told in its own report: the training of staff in D2.4 and D4.3, the services "
            "in D3.3 and D4.4, the joint activities in D5.1 to D5.8."
        ),
        "missions": (
            "The week in Dresden in June 2023 shows how it works. More than forty people came from ten countries, met hosts in "
            "the mornings and each other in the evenings. The Basque mission in November did the same for industry, and the last "
            "mission, to Warsaw in January 2024, for software.\n\n"
            "The clusters' own study visits stand in the same table. They are told in D5.1 and are no exchanges."
        ),
        "events": (
            "Matchmaking, webinars and local events were open to the members of all clusters. Whoever came to one of them was "
            "more likely to apply for a visit later: people trust what they have seen."
        ),
        "lessons": (
            "1. **Hosts first.** A known host doubles the answers to a call.\n"
            "2. **Missions carry small firms.** Alone, most would not have gone.\n"
            "3. **Pay within days.** Speed convinces more than the amount.\n"
            "4. **Ask early, ask twice.** Wishes that were named before a visit were met; others were not.\n"
            "5. **One file, one page.** Whoever sees who must act next does not write mails about it.\n"
            "6. **Invite authorities by name.** An open call does not reach them."
        ),
        "remains": (
            "* **The partnership.** The six clusters signed a memorandum and meet each spring and autumn.\n"
            "* **Services.** Three joint services go on, each with an owner; the roadmap D4.4 says with which means.\n"
            "* **Knowledge.** The library of practices and the catalogue of modules stay public and are kept by their authors.\n"
            "* **Contacts.** Hosts that agreed stay in the catalogue and can be asked by the next partnership.\n"
            "* **Ways of working.** The next partnership takes over the rules, the texts and the list of hosts."
        ),
    },
}
