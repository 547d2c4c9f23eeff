import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.uuid
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts', '0003_own_accounts'),
        ('parties', '0014_second_city_waits'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=6)),
                ('letter_no', models.CharField(max_length=80)),
                ('matter', models.CharField(max_length=300)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('granted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_reason', models.CharField(blank=True, max_length=300)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64)),
                ('manifest_sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bundles', to='inspecting.inspection')),
            ],
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='inspecting.inspection')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organisation', 'letter_no', 'region'), name='inspecting_letter_once'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since')), ('until__lte', django.db.models.expressions.CombinedExpression(models.F('since'), '+', models.Value(datetime.timedelta(days=366))))), name='inspecting_span'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_reason', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='inspecting_ended_why'),
        ),
        migrations.AddConstraint(
            model_name='bundle',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.F('sha256'), models.Func(models.Func(models.F('content'), function='sha256'), models.Value('hex'), function='encode', output_field=models.CharField())), name='inspecting_bundle_hash'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bundle',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='6dd4ad7975037b3c7af4d523f6480bb9891f8537', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_715c4', table='inspecting_bundle', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['inspection', 'at'], name='inspecting_look_at'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='look',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='24a2ce0940adb692b4be93b5595bf7208e9340d7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e43a0', table='inspecting_look', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- An inspection stands where two of the bureau granted it to a body of inspection, and ends early
-- where one of them said so; what it is about is never rewritten. Looked at when the act ends.
CREATE OR REPLACE FUNCTION inspecting_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bureau uuid := parties_bureau(NEW.city_id);
    decided boolean := CASE
        WHEN TG_OP = 'INSERT' THEN
            NEW.ended_at IS NULL AND EXISTS (
                SELECT FROM parties_organisation
                WHERE id = NEW.organisation_id AND city_id = NEW.city_id AND kind = 'inspector')
            AND parties_decided('inspecting.grant_inspection', bureau, 'procurement-approver',
                NEW.granted_at, jsonb_build_object('organisation_id', NEW.organisation_id,
                    'region', NEW.region, 'since', NEW.since, 'until', NEW.until)) > 0
        WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR (
                NEW.id, NEW.city_id, NEW.organisation_id, NEW.region, NEW.letter_no, NEW.matter,
                NEW.since, NEW.until, NEW.granted_at) IS DISTINCT FROM (
                OLD.id, OLD.city_id, OLD.organisation_id, OLD.region, OLD.letter_no, OLD.matter,
                OLD.since, OLD.until, OLD.granted_at) THEN false
        ELSE parties_said(NEW.city_id, 'inspecting.inspection.ended', NEW.ended_at, NEW.id, bureau,
            ARRAY['procurement-officer', 'procurement-approver'])
        END;
BEGIN
    IF decided IS NOT TRUE THEN
        PERFORM parties_refuse('inspecting_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS inspecting_undecided ON inspecting_inspection;
CREATE CONSTRAINT TRIGGER inspecting_undecided AFTER INSERT OR UPDATE ON inspecting_inspection
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION inspecting_undecided();

-- What is opened or taken for an inspection is of its region, while it stands, by a person of the
-- body it was granted to, whom the chain names.
CREATE OR REPLACE FUNCTION inspecting_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM inspecting_inspection i JOIN contracts_contract c ON c.id = NEW.contract_id
        WHERE i.id = NEW.inspection_id AND c.city_id = i.city_id
            AND i.region IN (c.region, i.city_id) AND i.ended_at IS NULL
            AND parties_day(NEW.at) BETWEEN i.since AND i.until
            AND EXISTS (
                SELECT FROM audit_event e
                WHERE e.city = i.city_id AND e.type = TG_ARGV[0] AND e.at = NEW.at
                    AND e.subject_id = NEW.id::text AND e.role = 'inspector'
                    AND e.person_id = NEW.person_id AND e.organisation_id = i.organisation_id))
    THEN
        PERFORM parties_refuse('inspecting_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS inspecting_look_unsaid ON inspecting_look;
CREATE CONSTRAINT TRIGGER inspecting_look_unsaid AFTER INSERT ON inspecting_look
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION inspecting_unsaid('inspecting.case.opened');

DROP TRIGGER IF EXISTS inspecting_bundle_unsaid ON inspecting_bundle;
CREATE CONSTRAINT TRIGGER inspecting_bundle_unsaid AFTER INSERT ON inspecting_bundle
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION inspecting_unsaid('inspecting.bundle.made');
""",
            hints={'living': 'granted.sql'},
        ),
    ]
