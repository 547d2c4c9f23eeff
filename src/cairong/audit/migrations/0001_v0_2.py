import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('city', models.CharField(max_length=6, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField(default=0)),
                ('hash', models.BinaryField(default=b'')),
            ],
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('city', models.CharField(max_length=6)),
                ('consumer', models.CharField(max_length=80)),
                ('done_at', models.DateTimeField(null=True)),
                ('attempts', models.IntegerField(default=0)),
                ('retry_at', models.DateTimeField(null=True)),
                ('last_error', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='RefusalRecord',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('city', models.CharField(max_length=6)),
                ('at', models.DateTimeField()),
                ('person_id', models.UUIDField(null=True)),
                ('organisation_id', models.UUIDField(null=True)),
                ('role', models.CharField(max_length=40)),
                ('channel', models.CharField(max_length=10)),
                ('act', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=80)),
                ('obligation', models.CharField(blank=True, max_length=40)),
                ('facts', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('city', models.CharField(max_length=6)),
                ('seq', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('type', models.CharField(max_length=80)),
                ('schema_version', models.SmallIntegerField(default=1)),
                ('person_id', models.UUIDField(null=True)),
                ('person_name', models.CharField(blank=True, max_length=60)),
                ('organisation_id', models.UUIDField(null=True)),
                ('organisation_name', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(max_length=40)),
                ('channel', models.CharField(max_length=10)),
                ('request_id', models.UUIDField(null=True)),
                ('asked', models.BinaryField(null=True)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('about', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('visible_to', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('basis', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list)),
                ('previous_hash', models.BinaryField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['about'], name='audit_event_about'), models.Index(fields=['city', 'type', 'at'], name='audit_event_type')],
                'constraints': [models.UniqueConstraint(fields=('city', 'seq'), name='audit_event_one_per_seq'), models.UniqueConstraint(condition=models.Q(('request_id__isnull', False)), fields=('city', 'request_id'), name='audit_event_request_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='5b90eb2f11331b0ee02d930f62a9d289b7233526', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7d947', table='audit_event', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='outbox',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outbox', to='audit.event'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refusalrecord',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='4e2f56aab821d0a6c07922bc24c4ac9d43929eb7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c8179', table='audit_refusalrecord', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='outbox',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['id'], name='audit_outbox_waiting'),
        ),
        migrations.AddConstraint(
            model_name='outbox',
            constraint=models.UniqueConstraint(fields=('event', 'consumer'), name='audit_outbox_once'),
        ),
        migrations.RunSQL(
            sql=r"""-- The worker listens: a committed outbox row wakes it at once.
CREATE OR REPLACE FUNCTION audit_outbox_wakes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY cairong_outbox;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER audit_outbox_wakes AFTER INSERT ON audit_outbox
FOR EACH STATEMENT EXECUTE FUNCTION audit_outbox_wakes();
""",
            hints={'living': 'outbox.sql'},
        ),
    ]
