"""On PostgreSQL an exclusion constraint keeps the periods of one access apart; on SQLite a trigger does. REG-5

The last day first, with none at all still last: SQLite reads the index of the other direction, PostgreSQL needs its own.
"""

from django.db import migrations

ADD = """
ALTER TABLE accounts_accessgrant ADD CONSTRAINT access_no_overlap
    EXCLUDE USING gist (account_id WITH =, person_id WITH =, platform_role WITH =, route WITH =, via WITH =,
                        tstzrange(from_at, until_at) WITH &&);
CREATE INDEX access_open_by_end_down ON accounts_accessgrant (expires_on DESC NULLS LAST, id DESC)
    WHERE until_at IS NULL;
"""
DROP = "ALTER TABLE accounts_accessgrant DROP CONSTRAINT access_no_overlap; DROP INDEX access_open_by_end_down"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_reviews_of_access")]
    operations = [migrations.RunPython(add, drop)]
