"""One file for each type of deliverable, found by itself."""
