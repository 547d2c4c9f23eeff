"""The index of a contract's suppliers also holds the size fixed at signing, which boards count."""

from django.db import migrations, models

ONCE = {
    "condition": models.Q(("supplier__isnull", False)),
    "fields": ("contract", "supplier"),
    "name": "contracts_supplier_once",
}


class Migration(migrations.Migration):
    dependencies = [("contracts", "0007_withholding_taken_back")]
    operations = [
        migrations.RemoveConstraint(model_name="contractsupplier", name="contracts_supplier_once"),
        migrations.AddConstraint(
            model_name="contractsupplier",
            constraint=models.UniqueConstraint(include=("size",), **ONCE),
        ),
    ]
