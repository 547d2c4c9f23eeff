"""An individual business is known by its code."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_invented_apart")]

    operations = [migrations.RemoveField(model_name="supplierprofile", name="individual")]
