"""One receipt of the bank is recorded once: no two remittances of a city bear the same serial."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treasury", "0004_recalled")]
    operations = [
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.UniqueConstraint(
                fields=["city", "bank_serial"], name="treasury_serial_once"
            ),
        ),
    ]
