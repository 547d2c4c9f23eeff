-- Whom an institution names for a county (docs/decisions/liaisons.md): its manager says so, of people
-- of its own. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION products_liaison_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE WHEN TG_OP = 'INSERT' THEN
        NEW.ended_at IS NULL
        AND parties_mandated(NEW.person_id, NEW.institution_id,
            ARRAY['institution-officer', 'institution-approver', 'institution-manager'], NULL,
            NEW.named_at)
        AND EXISTS (SELECT FROM audit_event WHERE (city, type, at, subject_id)
                = (NEW.city_id, 'products.liaison.named', NEW.named_at, NEW.institution_id::text)
            AND after ->> 'person_id' = NEW.person_id::text AND after ->> 'phone' = NEW.phone
            AND after -> 'regions' ? NEW.region)
        AND parties_said(NEW.city_id, 'products.liaison.named', NEW.named_at, NEW.institution_id,
            NEW.institution_id, ARRAY['institution-manager'])
        ELSE OLD.ended_at IS NULL AND (
            parties_said(NEW.city_id, 'products.liaison.named', NEW.ended_at, NEW.institution_id,
                NEW.institution_id, ARRAY['institution-manager'])
            OR parties_said(NEW.city_id, 'products.liaison.ended', NEW.ended_at, NEW.id,
                NEW.institution_id, ARRAY['institution-manager']))
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('products_liaison_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS products_liaison_unsaid ON products_liaison;
CREATE CONSTRAINT TRIGGER products_liaison_unsaid AFTER INSERT OR UPDATE ON products_liaison
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION products_liaison_unsaid();
