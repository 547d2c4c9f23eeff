import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0019_admitted_by_bureau'),
    ]

    operations = [
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=80)),
                ('paper', models.CharField(max_length=200)),
                ('project_no', models.CharField(blank=True, default='', max_length=100)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField()),
                ('state', models.CharField(default='offered', max_length=10)),
                ('recorded_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_reason', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engaged', to='parties.organisation')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('purchaser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='ProcurementFile',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=6)),
                ('project_no', models.CharField(max_length=100)),
                ('title', models.CharField(max_length=300)),
                ('budget_fen', models.BigIntegerField()),
                ('sme_reserved', models.BooleanField(default=False)),
                ('method', models.CharField(max_length=40)),
                ('issued_on', models.DateField()),
                ('state', models.CharField(default='issued', max_length=10)),
                ('recorded_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_reason', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issued_files', to='parties.organisation')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('engagement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='agencies.engagement')),
                ('purchaser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='procurement_files', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('uscc', models.CharField(max_length=18)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='agencies.procurementfile')),
            ],
        ),
        migrations.AddIndex(
            model_name='engagement',
            index=models.Index(fields=['agency', 'state'], name='agencies_engagement_held'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'declined', 'ended', 'offered', 'returned'])), name='agencies_engagement_state'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.UniqueConstraint(fields=('purchaser', 'no'), name='agencies_engagement_once'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('valid_from'))), name='agencies_engagement_days'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_on', None), ('ended_reason', ''), ('state__in', ('offered', 'accepted'))), models.Q(models.Q(('state__in', ('offered', 'accepted')), _negated=True), models.Q(('ended_reason', ''), _negated=True), ('ended_at__gte', models.F('recorded_at')), ('ended_on__gte', models.F('valid_from'))), _connector='OR'), name='agencies_engagement_ended_why'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'offered')), ('state', 'ended'), models.Q(('answered_at__isnull', False), ('state__in', ['accepted', 'declined', 'returned'])), _connector='OR'), name='agencies_engagement_answered'),
        ),
        migrations.AddIndex(
            model_name='procurementfile',
            index=models.Index(fields=['agency', '-issued_on'], name='agencies_file_issued'),
        ),
        migrations.AddConstraint(
            model_name='procurementfile',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'issued'])), name='agencies_procurementfile_state'),
        ),
        migrations.AddConstraint(
            model_name='procurementfile',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'issued')), fields=('purchaser', 'project_no'), name='agencies_file_once'),
        ),
        migrations.AddConstraint(
            model_name='procurementfile',
            constraint=models.CheckConstraint(condition=models.Q(('budget_fen__gt', 0), models.Q(('project_no', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='agencies_file_plain'),
        ),
        migrations.AddConstraint(
            model_name='procurementfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency', None), ('engagement', None)), models.Q(('agency__isnull', False), ('engagement__isnull', False)), _connector='OR'), name='agencies_file_by_agency'),
        ),
        migrations.AddConstraint(
            model_name='procurementfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_reason', ''), ('state', 'issued')), models.Q(models.Q(('cancelled_reason', ''), _negated=True), ('cancelled_at__isnull', False), ('state', 'cancelled')), _connector='OR'), name='agencies_file_cancelled_why'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.UniqueConstraint(fields=('file', 'uscc'), name='agencies_recipient_once'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('uscc', ''), _negated=True)), name='agencies_recipient_named'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='f08798ff2e7fc7c56ecec871c22321167bae9758', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d9257', table='agencies_recipient', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- Who acts for whom (docs/decisions/agencies.md): an agency under an agreement that two persons of
-- the purchaser recorded and the agency accepted, in its days, for what it covers.

