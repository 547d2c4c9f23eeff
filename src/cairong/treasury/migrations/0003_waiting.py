"""Payments that wait are found by their state as a column of the index (see clocks 0004)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treasury", "0002_books"), ("parties", "0004_invented_apart")]
    operations = [
        migrations.RemoveIndex(model_name="payment", name="treasury_payment_waiting"),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                fields=["city", "state", "requested_at"], name="treasury_payment_waiting"
            ),
        ),
    ]
