import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts', '0004_agencies'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=120)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('state', models.CharField(default='kept', max_length=12)),
                ('kept_at', models.DateTimeField()),
                ('handed_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Content',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.IntegerField()),
                ('kind', models.CharField(max_length=4)),
                ('pages', models.SmallIntegerField()),
                ('shown', models.SmallIntegerField()),
                ('found', models.JSONField(default=list)),
                ('unread', models.JSONField(default=list)),
                ('scanned', models.BooleanField()),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['docx', 'ofd', 'pdf', 'xlsx']), ('sha256__regex', '^[0-9a-f]{64}$'), ('size__gt', 0)), name='papers_content_whole')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='content',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='90ee082c36819f792c2c4430980114b2df1b5312', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45d73', table='papers_content', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='paper',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='paper',
            name='content',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='papers.content'),
        ),
        migrations.AddField(
            model_name='paper',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='contracts.contract'),
        ),
        migrations.AddField(
            model_name='paper',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='reading',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='reading',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='papers.paper'),
        ),
        migrations.AddField(
            model_name='reading',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['organisation', 'kept_at'], name='papers_paper_of'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['handed', 'kept', 'withdrawn'])), name='papers_paper_state'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('organisation', 'purpose', 'contract', 'content'), name='papers_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('state', 'withdrawn'), _negated=True)), fields=('city', 'number'), name='papers_invoice_once'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handed_at', None), ('state', 'kept'), ('withdrawn_at', None)), models.Q(('handed_at__gte', models.F('kept_at')), ('state', 'handed'), ('withdrawn_at', None)), models.Q(('state', 'withdrawn'), ('withdrawn_at__gte', models.F('kept_at'))), _connector='OR'), name='papers_paper_moments'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(fields=['paper', 'at'], name='papers_reading_of'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reading',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='4e6cb97b340f2f10c14a0e42d21a88d9c6e2c569', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e5037', table='papers_reading', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- Papers (docs/decisions/papers.md). What a paper is does not change; it is kept, handed in, withdrawn.
CREATE OR REPLACE FUNCTION papers_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'withdrawn'
        OR TG_OP = 'UPDATE' AND (
            OLD.state = 'withdrawn' OR OLD.state = 'handed' AND NEW.state <> 'withdrawn'
            OR OLD.handed_at IS NOT NULL AND NEW.handed_at IS DISTINCT FROM OLD.handed_at)
    THEN
        PERFORM parties_refuse('papers_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER papers_steps BEFORE INSERT OR UPDATE ON papers_paper
FOR EACH ROW EXECUTE FUNCTION papers_steps();

-- Whose paper it is says so itself, at each step. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION papers_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    keepers text[] := ARRAY['supplier', 'purchaser-officer', 'purchaser-approver'];
BEGIN
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN parties_said(NEW.city_id, 'papers.paper.kept', NEW.kept_at,
            NEW.id, NEW.organisation_id, keepers)
        WHEN NEW.state = 'handed' THEN parties_said(NEW.city_id, 'papers.paper.handed',
            NEW.handed_at, NEW.id, NEW.organisation_id, keepers)
        WHEN NEW.state = 'withdrawn' THEN parties_said(NEW.city_id, 'papers.paper.withdrawn',
            NEW.withdrawn_at, NEW.id, NEW.organisation_id, keepers)
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('papers_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS papers_unsaid ON papers_paper;
CREATE CONSTRAINT TRIGGER papers_unsaid AFTER INSERT OR UPDATE ON papers_paper
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION papers_unsaid();
""",
            hints={'living': 'papers.sql'},
        ),
    ]
