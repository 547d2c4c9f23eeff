"""A milestone may have no agreed days: the contract says nothing of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0009_unproved_released")]
    operations = [
        migrations.AlterField(
            model_name="schedulerow",
            name="agreed_days",
            field=models.IntegerField(null=True),
        ),
    ]
