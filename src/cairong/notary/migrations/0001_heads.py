import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key_id', models.CharField(max_length=64, unique=True)),
                ('alg', models.CharField(max_length=20)),
                ('public_key', models.CharField(max_length=200)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('city', models.CharField(max_length=6)),
                ('kind', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('kept_size', models.BigIntegerField()),
                ('kept_hash', models.CharField(blank=True, max_length=64)),
                ('found_size', models.BigIntegerField()),
                ('found_hash', models.CharField(blank=True, max_length=64)),
                ('seq', models.BigIntegerField()),
                ('told_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_by', models.CharField(blank=True, db_default='', max_length=200)),
                ('reason', models.CharField(blank=True, db_default='', max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['city', '-at'], name='notary_alarm_newest')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('city', models.CharField(max_length=6)),
                ('kind', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('upto', models.BigIntegerField()),
                ('took_ms', models.IntegerField()),
                ('found', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'kind'), name='notary_check_once')],
            },
        ),
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('city', models.CharField(max_length=6)),
                ('place', models.CharField(max_length=300)),
                ('head_id', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField(null=True)),
                ('attempts', models.IntegerField(default=0)),
                ('retry_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'place'), name='notary_copy_once')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('city', models.CharField(max_length=6)),
                ('size', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('text', models.TextField()),
                ('alg', models.CharField(max_length=20)),
                ('value', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['city', '-id'], name='notary_head_newest'), models.Index(fields=['city', 'at'], name='notary_head_day')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='head',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='1a81f2923d267023a72a0db6ea6789705b484dfb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e6390', table='notary_head', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signingkey',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='fd79ec2d77df91622d6188f2c39d1b3c291c7acc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_11a11', table='notary_signingkey', when='BEFORE')),
        ),
    ]
