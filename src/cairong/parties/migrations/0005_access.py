import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_decided'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessAlarm',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('address', models.GenericIPAddressField(null=True)),
                ('tries', models.IntegerField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('address', models.GenericIPAddressField(null=True)),
                ('name_digest', models.CharField(blank=True, max_length=32)),
                ('outcome', models.CharField(max_length=12)),
                ('times', models.IntegerField(default=1)),
                ('folded', models.BooleanField(default=False)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('mandate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.mandate')),
            ],
            options={
                'indexes': [models.Index(fields=['city', 'on'], name='parties_access_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('folded', True)), fields=('city', 'on', 'outcome', 'account', 'address'), name='parties_access_folded_once', nulls_distinct=False)],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='access',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' AND OLD.last_at < clock_timestamp() - interval '6 months' THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND OLD.folded AND NEW.times > OLD.times\n                AND NEW.last_at >= OLD.last_at\n                AND to_jsonb(NEW) - '{times,last_at}'::text[]\n                    = to_jsonb(OLD) - '{times,last_at}'::text[] THEN\n                RETURN NEW;\n            END IF;\n            RAISE EXCEPTION 'the log of access is kept for six months'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_access_kept',\n                TABLE = TG_TABLE_NAME;\n        ", hash='1328e5dfbb70309076df44f9afe5c59fe9af672a', operation='UPDATE OR DELETE', pgid='pgtrigger_kept_abe9e', table='parties_access', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='accessalarm',
            constraint=models.UniqueConstraint(fields=('city', 'on', 'kind', 'account', 'address'), name='parties_access_alarm_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessalarm',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='e1e9235aa3a64115a345f4df5248f9dc9e864445', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e1d21', table='parties_accessalarm', when='BEFORE')),
        ),
    ]
