from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0016_asked'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- Nobody asks for money in a supplier's name (二(一)-3): it says so itself, or the form that it printed
-- came in on paper (on_paper.sql). Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION lending_intent_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT parties_said(NEW.city_id, 'lending.intent.registered', NEW.registered_at, NEW.id,
            NEW.supplier_id, ARRAY['supplier'])
        AND NOT EXISTS (SELECT FROM lending_paperform WHERE intent_id = NEW.id)
    THEN
        PERFORM parties_refuse('lending_intent_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_intent_unsaid ON lending_intent;
CREATE CONSTRAINT TRIGGER lending_intent_unsaid AFTER INSERT ON lending_intent
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_intent_unsaid();

-- An intent comes before those whom it was registered for; later, where it was sent to all, before
-- whoever has a product for it by then.
CREATE OR REPLACE FUNCTION lending_application_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM audit_event e JOIN lending_intent i ON i.id = NEW.intent_id
        WHERE e.city = NEW.city_id AND e.subject_id = i.id::text AND e.about @> ARRAY[NEW.id]
            AND (NEW.submitted_at = i.registered_at
                    AND e.type IN ('lending.intent.registered', 'lending.intent.on_paper')
                OR i.broadcast AND e.type = 'lending.intent.reached' AND e.at = NEW.submitted_at))
    THEN
        PERFORM parties_refuse('lending_application_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_application_unsaid ON lending_application;
CREATE CONSTRAINT TRIGGER lending_application_unsaid AFTER INSERT ON lending_application
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_application_unsaid();
""",
            hints={'living': 'registered.sql'},
        ),
    ]
