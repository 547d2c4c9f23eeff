from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0021_heirs"),
    ]

    operations = [
        migrations.AddField(
            model_name="mandate",
            name="papers",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
