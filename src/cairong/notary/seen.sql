-- An alarm is looked into by an auditor, who says so in the chain, once: looked at when the
-- transaction ends (docs/decisions/auditor.md).
CREATE OR REPLACE FUNCTION notary_alarm_unseen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'open' OR NEW.seen_at IS NULL OR NEW.finding = '' OR NOT parties_said(
        NEW.city, 'notary.alarm.acknowledged', NEW.seen_at, NEW.id, NEW.seen_for_id,
        ARRAY['auditor'])
    THEN
        PERFORM parties_refuse('notary_alarm_unseen');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS notary_alarm_unseen ON notary_alarm;
CREATE CONSTRAINT TRIGGER notary_alarm_unseen AFTER UPDATE ON notary_alarm
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (
    (OLD.state, OLD.seen_at, OLD.seen_by_name, OLD.seen_for_id, OLD.finding)
    IS DISTINCT FROM (NEW.state, NEW.seen_at, NEW.seen_by_name, NEW.seen_for_id, NEW.finding))
EXECUTE FUNCTION notary_alarm_unseen();
