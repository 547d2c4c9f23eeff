import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts', '0003_own_accounts'),
        ('guidance', '0001_guidance'),
        ('lending', '0002_decided'),
        ('parties', '0017_alerts'),
        ('products', '0001_v0_2'),
        ('treasury', '0009_opening_heard'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=300)),
                ('region', models.CharField(max_length=6)),
                ('figures', models.JSONField()),
                ('raised_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('finding', models.CharField(blank=True, max_length=10)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('closed_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.CreateModel(
            name='AlertThing',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.SmallIntegerField()),
                ('label', models.CharField(max_length=40)),
                ('thing_id', models.UUIDField()),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='things', to='alerts.alert')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['city', 'state'], name='alerts_open'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'open'])), name='alerts_alert_state'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='alerts_no_once'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(fields=('city', 'kind', 'key'), name='alerts_key_once'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['account', 'contact', 'device', 'evidence', 'lenders', 'limit', 'overdue', 'related', 'twice'])), name='alerts_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('finding__in', ['handled', 'none', 'passed']), ('state', 'closed'), models.Q(('words', ''), _negated=True)), models.Q(('closed_at', None), ('closed_by', None), ('finding', ''), ('state', 'open'), ('words', '')), _connector='OR'), name='alerts_closed_in_words'),
        ),
        migrations.AddConstraint(
            model_name='alertthing',
            constraint=models.UniqueConstraint(fields=('alert', 'position'), name='alerts_thing_place'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='alertthing',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='6d7c56f1594c2005fdf87cf605a0f1c803d54671', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_df099', table='alerts_alertthing', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- What is to be looked at (docs/decisions/alerts.md): plain comparisons of rows that stand, once a
-- day. Nothing is decided here. One function a kind; alerts_found leaves out what was raised before.

-- The cases that count: financed or asked for since a day, or with a loan that runs; one row for
-- each institution asked (none: null).
CREATE OR REPLACE FUNCTION alerts_cases(of_city text, since timestamptz) RETURNS TABLE (
    award_id uuid, contract_id uuid, receivable_id uuid, region varchar, supplier_id uuid,
    purchaser_id uuid, institution_id uuid, application_id uuid
) LANGUAGE sql STABLE AS $$
    SELECT a.id, c.id, i.receivable_id, i.region, i.supplier_id,
        COALESCE(c.purchaser_id, a.purchaser_id), p.institution_id, p.id
    FROM lending_intent i
    LEFT JOIN contracts_contract c ON c.id = i.contract_id
    LEFT JOIN contracts_award a ON a.id = COALESCE(i.award_id, c.award_id)
    LEFT JOIN lending_application p ON p.intent_id = i.id
    WHERE i.city_id = of_city AND (i.registered_at >= since OR i.id IN (
        SELECT o.intent_id FROM lending_loan l JOIN lending_offer o ON o.id = l.offer_id
        WHERE l.city_id = of_city AND l.state = 'repaying'))
$$;

-- A title or number as it is compared: without spaces, marks and the width of letters.
CREATE OR REPLACE FUNCTION alerts_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT lower(regexp_replace(normalize(said, NFKC), '[\s()\[\]{}<>《》【】「」『』“”‘’"''`_—–·、,。.:;!?/\\|-]', '', 'g'))
$$;

-- Two contracts of the same purchaser, supplier and amount, signed within days, with the same
-- number or title, both financed or asked for.
CREATE OR REPLACE FUNCTION alerts_twice(of_city text, since timestamptz, most integer)
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    WITH cases AS (
        SELECT DISTINCT c.id, c.region, c.purchaser_id, k.supplier_id, c.amount_fen, c.signed_on,
            alerts_plain(c.title) AS title, alerts_plain(c.project_no) AS number
        FROM alerts_cases(of_city, since) k JOIN contracts_contract c ON c.id = k.contract_id
        WHERE c.signed_on IS NOT NULL)
    SELECT concat(a.id, ':', b.id), max(a.region)::varchar,
        jsonb_build_object('days', abs(a.signed_on - b.signed_on), 'most', most),
        ARRAY['contracts.Contract ' || a.id, 'contracts.Contract ' || b.id]
    FROM cases a JOIN cases b ON b.id > a.id AND b.purchaser_id = a.purchaser_id
        AND b.supplier_id = a.supplier_id AND b.amount_fen = a.amount_fen
    WHERE abs(a.signed_on - b.signed_on) <= most
        AND (a.title = b.title OR a.number = b.number AND a.number <> '')
    GROUP BY a.id, b.id, a.signed_on, b.signed_on;
END $$;

-- One receivable with loans of two institutions that both run.
CREATE OR REPLACE FUNCTION alerts_lenders(of_city text)
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT concat(l.receivable_id, ':', string_agg(DISTINCT l.institution_id::text, ':')),
        max(l.region)::varchar,
        jsonb_build_object('lenders', count(DISTINCT l.institution_id), 'loans', count(*)),
        array_prepend('contracts.Contract ' || l.contract_id,
            array_agg('lending.Loan ' || l.id ORDER BY l.id))
    FROM lending_loan l WHERE l.city_id = of_city AND l.state = 'repaying'
    GROUP BY l.receivable_id, l.contract_id HAVING count(DISTINCT l.institution_id) > 1;
END $$;

-- The receiving account of one receivable was changed often within days.
CREATE OR REPLACE FUNCTION alerts_account(
    of_city text, since timestamptz, looked integer, least_times integer)
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT concat(r.id, ':', max(v.version)), max(r.region)::varchar,
        jsonb_build_object('times', count(*), 'least', least_times, 'days', looked),
        array_prepend('contracts.Contract ' || r.contract_id,
            array_agg('treasury.PayeeVersion ' || v.id ORDER BY v.version))
    FROM treasury_payeeversion v JOIN treasury_receivable r ON r.id = v.receivable_id
    WHERE r.city_id = of_city AND v.version > 1 AND v.established_at >= since
        AND EXISTS (SELECT FROM lending_intent i WHERE i.contract_id = r.contract_id)
    GROUP BY r.id, r.contract_id HAVING count(*) >= least_times;
END $$;

-- The organisations that stand on two sides of a case, or were both named in one project.
CREATE OR REPLACE FUNCTION alerts_sides(of_city text, since timestamptz) RETURNS TABLE (
    one uuid, other uuid, region varchar, contract_id uuid, award_id uuid
) LANGUAGE sql STABLE AS $$
    WITH cases AS MATERIALIZED (SELECT * FROM alerts_cases(of_city, since)),
    named AS (
        SELECT DISTINCT k.award_id, s.supplier_id FROM cases k
            JOIN contracts_awardshare s ON s.award_id = k.award_id
            WHERE s.supplier_id IS NOT NULL
        UNION
        SELECT k.award_id, o.id FROM cases k
            JOIN guidance_participation t ON t.award_id = k.award_id
            JOIN parties_organisation o ON o.city_id = of_city AND o.uscc = t.uscc
            WHERE o.kind = 'supplier')
    SELECT k.supplier_id, k.purchaser_id, k.region, k.contract_id, k.award_id FROM cases k
        WHERE k.purchaser_id IS NOT NULL
    UNION
    SELECT k.supplier_id, k.institution_id, k.region, k.contract_id, k.award_id FROM cases k
        WHERE k.institution_id IS NOT NULL
    UNION
    SELECT a.supplier_id, b.supplier_id, k.region, k.contract_id, k.award_id
        FROM cases k JOIN named a ON a.award_id = k.award_id
            JOIN named b ON b.award_id = k.award_id AND b.supplier_id > a.supplier_id
$$;

-- One person holds mandates in force at a supplier and at the purchaser or institution of its case.
CREATE OR REPLACE FUNCTION alerts_related(of_city text, today date, since timestamptz)
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT concat(m.person_id, ':', k.one, ':', k.other), max(k.region)::varchar,
        jsonb_build_object('cases', count(DISTINCT k.award_id)),
        ARRAY['parties.Person ' || m.person_id, 'parties.Organisation ' || k.one,
            'parties.Organisation ' || k.other]
            || (array_agg(DISTINCT 'contracts.Contract ' || k.contract_id)
                FILTER (WHERE k.contract_id IS NOT NULL))[1:5]
    FROM alerts_sides(of_city, since) k
        JOIN parties_mandate m ON m.organisation_id = k.one
        JOIN parties_mandate n ON n.organisation_id = k.other AND n.person_id = m.person_id
    WHERE m.ended_reason = '' AND m.valid_from <= today AND COALESCE(m.valid_to, today) >= today
        AND n.ended_reason = '' AND n.valid_from <= today AND COALESCE(n.valid_to, today) >= today
    GROUP BY m.person_id, k.one, k.other;
END $$;

-- Two such organisations give the same telephone; not by the one person whom alerts_related finds.
CREATE OR REPLACE FUNCTION alerts_contact(of_city text, today date, since timestamptz)
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    WITH sides AS MATERIALIZED (SELECT * FROM alerts_sides(of_city, since)),
    parties AS (SELECT one AS id FROM sides UNION SELECT other FROM sides),
    numbers AS (
        SELECT p.id, regexp_replace(o.contact_phone, '\D', '', 'g') AS digits, NULL::uuid AS person
        FROM parties p JOIN parties_organisation o ON o.id = p.id
        UNION
        SELECT p.id, regexp_replace(h.phone, '\D', '', 'g'), h.id
        FROM parties p JOIN parties_mandate m ON m.organisation_id = p.id
            JOIN parties_person h ON h.id = m.person_id
        WHERE m.ended_reason = '' AND m.valid_from <= today
            AND COALESCE(m.valid_to, today) >= today)
    SELECT concat(k.one, ':', k.other), max(k.region)::varchar,
        jsonb_build_object('cases', count(DISTINCT k.award_id)),
        ARRAY['parties.Organisation ' || k.one, 'parties.Organisation ' || k.other]
            || (array_agg(DISTINCT 'contracts.Contract ' || k.contract_id)
                FILTER (WHERE k.contract_id IS NOT NULL))[1:5]
    FROM sides k JOIN numbers a ON a.id = k.one
        JOIN numbers b ON b.id = k.other AND b.digits = a.digits
    WHERE length(a.digits) >= 7 AND (a.person IS NULL OR b.person IS NULL OR a.person <> b.person)
    GROUP BY k.one, k.other;
END $$;

-- One device signed in for two such organisations; raised once a month in which it does.
CREATE OR REPLACE FUNCTION alerts_device(
    of_city text, today date, since timestamptz, looked integer)
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    WITH seen AS MATERIALIZED (
        SELECT x.device_digest, m.organisation_id, max(x.on) AS last_on, count(*) AS times
        FROM parties_access x JOIN parties_mandate m ON m.id = x.mandate_id
        WHERE x.city_id = of_city AND x.on >= parties_day(since) AND x.device_digest <> ''
        GROUP BY x.device_digest, m.organisation_id),
    twice AS MATERIALIZED (
        SELECT a.organisation_id AS one, b.organisation_id AS other,
            max(LEAST(a.last_on, b.last_on)) AS last_on,
            count(*) AS devices, sum(a.times + b.times) AS times
        FROM seen a JOIN seen b ON b.device_digest = a.device_digest
            AND b.organisation_id <> a.organisation_id
        GROUP BY a.organisation_id, b.organisation_id)
    SELECT concat(k.one, ':', k.other, ':', to_char(t.last_on, 'YYYY-MM')), max(k.region)::varchar,
        jsonb_build_object('devices', t.devices, 'times', t.times, 'days', looked),
        ARRAY['parties.Organisation ' || k.one, 'parties.Organisation ' || k.other]
            || (array_agg(DISTINCT 'contracts.Contract ' || k.contract_id)
                FILTER (WHERE k.contract_id IS NOT NULL))[1:5]
    FROM twice t JOIN alerts_sides(of_city, since) k ON k.one = t.one AND k.other = t.other
    GROUP BY k.one, k.other, t.last_on, t.devices, t.times;
END $$;

-- Several offers of one product just under its greatest amount; once a month.
CREATE OR REPLACE FUNCTION alerts_limit(
    of_city text, today date, since timestamptz, looked integer, share integer, least_times integer)
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT concat(v.product_id, ':', to_char(parties_day(max(o.offered_at)), 'YYYY-MM')),
        of_city::varchar,
        jsonb_build_object('offers', count(*), 'least', least_times, 'percent', share,
            'days', looked),
        array_prepend('products.Product ' || v.product_id,
            (array_agg('lending.Offer ' || o.id ORDER BY o.offered_at DESC, o.id))[1:10])
    FROM lending_offer o JOIN products_productversion v ON v.id = o.product_version_id
    WHERE o.city_id = of_city AND o.offered_at >= since AND v.max_fen IS NOT NULL
        AND o.amount_fen < v.max_fen AND o.amount_fen * 100 >= v.max_fen * share
    GROUP BY v.product_id HAVING count(*) >= least_times;
END $$;

-- A loan whose oldest unpaid instalment has been due for more than so many days.
CREATE OR REPLACE FUNCTION alerts_overdue(of_city text, today date, most integer)
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT concat(l.id, ':', due.since), l.region,
        jsonb_build_object('due_on', due.since, 'days', today - due.since, 'most', most),
        ARRAY['contracts.Contract ' || l.contract_id, 'lending.Loan ' || l.id,
            'parties.Organisation ' || l.supplier_id, 'parties.Organisation ' || l.institution_id]
    FROM lending_loan l CROSS JOIN LATERAL (
        SELECT COALESCE(min(p.due_on), l.due_on) AS since FROM lending_instalment p
        WHERE p.loan_id = l.id AND p.left_fen < l.outstanding_fen) due
    WHERE l.city_id = of_city AND l.state = 'repaying' AND due.since < today - most;
END $$;

-- A check in the province's system whose number is written in no way that is known.
CREATE OR REPLACE FUNCTION alerts_evidence(of_city text, since timestamptz, formats text[])
RETURNS TABLE (key text, region varchar, figures jsonb, things text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT v.id::text, k.region, '{}'::jsonb,
        ARRAY['contracts.Contract ' || v.contract_id, 'parties.Organisation ' || k.institution_id,
            'lending.Verification ' || v.id]
    FROM alerts_cases(of_city, since) k JOIN lending_verification v
        ON v.application_id = k.application_id
    WHERE v.at >= since AND v.provincial_reference <> ''
        AND NOT normalize(v.provincial_reference, NFKC) ~ ANY (formats);
END $$;

-- All that is to be looked at and was not raised before, so many at most. The cheap look comes
-- first: a city in which nobody asked for a loan has nothing.
CREATE OR REPLACE FUNCTION alerts_found(
    of_city text, today date, numbers jsonb, formats text[], most integer
) RETURNS TABLE (kind text, key text, region varchar, figures jsonb, things text[])
LANGUAGE plpgsql STABLE AS $$
DECLARE
    days integer := numbers -> 'alert_days';
    since timestamptz := (today - days)::timestamp AT TIME ZONE 'Asia/Shanghai';
BEGIN
    IF NOT EXISTS (SELECT FROM lending_intent i WHERE i.city_id = of_city) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT f.* FROM (
        SELECT 'twice', t.* FROM alerts_twice(
            of_city, since, (numbers -> 'alert_twice_days')::integer) t
        UNION ALL SELECT 'lenders', t.* FROM alerts_lenders(of_city) t
        UNION ALL SELECT 'account', t.* FROM alerts_account(
            of_city, since, days, (numbers -> 'alert_account_times')::integer) t
        UNION ALL SELECT 'related', t.* FROM alerts_related(of_city, today, since) t
        UNION ALL SELECT 'contact', t.* FROM alerts_contact(of_city, today, since) t
        UNION ALL SELECT 'device', t.* FROM alerts_device(of_city, today, since, days) t
        UNION ALL SELECT 'limit', t.* FROM alerts_limit(of_city, today, since, days,
            (numbers -> 'alert_near_percent')::integer,
            (numbers -> 'alert_near_times')::integer) t
        UNION ALL SELECT 'overdue', t.* FROM alerts_overdue(
            of_city, today, (numbers -> 'alert_overdue_days')::integer) t
        UNION ALL SELECT 'evidence', t.* FROM alerts_evidence(of_city, since, formats) t
    ) f (kind, key, region, figures, things)
    WHERE NOT EXISTS (
        SELECT FROM alerts_alert a
        WHERE a.city_id = of_city AND a.kind = f.kind AND a.key = f.key)
    ORDER BY f.kind, f.key LIMIT most;
END $$;
""",
            hints={'living': 'finding.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- An alert (docs/decisions/alerts.md) begins open and as the daily work found it, and is closed once
-- by somebody of the regulator who says so in the chain. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION alerts_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE WHEN TG_OP = 'INSERT' THEN NEW.state <> 'open' ELSE OLD.state = 'closed' END) THEN
        PERFORM parties_refuse('alerts_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER alerts_steps BEFORE INSERT OR UPDATE ON alerts_alert
FOR EACH ROW EXECUTE FUNCTION alerts_steps();

CREATE OR REPLACE FUNCTION alerts_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM audit_event e
        WHERE e.city = NEW.city_id AND e.subject_id = NEW.id::text AND CASE
            WHEN TG_OP = 'INSERT' THEN e.type = 'alerts.alert.raised' AND e.at = NEW.raised_at
                AND e.role = 'system'
                AND EXISTS (SELECT FROM alerts_alertthing t WHERE t.alert_id = NEW.id)
            ELSE e.type = 'alerts.alert.closed' AND e.at = NEW.closed_at
                AND e.role = 'regulator' AND e.person_id = NEW.closed_by_id
                AND e.after ->> 'words' = NEW.words
                AND parties_mandated(e.person_id, e.organisation_id, ARRAY['regulator'],
                    ARRAY[NEW.region, NEW.city_id], NEW.closed_at)
            END)
    THEN
        PERFORM parties_refuse('alerts_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS alerts_unsaid ON alerts_alert;
CREATE CONSTRAINT TRIGGER alerts_unsaid AFTER INSERT OR UPDATE ON alerts_alert
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION alerts_unsaid();
""",
            hints={'living': 'guards.sql'},
        ),
    ]
