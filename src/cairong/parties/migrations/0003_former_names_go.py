"""Former names were never written: who follows another keeps its own row (succeed_organisation)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_claims_and_tallies")]

    operations = [migrations.DeleteModel(name="FormerName")]
