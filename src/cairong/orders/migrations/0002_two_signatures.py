import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0001_orders'),
        ('parties', '0012_second_city'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ceremony',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('persons', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField())),
                ('ends', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('origin', models.CharField(max_length=200)),
                ('held_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Doubt',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('about_id', models.UUIDField()),
                ('raised_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='GatewayWatch',
            fields=[
                ('city', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='parties.city')),
                ('heard_at', models.DateTimeField()),
                ('trouble', models.CharField(blank=True, max_length=500)),
                ('unsure', models.CharField(blank=True, db_default='', max_length=500)),
                ('since', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='instruction',
            name='orders_instruction_state',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='orders_order_about_once',
        ),
        migrations.AddField(
            model_name='instruction',
            name='closed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='instruction',
            name='left_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='instruction',
            name='reason',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'closed', 'dropped', 'leaving', 'queued', 'refused', 'sent'])), name='orders_instruction_state'),
        ),
        migrations.AddField(
            model_name='ceremony',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='ceremony',
            name='signed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person'),
        ),
        migrations.AddField(
            model_name='personkey',
            name='ceremony',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='orders.ceremony'),
        ),
        migrations.AddConstraint(
            model_name='personkey',
            constraint=models.UniqueConstraint(fields=('ceremony', 'person'), name='orders_key_once_a_ceremony'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ceremony',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='877ccceffdafb9342598f8b7358788c8f1b419ac', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_75ce1', table='orders_ceremony', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='doubt',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('about_id',), name='orders_doubt_once'),
        ),
        migrations.RunSQL(
            sql=r"""-- Nothing of an order stands that two persons did not sign (docs/decisions/two-signatures.md).
-- Whoever writes here can judge no signature; that is the gateway's work, and audit check's again.

-- In which roles an order is signed: those of its proposal, else the treasury desk's.
CREATE OR REPLACE FUNCTION orders_desk(of_order uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN o.signers = '{}' OR p.id IS NULL THEN ARRAY['treasury-officer', 'treasury-approver']
        ELSE CASE p.approves
            WHEN 'treasury-approver' THEN ARRAY['treasury-approver', 'treasury-officer']
            WHEN 'procurement-approver' THEN ARRAY['procurement-approver', 'procurement-officer', 'county-clerk']
        END END
    FROM orders_order o LEFT JOIN parties_proposal p ON p.id = o.proposal_id WHERE o.id = of_order
$$;

-- Whether a signature of an order counts that a person makes by a key at a moment: the rule that
-- policy/orders.py says, a second time (tests/orders/test_counting.py compares the two).
CREATE OR REPLACE FUNCTION orders_signature_counts(
    of_order uuid, by_key uuid, by_person uuid, moment timestamptz
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_order o JOIN orders_personkey k ON k.city_id = o.city_id
        WHERE o.id = of_order AND k.id = by_key AND k.person_id = by_person
            AND k.registered_at <= moment
            AND (o.kind = 'end_key' AND by_person = o.subject_id
                OR k.registered_at <= moment - interval '24 hours')
            AND (k.ended_at IS NULL OR k.ended_at >= moment)
            AND CASE WHEN o.signers = '{}'
                THEN by_person <> o.subject_id OR o.kind = 'end_key'
                ELSE by_person = ANY (o.signers) END
            AND EXISTS (
                SELECT FROM parties_mandate m JOIN parties_organisation b ON b.id = m.organisation_id
                WHERE m.person_id = by_person AND b.city_id = o.city_id AND b.kind = 'bureau'
                    AND m.role = ANY (orders_desk(o.id)) AND m.valid_from <= parties_day(moment)
                    AND (m.valid_to IS NULL OR m.valid_to >= parties_day(moment)))
            AND (o.kind = 'end_key' AND by_person = o.subject_id OR NOT EXISTS (
                SELECT FROM parties_account
                WHERE person_id = by_person AND rests_until > moment
                    AND rests_until - interval '24 hours' <= moment)))
$$;

-- Whether two persons signed an order, each by a signature that counts.
CREATE OR REPLACE FUNCTION orders_signed_by_two(of_order uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT s.person_id) >= 2
    FROM orders_signature s
    WHERE s.order_id = of_order
        AND orders_signature_counts(s.order_id, s.key_id, s.person_id, s.at)
$$;

-- An order is its bytes; it goes on from the one before, and follows from what two persons decided.
CREATE OR REPLACE FUNCTION orders_order_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb := NEW.text::jsonb;
    p parties_proposal;
BEGIN
    SELECT * INTO p FROM parties_proposal WHERE id = NEW.proposal_id;
    IF encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') <> NEW.digest
        OR (said ->> 'city', said ->> 'kind', said ->> 'number', said ->> 'previous',
            said ->> 'subject', said ->> 'about')
            IS DISTINCT FROM
            (NEW.city_id::text, NEW.kind::text, NEW.number::text, NEW.previous::text,
             NEW.subject_id::text, NEW.about_id::text)
        OR (NEW.previous = '') = EXISTS (
            SELECT FROM orders_order WHERE kind = NEW.kind AND subject_id = NEW.subject_id)
        OR NEW.previous <> '' AND NOT EXISTS (
            SELECT FROM orders_order
            WHERE kind = NEW.kind AND subject_id = NEW.subject_id AND digest = NEW.previous)
        OR p.id IS NULL AND (NEW.kind = 'pay' OR NEW.signers <> '{}' AND NOT EXISTS (
            SELECT FROM orders_personkey k JOIN orders_ceremony c ON c.id = k.ceremony_id
            WHERE NEW.kind = 'key' AND k.id = NEW.about_id AND NEW.signers = ARRAY[c.signed_by_id]))
        OR NEW.kind = 'pay' AND NEW.signers = '{}'
        OR NEW.kind NOT IN ('pay', 'payee') AND p.id IS NOT NULL
        OR p.id IS NOT NULL AND (p.state <> 'approved' OR p.city_id <> NEW.city_id
            OR NEW.signers <> '{}' AND NEW.signers
                <> ARRAY[coalesce(p.carried_by_id, p.prepared_by_id), p.decided_by_id])
    THEN
        PERFORM parties_refuse('orders_order_follows');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_order_follows BEFORE INSERT ON orders_order
FOR EACH ROW EXECUTE FUNCTION orders_order_follows();

-- A record has one order; a payment has another once its instruction paid nothing.
CREATE OR REPLACE FUNCTION orders_order_about_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM orders_order o LEFT JOIN orders_instruction i ON i.order_id = o.id
        WHERE o.kind = NEW.kind AND o.about_id = NEW.about_id
            AND (NEW.kind <> 'pay' OR i.state IS NULL OR i.state NOT IN ('refused', 'dropped')))
    THEN
        PERFORM parties_refuse('orders_order_about_once');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_order_about_once BEFORE INSERT ON orders_order
FOR EACH ROW EXECUTE FUNCTION orders_order_about_once();

-- A signature is by the key of its person, and one that counts.
CREATE OR REPLACE FUNCTION orders_signature_whose() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT orders_signature_counts(NEW.order_id, NEW.key_id, NEW.person_id, NEW.at)
        OR NOT EXISTS (
            SELECT FROM orders_personkey WHERE id = NEW.key_id AND state = 'registered')
    THEN
        PERFORM parties_refuse('orders_signature_whose');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_signature_whose BEFORE INSERT ON orders_signature
FOR EACH ROW EXECUTE FUNCTION orders_signature_whose();

-- A key keeps what it is; it is registered, and ends, once.
CREATE OR REPLACE FUNCTION orders_key_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.id, NEW.city_id, NEW.person_id, NEW.algorithm, NEW.credential,
            NEW.public_key, NEW.fingerprint, NEW.site, NEW.origin, NEW.founding, NEW.made_at, NEW.ceremony_id)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.person_id, OLD.algorithm, OLD.credential,
         OLD.public_key, OLD.fingerprint, OLD.site, OLD.origin, OLD.founding, OLD.made_at, OLD.ceremony_id)
        OR OLD.registered_at IS NOT NULL AND NEW.registered_at IS DISTINCT FROM OLD.registered_at
        OR OLD.state = 'ended'
        OR OLD.state = 'registered' AND NEW.state <> 'ended'
    THEN
        PERFORM parties_refuse('orders_key_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_key_fixed BEFORE UPDATE OR DELETE ON orders_personkey
FOR EACH ROW EXECUTE FUNCTION orders_key_fixed();

-- An instruction begins queued, keeps its order, and goes on step by step.
CREATE OR REPLACE FUNCTION orders_instruction_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (NEW.state, NEW.left_at, NEW.sent_at, NEW.answered_at, NEW.serial, NEW.arrived_on,
                NEW.reason, NEW.closed_at)
            IS DISTINCT FROM
            ('queued', NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, '', NULL::date,
                '', NULL::timestamptz)
        THEN
            PERFORM parties_refuse('orders_instruction_fixed');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
        OR (NEW.id, NEW.city_id, NEW.order_id, NEW.made_at)
            IS DISTINCT FROM (OLD.id, OLD.city_id, OLD.order_id, OLD.made_at)
        OR (OLD.state, NEW.state) NOT IN (
            ('leaving', 'closed'),
            ('leaving', 'queued'),
            ('leaving', 'sent'),
            ('queued', 'dropped'),
            ('queued', 'leaving'),
            ('sent', 'answered'),
            ('sent', 'closed'),
            ('sent', 'refused'))
        OR OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at
            AND (OLD.state, NEW.state) <> ('leaving', 'queued')
        OR OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at
        OR (NEW.left_at IS NULL) <> (NEW.state IN ('queued', 'dropped'))
        OR NEW.state = 'answered'
            AND (NEW.answered_at IS NULL OR NEW.serial = '' OR NEW.arrived_on IS NULL)
        OR NEW.state = 'refused' AND (NEW.answered_at IS NULL OR NEW.reason = '')
        OR (NEW.closed_at IS NULL) <> (NEW.state <> 'closed')
    THEN
        PERFORM parties_refuse('orders_instruction_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_instruction_fixed BEFORE INSERT OR UPDATE OR DELETE ON orders_instruction
FOR EACH ROW EXECUTE FUNCTION orders_instruction_fixed();
""",
            hints={'living': 'guards.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- A key counts, and ends, by what persons signed, or by a ceremony that the operator held; when the
-- rows say so it was so, and what was signed is what the row says.

-- Whether a moment that a row names is that of its writing, however long its transaction has been
-- open: what is dated back is refused.
CREATE OR REPLACE FUNCTION orders_is_now(moment timestamptz) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
    SELECT moment IS NULL OR moment BETWEEN clock_timestamp() - interval '10 minutes'
        AND clock_timestamp() + interval '10 minutes'
$$;

-- Whether a city is a demonstration, which keeps its people's keys and whose past is made up.
CREATE OR REPLACE FUNCTION orders_is_demo(of_city text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT demo FROM parties_city WHERE code = of_city), false)
$$;

CREATE OR REPLACE FUNCTION orders_key_untimely() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT orders_is_demo(NEW.city_id)
        AND NOT (orders_is_now(nullif(NEW.made_at, OLD.made_at))
            AND orders_is_now(nullif(NEW.registered_at, OLD.registered_at))
            AND orders_is_now(nullif(NEW.ended_at, OLD.ended_at)))
    THEN
        PERFORM parties_refuse('orders_untimely');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_key_untimely BEFORE INSERT OR UPDATE ON orders_personkey
FOR EACH ROW EXECUTE FUNCTION orders_key_untimely();

CREATE OR REPLACE FUNCTION orders_signature_untimely() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT orders_is_now(NEW.at) THEN
        PERFORM parties_refuse('orders_untimely');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_signature_untimely BEFORE INSERT ON orders_signature
FOR EACH ROW EXECUTE FUNCTION orders_signature_untimely();

-- Whether all signed an order that it needs: two, the one whom a ceremony names, or whoever ends a
-- key of their own (policy/orders.py:are_enough).
CREATE OR REPLACE FUNCTION orders_signed(of_order uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT s.person_id)
            >= CASE WHEN o.kind = 'key' AND cardinality(o.signers) = 1 THEN 1 ELSE 2 END
        OR o.kind = 'end_key' AND bool_or(s.person_id = o.subject_id)
    FROM orders_order o JOIN orders_signature s ON s.order_id = o.id
    WHERE o.id = of_order AND orders_signature_counts(s.order_id, s.key_id, s.person_id, s.at)
    GROUP BY o.id
$$;

-- The persons who can sign for keys by keys of this origin, but by these keys.
CREATE OR REPLACE FUNCTION orders_holders(
    of_city text, at_origin text, without uuid[], moment timestamptz
) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT k.person_id), '{}') FROM orders_personkey k
    WHERE k.city_id = of_city AND k.state = 'registered' AND k.origin = at_origin
        AND k.id <> ALL (without) AND EXISTS (
            SELECT FROM parties_mandate m JOIN parties_organisation b ON b.id = m.organisation_id
            WHERE m.person_id = k.person_id AND b.city_id = of_city AND b.kind = 'bureau'
                AND m.role = ANY (ARRAY['treasury-officer', 'treasury-approver']) AND m.ended_reason = ''
                AND m.valid_from <= parties_day(moment)
                AND (m.valid_to IS NULL OR m.valid_to >= parties_day(moment)))
