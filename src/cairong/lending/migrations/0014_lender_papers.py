import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0013_on_paper'),
        ('papers', '0003_lender_papers'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='LenderPaper',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lender_papers', to='lending.application')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lender_paper', to='papers.paper')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lenderpaper',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='8a083e9ff94649a391a76139ae2a6794b0c97f50', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7516b', table='lending_lenderpaper', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- Papers of a supplier's vault, given to institutions (docs/decisions/papers.md).

-- Whether an institution still reads papers for an application: it runs, or what it lent is not repaid.
CREATE OR REPLACE FUNCTION lending_reads(of_application uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT a.state = ANY (ARRAY['submitted', 'complete', 'approved', 'accepted']) AND (
        NOT EXISTS (SELECT FROM lending_loan l JOIN lending_offer o ON o.id = l.offer_id
            WHERE o.application_id = a.id)
        OR EXISTS (SELECT FROM lending_loan l JOIN lending_offer o ON o.id = l.offer_id
            WHERE o.application_id = a.id AND l.state = 'repaying'))
    FROM lending_application a WHERE a.id = of_application
$$;

-- Given is a paper of the very supplier's vault that it has looked at and that holds, to whom it asks
-- for money; it is taken back once, and not given anew by the same row.
CREATE OR REPLACE FUNCTION lending_given_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE TG_OP
        WHEN 'INSERT' THEN NEW.withdrawn_at IS NULL AND lending_reads(NEW.application_id)
            AND EXISTS (
                SELECT FROM papers_paper p
                JOIN lending_application a ON a.id = NEW.application_id
                JOIN lending_intent i ON i.id = a.intent_id
                WHERE p.id = NEW.paper_id AND p.contract_id IS NULL AND p.state = 'handed'
                    AND (p.valid_until IS NULL OR p.valid_until >= parties_day(NEW.given_at))
                    AND (p.city_id, a.city_id) = (NEW.city_id, NEW.city_id)
                    AND i.supplier_id = ANY (parties_heirs(p.organisation_id)))
        ELSE OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
            AND (NEW.id, NEW.city_id, NEW.paper_id, NEW.application_id, NEW.given_at)
                = (OLD.id, OLD.city_id, OLD.paper_id, OLD.application_id, OLD.given_at)
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_given_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_given_steps BEFORE INSERT OR UPDATE ON lending_givenpaper
FOR EACH ROW EXECUTE FUNCTION lending_given_steps();

-- The supplier says itself what it gives to whom, and what it takes back. Looked at when the
-- transaction ends.
CREATE OR REPLACE FUNCTION lending_given_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    intent uuid;
    supplier uuid;
BEGIN
    SELECT i.id, i.supplier_id INTO intent, supplier
    FROM lending_application a JOIN lending_intent i ON i.id = a.intent_id
    WHERE a.id = NEW.application_id;
    IF (CASE TG_OP
        WHEN 'INSERT' THEN EXISTS (
            SELECT FROM audit_event
            WHERE city = NEW.city_id AND type = 'lending.papers.given' AND at = NEW.given_at
                AND subject_id = intent::text AND about @> ARRAY[NEW.paper_id, NEW.application_id])
            AND parties_said(NEW.city_id, 'lending.papers.given', NEW.given_at, intent, supplier,
                ARRAY['supplier'])
        ELSE parties_said(NEW.city_id, 'lending.paper.taken_back', NEW.withdrawn_at, NEW.id,
            supplier, ARRAY['supplier'])
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_given_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_given_unsaid ON lending_givenpaper;
CREATE CONSTRAINT TRIGGER lending_given_unsaid AFTER INSERT OR UPDATE ON lending_givenpaper
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_given_unsaid();

-- Nobody but its own organisation opens a paper of a vault that was not given to it, or no longer is;
-- one of a lender its supplier opens.
CREATE OR REPLACE FUNCTION lending_given_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM papers_paper WHERE id = NEW.paper_id AND contract_id IS NULL)
        AND NOT EXISTS (
            SELECT FROM lending_givenpaper g JOIN lending_application a ON a.id = g.application_id
            WHERE g.paper_id = NEW.paper_id AND g.withdrawn_at IS NULL
                AND a.institution_id = NEW.organisation_id AND lending_reads(a.id))
        AND NOT EXISTS (
            SELECT FROM lending_lenderpaper l JOIN papers_paper p ON p.id = l.paper_id
            JOIN lending_application a ON a.id = l.application_id
            JOIN lending_intent i ON i.id = a.intent_id
            WHERE l.paper_id = NEW.paper_id AND p.state = 'handed'
                AND NEW.organisation_id = ANY (parties_heirs(i.supplier_id)))
    THEN
        PERFORM parties_refuse('lending_given_read');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_given_read BEFORE INSERT ON papers_reading
FOR EACH ROW EXECUTE FUNCTION lending_given_read();
""",
            hints={'living': 'given.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- Papers of an institution on an application (docs/decisions/papers.md): its own, on one it was asked
-- for; none stands without its application.
CREATE OR REPLACE FUNCTION lending_lender_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM papers_paper p JOIN lending_application a ON a.id = NEW.application_id
        WHERE p.id = NEW.paper_id AND p.purpose = ANY (ARRAY['signed-form', 'agreement', 'registration', 'notice'])
            AND (p.city_id, a.city_id, p.organisation_id)
                = (NEW.city_id, NEW.city_id, a.institution_id))
    THEN
        PERFORM parties_refuse('lending_lender_own');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_lender_own BEFORE INSERT ON lending_lenderpaper
FOR EACH ROW EXECUTE FUNCTION lending_lender_own();

CREATE OR REPLACE FUNCTION lending_lender_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM lending_lenderpaper l
        JOIN audit_event e ON e.city = NEW.city_id AND e.type = 'papers.paper.kept'
            AND e.at = NEW.kept_at AND e.subject_id = NEW.id::text
        WHERE l.paper_id = NEW.id AND e.about @> ARRAY[l.application_id])
    THEN
        PERFORM parties_refuse('lending_lender_placed');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_lender_placed ON papers_paper;
CREATE CONSTRAINT TRIGGER lending_lender_placed AFTER INSERT ON papers_paper
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.purpose = ANY (ARRAY['signed-form', 'agreement', 'registration', 'notice']))
EXECUTE FUNCTION lending_lender_placed();
""",
            hints={'living': 'lenders.sql'},
        ),
    ]
