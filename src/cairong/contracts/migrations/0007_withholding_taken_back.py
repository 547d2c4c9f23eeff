"""A request to withhold an item is dropped only while the filing is being mended."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0006_individuals_known'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='withhelditem',
            trigger=pgtrigger.compiler.Trigger(name='kept_once_filed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE contract_state text;', func="\n            SELECT state INTO contract_state FROM contracts_contract WHERE id = OLD.contract_id;\n            IF contract_state NOT IN ('draft', 'returned') THEN\n                RAISE EXCEPTION 'contract % is %', OLD.contract_id, contract_state\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'contracts_kept_once_filed';\n            END IF;\n            RETURN OLD;\n        ", hash='2caba81b7d5141fd7dd7629a5bede137b4c45bc0', operation='DELETE', pgid='pgtrigger_kept_once_filed_953d0', table='contracts_withhelditem', when='BEFORE')),
        ),
    ]
