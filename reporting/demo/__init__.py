"""What the demo's partnerships did beside the exchanges, and what they published.

EXCITE's study visits and the kinds of its events are public; titles, dates and clusters of the rest are invented so
that its published targets are met. EXCITE-NEXT has records in every state, for the people who review them.
"""
