"""The trigger by which an entry moves its loan."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "entries.sql"


class Migration(migrations.Migration):
    dependencies = [("lending", "0001_initial")]
    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP TRIGGER lending_entry_applied ON lending_loanentry;"
            " DROP FUNCTION lending_entry_applied();",
        ),
    ]
