"""A draw says what stays reserved of its offer: the bound of headroom counts what others hold."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "books.sql"


class Migration(migrations.Migration):
    dependencies = [("treasury", "0009_summed")]
    operations = [
        migrations.AddField(
            model_name="entry", name="kept_fen", field=models.BigIntegerField(null=True)
        ),
        migrations.RunSQL([SQL.read_text(encoding="utf-8")], migrations.RunSQL.noop),
    ]
