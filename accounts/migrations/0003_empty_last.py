"""The latest first, with empty values last: SQLite reads the index of the other direction, PostgreSQL needs its own. REG-1"""

from django.db import migrations

COLUMNS = ("owner_since", "verified_on")


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f"CREATE INDEX account_by_{column}_down ON accounts_account ({column} DESC NULLS LAST, id DESC)"
            )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX account_by_{column}_down")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_no_overlap")]
    operations = [migrations.RunPython(add, drop)]
