"""The columns that each function `directory_<kind>(only_id)` gives, as SQL. Migrations use them: never change one."""

COLUMNS = """
    subject_id bigint, organisation_id bigint, slug text, title text, owner text, city text, country text, blurb text,
    rank smallint, starts_on date, ends_on date, shown_until date, free datemultirange, latitude numeric,
    longitude numeric, facets text[], words_b text, words_c text, words_d text, created_at timestamptz
"""
