-- What stands apart is purged, or put back where it was (docs/decisions/secrets.md).

-- Purge a case that two persons ordered to be purged. Answers a digest of all of it, by a key that
-- is drawn here and kept nowhere: it says that something was, and proves nothing of what it was.
CREATE OR REPLACE FUNCTION secrecy_purge(frozen uuid) RETURNS bytea LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    word bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    digest bytea;
BEGIN
    IF NOT EXISTS (SELECT FROM secrecy_freeze WHERE id = frozen AND state = 'ordered') THEN
        PERFORM parties_refuse('secrecy_freeze_unresolved');
    END IF;
    SELECT sha256(word || sha256(word || string_agg(sha256(convert_to(
        concat_ws(' ', of_table, key, facts::text), 'UTF8')), '' ORDER BY id)))
    INTO digest FROM audit_sealed WHERE of_case = frozen;
    DELETE FROM audit_sealed WHERE of_case = frozen;
    RETURN digest;
END $$;

-- Put a case back. Answers the events, whose contents have to be what their hashes cover.
CREATE OR REPLACE FUNCTION secrecy_thaw(frozen uuid) RETURNS bigint[] LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    named text;
    columns text;
    filled text;
    events bigint[];
BEGIN
    IF NOT EXISTS (SELECT FROM secrecy_freeze WHERE id = frozen AND state = 'thawed') THEN
        PERFORM parties_refuse('secrecy_freeze_unresolved');
    END IF;
    PERFORM secrecy_unguard(frozen);
    FOR named IN
        SELECT DISTINCT of_table FROM audit_sealed WHERE of_case = frozen
    LOOP
        SELECT string_agg(format('%I', attname), ', '), string_agg(format('r.%I', attname), ', ') INTO columns, filled
        FROM pg_attribute
        WHERE attrelid = named::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        IF named = 'audit_event' THEN
            EXECUTE format('UPDATE audit_event AS e SET (%1$s) = (
                SELECT %2$s FROM jsonb_populate_record(NULL::audit_event, s.facts) AS r)
                FROM audit_sealed AS s
                WHERE s.of_case = $1 AND s.of_table = ''audit_event'' AND s.key::bigint = e.id',
                columns, filled) USING frozen;
        ELSE
            EXECUTE format('INSERT INTO %1$I (%2$s) OVERRIDING SYSTEM VALUE
                SELECT %3$s FROM audit_sealed AS s,
                    LATERAL jsonb_populate_record(NULL::%1$I, s.facts) AS r
                WHERE s.of_case = $1 AND s.of_table = %1$L ORDER BY s.id', named, columns, filled)
            USING frozen;
        END IF;
    END LOOP;
    events := ARRAY(SELECT key::bigint FROM audit_sealed
                    WHERE of_case = frozen AND of_table = 'audit_event');
    PERFORM secrecy_guard(frozen);
    DELETE FROM audit_sealed WHERE of_case = frozen;
    RETURN events;
END $$;
