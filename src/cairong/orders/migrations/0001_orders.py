import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0011_looks_plain_filled'),
    ]

    operations = [
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('number', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('about_id', models.UUIDField()),
                ('signers', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('text', models.TextField()),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('code', models.CharField(max_length=9)),
                ('drawn_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('proposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.proposal')),
            ],
        ),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('serial', models.CharField(blank=True, max_length=40)),
                ('arrived_on', models.DateField(null=True)),
                ('state', models.CharField(default='queued', max_length=12)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='instruction', to='orders.order')),
            ],
        ),
        migrations.CreateModel(
            name='PersonKey',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('algorithm', models.CharField(max_length=20)),
                ('credential', models.TextField()),
                ('public_key', models.TextField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('site', models.CharField(max_length=200)),
                ('origin', models.CharField(max_length=200)),
                ('founding', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('registered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('state', models.CharField(default='asked', max_length=12)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='orders.personkey')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='orders.order')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['about_id'], name='orders_order_about'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(fields=('city', 'number'), name='orders_number_once'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(fields=('kind', 'about_id'), name='orders_order_about_once'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(fields=('kind', 'subject_id', 'previous'), name='orders_order_chain'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='3fa96d8e59e727c5acb006d72368b070ce02c84d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33567', table='orders_order', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'dropped', 'queued', 'sent'])), name='orders_instruction_state'),
        ),
        migrations.AddConstraint(
            model_name='personkey',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'ended', 'registered'])), name='orders_personkey_state'),
        ),
        migrations.AddConstraint(
            model_name='personkey',
            constraint=models.UniqueConstraint(fields=('fingerprint',), name='orders_key_fingerprint'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('order', 'person'), name='orders_signature_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='21cb7894f6b9bea833fbe5040e6f3101efccba51', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fed1f', table='orders_signature', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- Nothing of an order stands that two persons did not sign (docs/decisions/two-signatures.md).
-- Whoever writes here can judge no signature; that is the gateway's work, and audit check's again.

-- Whether two persons who may sign an order did, each by a key of their own that counted then.
CREATE OR REPLACE FUNCTION orders_signed_by_two(of_order uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT s.person_id) >= 2
    FROM orders_signature s
    JOIN orders_order o ON o.id = s.order_id
    JOIN orders_personkey k ON k.id = s.key_id AND k.person_id = s.person_id
    WHERE o.id = of_order
        AND k.registered_at <= s.at - interval '24 hours'
        AND (k.ended_at IS NULL OR k.ended_at > s.at)
        AND CASE WHEN o.signers = '{}'
            THEN s.person_id <> o.subject_id
                AND parties_mandated(s.person_id, parties_bureau(o.city_id),
                    ARRAY['treasury-officer', 'treasury-approver'], NULL, s.at)
            ELSE s.person_id = ANY (o.signers) END
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
        OR p.id IS NULL AND (NEW.kind = 'pay' OR NEW.signers <> '{}')
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

-- A signature is by the key of its person, and of one who may sign.
CREATE OR REPLACE FUNCTION orders_signature_whose() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM orders_personkey k, orders_order o
        WHERE k.id = NEW.key_id AND o.id = NEW.order_id AND k.person_id = NEW.person_id
            AND k.state = 'registered' AND k.city_id = o.city_id
            AND (o.signers = '{}' OR NEW.person_id = ANY (o.signers)))
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
            NEW.public_key, NEW.fingerprint, NEW.site, NEW.origin, NEW.founding, NEW.made_at)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.person_id, OLD.algorithm, OLD.credential,
         OLD.public_key, OLD.fingerprint, OLD.site, OLD.origin, OLD.founding, OLD.made_at)
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

-- A key counts by a ceremony, or by an order that two others signed; so it ends.
CREATE OR REPLACE FUNCTION orders_key_unsigned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    by_order text := CASE NEW.state WHEN 'registered' THEN 'key' WHEN 'ended' THEN 'end_key' END;
BEGIN
    IF NEW.state = 'asked' AND NEW.registered_at IS NOT NULL
        OR NEW.state = 'registered' AND NEW.registered_at IS NULL
        OR (NEW.ended_at IS NULL) <> (NEW.state <> 'ended')
        OR by_order IS NOT NULL
            AND NOT (NEW.state = 'registered' AND NEW.founding
                AND NEW.registered_at = NEW.made_at)
            AND NOT EXISTS (
                SELECT FROM orders_order o
                WHERE o.kind = by_order AND o.about_id = NEW.id AND o.subject_id = NEW.person_id
                    AND orders_signed_by_two(o.id))
    THEN
        PERFORM parties_refuse('orders_key_unsigned');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS orders_key_unsigned ON orders_personkey;
CREATE CONSTRAINT TRIGGER orders_key_unsigned AFTER INSERT OR UPDATE ON orders_personkey
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_key_unsigned();

-- An instruction begins queued, keeps its order, and goes on step by step.
CREATE OR REPLACE FUNCTION orders_instruction_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (NEW.state, NEW.sent_at, NEW.answered_at, NEW.serial, NEW.arrived_on)
            IS DISTINCT FROM
            ('queued', NULL::timestamptz, NULL::timestamptz, '', NULL::date)
        THEN
            PERFORM parties_refuse('orders_instruction_fixed');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
        OR (NEW.id, NEW.city_id, NEW.order_id, NEW.made_at)
            IS DISTINCT FROM (OLD.id, OLD.city_id, OLD.order_id, OLD.made_at)
        OR (OLD.state, NEW.state) NOT IN (
            ('queued', 'dropped'),
            ('queued', 'sent'),
            ('sent', 'answered'))
        OR OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at
        OR NEW.state = 'answered'
            AND (NEW.answered_at IS NULL OR NEW.serial = '' OR NEW.arrived_on IS NULL)
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
