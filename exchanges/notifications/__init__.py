"""One class per mail, by the part of the process it belongs to."""
