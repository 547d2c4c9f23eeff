"""The trigger by which a mark moves its duty."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "marks.sql"


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]
    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP TRIGGER clocks_mark_applied ON clocks_mark; DROP FUNCTION clocks_mark_applied();",
        ),
    ]
