"""The performance table: pages of the portal against the floor, in one run on one machine."""
