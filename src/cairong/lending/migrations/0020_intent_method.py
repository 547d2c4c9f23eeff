from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0004_agencies'),
        ('lending', '0019_background'),
        ('parties', '0022_papers'),
        ('treasury', '0012_reversed'),
    ]

    operations = [
        migrations.AddField(
            model_name='intent',
            name='method',
            field=models.CharField(blank=True, choices=[('bullet', '到期一次还本付息'), ('interest-monthly', '按月付息到期还本'), ('equal-principal', '等额本金'), ('equal-instalment', '等额本息')], db_default='', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='intent',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['', 'bullet', 'interest-monthly', 'equal-principal', 'equal-instalment'])), name='lending_intent_method'),
        ),
        migrations.RunSQL(
            sql=r"""-- Nobody consents in a supplier's name (个人信息保护法§23): it ticks the institution when it asks for
-- money, or says so later; or the form that it signed was handed to it (on_paper.sql).
-- Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION lending_consent_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked lending_intent := (SELECT i FROM lending_intent i WHERE i.id = NEW.intent_id);
    to_whom uuid := (SELECT id FROM lending_application
        WHERE intent_id = NEW.intent_id AND institution_id = NEW.institution_id);
BEGIN
    IF parties_said(asked.city_id, 'lending.consent.given', NEW.given_at, to_whom,
            asked.supplier_id, ARRAY['supplier'])
        OR EXISTS (SELECT FROM lending_paperform
            WHERE intent_id = NEW.intent_id AND institution_id = NEW.institution_id)
        OR (parties_said(asked.city_id, 'lending.intent.registered', NEW.given_at, asked.id,
                asked.supplier_id, ARRAY['supplier'])
            AND EXISTS (
                SELECT FROM audit_event e JOIN parties_organisation o ON o.id = NEW.institution_id
                WHERE e.city = asked.city_id AND e.type = 'lending.intent.registered'
                    AND e.subject_id = asked.id::text
                    AND o.name = ANY (string_to_array(e.after ->> 'readers', '、'))))
    THEN
        RETURN NULL;
    END IF;
    PERFORM parties_refuse('lending_consent_unsaid');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_consent_unsaid ON lending_consent;
CREATE CONSTRAINT TRIGGER lending_consent_unsaid AFTER INSERT ON lending_consent
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_consent_unsaid();
""",
            hints={'living': 'consent.sql'},
        ),
    ]
