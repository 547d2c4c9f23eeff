"""What a database is made of, as its own catalogue says it."""

import psycopg

from cairong.home.addresses import Address

Shape = set[tuple[str, str, str]]
CATALOGUE = """
    SELECT 'column', attrelid::regclass || '.' || attname, concat_ws(' ',
        format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
        attcollation::regcollation, pg_get_expr(adbin, adrelid))
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attnum > 0 AND NOT attisdropped AND relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'v', 'm', 'S')
    UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || tgname,
        concat_ws(' ', tgenabled, pg_get_triggerdef(oid))
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', oid::regprocedure::text, pg_get_functiondef(oid)
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'right', relname, concat_ws(' ', relowner::regrole, relacl)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'right', attrelid::regclass || '.' || attname, attacl::text
    FROM pg_attribute WHERE attacl IS NOT NULL AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT 'right', oid::regprocedure::text, concat_ws(' ', proowner::regrole, proacl)
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def shape(at: Address) -> Shape:
    """Read tables, constraints, indexes, triggers, functions and rights: kind, name, definition."""
    with psycopg.connect(at.conninfo) as connection:
        return set(connection.execute(CATALOGUE).fetchall())