$$;

-- A ceremony is held where two others cannot sign: for two persons where nobody can, for one, whom
-- the other signs for, where one can. A demonstration keeps the keys of all its desks by one.
CREATE OR REPLACE FUNCTION orders_ceremony_barred() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    holders uuid[] := orders_holders(NEW.city_id, NEW.origin, NEW.ends, NEW.held_at);
BEGIN
    IF cardinality(holders) + cardinality(NEW.persons) <> 2 AND NOT orders_is_demo(NEW.city_id)
        OR NEW.persons[1] = NEW.persons[2]
        OR holders && NEW.persons
        OR NEW.signed_by_id IS DISTINCT FROM holders[1]
        OR NEW.until NOT BETWEEN NEW.held_at AND NEW.held_at + interval '24 hours'
        OR EXISTS (
            SELECT FROM unnest(NEW.ends) AS each(id)
            WHERE NOT EXISTS (
                SELECT FROM orders_personkey k
                WHERE k.id = each.id AND k.city_id = NEW.city_id AND k.state <> 'ended'))
    THEN
        PERFORM parties_refuse('orders_ceremony_barred');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_ceremony_barred BEFORE INSERT ON orders_ceremony
FOR EACH ROW EXECUTE FUNCTION orders_ceremony_barred();

-- Whether a founding key is of a ceremony that nobody had to sign for, made in its time, as the
-- chain says, with all that the ceremony ends ended, and beside no two others who hold one.
CREATE OR REPLACE FUNCTION orders_key_founded(k orders_personkey) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT k.registered_at = k.made_at AND EXISTS (
        SELECT FROM orders_ceremony c
        WHERE c.id = k.ceremony_id AND c.city_id = k.city_id AND c.origin = k.origin
            AND c.signed_by_id IS NULL AND k.person_id = ANY (c.persons)
            AND k.made_at BETWEEN c.held_at AND c.until
            AND NOT EXISTS (
                SELECT FROM orders_personkey WHERE id = ANY (c.ends) AND state <> 'ended'))
        AND EXISTS (
            SELECT FROM audit_event e
            WHERE e.city = k.city_id AND e.type = 'orders.key.founded' AND e.at = k.registered_at
                AND e.subject_id = k.id::text AND e.after ->> 'fingerprint' = k.fingerprint)
        AND (orders_is_demo(k.city_id) OR cardinality(array_remove(
            orders_holders(k.city_id, k.origin, '{}', k.registered_at), k.person_id)) < 2)
