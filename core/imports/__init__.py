"""One engine for every table that people bring along: read, map columns, check all rows, then save all or nothing.

An importer (`importer.Importer`) says which columns it knows and what a row becomes; the rest is the same for all.
"""
