-- A frozen case goes apart: every row of it, what its events said, and what was told of it. Then no
-- page, list, search, file or program finds it, since it is not there (docs/decisions/secrets.md).
-- These are the owner's: the app role cannot read what stands apart.

-- Only while a freeze is being made: afterwards its event stands, and nothing more goes apart by it.
CREATE OR REPLACE FUNCTION secrecy_begins(frozen uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM secrecy_freeze f
        WHERE f.id = frozen AND f.state = 'frozen' AND NOT EXISTS (
            SELECT FROM audit_event
            WHERE city = f.city_id AND type = 'secrecy.case.frozen' AND subject_id = frozen::text))
    THEN
        PERFORM parties_refuse('secrecy_freeze_begun');
    END IF;
END $$;

-- Every single foreign key of a table: whose, through which column, to which table, with what key.
CREATE OR REPLACE FUNCTION secrecy_links()
RETURNS TABLE (child name, via name, of_type text, parent name, pk name, named name)
LANGUAGE sql STABLE AS $$
    SELECT child.relname, via.attname, format_type(via.atttypid, NULL), parent.relname, pk.attname,
        c.conname
    FROM pg_constraint c
    JOIN pg_class child ON child.oid = c.conrelid
    JOIN pg_class parent ON parent.oid = c.confrelid
    JOIN pg_attribute via ON via.attrelid = c.conrelid AND via.attnum = c.conkey[1]
    JOIN pg_index i ON i.indrelid = c.conrelid AND i.indisprimary
    JOIN pg_attribute pk ON pk.attrelid = c.conrelid AND pk.attnum = i.indkey[0]
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
$$;

-- The key of a table, and its type.
CREATE OR REPLACE FUNCTION secrecy_key(named text, OUT pk name, OUT of_type text)
LANGUAGE sql STABLE AS $$
    SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = named::regclass AND i.indisprimary
$$;

-- What refers to rows of the case by a foreign key; answers how many rows were found.
CREATE OR REPLACE FUNCTION secrecy_gather_linked(frozen uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    link record;
    added bigint;
    total bigint := 0;
BEGIN
    FOR link IN
        SELECT * FROM secrecy_links()
        WHERE parent IN (SELECT of_table FROM audit_sealed WHERE of_case = frozen)
    LOOP
        EXECUTE format('INSERT INTO audit_sealed (of_case, of_table, key, facts)
            SELECT $1, %1$L, t.%2$I::text, to_jsonb(t) FROM audit_sealed AS s
            JOIN %1$I AS t ON t.%3$I = s.key::%4$s
            WHERE s.of_case = $1 AND s.of_table = %5$L ON CONFLICT DO NOTHING',
            link.child, link.pk, link.via, link.of_type, link.parent) USING frozen;
        GET DIAGNOSTICS added = ROW_COUNT;
        total := total + added;
    END LOOP;
    RETURN total;
END $$;

-- Texts by which the case is known wherever they stand; none that parties or places share.
CREATE OR REPLACE FUNCTION secrecy_words(frozen uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT value), '{}')
    FROM audit_sealed, jsonb_each_text(facts) AS fact (name, value)
    WHERE of_case = frozen AND of_table ~ '^(agencies|contracts|treasury|lending|outreach)_'
        AND name IN ('no', 'title', 'project_title', 'project_no', 'purchaser_no',
            'subject_matter', 'specification', 'scope', 'account_no', 'voucher_no', 'src_id',
            'bank_serial', 'serial', 'announced_outside_no', 'outside_no')
        AND length(value) > 3
$$;

