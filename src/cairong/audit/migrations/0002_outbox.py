"""The trigger by which a waiting outbox row wakes the worker."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "outbox.sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP TRIGGER audit_outbox_wakes ON audit_outbox; DROP FUNCTION audit_outbox_wakes();",
        ),
    ]
