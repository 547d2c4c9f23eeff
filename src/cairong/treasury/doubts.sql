-- What may have left, whatever the rows say since a restore, is not called off, nor paid otherwise,
-- nor taken back to be asked for anew.
CREATE OR REPLACE FUNCTION treasury_doubted(payment uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_doubt d
        WHERE d.about_id = payment AND d.ended_at IS NULL)
$$;

CREATE OR REPLACE FUNCTION treasury_in_doubt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    payment uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    PERFORM treasury_one_at_a_time(payment);
    PERFORM treasury_need(NOT treasury_doubted(payment), 'treasury_in_doubt');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_in_doubt ON treasury_payment;
CREATE CONSTRAINT TRIGGER treasury_in_doubt AFTER UPDATE ON treasury_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (
    OLD.state = 'released' AND NEW.state = 'unpaid'
    OR OLD.state = 'requested' AND NEW.state = 'withdrawn')
EXECUTE FUNCTION treasury_in_doubt('id');

DROP TRIGGER IF EXISTS treasury_in_doubt ON treasury_ownmeans;
CREATE CONSTRAINT TRIGGER treasury_in_doubt AFTER INSERT ON treasury_ownmeans
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_in_doubt('payment_id');
