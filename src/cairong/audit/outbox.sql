-- The worker listens: a committed outbox row wakes it at once.
CREATE OR REPLACE FUNCTION audit_outbox_wakes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY cairong_outbox;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER audit_outbox_wakes AFTER INSERT ON audit_outbox
FOR EACH STATEMENT EXECUTE FUNCTION audit_outbox_wakes();