$$;

-- Whether a key was registered when the last of those signed its order who had to, and the order
-- says what the row does: whose, what key, at which site, and what ends by it.
CREATE OR REPLACE FUNCTION orders_key_signed_for(k orders_personkey) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_order o LEFT JOIN orders_ceremony c ON c.id = k.ceremony_id,
            LATERAL (SELECT o.text::jsonb AS said) AS t
        WHERE o.kind = 'key' AND o.about_id = k.id AND o.subject_id = k.person_id
            AND o.city_id = k.city_id AND orders_signed(o.id)
            AND said @> jsonb_build_object('algorithm', k.algorithm, 'public_key', k.public_key,
                'site', k.site, 'fingerprint', k.fingerprint)
            AND k.registered_at = (SELECT max(at) FROM orders_signature WHERE order_id = o.id)
            AND CASE WHEN c.id IS NULL THEN NOT said ? 'ends' ELSE
                k.person_id = ANY (c.persons) AND c.origin = k.origin AND c.city_id = k.city_id
                AND k.made_at BETWEEN c.held_at AND c.until
                AND o.signers = ARRAY[c.signed_by_id]
                AND NOT EXISTS (
                    SELECT FROM orders_personkey WHERE id = ANY (c.ends) AND state <> 'ended')
                AND (SELECT coalesce(array_agg(fingerprint::text ORDER BY fingerprint), '{}')
                     FROM orders_personkey WHERE id = ANY (c.ends))
                    = (SELECT coalesce(array_agg(e ->> 'fingerprint' ORDER BY e ->> 'fingerprint'), '{}')
                       FROM jsonb_array_elements(said -> 'ends') AS e) END)
