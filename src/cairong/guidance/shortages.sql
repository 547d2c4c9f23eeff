-- Shortages of funds (docs/decisions/guidance.md): a local legal person declares one as open, it is
-- answered or withdrawn once, and stays as it is then.
CREATE OR REPLACE FUNCTION guidance_shortage_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state <> 'open' THEN
            PERFORM parties_refuse('guidance_shortage_steps');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'open' THEN
        PERFORM parties_refuse('guidance_shortage_steps');
    END IF;
    IF NOT EXISTS (
        SELECT FROM parties_institutionprofile
        WHERE organisation_id = NEW.institution_id AND local_legal_person)
    THEN
        PERFORM parties_refuse('guidance_shortage_local');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guidance_shortage_steps BEFORE INSERT OR UPDATE ON guidance_shortage
FOR EACH ROW EXECUTE FUNCTION guidance_shortage_steps();

-- Two of the institution declare and withdraw it, two of the People's Bank answer it.
CREATE OR REPLACE FUNCTION guidance_shortage_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN guidance_decided('guidance.declare_shortage',
            NEW.institution_id, 'institution-approver', NEW.declared_at,
            jsonb_build_object('amount_fen', NEW.amount_fen, 'months', NEW.months),
            'purpose', NEW.purpose)
        WHEN NEW.state = 'granted' THEN parties_decided('guidance.grant_relending',
            NEW.authority_id, 'pboc', NEW.answered_at,
            jsonb_build_object('shortage_id', NEW.id, 'instrument', NEW.instrument,
                'granted_fen', NEW.granted_fen)) > 0
        WHEN NEW.state = 'refused' THEN guidance_decided('guidance.refuse_relending',
            NEW.authority_id, 'pboc', NEW.answered_at,
            jsonb_build_object('shortage_id', NEW.id), 'reason', NEW.words)
        WHEN NEW.state = 'withdrawn' THEN guidance_decided('guidance.withdraw_shortage',
            NEW.institution_id, 'institution-approver', NEW.answered_at,
            jsonb_build_object('shortage_id', NEW.id), 'reason', NEW.words)
        ELSE true
        END) IS NOT TRUE
        OR TG_OP = 'INSERT' AND NOT EXISTS (
            SELECT FROM parties_organisation
            WHERE id = NEW.authority_id AND city_id = NEW.city_id AND kind = 'pboc')
    THEN
        PERFORM parties_refuse('guidance_shortage_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_shortage_undecided ON guidance_shortage;
CREATE CONSTRAINT TRIGGER guidance_shortage_undecided AFTER INSERT OR UPDATE ON guidance_shortage
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_shortage_undecided();