-- Whether an agreement lets an agency act for a purchaser on a project on the day of a moment. Its
-- row is shared while the act runs, so that whoever ends it waits, and what comes later sees it.
CREATE OR REPLACE FUNCTION agencies_holds(
    which uuid, acting uuid, for_whom uuid, on_project text, moment timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    found agencies_engagement;
BEGIN
    SELECT * INTO found FROM agencies_engagement WHERE id = which FOR SHARE;
    RETURN found.state = 'accepted' AND found.agency_id = acting
        AND found.purchaser_id = for_whom AND found.project_no IN ('', on_project)
        AND parties_day(moment) BETWEEN found.valid_from AND found.valid_to
        AND NOT (found.project_no = '' AND on_project <> '' AND EXISTS (
            SELECT FROM agencies_engagement o
            WHERE o.purchaser_id = for_whom AND o.project_no = on_project
                AND o.agency_id <> acting AND o.state = 'accepted'
                AND parties_day(moment) BETWEEN o.valid_from AND o.valid_to));
END $$;

-- One agreement begins waiting, goes the steps of its table, and says at each who decided.
CREATE OR REPLACE FUNCTION agencies_engagement_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state NOT IN ('offered', 'accepted') AND NEW IS DISTINCT FROM OLD
            OR NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
                ('offered', 'accepted'), ('offered', 'declined'), ('offered', 'ended'),
                ('accepted', 'ended'), ('accepted', 'returned'))
        THEN
            PERFORM parties_refuse('agencies_engagement_steps');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'offered' OR NOT EXISTS (
        SELECT FROM parties_organisation p, parties_organisation a
        WHERE p.id = NEW.purchaser_id AND p.kind = 'purchaser' AND p.city_id = NEW.city_id
            AND a.id = NEW.agency_id AND a.kind = 'agency' AND a.city_id = NEW.city_id)
    THEN
        PERFORM parties_refuse('agencies_engagement_steps');
    END IF;
    -- Two that are recorded at once wait for one another here.
    PERFORM FROM parties_organisation WHERE id = NEW.purchaser_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM agencies_engagement o
        WHERE o.purchaser_id = NEW.purchaser_id AND o.project_no = NEW.project_no
            AND (o.project_no <> '' OR o.agency_id = NEW.agency_id)
            AND o.state IN ('offered', 'accepted')
            AND o.valid_from <= NEW.valid_to AND o.valid_to >= NEW.valid_from)
    THEN
        PERFORM parties_refuse('agencies_engagement_overlaps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER agencies_engagement_goes BEFORE INSERT OR UPDATE ON agencies_engagement
FOR EACH ROW EXECUTE FUNCTION agencies_engagement_goes();

-- Looked at when the act ends: recorded and ended by two of the purchaser, answered by the agency.
CREATE OR REPLACE FUNCTION agencies_engagement_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known jsonb := jsonb_build_object('engagement_id', NEW.id);
    decided boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        decided := parties_decided('agencies.record_engagement', NEW.purchaser_id,
            'purchaser-approver', NEW.recorded_at, jsonb_build_object(
                'agency_id', NEW.agency_id, 'valid_to', NEW.valid_to)) > 0;
    ELSIF NEW.state = 'ended' THEN
        decided := parties_decided('agencies.end_engagement', NEW.purchaser_id,
            'purchaser-approver', NEW.ended_at, known) > 0;
    ELSE
        decided := parties_said(NEW.city_id, 'agencies.engagement.' || NEW.state,
            (CASE NEW.state WHEN 'returned' THEN NEW.ended_at ELSE NEW.answered_at END),
            NEW.id, NEW.agency_id, ARRAY['agency-clerk']);
    END IF;
    IF NOT decided THEN
        PERFORM parties_refuse('agencies_engagement_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS agencies_engagement_undecided ON agencies_engagement;
CREATE CONSTRAINT TRIGGER agencies_engagement_undecided
AFTER INSERT OR UPDATE OF state ON agencies_engagement DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION agencies_engagement_undecided();

-- A file of an agency rests on an agreement that holds; a cancelled one never comes back.
CREATE OR REPLACE FUNCTION agencies_file_mandated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'cancelled' AND NEW IS DISTINCT FROM OLD THEN
            PERFORM parties_refuse('agencies_file_steps');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'issued' THEN
        PERFORM parties_refuse('agencies_file_steps');
    END IF;
    IF NEW.agency_id IS NOT NULL AND NOT agencies_holds(
        NEW.engagement_id, NEW.agency_id, NEW.purchaser_id, NEW.project_no, NEW.recorded_at)
    THEN
        PERFORM parties_refuse('agencies_mandate');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER agencies_file_mandated BEFORE INSERT OR UPDATE ON agencies_procurementfile
FOR EACH ROW EXECUTE FUNCTION agencies_file_mandated();

-- Who obtained a file is entered by its purchaser, or by its agency while an agreement holds; the
-- agency is never among them, and nobody is added to a file that was cancelled.
CREATE OR REPLACE FUNCTION agencies_recipient_mandated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_file agencies_procurementfile;
BEGIN
    SELECT * INTO of_file FROM agencies_procurementfile WHERE id = NEW.file_id FOR SHARE;
    IF of_file.state <> 'issued' THEN
        PERFORM parties_refuse('agencies_file_steps');
    END IF;
    IF NEW.by_id IS DISTINCT FROM of_file.purchaser_id AND (
        NEW.by_id IS DISTINCT FROM of_file.agency_id OR NOT EXISTS (
            SELECT FROM agencies_engagement e
            WHERE e.agency_id = NEW.by_id AND e.purchaser_id = of_file.purchaser_id
                AND agencies_holds(
                    e.id, NEW.by_id, of_file.purchaser_id, of_file.project_no, NEW.at)))
    THEN
        PERFORM parties_refuse('agencies_mandate');
    END IF;
    IF EXISTS (SELECT FROM parties_organisation
               WHERE id = of_file.agency_id AND uscc <> '' AND uscc = NEW.uscc)
    THEN
        PERFORM parties_refuse('agencies_own_part');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER agencies_recipient_mandated BEFORE INSERT ON agencies_recipient
FOR EACH ROW EXECUTE FUNCTION agencies_recipient_mandated();
""",
            hints={'living': 'agencies.sql'},
        ),
    ]
