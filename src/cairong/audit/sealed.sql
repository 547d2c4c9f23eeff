-- Whether the content of a sealed event is still kept apart, as the event's hash has it.
CREATE OR REPLACE FUNCTION audit_holds(event bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM audit_event AS e JOIN audit_sealed AS kept
            ON kept.of_table = 'audit_event' AND kept.key = e.id::text
        WHERE e.id = event AND sha256(e.previous_hash || kept.content) = e.hash)
$$;
