"""Open intents on an award whose contract was signed before are bound to it and its receivable."""

from django.db import migrations


def bind(apps, schema_editor):
    alias = schema_editor.connection.alias
    receivables = apps.get_model("treasury", "Receivable").objects.using(alias)
    intents = apps.get_model("lending", "Intent").objects.using(alias)
    for intent in intents.filter(contract=None, state__in=["open", "offered"]):
        receivable = receivables.filter(
            contract__award=intent.award_id, supplier=intent.supplier_id
        ).first()
        if receivable is not None:
            intent.receivable, intent.contract_id = receivable, receivable.contract_id
            intent.save(update_fields=["receivable", "contract"])


class Migration(migrations.Migration):
    dependencies = [("lending", "0002_entries")]
    operations = [migrations.RunPython(bind, migrations.RunPython.noop)]
