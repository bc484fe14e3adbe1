"""The indexes by which PostgreSQL searches the register; SQLite reads what it has. PLT-6

Their expressions are those of accounts/finding.py, letter for letter, or they would not be used.
"""

from django.db import migrations

INDEXES = {
    "account_begins": 'accounts_account (handle_key COLLATE "C", id)',
    "account_previous_begins": 'accounts_previoushandle (handle_key COLLATE "C", id)',
    "account_words": "accounts_account USING gin (to_tsvector('simple'::regconfig, "
    "translate(handle_key::text || ' ' || name::text, '._-@/', '     ')))",
}


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, definition in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {definition}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_account_request")]
    operations = [migrations.RunPython(add, drop)]
