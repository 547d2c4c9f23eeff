import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_agencies'),
        ('contracts', '0003_own_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='award',
            name='engagement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.engagement'),
        ),
        migrations.AddField(
            model_name='award',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.procurementfile'),
        ),
        migrations.RunSQL(
            sql=r"""-- An award that an agency recorded rests on an agreement that holds (agencies/agencies.sql) and on
-- no file of others; no agency wins what it handled (docs/decisions/agencies.md).
CREATE OR REPLACE FUNCTION contracts_award_mandated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acting uuid;
    of_file agencies_procurementfile;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.engagement_id, NEW.file_id) IS DISTINCT FROM (OLD.engagement_id, OLD.file_id) THEN
            PERFORM parties_refuse('agencies_mandate');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.engagement_id IS NULL AND NEW.file_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT agency_id INTO acting FROM agencies_engagement WHERE id = NEW.engagement_id;
    IF NEW.engagement_id IS NOT NULL AND NOT agencies_holds(
        NEW.engagement_id, acting, NEW.purchaser_id, NEW.project_no, NEW.recorded_at)
    THEN
        PERFORM parties_refuse('agencies_mandate');
    END IF;
    SELECT * INTO of_file FROM agencies_procurementfile WHERE id = NEW.file_id FOR SHARE;
    IF NEW.file_id IS NULL AND NEW.engagement_id IS NOT NULL THEN
        SELECT * INTO of_file FROM agencies_procurementfile
        WHERE purchaser_id = NEW.purchaser_id AND project_no = NEW.project_no AND state = 'issued'
        FOR SHARE;
    END IF;
    IF of_file.id IS NOT NULL AND (
        of_file.purchaser_id IS DISTINCT FROM NEW.purchaser_id OR of_file.state <> 'issued'
        OR of_file.project_no <> NEW.project_no
        OR NEW.engagement_id IS NOT NULL AND of_file.agency_id IS DISTINCT FROM acting)
    THEN
        PERFORM parties_refuse('agencies_file_of_other');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER contracts_award_mandated
BEFORE INSERT OR UPDATE OF engagement_id, file_id ON contracts_award
FOR EACH ROW EXECUTE FUNCTION contracts_award_mandated();

CREATE OR REPLACE FUNCTION contracts_share_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM contracts_award a
        LEFT JOIN agencies_engagement e ON e.id = a.engagement_id
        LEFT JOIN agencies_procurementfile f ON f.id = a.file_id
        JOIN parties_organisation o ON o.id = coalesce(e.agency_id, f.agency_id)
        LEFT JOIN parties_organisation s ON s.id = NEW.supplier_id
        WHERE a.id = NEW.award_id
            AND (o.uscc <> '' AND o.uscc = s.uscc OR NEW.supplier_name = o.name))
    THEN
        PERFORM parties_refuse('agencies_own_part');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS contracts_share_apart ON contracts_awardshare;
CREATE CONSTRAINT TRIGGER contracts_share_apart
AFTER INSERT OR UPDATE OF supplier_id ON contracts_awardshare DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION contracts_share_apart();

-- What an award stands on is not cancelled.
CREATE OR REPLACE FUNCTION contracts_file_awarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM contracts_award WHERE file_id = NEW.id AND state <> 'cancelled') THEN
        PERFORM parties_refuse('agencies_file_awarded');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER contracts_file_awarded
BEFORE UPDATE OF state ON agencies_procurementfile
FOR EACH ROW WHEN (OLD.state = 'issued' AND NEW.state = 'cancelled')
EXECUTE FUNCTION contracts_file_awarded();
""",
            hints={'living': 'mandated.sql'},
        ),
    ]
