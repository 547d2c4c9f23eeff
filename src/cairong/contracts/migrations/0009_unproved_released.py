"""Who registered before and was never proved by the desk is no supplier, and has won nothing."""

from django.db import migrations


def release(apps, schema_editor):
    """Free what suppliers hold who stand by an unproved claim alone, and their codes."""
    alias = schema_editor.connection.alias
    events = apps.get_model("audit", "Event").objects.using(alias)
    shares = apps.get_model("contracts", "AwardShare").objects.using(alias)
    contracts = apps.get_model("contracts", "ContractSupplier").objects.using(alias)
    organisations = apps.get_model("parties", "Organisation").objects.using(alias)
    claimed = organisations.filter(kind="supplier", claims__isnull=False, mandates=None).distinct()
    for one in claimed:
        admitted = events.filter(type="parties.organisation.admitted", about__contains=[one.pk])
        if admitted.exists() or contracts.filter(supplier_id=one.pk).exists():
            continue
        shares.filter(supplier_id=one.pk, award__state="noticed").update(supplier=None)
        one.claims.update(organisation=None)
        one.active, one.uscc = False, ""
        one.save(update_fields=["active", "uscc"])


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0008_size_beside_supplier"),
        ("parties", "0007_claims_say"),
        ("audit", "0002_outbox"),
    ]
    operations = [migrations.RunPython(release, migrations.RunPython.noop)]
