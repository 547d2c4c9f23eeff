"""Suppliers of contracts signed before are known as individual businesses by their credit code."""

from django.db import migrations


def know(apps, schema_editor):
    suppliers = apps.get_model("contracts", "ContractSupplier")
    rows = suppliers.objects.using(schema_editor.connection.alias)
    rows.filter(uscc__startswith="92", individual=False).update(individual=True)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0005_announced_outside")]
    operations = [migrations.RunPython(know, migrations.RunPython.noop)]
