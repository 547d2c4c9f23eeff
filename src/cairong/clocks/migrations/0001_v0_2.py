import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0001_v0_2'),
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('about', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('holder_role', models.CharField(max_length=40)),
                ('region', models.CharField(max_length=6)),
                ('title', models.CharField(max_length=300)),
                ('start_on', models.DateField()),
                ('days', models.IntegerField()),
                ('unit', models.CharField(max_length=10)),
                ('due_on', models.DateField()),
                ('due_law_on', models.DateField(null=True)),
                ('counted', models.JSONField(default=list)),
                ('provisional', models.BooleanField(default=False)),
                ('calendar_version', models.CharField(max_length=40)),
                ('state', models.CharField(default='running', max_length=10)),
                ('paused_on', models.DateField(null=True)),
                ('paused_days', models.IntegerField(default=0)),
                ('done_on', models.DateField(null=True)),
                ('cancelled_on', models.DateField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('holder_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('due_on', models.DateField(null=True)),
                ('due_law_on', models.DateField(null=True)),
                ('counted', models.JSONField(null=True)),
                ('provisional', models.BooleanField(null=True)),
                ('calendar_version', models.CharField(blank=True, max_length=40)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='clocks.duty')),
            ],
        ),
        migrations.CreateModel(
            name='DailyRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('touched', models.IntegerField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'name', 'on'), name='clocks_daily_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dailyrun',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='eda27db9d75342c1b9c3e874e43f4b5149a46bf6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fee24', table='clocks_dailyrun', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['subject_id', 'kind'], name='clocks_duty_subject'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=django.contrib.postgres.indexes.GinIndex(fields=['about'], name='clocks_duty_about'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['city', 'kind', 'start_on'], include=('due_on', 'due_law_on', 'done_on', 'cancelled_on', 'state', 'region'), name='clocks_duty_judged'),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['city', 'holder_role', 'state', 'due_on'], name='clocks_duty_open'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['done', 'cancelled'])), fields=('duty',), name='clocks_duty_ends_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mark',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='0d962217f811c99f76d92f225e0aa32c31438daf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8e5df', table='clocks_mark', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- A mark moves its duty. The app role may not update duties; this function may, as the owner.
CREATE OR REPLACE FUNCTION clocks_mark_applied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE clocks_duty SET
        due_on = COALESCE(NEW.due_on, due_on),
        due_law_on = COALESCE(NEW.due_law_on, due_law_on),
        counted = COALESCE(NEW.counted, counted),
        provisional = COALESCE(NEW.provisional, provisional),
        calendar_version = COALESCE(NULLIF(NEW.calendar_version, ''), calendar_version),
        paused_days = paused_days
            + CASE WHEN NEW.kind = 'resumed' THEN NEW."on" - paused_on ELSE 0 END,
        paused_on = CASE NEW.kind WHEN 'paused' THEN NEW."on" WHEN 'resumed' THEN NULL
                    ELSE paused_on END,
        state = CASE NEW.kind WHEN 'paused' THEN 'paused' WHEN 'resumed' THEN 'running'
                WHEN 'done' THEN 'done' WHEN 'cancelled' THEN 'cancelled' ELSE state END,
        done_on = CASE WHEN NEW.kind = 'done' THEN NEW."on" ELSE done_on END,
        cancelled_on = CASE WHEN NEW.kind = 'cancelled' THEN NEW."on" ELSE cancelled_on END
    WHERE id = NEW.duty_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER clocks_mark_applied AFTER INSERT ON clocks_mark
FOR EACH ROW EXECUTE FUNCTION clocks_mark_applied();
""",
            hints={'living': 'marks.sql'},
        ),
    ]
