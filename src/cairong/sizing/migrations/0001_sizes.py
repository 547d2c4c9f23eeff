import django.db.models.deletion
import django.db.models.functions.uuid
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0020_sizes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('letter_no', models.CharField(blank=True, max_length=40)),
                ('place', models.CharField(max_length=6)),
                ('claimed', models.CharField(max_length=10)),
                ('declared', models.JSONField()),
                ('asked_at', models.DateTimeField()),
                ('heard_until', models.DateField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('word', models.CharField(blank=True, max_length=12)),
                ('year', models.SmallIntegerField(null=True)),
                ('number', models.IntegerField(null=True)),
                ('addressed', models.CharField(blank=True, max_length=60)),
                ('sent_at', models.DateTimeField(null=True)),
                ('size', models.CharField(blank=True, max_length=10)),
                ('tied', models.BooleanField(default=False)),
                ('figures', models.JSONField(default=dict)),
                ('answer_no', models.CharField(blank=True, max_length=60)),
                ('answered_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='size_disputes', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='SizePaper',
            fields=[
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=4)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Saying',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('words', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sayings', to='sizing.dispute')),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sayings', to='sizing.sizepaper')),
            ],
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['asker', 'state'], name='sizing_dispute_asked'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['supplier', 'ended_at'], name='sizing_dispute_firm'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'decided', 'forwarded', 'open', 'withdrawn'])), name='sizing_dispute_state'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='sizing_dispute_no_once'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(fields=('city', 'word', 'year', 'number'), name='sizing_number_once'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'forwarded'))), fields=('supplier', 'asker'), name='sizing_open_once'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('number', None), ('size', ''), ('state', 'open')), models.Q(('ended_at', None), ('number__isnull', False), ('size', ''), ('state', 'forwarded'), models.Q(('addressed', ''), _negated=True)), models.Q(('number__isnull', False), ('size__in', ['large', 'medium', 'small', 'micro']), ('state__in', ('decided', 'answered')), ('ended_at__gte', models.F('asked_at')), ('ended_at__isnull', False), models.Q(('state', 'decided'), models.Q(models.Q(('answer_no', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR')), models.Q(('ended_at__isnull', False), ('size', ''), ('state', 'withdrawn')), _connector='OR'), name='sizing_ended_whole'),
        ),
        migrations.AddConstraint(
            model_name='sizepaper',
            constraint=models.UniqueConstraint(fields=('organisation', 'sha256'), name='sizing_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='sizepaper',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.F('sha256'), models.Func(models.Func(models.F('content'), function='sha256'), models.Value('hex'), function='encode', output_field=models.CharField())), name='sizing_paper_hash'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sizepaper',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='ce0b85b59218baed29bc5818b67ef6a1edf0cdf6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8f02f', table='sizing_sizepaper', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='saying',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='sizing_saying_said'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='saying',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='471c539c17821c4c062cc58aa771723c4762d710', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ce225', table='sizing_saying', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- Disputes of a size class (docs/decisions/sizing.md). The region is that of the firm's own code; who
-- registered the firm decides, any other sends it on. What is over stays.
CREATE OR REPLACE FUNCTION sizing_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'open'
        OR TG_OP = 'UPDATE' AND (
            OLD.state NOT IN ('open', 'forwarded')
            OR OLD.state = 'forwarded' AND NEW.state NOT IN ('answered', 'withdrawn')
            OR OLD.state = 'open' AND NEW.state = 'answered'
            OR OLD.number IS NOT NULL AND (OLD.word, OLD.year, OLD.number, OLD.addressed, OLD.sent_at)
                IS DISTINCT FROM (NEW.word, NEW.year, NEW.number, NEW.addressed, NEW.sent_at))
    THEN
        PERFORM parties_refuse('sizing_steps');
    END IF;
    IF TG_OP = 'INSERT' AND NEW.place <> (
            SELECT substr(uscc, 3, 6) FROM parties_organisation WHERE id = NEW.supplier_id)
        OR NEW.state = 'decided' AND left(NEW.place, 4) <> left(NEW.city_id, 4)
        OR NEW.state IN ('forwarded', 'answered') AND left(NEW.place, 4) = left(NEW.city_id, 4)
    THEN
        PERFORM parties_refuse('sizing_competence');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER sizing_steps BEFORE INSERT OR UPDATE ON sizing_dispute
FOR EACH ROW EXECUTE FUNCTION sizing_steps();

-- Whoever asks says so itself; two of the authority decide, send on or record, on a paper. Looked at
-- when the transaction ends.
CREATE OR REPLACE FUNCTION sizing_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    askers text[] := ARRAY['purchaser-officer', 'institution-officer', 'procurement-officer',
        'supplier'];
BEGIN
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN parties_said(NEW.city_id, 'sizing.dispute.asked', NEW.asked_at,
                NEW.id, NEW.asker_id, askers)
            AND EXISTS (
                SELECT FROM parties_organisation WHERE id = NEW.authority_id
                    AND city_id = NEW.city_id AND kind = 'sme-authority')
        WHEN NEW.state = 'decided' THEN parties_decided('sizing.decide_size', NEW.authority_id,
                'sme-authority', NEW.ended_at, NEW.figures
                    || jsonb_build_object('dispute_id', NEW.id, 'tied', NEW.tied)) > 0
            AND EXISTS (
                SELECT FROM sizing_saying WHERE dispute_id = NEW.id AND kind = 'decided'
                    AND paper_id IS NOT NULL)
        WHEN NEW.state = 'forwarded' THEN parties_decided('sizing.forward_dispute',
            NEW.authority_id, 'sme-authority', NEW.sent_at,
            jsonb_build_object('dispute_id', NEW.id, 'series', NEW.word)) > 0
        WHEN NEW.state = 'answered' THEN parties_decided('sizing.record_size_answer',
                NEW.authority_id, 'sme-authority', NEW.ended_at, jsonb_build_object(
                    'dispute_id', NEW.id, 'size', NEW.size, 'answered_on', NEW.answered_on)) > 0
            AND EXISTS (
                SELECT FROM sizing_saying WHERE dispute_id = NEW.id AND kind = 'answered'
                    AND paper_id IS NOT NULL)
        WHEN NEW.state = 'withdrawn' THEN parties_said(NEW.city_id, 'sizing.dispute.withdrawn',
            NEW.ended_at, NEW.id, NEW.asker_id, askers)
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('sizing_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS sizing_undecided ON sizing_dispute;
CREATE CONSTRAINT TRIGGER sizing_undecided AFTER INSERT OR UPDATE ON sizing_dispute
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION sizing_undecided();

-- The newest decided class is the one that holds, and only such a one holds as decided.
CREATE OR REPLACE FUNCTION sizing_class_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firm uuid := to_jsonb(NEW) ->> (CASE TG_TABLE_NAME
        WHEN 'sizing_dispute' THEN 'supplier_id' ELSE 'organisation_id' END);
BEGIN
    IF EXISTS (
        SELECT FROM parties_supplierprofile p LEFT JOIN LATERAL (
            SELECT size, ended_at FROM sizing_dispute
            WHERE supplier_id = firm AND size <> '' ORDER BY ended_at DESC, no DESC LIMIT 1
        ) d ON true
        WHERE p.organisation_id = firm AND (
            p.decided_at IS DISTINCT FROM d.ended_at OR d.size <> p.size))
    THEN
        PERFORM parties_refuse('sizing_class_holds');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS sizing_class_holds ON parties_supplierprofile;
CREATE CONSTRAINT TRIGGER sizing_class_holds AFTER INSERT OR UPDATE ON parties_supplierprofile
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION sizing_class_holds();

DROP TRIGGER IF EXISTS sizing_class_holds ON sizing_dispute;
CREATE CONSTRAINT TRIGGER sizing_class_holds AFTER UPDATE ON sizing_dispute
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.size <> '') EXECUTE FUNCTION sizing_class_holds();
""",
            hints={'living': 'sizing.sql'},
        ),
    ]
