"""Demo data: EXCITE's finished history with its published figures, and the invented partnership EXCITE-NEXT of today.

Everything is built through the services, in time order. Clusters, dates and figures are public facts; firms and
persons are invented.
"""
