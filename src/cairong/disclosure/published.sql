-- A published version becomes what the public sees. The app role may not write the projection.
CREATE OR REPLACE FUNCTION disclosure_version_published() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.sha256 <> encode(sha256('\x00'::bytea || NEW.document), 'hex') THEN
        RAISE EXCEPTION 'the hash of % is not that of its bytes', NEW.no
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disclosure_hash_of_bytes';
    END IF;
    INSERT INTO disclosure_publiccontract AS p (city_id, no, newest_id, version, kind, sha256,
        first_published_at, published_at, title, purchaser_name, supplier_names, purchaser_no,
        project_no, amount_fen, region, place, method, dated_on, search)
    VALUES (NEW.city_id, NEW.no, NEW.id, NEW.version, NEW.kind, NEW.sha256,
        NEW.published_at, NEW.published_at, NEW.title, NEW.purchaser_name, NEW.supplier_names,
        NEW.purchaser_no, NEW.project_no, NEW.amount_fen, NEW.region, NEW.place, NEW.method,
        NEW.dated_on, NEW.search)
    ON CONFLICT (city_id, no) DO UPDATE SET
        newest_id = EXCLUDED.newest_id, version = EXCLUDED.version, kind = EXCLUDED.kind,
        sha256 = EXCLUDED.sha256, published_at = EXCLUDED.published_at, title = EXCLUDED.title,
        purchaser_name = EXCLUDED.purchaser_name, supplier_names = EXCLUDED.supplier_names,
        purchaser_no = EXCLUDED.purchaser_no, project_no = EXCLUDED.project_no,
        amount_fen = EXCLUDED.amount_fen, region = EXCLUDED.region, place = EXCLUDED.place,
        method = EXCLUDED.method, dated_on = EXCLUDED.dated_on, search = EXCLUDED.search
    WHERE p.version < EXCLUDED.version;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER disclosure_version_published AFTER INSERT ON disclosure_publishedversion
FOR EACH ROW EXECUTE FUNCTION disclosure_version_published();
