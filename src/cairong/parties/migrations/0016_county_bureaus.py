import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0015_guidance'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=6)),
                ('no', models.CharField(max_length=80)),
                ('paper', models.CharField(max_length=200)),
                ('filing', models.BooleanField()),
                ('payment', models.BooleanField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('ended_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_reason', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='OpenedDesk',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=6)),
                ('desk', models.CharField(max_length=12)),
                ('opened_on', models.DateField()),
                ('declared_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='organisation',
            name='parties_one_bureau',
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('active', True), ('kind', 'bureau')), fields=('city', 'region'), name='parties_one_bureau'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='openeddesk',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='openeddesk',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opened_desks', to='parties.organisation'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.UniqueConstraint(fields=('city', 'region', 'no'), name='parties_delegation_once'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('valid_from')), models.Q(('filing', True), ('payment', True), _connector='OR')), name='parties_delegation_plain'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_on', None), ('ended_reason', '')), models.Q(('ended_at__isnull', False), ('ended_on__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='parties_delegation_ended_why'),
        ),
        migrations.AddConstraint(
            model_name='openeddesk',
            constraint=models.UniqueConstraint(fields=('city', 'region', 'desk'), name='parties_desk_opened_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openeddesk',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='b982f4f0deff46d2590bb8c4098f1f785417aca0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b3b81', table='parties_openeddesk', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- Which bureau decides what a county's purchasers file and are paid (采购法§47, D19). The rule with
-- its reason stands in policy/counties.py; tests/parties/test_counties.py compares the two.
CREATE OR REPLACE FUNCTION parties_decides(
    of_city text, of_region text, of_desk text, on_day date
) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT b.id FROM parties_organisation b
    WHERE b.city_id = of_city AND b.kind = 'bureau' AND b.active AND b.region = CASE
        WHEN EXISTS (
            SELECT FROM parties_openeddesk d
            WHERE (d.city_id, d.region, d.desk) = (of_city, of_region, of_desk)
                AND d.opened_on <= on_day)
        AND NOT EXISTS (
            SELECT FROM parties_delegation g
            WHERE (g.city_id, g.region) = (of_city, of_region)
                AND on_day BETWEEN g.valid_from AND g.valid_to
                AND (g.ended_on IS NULL OR on_day < g.ended_on)
                AND CASE of_desk WHEN 'procurement' THEN g.filing ELSE g.payment END)
        THEN of_region ELSE of_city END
$$;

-- The desk whose matter it is that a role prepares or approves.
CREATE OR REPLACE FUNCTION parties_desk(of_role text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN of_role LIKE 'treasury-%' THEN 'treasury' ELSE 'procurement' END
$$;

-- The regions whose matters of a desk another bureau decides than one of these: of all of them for
-- the city's, of its own for a county's, which reaches no other.
CREATE OR REPLACE FUNCTION parties_elsewhere(
    of_city text, whose uuid, of_desk text, on_day date
) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(r.region), '{}') FROM (
        SELECT region FROM parties_openeddesk WHERE city_id = of_city AND desk = of_desk
        UNION SELECT region FROM parties_organisation WHERE id = whose
    ) r
    WHERE parties_decides(of_city, r.region, of_desk, on_day) IS DISTINCT FROM whose
$$;

-- A county's bureau seats people for its county alone, and audits nothing: the city's auditor does.
CREATE OR REPLACE FUNCTION parties_mandate_county() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ended_reason = '' AND EXISTS (
        SELECT FROM parties_organisation
        WHERE id = NEW.organisation_id AND kind = 'bureau' AND region <> city_id
            AND (region <> NEW.region OR NEW.role = 'auditor'))
    THEN
        PERFORM parties_refuse('parties_mandate_county');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_mandate_county BEFORE INSERT OR UPDATE ON parties_mandate
FOR EACH ROW EXECUTE FUNCTION parties_mandate_county();

-- A desk is opened by its own two persons, from a later day on: whoever decided on a day that is
-- past stays who decided. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION parties_desk_undeclared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.opened_on <= parties_day(NEW.declared_at) OR NOT EXISTS (
        SELECT FROM parties_organisation
        WHERE id = NEW.organisation_id AND kind = 'bureau' AND active
            AND (city_id, region) = (NEW.city_id, NEW.region) AND region <> city_id)
        OR parties_decided('parties.open_' || NEW.desk || '_desk', NEW.organisation_id,
            NEW.desk || '-approver', NEW.declared_at,
            jsonb_build_object('opened_on', NEW.opened_on)) = 0
    THEN
        PERFORM parties_refuse('parties_desk_undeclared');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS parties_desk_undeclared ON parties_openeddesk;
CREATE CONSTRAINT TRIGGER parties_desk_undeclared AFTER INSERT ON parties_openeddesk
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION parties_desk_undeclared();

-- A letter is entered and ended by two persons: of the county's bureau once it opened a desk, of the
-- city's until then, on the county's paper. What it says never changes.
CREATE OR REPLACE FUNCTION parties_delegation_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_on IS NOT NULL OR
        (NEW.id, NEW.city_id, NEW.region, NEW.organisation_id, NEW.no, NEW.paper, NEW.filing,
         NEW.payment, NEW.valid_from, NEW.valid_to, NEW.entered_at) IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.region, OLD.organisation_id, OLD.no, OLD.paper, OLD.filing,
         OLD.payment, OLD.valid_from, OLD.valid_to, OLD.entered_at)
    THEN
        PERFORM parties_refuse('parties_delegation_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_delegation_fixed BEFORE UPDATE ON parties_delegation
FOR EACH ROW EXECUTE FUNCTION parties_delegation_fixed();

CREATE OR REPLACE FUNCTION parties_delegation_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opened boolean := EXISTS (
        SELECT FROM parties_openeddesk
        WHERE (city_id, region) = (NEW.city_id, NEW.region)
            AND declared_at <= coalesce(NEW.ended_at, NEW.entered_at));
    speaks uuid := (
        SELECT id FROM parties_organisation
        WHERE city_id = NEW.city_id AND kind = 'bureau' AND active
            AND region = CASE WHEN opened THEN NEW.region ELSE NEW.city_id END);
    held boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        held := NEW.ended_on IS NULL AND NEW.region <> NEW.city_id AND NEW.organisation_id = speaks
            AND (NOT opened OR NEW.valid_from > parties_day(NEW.entered_at))
            AND parties_decided('parties.record_delegation', speaks, 'procurement-approver',
                NEW.entered_at, jsonb_build_object('region', NEW.region, 'no', NEW.no,
                    'filing', NEW.filing, 'payment', NEW.payment,
                    'valid_from', NEW.valid_from, 'valid_to', NEW.valid_to)) > 0;
    ELSE
        held := NEW.ended_on > parties_day(NEW.ended_at)
            AND parties_decided('parties.end_delegation', speaks, 'procurement-approver',
                NEW.ended_at, jsonb_build_object('delegation_id', NEW.id,
                    'ended_on', NEW.ended_on)) > 0;
    END IF;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('parties_delegation_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS parties_delegation_undecided ON parties_delegation;
CREATE CONSTRAINT TRIGGER parties_delegation_undecided AFTER INSERT OR UPDATE ON parties_delegation
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION parties_delegation_undecided();
""",
            hints={'living': 'counties.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- Who decided: a mandate that holds then and there, a proposal that two approved, a word in the chain
-- (docs/decisions/decided.md). What stands in {{ }} is made from the roles by living.py.
CREATE OR REPLACE FUNCTION parties_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (moment AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- Whether a person acts for an organisation in one of these roles and regions on the day of a moment.
CREATE OR REPLACE FUNCTION parties_mandated(
    who uuid, whose uuid, roles text[], regions text[], moment timestamptz
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM parties_mandate
        WHERE person_id = who AND organisation_id = whose AND role = ANY (roles)
            AND (regions IS NULL OR region = ANY (regions)) AND ended_reason = ''
            AND valid_from <= parties_day(moment)
            AND (valid_to IS NULL OR valid_to >= parties_day(moment)))
$$;

-- How many proposals of an act two persons of one organisation approved at a moment, with arguments.
CREATE OR REPLACE FUNCTION parties_decided(
    what text, whose uuid, second text, moment timestamptz, told jsonb
) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM parties_proposal
    WHERE state = 'approved' AND decided_at = moment AND act = what AND organisation_id = whose
        AND decider_id IS NULL AND approves = second AND arguments @> told
$$;

-- Whether the chain says that somebody of an organisation, in one of these roles, did this to that.
CREATE OR REPLACE FUNCTION parties_said(
    of_city text, what text, moment timestamptz, to_what uuid, whose uuid, roles text[]
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM audit_event
        WHERE city = of_city AND type = what AND at = moment AND subject_id = to_what::text
            AND organisation_id = whose AND role = ANY (roles)
            AND parties_mandated(person_id, whose, roles, NULL, moment))
$$;

-- The bureau that a city has now, not one of a county of it.
CREATE OR REPLACE FUNCTION parties_bureau(of_city text) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT id FROM parties_organisation
    WHERE city_id = of_city AND kind = 'bureau' AND region = of_city AND active
$$;

-- A proposal waits, keeps what it showed, and is decided once, each time by who holds the role.
CREATE OR REPLACE FUNCTION parties_proposal_decides() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    prepares text[] := CASE WHEN NEW.decider_id IS NULL THEN CASE NEW.approves
        WHEN 'purchaser-approver' THEN ARRAY['purchaser-officer']
        WHEN 'institution-approver' THEN ARRAY['institution-officer', 'institution-manager']
        WHEN 'procurement-approver' THEN ARRAY['procurement-officer', 'county-clerk']
        WHEN 'treasury-approver' THEN ARRAY['treasury-officer']
        WHEN 'pboc' THEN ARRAY['pboc']
        WHEN 'sme-authority' THEN ARRAY['sme-authority']
        WHEN 'operator' THEN ARRAY['operator']
    END
        ELSE CASE NEW.approves
            WHEN 'procurement-approver' THEN ARRAY['operator']
        END END;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' OR NEW.decided_by_id IS NOT NULL THEN
            PERFORM parties_refuse('parties_proposal_steps');
        END IF;
        IF NOT parties_mandated(NEW.prepared_by_id, NEW.organisation_id, prepares,
            ARRAY[NEW.region], NEW.prepared_at)
            OR NEW.decider_id <> parties_bureau(NEW.city_id)
        THEN
            PERFORM parties_refuse('parties_proposal_mandate');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'waiting' AND NEW IS DISTINCT FROM OLD OR
        (NEW.id, NEW.city_id, NEW.region, NEW.act, NEW.approves, NEW.about,
         NEW.arguments, NEW.before, NEW.after, NEW.basis, NEW.prepared_by_id, NEW.prepared_at)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.region, OLD.act, OLD.approves, OLD.about,
         OLD.arguments, OLD.before, OLD.after, OLD.basis, OLD.prepared_by_id, OLD.prepared_at)
        OR NEW.organisation_id <> OLD.organisation_id AND NOT EXISTS (
            SELECT FROM parties_organisation
            WHERE id = OLD.organisation_id AND successor_id = NEW.organisation_id)
        OR NEW.decider_id IS DISTINCT FROM OLD.decider_id AND NOT EXISTS (
            SELECT FROM parties_organisation
            WHERE id = OLD.decider_id AND successor_id = NEW.decider_id)
    THEN
        PERFORM parties_refuse('parties_proposal_fixed');
    END IF;
    IF NEW.carried_by_id IS DISTINCT FROM OLD.carried_by_id AND NOT EXISTS (
        SELECT FROM parties_mandate
        WHERE person_id = NEW.carried_by_id AND organisation_id = NEW.organisation_id
            AND role = ANY (prepares) AND ended_reason = '')
    THEN
        PERFORM parties_refuse('parties_proposal_mandate');
    END IF;
    IF NEW.state = 'approved' AND (
        NEW.decided_at IS NULL OR NEW.decided_at < NEW.prepared_at
        OR NOT parties_mandated(NEW.decided_by_id, coalesce(NEW.decider_id, NEW.organisation_id),
            ARRAY[NEW.approves::text], ARRAY[NEW.region, NEW.city_id], NEW.decided_at))
    THEN
        PERFORM parties_refuse('parties_proposal_mandate');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_proposal_decides BEFORE INSERT OR UPDATE ON parties_proposal
FOR EACH ROW EXECUTE FUNCTION parties_proposal_decides();

-- A proposal is told in the chain by who prepared it: looked at when the transaction ends.
CREATE OR REPLACE FUNCTION parties_proposal_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM audit_event
        WHERE city = NEW.city_id AND type = 'parties.proposal.made' AND at = NEW.prepared_at
            AND subject_id = NEW.id::text AND person_id = NEW.prepared_by_id)
    THEN
        PERFORM parties_refuse('parties_proposal_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS parties_proposal_unsaid ON parties_proposal;
CREATE CONSTRAINT TRIGGER parties_proposal_unsaid AFTER INSERT ON parties_proposal
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION parties_proposal_unsaid();
""",
            hints={'living': 'decided.sql'},
        ),
    ]
