import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts', '0003_own_accounts'),
        ('parties', '0015_guidance'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guidance',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('word', models.CharField(max_length=12)),
                ('year', models.SmallIntegerField()),
                ('number', models.IntegerField()),
                ('subject', models.CharField(max_length=100)),
                ('demand', models.CharField(max_length=1000)),
                ('answer_on', models.DateField()),
                ('issued_at', models.DateTimeField()),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='Guided',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('figures', models.JSONField()),
                ('state', models.CharField(default='sent', max_length=10)),
                ('received_at', models.DateTimeField(null=True)),
                ('verdict', models.CharField(blank=True, max_length=10)),
                ('finding', models.CharField(blank=True, max_length=500)),
                ('closed_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guided', to='guidance.guidance')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.CreateModel(
            name='GuidanceAnswer',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=2000)),
                ('promised_fen', models.BigIntegerField()),
                ('by_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('guided', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='guidance.guided')),
            ],
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('uscc', models.CharField(max_length=18)),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='contracts.award')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='RosterEntry',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=6)),
                ('private', models.BooleanField()),
                ('state', models.CharField(default='listed', max_length=10)),
                ('consented_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='RosterPush',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('pushed_at', models.DateTimeField()),
                ('done_on', models.DateField(null=True)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(null=True)),
                ('loan_id', models.UUIDField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pushes', to='guidance.rosterentry')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Shortage',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('amount_fen', models.BigIntegerField()),
                ('months', models.SmallIntegerField()),
                ('purpose', models.CharField(max_length=500)),
                ('declared_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('instrument', models.CharField(blank=True, max_length=12)),
                ('granted_fen', models.BigIntegerField(null=True)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('answered_at', models.DateTimeField(null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.AddConstraint(
            model_name='guidance',
            constraint=models.UniqueConstraint(fields=('city', 'word', 'year', 'number'), name='guidance_number_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidance',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='804825d659dd2bd6af38be4344ba3a70caca4f3b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_369d0', table='guidance_guidance', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='guided',
            index=models.Index(fields=['institution', 'state'], name='guidance_guided_held'),
        ),
        migrations.AddConstraint(
            model_name='guided',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'closed', 'sent'])), name='guidance_guided_state'),
        ),
        migrations.AddConstraint(
            model_name='guided',
            constraint=models.UniqueConstraint(fields=('letter', 'institution'), name='guidance_guided_once'),
        ),
        migrations.AddConstraint(
            model_name='guided',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('verdict', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('finding', ''), ('verdict', '')), _connector='OR'), name='guidance_guided_closed'),
        ),
        migrations.AddConstraint(
            model_name='guidanceanswer',
            constraint=models.CheckConstraint(condition=models.Q(('promised_fen__range', (0, 1000000000000000)), models.Q(('words', ''), _negated=True)), name='guidance_answer_plain'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidanceanswer',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='902a734b3e289369fe1ab83cdc31467d4fbac7f6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2e523', table='guidance_guidanceanswer', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['city', 'uscc'], name='guidance_took_part'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('award', 'uscc'), name='guidance_participation_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='c021124370aacfcc90f6f39fd9d9a01be4c3f2a9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_73112', table='guidance_participation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='rosterentry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['listed', 'withdrawn'])), name='guidance_rosterentry_state'),
        ),
        migrations.AddConstraint(
            model_name='rosterentry',
            constraint=models.UniqueConstraint(fields=('city', 'supplier'), name='guidance_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='rosterentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'listed'), ('withdrawn_at', None)), models.Q(('state', 'withdrawn'), ('withdrawn_at__gte', models.F('consented_at'))), _connector='OR'), name='guidance_entry_plain'),
        ),
        migrations.AddIndex(
            model_name='rosterpush',
            index=models.Index(fields=['institution', 'state'], name='guidance_push_desk'),
        ),
        migrations.AddConstraint(
            model_name='rosterpush',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'credited', 'declined', 'lent', 'visited', 'waiting'])), name='guidance_rosterpush_state'),
        ),
        migrations.AddConstraint(
            model_name='rosterpush',
            constraint=models.UniqueConstraint(fields=('entry', 'institution'), name='guidance_push_once'),
        ),
        migrations.AddConstraint(
            model_name='rosterpush',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('loan_id', None), ('state__in', ['waiting', 'closed'])), models.Q(('answered_at__isnull', False), ('done_on__isnull', False), ('loan_id', None), ('state__in', ['visited', 'credited', 'declined']), models.Q(('words', ''), _negated=True)), models.Q(('answered_at__isnull', False), ('loan_id__isnull', False), ('state', 'lent')), _connector='OR'), name='guidance_push_plain'),
        ),
        migrations.AddConstraint(
            model_name='shortage',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['granted', 'open', 'refused', 'withdrawn'])), name='guidance_shortage_state'),
        ),
        migrations.AddConstraint(
            model_name='shortage',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='guidance_shortage_no_once'),
        ),
        migrations.AddConstraint(
            model_name='shortage',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('institution',), name='guidance_shortage_open_once'),
        ),
        migrations.AddConstraint(
            model_name='shortage',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__range', (1, 1000000000000000)), ('months__range', (1, 36)), models.Q(('purpose', ''), _negated=True)), name='guidance_shortage_amount'),
        ),
        migrations.AddConstraint(
            model_name='shortage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('granted_fen__gte', 1), ('granted_fen__lte', models.F('amount_fen')), ('instrument__in', ['relending', 'rediscount']), ('state', 'granted')), models.Q(('answered_at', None), ('granted_fen', None), ('instrument', ''), ('state', 'open'), ('words', '')), models.Q(('answered_at__isnull', False), ('granted_fen', None), ('instrument', ''), ('state__in', ['refused', 'withdrawn']), models.Q(('words', ''), _negated=True)), _connector='OR'), name='guidance_shortage_within'),
        ),
        migrations.RunSQL(
            sql=r"""-- Letters of credit guidance (docs/decisions/guidance.md). A letter bears the next number of its
-- series, and two persons of the People's Bank decided its words. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION guidance_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + COALESCE((
        SELECT max(number) FROM guidance_guidance
        WHERE (city_id, word, year) = (NEW.city_id, NEW.word, NEW.year)), 0)
    THEN
        PERFORM parties_refuse('guidance_number_once');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guidance_numbered BEFORE INSERT ON guidance_guidance
FOR EACH ROW EXECUTE FUNCTION guidance_numbered();

-- Whether two persons of an organisation decided an act at a moment, with these arguments, and with
-- these words under that name (line breaks and letters written as the program keeps them).
CREATE OR REPLACE FUNCTION guidance_decided(
    what text, whose uuid, second text, moment timestamptz, told jsonb, field text, words text
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM parties_proposal
        WHERE state = 'approved' AND decided_at = moment AND act = what AND organisation_id = whose
            AND decider_id IS NULL AND approves = second AND arguments @> told
            AND btrim(normalize(replace(arguments ->> field, E'\r\n', E'\n')), E' \n\t') = words);
END $$;

CREATE OR REPLACE FUNCTION guidance_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
            SELECT FROM parties_organisation
            WHERE id = NEW.authority_id AND city_id = NEW.city_id AND kind = 'pboc')
        OR NOT EXISTS (SELECT FROM guidance_guided WHERE letter_id = NEW.id)
        OR NOT guidance_decided('guidance.issue_guidance', NEW.authority_id, 'pboc', NEW.issued_at,
            jsonb_build_object('series', NEW.word, 'subject', NEW.subject), 'demand', NEW.demand)
    THEN
        PERFORM parties_refuse('guidance_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_undecided ON guidance_guidance;
CREATE CONSTRAINT TRIGGER guidance_undecided AFTER INSERT ON guidance_guidance
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_undecided();

-- It is sent, received once, answered once, closed once.
CREATE OR REPLACE FUNCTION guidance_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE WHEN TG_OP = 'INSERT' THEN NEW.state <> 'sent' OR NEW.received_at IS NOT NULL
        ELSE OLD.state = 'closed'
            OR OLD.received_at IS NOT NULL AND (NEW.received_at, NEW.received_by_id)
                IS DISTINCT FROM (OLD.received_at, OLD.received_by_id)
            OR OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
                'sent>answered', 'sent>closed', 'answered>closed')
        END)
    THEN
        PERFORM parties_refuse('guidance_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guidance_steps BEFORE INSERT OR UPDATE ON guidance_guided
FOR EACH ROW EXECUTE FUNCTION guidance_steps();

-- It goes to whom the two decided, is called answered where an answer says so, and closed by two.
CREATE OR REPLACE FUNCTION guidance_guided_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pboc uuid;
    issued timestamptz;
BEGIN
    SELECT authority_id, issued_at INTO pboc, issued FROM guidance_guidance
    WHERE id = NEW.letter_id AND city_id = NEW.city_id;
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN parties_decided('guidance.issue_guidance', pboc, 'pboc', issued,
            jsonb_build_object('institution_ids', jsonb_build_array(NEW.institution_id))) > 0
        WHEN NEW.state = OLD.state THEN true
        WHEN NEW.state = 'closed' THEN guidance_decided('guidance.close_guidance', pboc, 'pboc',
            NEW.closed_at, jsonb_build_object('guided_id', NEW.id, 'verdict', NEW.verdict),
            'finding', NEW.finding)
        ELSE EXISTS (SELECT FROM guidance_guidanceanswer WHERE guided_id = NEW.id)
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('guidance_guided_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_guided_undecided ON guidance_guided;
CREATE CONSTRAINT TRIGGER guidance_guided_undecided AFTER INSERT OR UPDATE ON guidance_guided
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_guided_undecided();

-- Only an officer of the institution that a letter went to answers it, and says so in the chain.
CREATE OR REPLACE FUNCTION guidance_answer_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM guidance_guided g
        WHERE g.id = NEW.guided_id AND (g.state = 'answered' OR g.closed_at >= NEW.at)
            AND parties_said(g.city_id, 'guidance.letter.answered', NEW.at, g.id, g.institution_id,
                ARRAY['institution-officer']))
    THEN
        PERFORM parties_refuse('guidance_answer_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_answer_unsaid ON guidance_guidanceanswer;
CREATE CONSTRAINT TRIGGER guidance_answer_unsaid AFTER INSERT ON guidance_guidanceanswer
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_answer_unsaid();
""",
            hints={'living': 'guidance.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- The «百千万» roster (docs/decisions/guidance.md). Who took part an officer of the purchaser of the
-- award says. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION guidance_participation_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM contracts_award
        WHERE id = NEW.award_id AND city_id = NEW.city_id AND purchaser_id = NEW.by_id)
        OR NOT parties_said(NEW.city_id, 'guidance.participants.entered', NEW.at, NEW.award_id,
            NEW.by_id, ARRAY['purchaser-officer'])
    THEN
        PERFORM parties_refuse('guidance_participation_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_participation_unsaid ON guidance_participation;
CREATE CONSTRAINT TRIGGER guidance_participation_unsaid AFTER INSERT ON guidance_participation
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_participation_unsaid();

-- In the roster is who took part, is small enough, and said so itself; it takes its consent back
-- itself as well.
CREATE OR REPLACE FUNCTION guidance_entry_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said boolean := CASE NEW.state
        WHEN 'listed' THEN parties_said(NEW.city_id, 'guidance.roster.consented',
            NEW.consented_at, NEW.id, NEW.supplier_id, ARRAY['supplier'])
        ELSE parties_said(NEW.city_id, 'guidance.roster.withdrawn',
            NEW.withdrawn_at, NEW.id, NEW.supplier_id, ARRAY['supplier'])
        END;
BEGIN
    IF said IS NOT TRUE THEN
        PERFORM parties_refuse('guidance_entry_unsaid');
    END IF;
    IF NEW.state = 'listed' AND NOT EXISTS (
        SELECT FROM parties_organisation o
        JOIN parties_supplierprofile p ON p.organisation_id = o.id
        WHERE o.id = NEW.supplier_id
            AND (p.size IN ('small', 'micro') OR p.size = 'medium' AND NEW.private)
            AND (EXISTS (SELECT FROM contracts_awardshare WHERE supplier_id = o.id)
                OR EXISTS (
                    SELECT FROM guidance_participation
                    WHERE city_id = NEW.city_id AND uscc = o.uscc)))
    THEN
        PERFORM parties_refuse('guidance_entry_fits');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_entry_unsaid ON guidance_rosterentry;
CREATE CONSTRAINT TRIGGER guidance_entry_unsaid AFTER INSERT OR UPDATE ON guidance_rosterentry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_entry_unsaid();

-- Nothing is pushed or answered of a firm whose consent does not stand; «lent» is that institution's
-- own loan to that firm.
CREATE OR REPLACE FUNCTION guidance_push_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firm uuid;
    listed boolean;
BEGIN
    SELECT supplier_id, state = 'listed' INTO firm, listed
    FROM guidance_rosterentry WHERE id = NEW.entry_id;
    IF NOT listed AND NEW.state <> 'closed' THEN
        PERFORM parties_refuse('guidance_push_consented');
    END IF;
    IF TG_OP = 'INSERT' AND NEW.state <> 'waiting'
        OR TG_OP = 'UPDATE' AND (
            OLD.state = 'lent'
            OR OLD.state = 'closed' AND NEW.state <> 'waiting'
            OR OLD.state NOT IN ('waiting', 'closed') AND NEW.state IN ('waiting', 'closed'))
    THEN
        PERFORM parties_refuse('guidance_push_steps');
    END IF;
    IF NEW.loan_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM lending_loan
        WHERE id = NEW.loan_id AND institution_id = NEW.institution_id AND supplier_id = firm)
    THEN
        PERFORM parties_refuse('guidance_push_true');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guidance_push_steps BEFORE INSERT OR UPDATE ON guidance_rosterpush
FOR EACH ROW EXECUTE FUNCTION guidance_push_steps();

-- What an institution answered its own officer said.
CREATE OR REPLACE FUNCTION guidance_push_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT parties_said(NEW.city_id, 'guidance.roster.answered', NEW.answered_at, NEW.id,
        NEW.institution_id, ARRAY['institution-officer'])
    THEN
        PERFORM parties_refuse('guidance_push_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_push_unsaid ON guidance_rosterpush;
CREATE CONSTRAINT TRIGGER guidance_push_unsaid AFTER UPDATE ON guidance_rosterpush
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.state IN ('visited', 'credited', 'declined'))
EXECUTE FUNCTION guidance_push_unsaid();
""",
            hints={'living': 'roster.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- Shortages of funds (docs/decisions/guidance.md): a local legal person declares one as open, it is
-- answered or withdrawn once, and stays as it is then.
CREATE OR REPLACE FUNCTION guidance_shortage_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state <> 'open' THEN
            PERFORM parties_refuse('guidance_shortage_steps');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'open' THEN
        PERFORM parties_refuse('guidance_shortage_steps');
    END IF;
    IF NOT EXISTS (
        SELECT FROM parties_institutionprofile
        WHERE organisation_id = NEW.institution_id AND local_legal_person)
    THEN
        PERFORM parties_refuse('guidance_shortage_local');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guidance_shortage_steps BEFORE INSERT OR UPDATE ON guidance_shortage
FOR EACH ROW EXECUTE FUNCTION guidance_shortage_steps();

-- Two of the institution declare and withdraw it, two of the People's Bank answer it.
CREATE OR REPLACE FUNCTION guidance_shortage_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN guidance_decided('guidance.declare_shortage',
            NEW.institution_id, 'institution-approver', NEW.declared_at,
            jsonb_build_object('amount_fen', NEW.amount_fen, 'months', NEW.months),
            'purpose', NEW.purpose)
        WHEN NEW.state = 'granted' THEN parties_decided('guidance.grant_relending',
            NEW.authority_id, 'pboc', NEW.answered_at,
            jsonb_build_object('shortage_id', NEW.id, 'instrument', NEW.instrument,
                'granted_fen', NEW.granted_fen)) > 0
        WHEN NEW.state = 'refused' THEN guidance_decided('guidance.refuse_relending',
            NEW.authority_id, 'pboc', NEW.answered_at,
            jsonb_build_object('shortage_id', NEW.id), 'reason', NEW.words)
        WHEN NEW.state = 'withdrawn' THEN guidance_decided('guidance.withdraw_shortage',
            NEW.institution_id, 'institution-approver', NEW.answered_at,
            jsonb_build_object('shortage_id', NEW.id), 'reason', NEW.words)
        ELSE true
        END) IS NOT TRUE
        OR TG_OP = 'INSERT' AND NOT EXISTS (
            SELECT FROM parties_organisation
            WHERE id = NEW.authority_id AND city_id = NEW.city_id AND kind = 'pboc')
    THEN
        PERFORM parties_refuse('guidance_shortage_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_shortage_undecided ON guidance_shortage;
CREATE CONSTRAINT TRIGGER guidance_shortage_undecided AFTER INSERT OR UPDATE ON guidance_shortage
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_shortage_undecided();
""",
            hints={'living': 'shortages.sql'},
        ),
    ]