-- What speaks of rows of the case by their keys, or in words of its own where no key is kept
-- (digests of a day, refusals); answers how many rows were found.
CREATE OR REPLACE FUNCTION secrecy_gather_told(frozen uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[] := ARRAY(
        SELECT key::uuid FROM audit_sealed
        WHERE of_case = frozen AND key ~ '^[0-9a-f]{8}-[0-9a-f-]{27}$');
    words text[] := ARRAY(
        SELECT '%' || replace(replace(word, '%', '_'), '\', '_') || '%'
        FROM unnest(secrecy_words(frozen)) AS word);
    total bigint;
BEGIN
    WITH told AS (
        SELECT 'audit_event' AS named, id::text AS key, to_jsonb(t) AS facts
        FROM audit_event t WHERE about && ids
        UNION ALL
        SELECT 'clocks_duty', id::text, to_jsonb(t)
        FROM clocks_duty t WHERE about && ids OR subject_id = ANY (ids)
        UNION ALL
        SELECT 'parties_proposal', id::text, to_jsonb(t) FROM parties_proposal t WHERE about && ids
        UNION ALL
        SELECT 'outreach_reminder', id::text, to_jsonb(t)
        FROM outreach_reminder t WHERE subject_id = ANY (ids)
        UNION ALL
        SELECT 'outreach_message', id::text, to_jsonb(t)
        FROM outreach_message t WHERE subject_id = ANY (ids::text[])
        UNION ALL
        SELECT 'outreach_dispatch', id::text, to_jsonb(t)
        FROM outreach_dispatch t WHERE t.title LIKE ANY (words) OR t.text LIKE ANY (words)
        UNION ALL
        SELECT 'audit_refusalrecord', id::text, to_jsonb(t)
        FROM audit_refusalrecord t WHERE t.facts::text LIKE ANY (words)
    )
    INSERT INTO audit_sealed (of_case, of_table, key, facts)
    SELECT frozen, named, key, facts FROM told ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS total = ROW_COUNT;
    RETURN total;
END $$;

-- Copy all that is of an award apart; answers the events, whose contents have to be given to seal.
-- What somebody is about to say of it is waited for: else it would be said after all had gone apart.
CREATE OR REPLACE FUNCTION secrecy_gather(frozen uuid, award uuid) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    PERFORM secrecy_begins(frozen);
    PERFORM FROM audit_chain c JOIN secrecy_freeze f ON f.city_id = c.city
        WHERE f.id = frozen FOR NO KEY UPDATE OF c;
    LOCK TABLE audit_event, audit_refusalrecord, clocks_duty, outreach_dispatch, outreach_message,
        outreach_reminder, parties_proposal IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO audit_sealed (of_case, of_table, key, facts)
    SELECT frozen, 'contracts_award', id::text, to_jsonb(t) FROM contracts_award t WHERE id = award;
    -- What went before it under the same project: its procurement file with all that stands on it,
    -- and an agreement with an agency for this project alone.
    INSERT INTO audit_sealed (of_case, of_table, key, facts)
    SELECT frozen, 'agencies_procurementfile', t.id::text, to_jsonb(t)
    FROM agencies_procurementfile t JOIN contracts_award a ON a.id = award
    WHERE t.id = a.file_id
        OR t.purchaser_id = a.purchaser_id AND t.project_no = a.project_no AND a.project_no <> '';
    INSERT INTO audit_sealed (of_case, of_table, key, facts)
    SELECT frozen, 'agencies_engagement', t.id::text, to_jsonb(t)
    FROM agencies_engagement t JOIN contracts_award a ON a.id = award
    WHERE t.project_no <> '' AND t.purchaser_id = a.purchaser_id AND t.project_no = a.project_no;
    WHILE secrecy_gather_linked(frozen) + secrecy_gather_told(frozen) > 0 LOOP
    END LOOP;
    RETURN QUERY SELECT key::bigint FROM audit_sealed
        WHERE of_case = frozen AND of_table = 'audit_event' ORDER BY 1;
END $$;

-- The tables of a case.
CREATE OR REPLACE FUNCTION secrecy_tables(frozen uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT of_table), '{}') FROM audit_sealed
    WHERE of_case = frozen AND of_table <> 'audit_rowdigest'
$$;

-- Look now at what foreign keys of these tables were to be looked at when the transaction ends.
CREATE OR REPLACE FUNCTION secrecy_settle(tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    keys text := (
        SELECT string_agg(quote_ident(named), ', ') FROM secrecy_links()
        WHERE parent = ANY (tables) OR child = ANY (tables));
BEGIN
    EXECUTE format('SET CONSTRAINTS %s IMMEDIATE', keys);
    EXECUTE format('SET CONSTRAINTS %s DEFERRED', keys);
END $$;

-- Let the owner put rows of the case away, or back, past the triggers that refuse it: all but those
-- that keep digests, so that the act which does it vouches for what it left.
CREATE OR REPLACE FUNCTION secrecy_unguard(frozen uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    named text;
BEGIN
    PERFORM secrecy_settle(secrecy_tables(frozen));
    FOREACH named IN ARRAY secrecy_tables(frozen) LOOP
        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', named);
        IF EXISTS (SELECT FROM pg_trigger
                   WHERE tgrelid = named::regclass AND tgname = 'audit_digests_row') THEN
            EXECUTE format('ALTER TABLE %I ENABLE TRIGGER audit_digests_row', named);
        END IF;
    END LOOP;
END $$;

-- See that no row refers to one that is gone, and let every trigger guard again.
CREATE OR REPLACE FUNCTION secrecy_guard(frozen uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    named text;
BEGIN
    PERFORM secrecy_settle(secrecy_tables(frozen));
    FOREACH named IN ARRAY secrecy_tables(frozen) LOOP
        EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', named);
    END LOOP;
END $$;

-- Take digests apart of the acts that left the rows of the case so; of rows that stay, which these
-- acts left too, the digest is kept anew by this act. Answers the other events that spoke for them.
CREATE OR REPLACE FUNCTION secrecy_seal_digests(frozen uuid) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
    spoke bigint[];
    acts uuid[];
BEGIN
    SELECT array_agg(e.id), array_agg(t.act) INTO spoke, acts
    FROM (SELECT d.act FROM audit_rowdigest d JOIN audit_sealed s
              ON s.of_case = frozen AND s.of_table = d.of_table AND s.key = d.key
          UNION
          SELECT encode(substr((facts ->> 'rows')::bytea, 1, 16), 'hex')::uuid FROM audit_sealed
          WHERE of_case = frozen AND of_table = 'audit_event' AND facts ->> 'rows' IS NOT NULL) AS t
    JOIN audit_event e ON substr(e.rows, 1, 16) = uuid_send(t.act)
    WHERE e.rows = audit_rows_of(t.act);
    INSERT INTO audit_rowdigest (city, act, of_table, key, digest, parts, xact)
    SELECT d.city, current_setting('cairong.act')::uuid, d.of_table, d.key, d.digest, d.parts,
        pg_current_xact_id()::text::bigint
    FROM audit_rowdigest d
    WHERE d.act = ANY (acts) AND d.digest <> ''
        AND d.id = (SELECT max(n.id) FROM audit_rowdigest n
                    WHERE n.of_table = d.of_table AND n.key = d.key)
        AND NOT EXISTS (SELECT FROM audit_sealed s WHERE s.of_case = frozen
                        AND s.of_table = d.of_table AND s.key = d.key)
    ON CONFLICT DO NOTHING;
    WITH gone AS (DELETE FROM audit_rowdigest d
        WHERE d.act = ANY (acts) OR d.act = '00000000-0000-0000-0000-000000000000' AND EXISTS (
            SELECT FROM audit_sealed s
            WHERE s.of_case = frozen AND s.of_table = d.of_table AND s.key = d.key)
        RETURNING d.*)
    INSERT INTO audit_sealed (of_case, of_table, key, facts)
    SELECT frozen, 'audit_rowdigest', id::text, to_jsonb(gone) FROM gone;
    RETURN ARRAY(
        SELECT e.seq FROM audit_event e WHERE e.id = ANY (spoke) AND NOT EXISTS (
            SELECT FROM audit_sealed WHERE of_case = frozen AND of_table = 'audit_event'
                AND key = e.id::text)
        ORDER BY 1);
END $$;

-- Put all that was gathered away. Of each event its hash stays, with its number and moment; what
-- its hash covers is given as it was read, and has to be just that. Answers what the freeze's event
-- has to say: of each sealed event its number and hash, and the events whose digests were taken.
CREATE OR REPLACE FUNCTION secrecy_seal(frozen uuid, spoken bigint[], contents bytea[])
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    each record;
    loosened bigint[];
    sealed jsonb;
BEGIN
    PERFORM secrecy_begins(frozen);
    UPDATE audit_sealed s SET content = given.content
    FROM unnest(spoken, contents) AS given (event, content) JOIN audit_event e ON e.id = given.event
    WHERE s.of_case = frozen AND s.of_table = 'audit_event' AND s.key = e.id::text
        AND sha256(e.previous_hash || given.content) = e.hash;
    IF EXISTS (SELECT FROM audit_sealed
               WHERE of_case = frozen AND of_table = 'audit_event' AND content IS NULL) THEN
        PERFORM parties_refuse('secrecy_event_untrue');
    END IF;
    loosened := secrecy_seal_digests(frozen);
    PERFORM secrecy_unguard(frozen);
    FOR each IN
        SELECT of_table, (secrecy_key(of_table)).* FROM (
            SELECT DISTINCT of_table FROM audit_sealed
            WHERE of_case = frozen AND of_table NOT IN ('audit_event', 'audit_rowdigest')) AS t
    LOOP
        EXECUTE format('DELETE FROM %1$I AS t USING audit_sealed AS s
            WHERE s.of_case = $1 AND s.of_table = %1$L AND t.%2$I = s.key::%3$s',
            each.of_table, each.pk, each.of_type) USING frozen;
    END LOOP;
    UPDATE audit_event e SET type = 'audit.event.sealed', schema_version = 0,
        person_id = NULL, person_name = '', organisation_id = NULL, organisation_name = '',
        role = '', channel = '', request_id = NULL, asked = NULL, subject_type = '',
        subject_id = '', about = '{}', visible_to = '{}', before = '{}', after = '{}',
        basis = '{}', rows = NULL
    FROM audit_sealed s
    WHERE s.of_case = frozen AND s.of_table = 'audit_event' AND s.key::bigint = e.id;
    PERFORM secrecy_guard(frozen);
    SELECT coalesce(jsonb_agg(jsonb_build_array(e.seq, encode(e.hash, 'hex')) ORDER BY e.seq), '[]')
    INTO sealed FROM audit_event e JOIN audit_sealed s
        ON s.of_case = frozen AND s.of_table = 'audit_event' AND s.key = e.id::text;
    RETURN jsonb_build_object('sealed', sealed, 'loosened', to_jsonb(loosened), 'rows',
        (SELECT count(*) FROM audit_sealed
         WHERE of_case = frozen AND of_table NOT IN ('audit_event', 'audit_rowdigest')));
END $$;
