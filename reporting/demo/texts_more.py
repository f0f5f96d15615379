"""Texts of the reports that EXCITE's demo has beside the seven published ones. The words are invented; numbers come from the
records.
"""

TEXTS: dict[str, dict[str, str]] = {
    "D1.4": {
        "method": (
            "Each cluster was asked for two things that it does well and that others could copy. They were written in one "
            "form: for whom, what was done, what came of it, what others need, and whom to ask.\n\nThe coordinator read each of "
            "them before it joined the collection, and sent back what had no result yet."
        ),
        "practices": "All of them can be begun by one person in one week.",
        "use": (
            "The collection is renewed at the end of the project, as D1.5. Until then each new practice is shown in the library "
            "as soon as it is accepted."
        ),
    },
    "D2.4": {
        "needs": (
            "The survey of members and the talks with cluster managers agree: **digital skills come first**, then skills to "
            "sell abroad. Small clusters lack time more than courses, so that half a day must be worth it.\n\nWhat applicants "
            "name in their applications says the same from the side of the firms."
        ),
        "measures": (
            "1. Three trainings for cluster staff: leadership in September 2022, digital tools in February 2023, "
            "services for going abroad in October 2023.\n"
            "2. Learning tandems: two teams look at one service of each other.\n"
            "3. The catalogue of online modules, D2.2, for all who cannot travel.\n"
            "4. Webinars on upskilling, open to members of all clusters."
        ),
        "follow-up": (
            "Each training ends with one change at home. The coordinator asks after three months what became of it, and the "
            "answers are counted in the scoreboard D1.3."
        ),
    },
    "D3.3": {
        "service": (
            "The service was planned after the review of what the cluster offers. It is one of the five new services of the "
            "partnership. Its users, its price and what is new about it stand below."
        ),
        "pilot": (
            "Members were invited by their cluster and used the service free of charge during the pilot. Two advisers "
            "took part in each first talk, so that both could do it afterwards."
        ),
        "results": (
            "Users came back with a second question, which was the sign that we had hoped for.\n\n* What worked: a fixed length, "
            "a fixed price, and a page of results on the same day.\n* What did not: the form that users filled in before was too "
            "long. It now has six questions."
        ),
        "next": (
            "The service goes on as part of the membership; firms from outside pay by the hour. Partner clusters may send their "
            "members at the same price."
        ),
    },
    "D4.1": {
        "method": (
            "Opportunities came from three sides: a mapping of the strengths of six regions, what visitors told after their "
            "stays, and the results of learning tandems. Each was talked through by the clusters that it concerns, and "
            "written down with a next step."
        ),
        "opportunities": (
            "Most of them join a technology of one region with users in another. One is a call for funding; the others can "
            "begin with what the clusters have."
        ),
        "priorities": (
            "1. What two clusters can begin without new money.\n2. What a call pays whose deadline lies within a year.\n"
            "3. What needs a third region, which is looked for in the matchmaking events."
        ),
    },
    "D4.3": {
        "state": (
            "Each cluster trains its own staff, mostly by courses in the own language. Shared are the catalogue of modules, the "
            "tandems and the three trainings of the project. What is missing is a place where trainers of several clusters "
            "plan together."
        ),
        "plan": (
            "* Two joint trainings each year, each hosted by another cluster.\n* A tandem for every cluster, twice half a day."
            "\n* One contribution a year to the Pact for Skills, led by the cluster that knows the field best.\n"
            "* A half-yearly call of those who look after skills, with one topic each."
        ),
    },
    "D4.4": {
        "services": (
            "Three services go on together: the soft-landing desk for visiting firms, the partner search, and the security "
            "check for connected products. Each has one owner and at least one partner abroad. The two others stay with the "
            "cluster that began them."
        ),
        "steps": (
            "1. **Spring 2024:** one entry page for all three services, in the languages of the six clusters.\n"
            "2. **Autumn 2024:** prices agreed, so that a member pays the same at each cluster.\n"
            "3. **2025:** a review of what is used. What nobody asked for in a year is closed."
        ),
        "resources": (
            "Each owner gives a tenth of a position. Visits are paid from the next partnership. No service needs money that is "
            "not agreed yet."
        ),
    },
    "D5.3": {
        "webinars": (
            "The webinars carried topics that all clusters share to people who do not travel. Each took one hour: what it is "
            "about, an example, questions. A second cluster moderated each of them."
        ),
        "results": (
            "Questions and slides were sent to all who registered, also to those who did not come. Two webinars led to a tandem, "
            "and one to a joint application."
        ),
    },
    "D5.5": {
        "event": (
            "The second event used a fair: in November 2022 firms that were in Munich anyway met buyers and partners of the chip "
            "industry. The clusters had a room of their own next to the halls."
        ),
        "results": (
            "The fair brought more passers-by than plans. Firms that had named their wishes got more out of it: they knew "
            "whom they would meet, and the others knew, too."
        ),
        "lessons": (
            "* A room of one's own is worth its price at a fair.\n* Plan no meetings in the first hour of the day, when all are "
            "at their stands."
        ),
    },
    "D5.6": {
        "event": (
            "The third event was the largest. It was part of the mission to Dresden in June 2023 and followed the day on which "
            "the hosting cluster meets its members."
        ),
        "results": (
            "Visitors of the mission met firms of the region for half a day; several came back in autumn, one of them for a "
            "month. What a firm looks for stood on its badge, and many talks began with that."
        ),
        "lessons": (
            "* Badges with what one looks for start talks by themselves.\n* With more than forty people, two rounds are better "
            "than one long one."
        ),
    },
    "D5.7": {
        "event": (
            "The fourth event brought software to machine builders. It closed the mission to the Basque Country in November "
            "2023; the host had asked local firms for one open problem each."
        ),
        "results": (
            "Two pairs prepare a joint offer for a data space in manufacturing. Four firms agreed on a test with data of their "
            "own."
        ),
        "lessons": (
            "* Ask makers for one real problem each; talks become short and useful.\n* Bring an interpreter for the hall, not "
            "for the room."
        ),
    },
    "D5.8": {
        "event": (
            "The last event closed the last mission of the project, in Warsaw in January 2024. Half of the participants had "
            "been at an earlier one and brought a partner with them."
        ),
        "results": (
            "The talks go on in the clusters' joint services. Those who looked for a partner for a joint project were named "
            "to all six clusters."
        ),
        "lessons": (
            "* Keep the list of wishes: half of them were still open, and are passed on.\n* A last event needs a next step "
            "that somebody has promised before."
        ),
    },
    "D6.1": {
        "overview": (
            "Firms hear of the scheme from their cluster, so each cluster told its own members. Online, the scheme was shown "
            "to all six regions at once; breakfasts and members' days followed at home."
        ),
        "response": (
            "Three questions came each time: may we take part, how much is paid, and who finds the host? The answers now stand "
            "first on the public pages, with a calculator.\n\nWhat convinced people were firms that had been away. From the "
            "second event on, one of them told how it was."
        ),
    },
    "D7.1": {
        "audiences": (
            "* **Small firms** in six regions: *Your cluster pays for a first visit abroad.*\n* **Clusters** in Europe: *Learn "
            "from a team like yours.*\n* **Regions and the Commission:** *What comes of it can be counted.*"
        ),
        "channels": (
            "The clusters' newsletters each month, the public page at once, the European platform each quarter. Webinars twice "
            "a year. The cluster in Vilnius looks after the plan; every cluster names one person.\n\n"
            "Each text names the funding and shows the emblem. People are named and shown only with their consent."
        ),
        "measures": "Enough is: one piece of news a quarter, four webinars, and a question from every region each quarter.",
    },
}
