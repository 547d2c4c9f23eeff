from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('papers', '0002_vault'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- Papers (docs/decisions/papers.md). What a paper is does not change; it is kept, handed in, withdrawn.
CREATE OR REPLACE FUNCTION papers_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'withdrawn'
        OR TG_OP = 'UPDATE' AND (
            OLD.state = 'withdrawn' OR OLD.state = 'handed' AND NEW.state <> 'withdrawn'
            OR OLD.handed_at IS NOT NULL AND NEW.handed_at IS DISTINCT FROM OLD.handed_at
            OR NEW.state = 'withdrawn' AND OLD.purpose = ANY (ARRAY['signed-form', 'agreement', 'registration', 'notice'])
                AND EXISTS (SELECT FROM papers_reading WHERE paper_id = OLD.id))
    THEN
        PERFORM parties_refuse('papers_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER papers_steps BEFORE INSERT OR UPDATE ON papers_paper
FOR EACH ROW EXECUTE FUNCTION papers_steps();

-- A paper of the vault, or of a lender, is of no contract, any other is; one of the vault holds when it
-- is kept, and says until when where its purpose lapses.
CREATE OR REPLACE FUNCTION papers_placed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_vault boolean := NEW.purpose = ANY (ARRAY['licence', 'mandate', 'statement', 'qualification']);
BEGIN
    IF (of_vault OR NEW.purpose = ANY (ARRAY['signed-form', 'agreement', 'registration', 'notice'])) <> (NEW.contract_id IS NULL)
        OR NEW.valid_until IS NOT NULL AND NOT of_vault
        OR NEW.valid_until < parties_day(NEW.kept_at)
        OR NEW.valid_until IS NULL AND NEW.purpose = ANY (ARRAY['mandate', 'qualification'])
    THEN
        PERFORM parties_refuse('papers_placed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER papers_placed BEFORE INSERT OR UPDATE OF purpose, contract_id, valid_until
ON papers_paper FOR EACH ROW EXECUTE FUNCTION papers_placed();

-- Whose paper it is says so itself, at each step. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION papers_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    keepers text[] := CASE WHEN NEW.purpose = ANY (ARRAY['signed-form', 'agreement', 'registration', 'notice']) THEN ARRAY['institution-officer']
        WHEN NEW.contract_id IS NULL THEN ARRAY['supplier']
        ELSE ARRAY['supplier', 'purchaser-officer', 'purchaser-approver'] END;
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
