import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0013_recommending'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='city',
            name='demo_apart',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='city',
            name='second_city',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='demo_apart', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(hashtextextended('parties_city', 0));\n            IF EXISTS (SELECT FROM parties_city WHERE demo <> NEW.demo) THEN\n                RAISE EXCEPTION 'city % is of another kind than the one that stands', NEW.code\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_demo_apart';\n            END IF;\n            RETURN NEW;\n        ", hash='54225c88ce21cd7373a08c9abe23964229a25eaf', operation='INSERT OR UPDATE', pgid='pgtrigger_demo_apart_eab59', table='parties_city', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='second_city', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(hashtextextended('parties_city', 0));\n            IF EXISTS (SELECT FROM parties_city) AND NOT pg_has_role(\n                (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')\n            THEN\n                RAISE EXCEPTION 'city % stands beside another', NEW.code\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_second_city';\n            END IF;\n            RETURN NEW;\n        ", hash='0f5aa04dc9de7d26a408ee9864ca881448308c0e', operation='INSERT', pgid='pgtrigger_second_city_959dd', table='parties_city', when='BEFORE')),
        ),
    ]
