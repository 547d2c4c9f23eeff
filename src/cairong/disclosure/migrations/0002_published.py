"""The trigger by which a published version becomes what the public sees."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "published.sql"
UNDO = """
DROP TRIGGER disclosure_version_published ON disclosure_publishedversion;
DROP FUNCTION disclosure_version_published();
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), UNDO)]
