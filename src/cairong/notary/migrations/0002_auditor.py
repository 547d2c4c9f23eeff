import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notary', '0001_heads'),
        ('parties', '0007_auditor'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedCheck',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('city', models.CharField(max_length=6)),
                ('person_name', models.CharField(max_length=60)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(default='asked', max_length=10)),
                ('part', models.CharField(blank=True, default='', max_length=10)),
                ('checked', models.BigIntegerField(default=0)),
                ('total', models.BigIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('took_ms', models.IntegerField(null=True)),
                ('upto', models.BigIntegerField(null=True)),
                ('token', models.CharField(blank=True, default='', max_length=200)),
                ('differs', models.IntegerField(null=True)),
                ('found', models.JSONField(default=list)),
            ],
        ),
        migrations.AddField(
            model_name='alarm',
            name='finding',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
        migrations.AddField(
            model_name='alarm',
            name='seen_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='alarm',
            name='seen_by_name',
            field=models.CharField(blank=True, db_default='', max_length=60),
        ),
        migrations.AddField(
            model_name='alarm',
            name='seen_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='alarm',
            name='state',
            field=models.CharField(db_default='open', default='open', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'seen'])), name='notary_alarm_state'),
        ),
        migrations.AddIndex(
            model_name='askedcheck',
            index=models.Index(fields=['city', '-asked_at'], name='notary_asked_newest'),
        ),
        migrations.AddConstraint(
            model_name='askedcheck',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'done', 'running'])), name='notary_askedcheck_state'),
        ),
        migrations.AddConstraint(
            model_name='askedcheck',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'done'), _negated=True), fields=('city',), name='notary_check_at_once'),
        ),
        migrations.RunSQL(
            sql=r"""-- An alarm is looked into by an auditor, who says so in the chain, once: looked at when the
-- transaction ends (docs/decisions/auditor.md).
CREATE OR REPLACE FUNCTION notary_alarm_unseen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'open' OR NEW.seen_at IS NULL OR NEW.finding = '' OR NOT parties_said(
        NEW.city, 'notary.alarm.acknowledged', NEW.seen_at, NEW.id, NEW.seen_for_id,
        ARRAY['auditor'])
    THEN
        PERFORM parties_refuse('notary_alarm_unseen');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS notary_alarm_unseen ON notary_alarm;
CREATE CONSTRAINT TRIGGER notary_alarm_unseen AFTER UPDATE ON notary_alarm
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (
    (OLD.state, OLD.seen_at, OLD.seen_by_name, OLD.seen_for_id, OLD.finding)
    IS DISTINCT FROM (NEW.state, NEW.seen_at, NEW.seen_by_name, NEW.seen_for_id, NEW.finding))
EXECUTE FUNCTION notary_alarm_unseen();
""",
            hints={'living': 'seen.sql'},
        ),
    ]
