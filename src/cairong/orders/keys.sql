-- A key counts, and ends, by what persons signed, or by a ceremony that the operator held; when the
-- rows say so it was so, and what was signed is what the row says.

-- Whether a moment that a row names is that of its writing, however long its transaction has been
-- open: what is dated back is refused.
CREATE OR REPLACE FUNCTION orders_is_now(moment timestamptz) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
    SELECT moment IS NULL OR moment BETWEEN clock_timestamp() - interval '10 minutes'
        AND clock_timestamp() + interval '10 minutes'
$$;

-- Whether a city is a demonstration, which keeps its people's keys and whose past is made up.
CREATE OR REPLACE FUNCTION orders_is_demo(of_city text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT demo FROM parties_city WHERE code = of_city), false)
$$;

CREATE OR REPLACE FUNCTION orders_key_untimely() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT orders_is_demo(NEW.city_id)
        AND NOT (orders_is_now(nullif(NEW.made_at, OLD.made_at))
            AND orders_is_now(nullif(NEW.registered_at, OLD.registered_at))
            AND orders_is_now(nullif(NEW.ended_at, OLD.ended_at)))
    THEN
        PERFORM parties_refuse('orders_untimely');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_key_untimely BEFORE INSERT OR UPDATE ON orders_personkey
FOR EACH ROW EXECUTE FUNCTION orders_key_untimely();

CREATE OR REPLACE FUNCTION orders_signature_untimely() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT orders_is_now(NEW.at) THEN
        PERFORM parties_refuse('orders_untimely');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_signature_untimely BEFORE INSERT ON orders_signature
FOR EACH ROW EXECUTE FUNCTION orders_signature_untimely();

-- Whether all signed an order that it needs: two, the one whom a ceremony names, or whoever ends a
-- key of their own (policy/orders.py:are_enough).
CREATE OR REPLACE FUNCTION orders_signed(of_order uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT s.person_id)
            >= CASE WHEN o.kind = 'key' AND cardinality(o.signers) = 1 THEN 1 ELSE 2 END
        OR o.kind = 'end_key' AND bool_or(s.person_id = o.subject_id)
    FROM orders_order o JOIN orders_signature s ON s.order_id = o.id
    WHERE o.id = of_order AND orders_signature_counts(s.order_id, s.key_id, s.person_id, s.at)
    GROUP BY o.id
$$;

-- The persons who can sign for keys by keys of this origin, but by these keys.
CREATE OR REPLACE FUNCTION orders_holders(
    of_city text, at_origin text, without uuid[], moment timestamptz
) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT k.person_id), '{}') FROM orders_personkey k
    WHERE k.city_id = of_city AND k.state = 'registered' AND k.origin = at_origin
        AND k.id <> ALL (without) AND EXISTS (
            SELECT FROM parties_mandate m JOIN parties_organisation b ON b.id = m.organisation_id
            WHERE m.person_id = k.person_id AND b.city_id = of_city AND b.kind = 'bureau'
                AND m.role = ANY ({{ treasury_desk }}) AND m.ended_reason = ''
                AND m.valid_from <= parties_day(moment)
                AND (m.valid_to IS NULL OR m.valid_to >= parties_day(moment)))
$$;

-- A ceremony is held where two others cannot sign: for two persons where nobody can, for one, whom
-- the other signs for, where one can. A demonstration keeps the keys of all its desks by one.
CREATE OR REPLACE FUNCTION orders_ceremony_barred() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    holders uuid[] := orders_holders(NEW.city_id, NEW.origin, NEW.ends, NEW.held_at);
BEGIN
    IF cardinality(holders) + cardinality(NEW.persons) <> 2 AND NOT orders_is_demo(NEW.city_id)
        OR NEW.persons[1] = NEW.persons[2]
        OR holders && NEW.persons
        OR NEW.signed_by_id IS DISTINCT FROM holders[1]
        OR NEW.until NOT BETWEEN NEW.held_at AND NEW.held_at + interval '24 hours'
        OR EXISTS (
            SELECT FROM unnest(NEW.ends) AS each(id)
            WHERE NOT EXISTS (
                SELECT FROM orders_personkey k
                WHERE k.id = each.id AND k.city_id = NEW.city_id AND k.state <> 'ended'))
    THEN
        PERFORM parties_refuse('orders_ceremony_barred');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER orders_ceremony_barred BEFORE INSERT ON orders_ceremony
FOR EACH ROW EXECUTE FUNCTION orders_ceremony_barred();

