import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.uuid
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0015_guidance'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('version', models.SmallIntegerField(default=1)),
                ('title', models.CharField(max_length=80)),
                ('purpose', models.CharField(max_length=500)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24))),
                ('ground', models.CharField(max_length=200)),
                ('way', models.CharField(max_length=10)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('drafter', models.CharField(max_length=24)),
                ('drafted_at', models.DateTimeField()),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('warned_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('issuer', models.CharField(max_length=120)),
                ('issued_on', models.DateField()),
                ('effective_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('kind', models.CharField(blank=True, max_length=4)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('content', models.BinaryField(null=True)),
                ('desk', models.CharField(max_length=24)),
                ('entered_at', models.DateTimeField()),
                ('state', models.CharField(default='entered', max_length=10)),
                ('checked_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='board.document')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('drafter', models.CharField(max_length=24)),
                ('title', models.CharField(max_length=80)),
                ('met_on', models.DateField()),
                ('place', models.CharField(max_length=120)),
                ('state', models.CharField(default='draft', max_length=10)),
                ('drafted_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(null=True)),
                ('circulated_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('word', models.CharField(blank=True, max_length=12)),
                ('year', models.SmallIntegerField(null=True)),
                ('number', models.IntegerField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='board.minutes')),
            ],
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('place', models.SmallIntegerField()),
                ('words', models.CharField(max_length=500)),
                ('title', models.CharField(blank=True, max_length=60)),
                ('owner', models.CharField(blank=True, max_length=24)),
                ('partners', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list)),
                ('clauses', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list)),
                ('region', models.CharField(blank=True, max_length=6)),
                ('due_on', models.DateField(null=True)),
                ('written_at', models.DateTimeField()),
                ('struck_at', models.DateTimeField(null=True)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='board.minutes')),
            ],
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('desk', models.CharField(max_length=24)),
                ('people', models.CharField(max_length=120)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='board.minutes')),
            ],
        ),
        migrations.CreateModel(
            name='MinutesPaper',
            fields=[
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=4)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('struck_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='board.minutes')),
            ],
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('desk', models.CharField(max_length=24)),
                ('gives', models.BooleanField()),
                ('agreed_at', models.DateTimeField(null=True)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='board.agreement')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Supersession',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='board.document')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='board.document')),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=60)),
                ('words', models.CharField(max_length=1000)),
                ('clauses', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12))),
                ('region', models.CharField(max_length=6)),
                ('owner', models.CharField(max_length=24)),
                ('proposed_by', models.CharField(max_length=24)),
                ('since_on', models.DateField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('evidence', models.CharField(blank=True, max_length=1000)),
                ('confirmed_by', models.CharField(blank=True, max_length=24)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('finished_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('line', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='task', to='board.line')),
            ],
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('desk', models.CharField(max_length=24)),
                ('state', models.CharField(default='asked', max_length=10)),
                ('answered_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='board.task')),
            ],
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('desk', models.CharField(max_length=24)),
                ('words', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='board.task')),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('before_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('reason', models.CharField(max_length=300)),
                ('asked_by', models.CharField(max_length=24)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(default='asked', max_length=10)),
                ('decided_by', models.CharField(blank=True, max_length=24)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='board.task')),
            ],
        ),
        migrations.CreateModel(
            name='TaskPaper',
            fields=[
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=4)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('desk', models.CharField(max_length=24)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='board.task')),
            ],
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'declined', 'ended', 'lapsed', 'proposed', 'withdrawn'])), name='board_agreement_state'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('city', 'no', 'version'), name='board_agreement_once'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on')), ('version__gte', 1), models.Q(('fields', []), _negated=True), ('way__in', ['pages', 'api', 'export', 'outside'])), name='board_agreement_said'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['corrected', 'entered', 'listed', 'returned'])), name='board_document_state'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'listed')), fields=('city', 'no'), name='board_document_once'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'entered')), fields=('city', 'no'), name='board_document_entered_once'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('effective_on__gte', models.F('issued_on')), models.Q(('until_on', None), ('until_on__gte', models.F('effective_on')), _connector='OR')), name='board_document_days'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('checked_by', None), ('state', 'entered')), models.Q(models.Q(('state', 'entered'), _negated=True), ('checked_at__isnull', False), ('checked_by__isnull', False), models.Q(('checked_by', models.F('entered_by')), _negated=True)), _connector='OR'), name='board_document_two'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content', None), ('kind', ''), ('sha256', '')), models.Q(('content__isnull', False), models.Q(('sha256', ''), _negated=True), models.Q(('kind', ''), _negated=True)), _connector='OR'), name='board_document_file'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.F('sha256'), models.Func(models.Func(models.F('content'), function='sha256'), models.Value('hex'), function='encode', output_field=models.CharField())), name='board_document_hash'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['circulated', 'confirmed', 'draft', 'dropped'])), name='board_minutes_state'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.UniqueConstraint(fields=('city', 'word', 'year', 'number'), name='board_minutes_once'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('number__gte', 1), ('state', 'confirmed'), ('circulated_at__isnull', False), ('year__isnull', False), models.Q(('word', ''), _negated=True)), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at', None), ('number', None), ('word', ''), ('year', None)), _connector='OR'), name='board_minutes_numbered'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('minutes', 'place'), name='board_line_place'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(models.Q(('clauses', []), ('due_on', None), ('owner', ''), ('partners', []), ('region', ''), ('title', '')), models.Q(('due_on__isnull', False), models.Q(('owner', ''), _negated=True), models.Q(('title', ''), _negated=True), models.Q(('clauses', []), _negated=True)), _connector='OR')), name='board_line_whole'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('minutes', 'desk'), name='board_attended_once'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('minutes', 'confirmed_by'), name='board_attended_apart'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='board_attended_plain'),
        ),
        migrations.AddConstraint(
            model_name='minutespaper',
            constraint=models.UniqueConstraint(fields=('minutes', 'sha256'), name='board_minutes_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='minutespaper',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.F('sha256'), models.Func(models.Func(models.F('content'), function='sha256'), models.Value('hex'), function='encode', output_field=models.CharField())), name='board_minutes_paper_hash'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('agreement', 'organisation', 'desk'), name='board_party_once'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('agreement', 'agreed_by'), name='board_party_apart'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at', None), ('agreed_by', None)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='board_party_plain'),
        ),
        migrations.AddConstraint(
            model_name='supersession',
            constraint=models.UniqueConstraint(fields=('document', 'old'), name='board_superseded_once'),
        ),
        migrations.AddConstraint(
            model_name='supersession',
            constraint=models.CheckConstraint(condition=models.Q(('document', models.F('old')), _negated=True), name='board_superseded_other'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supersession',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='5839b0fbc081aa76ddff6c1b0d690a822c13f27e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fd935', table='board_supersession', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['city', 'state', 'due_on'], name='board_task_due'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['called_off', 'confirmed', 'declined', 'finished', 'open', 'proposed', 'withdrawn'])), name='board_task_state'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='board_task_no_once'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('since_on'))), name='board_task_days'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('confirmed_at', None), ('ended_at', None), ('state', 'proposed')), models.Q(('accepted_at__isnull', False), ('confirmed_at', None), ('ended_at', None), ('state', 'open')), models.Q(('confirmed_at', None), ('ended_at', None), ('finished_at__isnull', False), ('state', 'finished'), models.Q(('evidence', ''), _negated=True)), models.Q(('confirmed_at__isnull', False), ('finished_at__isnull', False), ('state', 'confirmed'), models.Q(('evidence', ''), _negated=True), models.Q(('confirmed_by', ''), _negated=True)), models.Q(('ended_at__isnull', False), ('state__in', ['declined', 'withdrawn', 'called_off']), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='board_task_times'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'declined', 'ended', 'joined'])), name='board_partner_state'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(fields=('task', 'desk'), name='board_partner_once'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='board_partner_answered'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='board_note_said'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='d931d387dd0169337472f0184243726225cab7cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6c912', table='board_note', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'asked', 'declined', 'withdrawn'])), name='board_change_state'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('task',), name='board_change_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(models.Q(('decided_at', None), ('decided_by', ''), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False), models.Q(('decided_by', ''), _negated=True)), _connector='OR')), name='board_change_decided'),
        ),
        migrations.AddConstraint(
            model_name='taskpaper',
            constraint=models.UniqueConstraint(fields=('task', 'sha256'), name='board_task_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='taskpaper',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.F('sha256'), models.Func(models.Func(models.F('content'), function='sha256'), models.Value('hex'), function='encode', output_field=models.CharField())), name='board_task_paper_hash'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='taskpaper',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='7757754e5e9248a11db4deec1d0365faebe964da', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_23bbb', table='board_taskpaper', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- The joint board (docs/decisions/board.md). Nothing of a task moves that the desk whose turn it is
-- did not say in the chain. All is looked at when the transaction ends.
CREATE OR REPLACE FUNCTION board_authority(desk text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN desk IN ('procurement-officer', 'treasury-officer') THEN 'bureau' ELSE desk END
$$;

-- Whether the chain says that an officer of one of these desks, for the whole city, did one of these.
CREATE OR REPLACE FUNCTION board_said(
    of_city text, what text[], moment timestamptz, to_what uuid, desks text[]
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM audit_event e JOIN parties_organisation o ON o.id = e.organisation_id
        WHERE e.city = of_city AND e.type = ANY (what) AND e.at = moment
            AND e.subject_id = to_what::text AND e.role = ANY (desks)
            AND o.kind = board_authority(e.role)
            AND parties_mandated(e.person_id, o.id, ARRAY[e.role::text], ARRAY[of_city], e.at));
END $$;

CREATE OR REPLACE FUNCTION board_task_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'new'
        WHEN OLD.state = NEW.state THEN OLD.state ELSE OLD.state || '>' || NEW.state END;
    held boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        held := (NEW.id, NEW.city_id, NEW.no, NEW.title, NEW.words, NEW.clauses, NEW.region,
            NEW.owner, NEW.proposed_by, NEW.line_id, NEW.since_on, NEW.proposed_at)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.no, OLD.title, OLD.words, OLD.clauses, OLD.region,
            OLD.owner, OLD.proposed_by, OLD.line_id, OLD.since_on, OLD.proposed_at)
            AND (step = 'open>finished' OR (NEW.finished_at, NEW.finished_by_id, NEW.evidence)
                IS NOT DISTINCT FROM (OLD.finished_at, OLD.finished_by_id, OLD.evidence))
            AND (OLD.accepted_at IS NULL AND step = 'proposed>open'
                OR NEW.accepted_at IS NOT DISTINCT FROM OLD.accepted_at)
            AND (step IN ('proposed>declined', 'proposed>withdrawn', 'open>called_off')
                OR (NEW.ended_at, NEW.reason) IS NOT DISTINCT FROM (OLD.ended_at, OLD.reason))
            AND (step = 'finished>confirmed' OR (NEW.confirmed_at, NEW.confirmed_by)
                IS NOT DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by))
            AND (NEW.due_on = OLD.due_on OR step = 'open' AND EXISTS (
                SELECT FROM board_change c
                WHERE c.task_id = NEW.id AND c.state = 'agreed' AND c.due_on = NEW.due_on
                    AND c.before_on = OLD.due_on));
        IF held IS NOT TRUE THEN
            PERFORM parties_refuse('board_task_held');
        END IF;
    END IF;
    held := CASE step
        WHEN 'new' THEN NEW.state IN ('proposed', 'open') AND NEW.finished_at IS NULL AND CASE
            WHEN NEW.line_id IS NULL THEN (NEW.state = 'open') = (NEW.owner = NEW.proposed_by)
                AND NEW.since_on = parties_day(NEW.proposed_at)
                AND board_said(NEW.city_id, '{board.task.proposed}', NEW.proposed_at, NEW.id,
                    ARRAY[NEW.proposed_by::text])
                AND EXISTS (
                    SELECT FROM audit_event e
                    WHERE e.city = NEW.city_id AND e.at = NEW.proposed_at
                        AND e.type = 'board.task.proposed' AND e.subject_id = NEW.id::text
                        AND (e.after ->> 'title', e.after ->> 'words', e.after ->> 'due_on')
                            = (NEW.title, NEW.words, NEW.due_on::text))
            ELSE EXISTS (
                SELECT FROM board_line l JOIN board_minutes m ON m.id = l.minutes_id
                WHERE l.id = NEW.line_id AND coalesce(l.struck_at, 'infinity') >= m.confirmed_at
                    AND m.state = 'confirmed'
                    AND m.confirmed_at = NEW.proposed_at
                    AND (l.title, l.words, l.clauses, l.owner, l.region, l.due_on, m.drafter,
                        m.met_on, m.city_id)
                    = (NEW.title, NEW.words, NEW.clauses, NEW.owner, NEW.region, NEW.due_on,
                        NEW.proposed_by, NEW.since_on, NEW.city_id)
                    AND (NEW.state = 'open') = EXISTS (
                        SELECT FROM board_attendance a
                        WHERE a.minutes_id = m.id AND a.desk = NEW.owner))
            END
        WHEN 'proposed>open' THEN board_said(NEW.city_id, '{board.task.accepted}',
            NEW.accepted_at, NEW.id, ARRAY[NEW.owner::text])
        WHEN 'proposed>declined' THEN board_said(NEW.city_id, '{board.task.declined}',
            NEW.ended_at, NEW.id, ARRAY[NEW.owner::text])
        WHEN 'proposed>withdrawn' THEN board_said(NEW.city_id, '{board.task.withdrawn}',
            NEW.ended_at, NEW.id, ARRAY[NEW.proposed_by::text])
        WHEN 'open>finished' THEN board_said(NEW.city_id, '{board.task.finished}',
            NEW.finished_at, NEW.id, ARRAY[NEW.owner::text])
        WHEN 'open>called_off' THEN EXISTS (
            SELECT FROM board_change c WHERE c.task_id = NEW.id AND c.state = 'agreed'
                AND c.due_on IS NULL AND c.decided_at = NEW.ended_at)
        WHEN 'finished>confirmed' THEN
            board_authority(NEW.confirmed_by) <> board_authority(NEW.owner)
            AND board_said(NEW.city_id, '{board.task.confirmed}', NEW.confirmed_at, NEW.id,
                ARRAY[NEW.confirmed_by::text])
            AND NOT EXISTS (
                SELECT FROM audit_event e
                WHERE e.city = NEW.city_id AND e.at = NEW.confirmed_at
                    AND e.type = 'board.task.confirmed' AND e.subject_id = NEW.id::text
                    AND parties_root(e.person_id) = parties_root(NEW.finished_by_id))
        WHEN 'finished>open' THEN EXISTS (
            SELECT FROM board_note n WHERE n.task_id = NEW.id AND n.at >= OLD.finished_at
                AND board_authority(n.desk) <> board_authority(NEW.owner)
                AND board_said(NEW.city_id, '{board.task.sent_back}', n.at, NEW.id,
                    ARRAY[n.desk::text]))
        ELSE TG_OP = 'UPDATE' AND OLD.state = NEW.state
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_task_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_task_held ON board_task;
CREATE CONSTRAINT TRIGGER board_task_held AFTER INSERT OR UPDATE ON board_task
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_task_held();

-- A desk works with the owner because it said so: by an act, by proposing, or in signed minutes.
CREATE OR REPLACE FUNCTION board_partner_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    task board_task;
    held boolean;
BEGIN
    SELECT * INTO task FROM board_task WHERE id = NEW.task_id;
    IF TG_OP = 'INSERT' THEN
        held := NEW.state = 'asked' OR NEW.state = 'joined' AND NEW.answered_at = task.proposed_at
            AND CASE WHEN task.line_id IS NULL THEN NEW.desk = task.proposed_by
                ELSE EXISTS (
                    SELECT FROM board_line l JOIN board_attendance a ON a.minutes_id = l.minutes_id
                    WHERE l.id = task.line_id AND NEW.desk = ANY (l.partners)
                        AND a.desk = NEW.desk)
                END;
    ELSE
        held := (NEW.id, NEW.task_id, NEW.desk) = (OLD.id, OLD.task_id, OLD.desk)
            AND OLD.state = 'asked' AND CASE NEW.state
                WHEN 'joined' THEN board_said(task.city_id, '{board.task.accepted}',
                    NEW.answered_at, task.id, ARRAY[NEW.desk::text])
                WHEN 'declined' THEN board_said(task.city_id, '{board.task.declined}',
                    NEW.answered_at, task.id, ARRAY[NEW.desk::text])
                WHEN 'ended' THEN task.state NOT IN ('proposed', 'open', 'finished')
                ELSE false
                END;
    END IF;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_partner_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_partner_held ON board_partner;
CREATE CONSTRAINT TRIGGER board_partner_held AFTER INSERT OR UPDATE ON board_partner
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_partner_held();

-- What is said of a task, and what is kept of it, is of the desk that the chain names.
CREATE OR REPLACE FUNCTION board_note_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM board_task t WHERE t.id = NEW.task_id AND EXISTS (
            SELECT FROM audit_event e WHERE e.city = t.city_id AND e.at = NEW.at
                AND e.type IN ('board.task.noted', 'board.task.sent_back')
                AND e.subject_id = t.id::text AND e.person_id = NEW.by_id
                AND position((e.after ->> coalesce(
                    CASE e.type WHEN 'board.task.noted' THEN 'words' END, 'reason'))
                    IN NEW.words) > 0)
            AND board_said(t.city_id, '{board.task.noted,board.task.sent_back}', NEW.at, t.id,
                ARRAY[NEW.desk::text]))
    THEN
        PERFORM parties_refuse('board_note_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_note_held ON board_note;
CREATE CONSTRAINT TRIGGER board_note_held AFTER INSERT ON board_note
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_note_held();

CREATE OR REPLACE FUNCTION board_task_paper_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT board_said(NEW.city_id, '{board.task.paper_kept}', NEW.kept_at, NEW.task_id,
            ARRAY[NEW.desk::text])
        OR NOT EXISTS (
            SELECT FROM audit_event e WHERE e.city = NEW.city_id AND e.at = NEW.kept_at
                AND e.type = 'board.task.paper_kept' AND e.subject_id = NEW.task_id::text
                AND e.after ->> 'sha256' = NEW.sha256)
    THEN
        PERFORM parties_refuse('board_task_paper_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_task_paper_held ON board_taskpaper;
CREATE CONSTRAINT TRIGGER board_task_paper_held AFTER INSERT ON board_taskpaper
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_task_paper_held();

-- A change is asked for by one authority and agreed to by another, one of them the owner's.
CREATE OR REPLACE FUNCTION board_change_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    task board_task;
    held boolean;
BEGIN
    SELECT * INTO task FROM board_task WHERE id = NEW.task_id;
    IF TG_OP = 'INSERT' THEN
        held := NEW.state = 'asked' AND board_said(task.city_id, '{board.change.asked}',
                NEW.asked_at, NEW.id, ARRAY[NEW.asked_by::text])
            AND EXISTS (
                SELECT FROM audit_event e WHERE e.city = task.city_id AND e.at = NEW.asked_at
                    AND e.type = 'board.change.asked' AND e.subject_id = NEW.id::text
                    AND e.before ->> 'due_on' = NEW.before_on::text);
    ELSE
        held := (NEW.id, NEW.task_id, NEW.before_on, NEW.due_on, NEW.reason, NEW.asked_by,
            NEW.asker_id, NEW.asked_at)
            IS NOT DISTINCT FROM (OLD.id, OLD.task_id, OLD.before_on, OLD.due_on,
            OLD.reason, OLD.asked_by, OLD.asker_id, OLD.asked_at)
            AND OLD.state = 'asked'
            AND (NEW.state = 'withdrawn' OR task.owner IN (NEW.asked_by, NEW.decided_by)
                AND board_authority(NEW.asked_by) <> board_authority(NEW.decided_by))
            AND board_said(task.city_id, CASE NEW.state
                WHEN 'agreed' THEN ARRAY[CASE WHEN NEW.due_on IS NULL
                    THEN 'board.task.called_off' ELSE 'board.change.agreed' END]
                WHEN 'declined' THEN ARRAY['board.change.declined']
                ELSE ARRAY['board.change.withdrawn'] END, NEW.decided_at, NEW.id,
                ARRAY[CASE NEW.state WHEN 'withdrawn' THEN NEW.asked_by
                    ELSE NEW.decided_by END::text]);
    END IF;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_change_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_change_held ON board_change;
CREATE CONSTRAINT TRIGGER board_change_held AFTER INSERT OR UPDATE ON board_change
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_change_held();
""",
            hints={'living': 'board.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- A document is entered by one and looked over by another person of the same authority; what it says
-- never changes. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION board_checks(desk text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE desk WHEN 'procurement-officer' THEN 'procurement-approver'
        WHEN 'treasury-officer' THEN 'treasury-approver' ELSE desk END
$$;

CREATE OR REPLACE FUNCTION board_document_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'new' ELSE OLD.state || '>' || NEW.state END;
    held boolean;
BEGIN
    held := CASE
        WHEN step = 'new' THEN NEW.state = 'entered' AND parties_said(NEW.city_id,
            'board.document.entered', NEW.entered_at, NEW.id, NEW.organisation_id,
            ARRAY[NEW.desk::text])
            AND EXISTS (
                SELECT FROM audit_event e WHERE e.city = NEW.city_id AND e.at = NEW.entered_at
                    AND e.type = 'board.document.entered' AND e.subject_id = NEW.id::text
                    AND e.person_id = NEW.entered_by_id
                    AND (e.after ->> 'no', e.after ->> 'title', e.after ->> 'sha256')
                        = (NEW.no, NEW.title, NEW.sha256))
        WHEN (NEW.id, NEW.city_id, NEW.no, NEW.title, NEW.issuer, NEW.issued_on, NEW.effective_on,
            NEW.until_on, NEW.kind, NEW.sha256, NEW.corrects_id, NEW.desk, NEW.organisation_id,
            NEW.entered_by_id, NEW.entered_at)
            IS DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.no, OLD.title, OLD.issuer, OLD.issued_on, OLD.effective_on,
            OLD.until_on, OLD.kind, OLD.sha256, OLD.corrects_id, OLD.desk, OLD.organisation_id,
            OLD.entered_by_id, OLD.entered_at) THEN false
        WHEN step IN ('entered>listed', 'entered>returned') THEN
            parties_root(NEW.checked_by_id) <> parties_root(NEW.entered_by_id)
            AND parties_said(NEW.city_id, 'board.document.' || NEW.state, NEW.checked_at, NEW.id,
                NEW.organisation_id, ARRAY[board_checks(NEW.desk)])
            AND EXISTS (
                SELECT FROM audit_event
                WHERE city = NEW.city_id AND at = NEW.checked_at
                    AND subject_id = NEW.id::text AND person_id = NEW.checked_by_id)
        WHEN step = 'listed>corrected' THEN
            (NEW.checked_by_id, NEW.checked_at, NEW.reason)
            = (OLD.checked_by_id, OLD.checked_at, OLD.reason) AND EXISTS (
                SELECT FROM board_document WHERE corrects_id = NEW.id AND state IN ('listed', 'corrected'))
        ELSE false
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_document_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_document_held ON board_document;
CREATE CONSTRAINT TRIGGER board_document_held AFTER INSERT OR UPDATE ON board_document
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_document_held();

-- It takes the place of what was said when it was entered, or of what puts such a one right.
CREATE OR REPLACE FUNCTION board_supersession_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM board_document o WHERE o.id = NEW.old_id AND (EXISTS (
            SELECT FROM audit_event e JOIN board_document d ON d.id = NEW.document_id
            WHERE e.city = d.city_id AND e.type = 'board.document.entered' AND e.at = d.entered_at
                AND e.subject_id = d.id::text AND e.after -> 'supersedes' ? o.no)
        OR EXISTS (
            SELECT FROM board_supersession s
            WHERE s.document_id = NEW.document_id AND s.old_id = o.corrects_id)))
    THEN
        PERFORM parties_refuse('board_supersession_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_supersession_held ON board_supersession;
CREATE CONSTRAINT TRIGGER board_supersession_held AFTER INSERT ON board_supersession
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_supersession_held();
""",
            hints={'living': 'library.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- Minutes are drafted by one desk, confirmed by each that met, then numbered and never changed.
CREATE OR REPLACE FUNCTION board_minutes_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'new' ELSE OLD.state || '>' || NEW.state END;
    there text[] := ARRAY(SELECT desk::text FROM board_attendance WHERE minutes_id = NEW.id);
    held boolean;
BEGIN
    held := (TG_OP = 'INSERT' OR (NEW.id, NEW.city_id, NEW.drafter, NEW.drafted_at)
        IS NOT DISTINCT FROM (OLD.id, OLD.city_id, OLD.drafter, OLD.drafted_at)
        AND (step = 'draft>draft' OR (NEW.title, NEW.met_on, NEW.place, NEW.corrects_id)
            IS NOT DISTINCT FROM (OLD.title, OLD.met_on, OLD.place, OLD.corrects_id)))
        AND CASE step
        WHEN 'new' THEN NEW.state = 'draft' AND board_said(NEW.city_id,
            '{board.minutes.drafted}', NEW.drafted_at, NEW.id, ARRAY[NEW.drafter::text])
        WHEN 'draft>draft' THEN board_said(NEW.city_id, '{board.minutes.changed}',
            NEW.changed_at, NEW.id, ARRAY[NEW.drafter::text])
        WHEN 'draft>dropped' THEN board_said(NEW.city_id, '{board.minutes.dropped}',
            NEW.changed_at, NEW.id, ARRAY[NEW.drafter::text])
        WHEN 'draft>circulated' THEN board_said(NEW.city_id, '{board.minutes.circulated}', NEW.circulated_at,
            NEW.id, ARRAY[NEW.drafter::text])
        WHEN 'circulated>draft' THEN board_said(NEW.city_id, '{board.minutes.returned}',
            NEW.changed_at, NEW.id, there)
        WHEN 'circulated>confirmed' THEN NEW.circulated_at = OLD.circulated_at
            AND board_said(NEW.city_id, '{board.minutes.confirmed}', NEW.confirmed_at, NEW.id,
                there)
            AND NEW.year = extract(year FROM parties_day(NEW.confirmed_at))
            AND (SELECT count(DISTINCT board_authority(desk)) FROM board_attendance
                WHERE minutes_id = NEW.id) > 1
            AND NOT EXISTS (
                SELECT FROM board_attendance
                WHERE minutes_id = NEW.id AND confirmed_at IS NULL)
        ELSE false
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_minutes_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_minutes_held ON board_minutes;
CREATE CONSTRAINT TRIGGER board_minutes_held AFTER INSERT OR UPDATE ON board_minutes
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_minutes_held();

-- They get the next number of their year, once.
CREATE OR REPLACE FUNCTION board_minutes_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number IS DISTINCT FROM OLD.number AND (OLD.number IS NOT NULL
        OR NEW.number <> 1 + COALESCE((
            SELECT max(number) FROM board_minutes
            WHERE (city_id, word, year) = (NEW.city_id, NEW.word, NEW.year)), 0))
    THEN
        PERFORM parties_refuse('board_minutes_once');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER board_minutes_next BEFORE UPDATE ON board_minutes
FOR EACH ROW EXECUTE FUNCTION board_minutes_next();

-- Who was there is written, and what was confirmed made void, in the draft alone.
CREATE OR REPLACE FUNCTION board_attendance_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
            SELECT FROM board_minutes
            WHERE id = coalesce(NEW.minutes_id, OLD.minutes_id) AND state = 'draft')
        AND (TG_OP <> 'UPDATE' OR NEW.people <> OLD.people OR NEW.confirmed_at IS NULL)
    THEN
        PERFORM parties_refuse('board_attendance_held');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE OR REPLACE TRIGGER board_attendance_draft BEFORE INSERT OR UPDATE OR DELETE
ON board_attendance
FOR EACH ROW EXECUTE FUNCTION board_attendance_draft();

-- Each desk confirms by its own officer.
CREATE OR REPLACE FUNCTION board_attendance_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_minutes board_minutes;
    held boolean;
BEGIN
    SELECT * INTO of_minutes FROM board_minutes WHERE id = NEW.minutes_id;
    held := CASE
        WHEN TG_OP = 'INSERT' THEN NEW.confirmed_at IS NULL
        WHEN (NEW.id, NEW.minutes_id, NEW.desk) <> (OLD.id, OLD.minutes_id, OLD.desk) THEN false
        WHEN NEW.confirmed_at IS NULL THEN true
        ELSE OLD.confirmed_at IS NULL AND EXISTS (
            SELECT FROM audit_event e
            WHERE e.city = of_minutes.city_id AND e.at = NEW.confirmed_at
                AND e.subject_id = of_minutes.id::text AND e.person_id = NEW.confirmed_by_id
                AND e.type IN ('board.minutes.circulated', 'board.minutes.signed',
                    'board.minutes.confirmed'))
            AND board_said(of_minutes.city_id,
                '{board.minutes.circulated,board.minutes.signed,board.minutes.confirmed}',
                NEW.confirmed_at, of_minutes.id, ARRAY[NEW.desk::text])
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_attendance_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_attendance_held ON board_attendance;
CREATE CONSTRAINT TRIGGER board_attendance_held AFTER INSERT OR UPDATE ON board_attendance
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_attendance_held();

-- Lines and papers are written, and struck out, by the drafter while it is a draft.
CREATE OR REPLACE FUNCTION board_line_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM board_minutes m WHERE m.id = NEW.minutes_id AND CASE
            WHEN TG_OP = 'INSERT' THEN NEW.struck_at IS NULL
                AND NEW.written_at <= coalesce(m.circulated_at, 'infinity') AND board_said(m.city_id,
                '{board.minutes.line_written}', NEW.written_at, m.id, ARRAY[m.drafter::text])
                AND (
                    SELECT count(*) FROM board_line l
                    WHERE (l.minutes_id, l.written_at, l.words)
                        = (NEW.minutes_id, NEW.written_at, NEW.words)
                        AND l.due_on IS NOT DISTINCT FROM NEW.due_on)
                <= (
                    SELECT count(*) FROM audit_event e
                    WHERE e.city = m.city_id AND e.at = NEW.written_at
                        AND e.type = 'board.minutes.line_written' AND e.subject_id = m.id::text
                        AND e.after ->> 'words' = NEW.words
                        AND e.after ->> 'due_on' IS NOT DISTINCT FROM NEW.due_on::text)
            ELSE to_jsonb(NEW) - 'struck_at' = to_jsonb(OLD) - 'struck_at'
                AND OLD.struck_at IS NULL
                AND NEW.struck_at <= coalesce(m.circulated_at, 'infinity') AND board_said(m.city_id,
                '{board.minutes.line_struck}', NEW.struck_at, m.id, ARRAY[m.drafter::text])
            END)
    THEN
        PERFORM parties_refuse('board_line_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_line_held ON board_line;
CREATE CONSTRAINT TRIGGER board_line_held AFTER INSERT OR UPDATE ON board_line
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_line_held();

CREATE OR REPLACE FUNCTION board_minutes_paper_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM board_minutes m WHERE m.id = NEW.minutes_id AND CASE
            WHEN TG_OP = 'INSERT' THEN NEW.struck_at IS NULL
                AND NEW.kept_at <= coalesce(m.circulated_at, 'infinity') AND board_said(m.city_id,
                '{board.minutes.paper_kept}', NEW.kept_at, m.id, ARRAY[m.drafter::text])
                AND EXISTS (
                    SELECT FROM audit_event e WHERE e.city = m.city_id AND e.at = NEW.kept_at
                        AND e.type = 'board.minutes.paper_kept' AND e.subject_id = m.id::text
                        AND e.after ->> 'sha256' = NEW.sha256)
            ELSE (NEW.id, NEW.minutes_id, NEW.name, NEW.sha256, NEW.kept_at)
                = (OLD.id, OLD.minutes_id, OLD.name, OLD.sha256, OLD.kept_at)
                AND OLD.struck_at IS NULL
                AND NEW.struck_at <= coalesce(m.circulated_at, 'infinity') AND board_said(m.city_id,
                '{board.minutes.paper_struck}', NEW.struck_at, m.id, ARRAY[m.drafter::text])
            END)
    THEN
        PERFORM parties_refuse('board_minutes_paper_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_minutes_paper_held ON board_minutespaper;
CREATE CONSTRAINT TRIGGER board_minutes_paper_held AFTER INSERT OR UPDATE ON board_minutespaper
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_minutes_paper_held();
""",
            hints={'living': 'minutes.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- An agreement stands once each party's officer agreed, ends with its last day or by a party's word,
-- and what it says never changes. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION board_party_said(agreement board_agreement, what text[], moment timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM board_party p, unnest(what) AS named
        WHERE p.agreement_id = agreement.id AND parties_said(agreement.city_id, named, moment,
            agreement.id, p.organisation_id, ARRAY[p.desk::text]));
END $$;

CREATE OR REPLACE FUNCTION board_agreement_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'new' ELSE OLD.state || '>' || NEW.state END;
    moves text[] := ARRAY['state', 'agreed_at', 'warned_at', 'ended_at', 'reason'];
    held boolean;
BEGIN
    held := CASE
        WHEN step = 'new' THEN NEW.state = 'proposed' AND board_said(NEW.city_id,
            '{board.agreement.proposed}', NEW.drafted_at, NEW.id, ARRAY[NEW.drafter::text])
            AND EXISTS (
                SELECT FROM audit_event e WHERE e.city = NEW.city_id AND e.at = NEW.drafted_at
                    AND e.type = 'board.agreement.proposed' AND e.subject_id = NEW.id::text
                    AND (e.after ->> 'purpose', e.after ->> 'until_on')
                        = (NEW.purpose, NEW.until_on::text))
        WHEN to_jsonb(NEW) - moves <> to_jsonb(OLD) - moves THEN false
        WHEN step = 'agreed>agreed' THEN OLD.warned_at IS NULL
            AND (NEW.agreed_at, NEW.reason) = (OLD.agreed_at, OLD.reason)
        WHEN step = 'proposed>agreed' THEN NEW.until_on >= parties_day(NEW.agreed_at)
            AND board_party_said(NEW, '{board.agreement.agreed}', NEW.agreed_at)
            AND NOT EXISTS (
                SELECT FROM board_party WHERE agreement_id = NEW.id AND agreed_at IS NULL)
        WHEN step = 'agreed>lapsed' THEN NEW.until_on < parties_day(NEW.ended_at)
        WHEN step IN ('proposed>declined', 'proposed>withdrawn', 'agreed>ended') THEN NEW.reason <> ''
            AND board_party_said(NEW, ARRAY['board.agreement.' || NEW.state], NEW.ended_at)
        ELSE false
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_agreement_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_agreement_held ON board_agreement;
CREATE CONSTRAINT TRIGGER board_agreement_held AFTER INSERT OR UPDATE ON board_agreement
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_agreement_held();

-- A party is one from the beginning, and agrees once, by its own officer.
CREATE OR REPLACE FUNCTION board_party_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreement board_agreement;
    held boolean;
BEGIN
    SELECT * INTO agreement FROM board_agreement WHERE id = NEW.agreement_id;
    held := CASE
        WHEN TG_OP = 'INSERT' THEN EXISTS (
            SELECT FROM audit_event e
            WHERE e.city = agreement.city_id AND e.type = 'board.agreement.proposed'
                AND e.at = agreement.drafted_at AND e.subject_id = agreement.id::text
                AND NEW.organisation_id = ANY (e.visible_to)
                AND (NEW.agreed_at IS NULL OR NEW.agreed_at = e.at
                    AND NEW.desk = agreement.drafter AND NEW.agreed_by_id = e.person_id))
        ELSE OLD.agreed_at IS NULL
            AND (NEW.id, NEW.agreement_id, NEW.organisation_id, NEW.desk, NEW.gives)
            = (OLD.id, OLD.agreement_id, OLD.organisation_id, OLD.desk, OLD.gives)
            AND EXISTS (
                SELECT FROM unnest(ARRAY['board.agreement.joined', 'board.agreement.agreed']) AS n
                WHERE parties_said(agreement.city_id, n, NEW.agreed_at, agreement.id,
                    NEW.organisation_id, ARRAY[NEW.desk::text]))
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_party_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_party_held ON board_party;
CREATE CONSTRAINT TRIGGER board_party_held AFTER INSERT OR UPDATE ON board_party
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_party_held();
""",
            hints={'living': 'sharing.sql'},
        ),
    ]
