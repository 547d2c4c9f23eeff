import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0011_looks_plain_filled'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='second_city', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM parties_city) AND NOT pg_has_role(\n                (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')\n            THEN\n                RAISE EXCEPTION 'city % stands beside another', NEW.code\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_second_city';\n            END IF;\n            RETURN NEW;\n        ", hash='e7a7ba827f0c378eb748233eca6822778fdfc9b4', operation='INSERT', pgid='pgtrigger_second_city_959dd', table='parties_city', when='BEFORE')),
        ),
    ]
