import django.contrib.postgres.indexes
from django.db import migrations, models

# Legal forms at the end of a name, and a few that stand before it. Words are compared after dots and accents are gone.
_END = (
    "gmbh mbh ag kg ug ohg gbr ev eg se sa sas sasu sarl eurl snc scop sci sl slu sll srl srls spa sapa snc scarl coop "
    "uab mb vsi ab as asa oy oyj ab aps ivs is bv nv vof cv bvba sprl ltd limited llc llp inc plc clg dac lda ltda "
    "unipessoal doo dd ad eood ood ead et kft zrt nyrt bt sia ou sro zs vos kda ooo tov pat ike epe ae oe ehf hf "
    "еоод оод ад ад еад ет дзд дп spzoo sp z oo spolka zoo ska sc co cokg und and haftungsbeschrankt"
)
_START = "uab sia mb vsi ab ou as ooo firma"


def _words(text: str) -> str:
    return "|".join(dict.fromkeys(text.split()))


CREATE = f"""
    CREATE FUNCTION clusters_name_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $key$
        WITH plain AS (
            SELECT btrim(regexp_replace(
                lower(public.unaccent('public.unaccent'::regdictionary, replace($1, '.', ''))),
                '[[:space:][:punct:]„“”«»‘’–—´`°]+', ' ', 'g'
            )) AS words
        ), bare AS (
            SELECT words, btrim(regexp_replace(
                regexp_replace(words, '( ({_words(_END)}))+$', ''), '^({_words(_START)}) ', ''
            )) AS rest FROM plain
        )
        SELECT CASE WHEN rest = '' THEN words ELSE rest END FROM bare
    $key$
"""


class Migration(migrations.Migration):
    """The comparable form of a name, computed by the database, so that every writer gets the same."""

    dependencies = [("clusters", "0011_directory_follows_its_sources"), ("core", "0001_extensions")]
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION clusters_name_key(text)"),
        migrations.AddField(
            model_name='organisation',
            name='name_key',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('name'), function='clusters_name_key'), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['name_key'], name='organisation_name_key'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='organisation_name_similar', opclasses=['gin_trgm_ops']),
        ),
    ]
