"""An individual business is known by its code; former names and the day of figures are kept."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_invented_apart")]

    operations = [
        migrations.RemoveField(model_name="supplierprofile", name="individual"),
        migrations.AddField(
            model_name="supplierprofile",
            name="figures_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="former_names",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["former_names"], name="parties_org_former_names"
            ),
        ),
    ]
