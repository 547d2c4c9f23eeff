"""A duty keeps the day it was cancelled on, so that one overdue by then is still judged."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "marks.sql"
FILL = """
UPDATE clocks_duty SET cancelled_on = mark."on" FROM clocks_mark AS mark
WHERE mark.duty_id = clocks_duty.id AND mark.kind = 'cancelled'
"""


class Migration(migrations.Migration):
    dependencies = [("clocks", "0004_open")]
    operations = [
        migrations.AddField(
            model_name="duty", name="cancelled_on", field=models.DateField(null=True)
        ),
        migrations.RemoveIndex(model_name="duty", name="clocks_duty_judged"),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                fields=["city", "kind", "start_on"],
                include=("due_on", "due_law_on", "done_on", "cancelled_on", "state", "region"),
                name="clocks_duty_judged",
            ),
        ),
        migrations.RunSQL([SQL.read_text(encoding="utf-8"), FILL], migrations.RunSQL.noop),
    ]
