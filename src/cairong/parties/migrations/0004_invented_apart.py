"""Invented parties stand in no real city, and no real city beside a demonstration."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0003_former_names_go'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='demo_apart', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM parties_city WHERE demo <> NEW.demo) THEN\n                RAISE EXCEPTION 'city % is of another kind than the one that stands', NEW.code\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_demo_apart';\n            END IF;\n            RETURN NEW;\n        ", hash='445dcf941ff042a44a364bc46e0dce984f622d52', operation='INSERT OR UPDATE', pgid='pgtrigger_demo_apart_eab59', table='parties_city', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='invented', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."demo")', func="\n            IF NOT (SELECT demo FROM parties_city WHERE code = NEW.city_id) THEN\n                RAISE EXCEPTION 'city % is a real one', NEW.city_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_invented_in_demo_city';\n            END IF;\n            RETURN NEW;\n        ", hash='273c70e9bbbc8ba34ca0cf0e8cbdc0dcee144f39', operation='INSERT OR UPDATE', pgid='pgtrigger_invented_21b8b', table='parties_organisation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='invented', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."demo")', func="\n            IF NOT (SELECT demo FROM parties_city WHERE code = NEW.city_id) THEN\n                RAISE EXCEPTION 'city % is a real one', NEW.city_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_invented_in_demo_city';\n            END IF;\n            RETURN NEW;\n        ", hash='20cdd3870d348325d97a0820a451f36074b712a3', operation='INSERT OR UPDATE', pgid='pgtrigger_invented_66fbf', table='parties_person', when='BEFORE')),
        ),
    ]