-- Whether a founding key is of a ceremony that nobody had to sign for, made in its time, as the
-- chain says, with all that the ceremony ends ended, and beside no two others who hold one.
CREATE OR REPLACE FUNCTION orders_key_founded(k orders_personkey) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT k.registered_at = k.made_at AND EXISTS (
        SELECT FROM orders_ceremony c
        WHERE c.id = k.ceremony_id AND c.city_id = k.city_id AND c.origin = k.origin
            AND c.signed_by_id IS NULL AND k.person_id = ANY (c.persons)
            AND k.made_at BETWEEN c.held_at AND c.until
            AND NOT EXISTS (
                SELECT FROM orders_personkey WHERE id = ANY (c.ends) AND state <> 'ended'))
        AND EXISTS (
            SELECT FROM audit_event e
            WHERE e.city = k.city_id AND e.type = 'orders.key.founded' AND e.at = k.registered_at
                AND e.subject_id = k.id::text AND e.after ->> 'fingerprint' = k.fingerprint)
        AND (orders_is_demo(k.city_id) OR cardinality(array_remove(
            orders_holders(k.city_id, k.origin, '{}', k.registered_at), k.person_id)) < 2)
$$;

-- Whether a key was registered when the last of those signed its order who had to, and the order
-- says what the row does: whose, what key, at which site, and what ends by it.
CREATE OR REPLACE FUNCTION orders_key_signed_for(k orders_personkey) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_order o LEFT JOIN orders_ceremony c ON c.id = k.ceremony_id,
            LATERAL (SELECT o.text::jsonb AS said) AS t
        WHERE o.kind = 'key' AND o.about_id = k.id AND o.subject_id = k.person_id
            AND o.city_id = k.city_id AND orders_signed(o.id)
            AND said @> jsonb_build_object('algorithm', k.algorithm, 'public_key', k.public_key,
                'site', k.site, 'fingerprint', k.fingerprint)
            AND k.registered_at = (SELECT max(at) FROM orders_signature WHERE order_id = o.id)
            AND CASE WHEN c.id IS NULL THEN NOT said ? 'ends' ELSE
                k.person_id = ANY (c.persons) AND c.origin = k.origin AND c.city_id = k.city_id
                AND k.made_at BETWEEN c.held_at AND c.until
                AND o.signers = ARRAY[c.signed_by_id]
                AND NOT EXISTS (
                    SELECT FROM orders_personkey WHERE id = ANY (c.ends) AND state <> 'ended')
                AND (SELECT coalesce(array_agg(fingerprint::text ORDER BY fingerprint), '{}')
                     FROM orders_personkey WHERE id = ANY (c.ends))
                    = (SELECT coalesce(array_agg(e ->> 'fingerprint' ORDER BY e ->> 'fingerprint'), '{}')
                       FROM jsonb_array_elements(said -> 'ends') AS e) END)
$$;

-- Whether a key ended by an order that was signed, or with the first key of a ceremony that says so.
CREATE OR REPLACE FUNCTION orders_key_over(k orders_personkey) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_order o
        WHERE o.kind = 'end_key' AND o.about_id = k.id AND o.subject_id = k.person_id
            AND o.city_id = k.city_id AND orders_signed(o.id)
            AND o.text::jsonb ->> 'fingerprint' = k.fingerprint
            AND k.ended_at = (SELECT max(at) FROM orders_signature WHERE order_id = o.id))
    OR EXISTS (
        SELECT FROM orders_ceremony c JOIN orders_personkey made ON made.ceremony_id = c.id
        WHERE k.id = ANY (c.ends) AND c.city_id = k.city_id AND made.registered_at = k.ended_at
            AND (c.signed_by_id IS NULL) = made.founding)
$$;

CREATE OR REPLACE FUNCTION orders_key_unsigned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    k orders_personkey;
BEGIN
    SELECT * INTO k FROM orders_personkey WHERE id = NEW.id;
    IF k.state = 'asked' AND k.registered_at IS NOT NULL
        OR k.state = 'registered' AND k.registered_at IS NULL
        OR (k.ended_at IS NULL) <> (k.state <> 'ended')
        OR k.registered_at IS NOT NULL
            AND (TG_OP = 'INSERT' OR OLD.registered_at IS NULL)
            AND NOT (k.founding AND orders_key_founded(k)
                OR NOT k.founding AND orders_key_signed_for(k))
        OR k.ended_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.ended_at IS NULL)
            AND NOT orders_key_over(k)
    THEN
        PERFORM parties_refuse('orders_key_unsigned');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS orders_key_unsigned ON orders_personkey;
CREATE CONSTRAINT TRIGGER orders_key_unsigned AFTER INSERT OR UPDATE ON orders_personkey
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_key_unsigned();
