"""An event keeps a digest of what its request asked: its token stands for that and nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_outbox")]
    operations = [
        migrations.AddField(
            model_name="event", name="asked", field=models.BinaryField(null=True)
        ),
    ]
