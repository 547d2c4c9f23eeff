"""What is open is found by its state as a column of the index, not by a part of the table.

A prepared statement brings the states as parameters; a plan made for any of them cannot use an
index that holds some only.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_judged"), ("parties", "0004_invented_apart")]
    operations = [
        migrations.RemoveIndex(model_name="duty", name="clocks_duty_open"),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                fields=["city", "holder_role", "state", "due_on"], name="clocks_duty_open"
            ),
        ),
    ]
