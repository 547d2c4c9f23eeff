"""An index by which the desks sum what is owed, paid and financed, of a city or a county."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treasury", "0008_acceptance_recalled")]
    operations = [
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(
                fields=["city", "region"],
                include=("due_fen", "paid_fen", "outstanding_fen"),
                name="treasury_receivable_summed",
            ),
        ),
    ]
