import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0002_two_signatures'),
        ('parties', '0012_second_city'),
    ]

    operations = [
        migrations.AddField(
            model_name='gatewaywatch',
            name='unsure',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
        migrations.CreateModel(
            name='Doubt',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('about_id', models.UUIDField()),
                ('raised_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('about_id',), name='orders_doubt_once')],
            },
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
    ]
