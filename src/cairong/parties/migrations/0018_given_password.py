import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0017_alerts'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='given_password',
            field=models.BooleanField(db_default=False, default=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='account',
            trigger=pgtrigger.compiler.Trigger(name='own_password', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT NEW."given_password" AND OLD."given_password")', func="\n            IF NEW.password = OLD.password THEN\n                RAISE EXCEPTION 'the password of account % is the one that was given', NEW.id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_own_password';\n            END IF;\n            RETURN NEW;\n        ", hash='933e47171ed69cfba4a7cd20021e514cb066cedf', operation='UPDATE', pgid='pgtrigger_own_password_5503f', table='parties_account', when='BEFORE')),
        ),
    ]