$$;

-- Whether a key ended by an order that was signed, or with the first key of a ceremony that says so.
CREATE OR REPLACE FUNCTION orders_key_over(k orders_personkey) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_order o
        WHERE o.kind = 'end_key' AND o.about_id = k.id AND o.subject_id = k.person_id
            AND o.city_id = k.city_id AND orders_signed(o.id)
            AND o.text::jsonb ->> 'fingerprint' = k.fingerprint
            AND k.ended_at = (SELECT max(at) FROM orders_signature WHERE order_id = o.id))
    OR EXISTS (
        SELECT FROM orders_ceremony c JOIN orders_personkey made ON made.ceremony_id = c.id
        WHERE k.id = ANY (c.ends) AND c.city_id = k.city_id AND made.registered_at = k.ended_at
            AND (c.signed_by_id IS NULL) = made.founding)
$$;

CREATE OR REPLACE FUNCTION orders_key_unsigned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    k orders_personkey;
BEGIN
    SELECT * INTO k FROM orders_personkey WHERE id = NEW.id;
    IF k.state = 'asked' AND k.registered_at IS NOT NULL
        OR k.state = 'registered' AND k.registered_at IS NULL
        OR (k.ended_at IS NULL) <> (k.state <> 'ended')
        OR k.registered_at IS NOT NULL
            AND (TG_OP = 'INSERT' OR OLD.registered_at IS NULL)
            AND NOT (k.founding AND orders_key_founded(k)
                OR NOT k.founding AND orders_key_signed_for(k))
        OR k.ended_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.ended_at IS NULL)
            AND NOT orders_key_over(k)
    THEN
        PERFORM parties_refuse('orders_key_unsigned');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS orders_key_unsigned ON orders_personkey;
CREATE CONSTRAINT TRIGGER orders_key_unsigned AFTER INSERT OR UPDATE ON orders_personkey
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_key_unsigned();
""",
            hints={'living': 'keys.sql'},
        ),
    ]
