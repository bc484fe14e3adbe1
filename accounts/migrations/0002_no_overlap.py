"""On PostgreSQL an exclusion constraint keeps the periods of one part apart; on SQLite a trigger does. REG-2"""

from django.db import migrations

ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE accounts_tenure ADD CONSTRAINT tenure_no_overlap
    EXCLUDE USING gist (account_id WITH =, part WITH =, tstzrange(from_at, until_at) WITH &&);
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE accounts_tenure DROP CONSTRAINT tenure_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
