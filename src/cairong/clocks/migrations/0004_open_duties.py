from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0003_clock_seen"),
        ("parties", "0011_looks_plain_filled"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="duty",
            name="clocks_duty_open",
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["city", "state", "kind", "due_on"], name="clocks_duty_open"),
        ),
    ]
