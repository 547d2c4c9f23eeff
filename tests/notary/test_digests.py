"""Every row of fact, edited by the database's owner in silence, is found by its digest."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from abuse.conftest import stand_busy
from cairong.audit.living import NO_FACTS, WITHOUT, digested
from cairong.audit.models import Event, RowDigest
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.cli.migrating import keep_digests
from cairong.kernel.errors import Refusal
from cairong.notary import digests
from cairong.notary.actions.begin_digests import begin_digests
from cairong.notary.digests import OF_THE_ACT, WHOLE, Unlike, fields_apart, unlike_digests
from cairong.parties.models import City, Region
from cairong.policy.catalogue.rows import ROWS
from support.staging import staged
from support.town import CITY, COUNTY, Town

FACTS = {model._meta.label: (model, without) for model, without in digested()}
TABLES = {label: model._meta.db_table for label, (model, _) in FACTS.items()}
MADE = {  # columns that the database works out of others, and that follow them
    (ROWS[label], field.column)
    for label, (model, _) in FACTS.items()
    for field in model._meta.concrete_fields
    if getattr(field, "generated", False)
}
# Of each type another value than a row has, and one for a new row.
VALUES = {
    "uuid": ("gen_random_uuid()", "gen_random_uuid()"),
    "bool": ("coalesce(NOT {0}, true)", "true"),
    "jsonb": ("""jsonb_build_object('was', {0})""", "'{}'::jsonb"),
    "bytea": ("coalesce({0}, '') || '\\x01'::bytea", "'\\x01'::bytea"),
    "date": ("coalesce({0} + 1, '2020-01-01')", "'2020-01-01'::date"),
    "timestamptz": ("coalesce({0} + interval '1 second', now())", "now()"),
    "tsvector": ("", "''::tsvector"),
    "numeric": ("coalesce({0} + 1, 1)", "7"),
    "_uuid": ("ARRAY[gen_random_uuid()]", "'{}'"),
    "_date": ("array_append({0}, '2020-01-01'::date)", "'{}'"),
    **dict.fromkeys(("int2", "int4", "int8"), ("coalesce({0} + 77, 1)", "77")),
    **dict.fromkeys(("text", "varchar"), ("CASE WHEN {0} = 'x' THEN 'y' ELSE 'x' END", "'x'")),
    **dict.fromkeys(("_text", "_varchar"), ("array_append({0}, 'x')", "'{}'")),
}
COLUMNS = """
    SELECT attname, typname FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""
HELD = """
    SELECT DISTINCT conrelid::regclass::text, conname FROM pg_constraint
    WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype IN ('c', 'f')
        OR confrelid = ANY(%(tables)s::regclass[])
"""


@staged
def busy() -> Town:
    """A city in the middle of its work."""
    return stand_busy(papers=True).town


@pytest.fixture
def owner(committed_db, busy, monkeypatch) -> Iterator:
    """The owner's line, on which nothing of ours is heard; what was done on it is looked at there,
    and taken back."""
    monkeypatch.setattr(digests, "connection", connections["owner"])
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        yield cursor
        transaction.set_rollback(True, using="owner")
    connections["owner"].close()


@contextmanager
def silently(cursor, *tables: str) -> Iterator[None]:
    """Let the owner do anything to some tables for a moment."""
    cursor.execute(HELD, {"tables": list(tables)})
    held = cursor.fetchall()
    with transaction.atomic(using="owner"):
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for of, name in held:
            cursor.execute(f'ALTER TABLE {of} DROP CONSTRAINT "{name}"')
        yield
        transaction.set_rollback(True, using="owner")


def columns_of(cursor, table: str) -> list[tuple[str, str]]:
    """List the columns of a table, with their types."""
    cursor.execute(COLUMNS, [table])
    return cursor.fetchall()


def found() -> set[tuple[str, str]]:
    return {(each.row, each.field) for each in unlike_digests(CITY)}


def test_untouched_nothing_differs(owner):
    assert list(unlike_digests(CITY)) == []
    assert list(unlike_digests(CITY, after=1)) == []


def test_every_table_of_ours_is_a_fact_or_says_why_not():
    ours = {
        model._meta.label for model in apps.get_models() if model.__module__.startswith("cairong.")
    }
    assert NO_FACTS.keys() | FACTS.keys() == ours
    assert ROWS.keys() == FACTS.keys()
    for label, columns in WITHOUT.items():
        known = {field.column for field in apps.get_model(label)._meta.concrete_fields}
        assert set(columns) <= known, label


def test_each_column_is_named_with_its_row_and_event(owner):
    """Of every kind of row one column is edited at a time, until each was."""
    columns = [editable(owner, label) for label in FACTS]
    with silently(owner, *TABLES.values()):
        for turn in zip_longest(*columns):
            with transaction.atomic(using="owner"):
                edited = [
                    (ROWS[label], one[0])
                    for label, one in zip(FACTS, turn, strict=True)
                    if one is not None and edit(owner, label, *one)
                ]
                told = [one for one in unlike_digests(CITY) if (one.row, one.field) not in MADE]
                assert Counter((one.row, one.field) for one in told) == Counter(edited)
                seqs = {one.seq for one in told}
                acts = Event.objects.filter(city=CITY, seq__in=seqs, rows__isnull=False)
                assert acts.count() == len(seqs)
                transaction.set_rollback(True, using="owner")


def test_a_row_that_no_act_made_is_found(owner):
    with silently(owner, *TABLES.values()):
        for table in TABLES.values():
            columns = columns_of(owner, table)
            names = ", ".join(f'"{column}"' for column, _ in columns)
            made = ", ".join(VALUES[kind][1] for _, kind in columns)
            owner.execute(f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {made}")
        told = Counter((one.row, one.field) for one in unlike_digests(CITY))
        assert told == Counter((ROWS[label], WHOLE) for label in FACTS)


def test_a_row_that_was_taken_away_is_missed(owner):
    with silently(owner, *TABLES.values()):
        taken = list[str]()
        for label, table in TABLES.items():
            owner.execute(f"DELETE FROM {table} WHERE {first(label)}")
            taken += [label] * owner.rowcount
        told = list(unlike_digests(CITY))
        assert Counter((one.row, one.field) for one in told) == Counter(
            (ROWS[label], WHOLE) for label in taken
        )
        assert all(one.seq for one in told)


def editable(cursor, label: str) -> list[tuple[str, str]]:
    """List the columns of a kind of row that its digest is made of, with their types."""
    model, without = FACTS[label]
    left_out = {model._meta.pk.column, *without}
    return [one for one in columns_of(cursor, TABLES[label]) if one[0] not in left_out]


def edit(cursor, label: str, column: str, kind: str) -> int:
    """Edit a column of the first row of its kind; gives 0 where none stands."""
    other = VALUES[kind][0].format(f'"{column}"')
    cursor.execute(f'UPDATE {TABLES[label]} SET "{column}" = {other} WHERE {first(label)}')
    return cursor.rowcount


def first(label: str) -> str:
    key, table = FACTS[label][0]._meta.pk.column, TABLES[label]
    return f"{key} = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1)"


NEW = (
    "INSERT INTO parties_region (city_id, code, name, valid_from, successor_code)"
    " VALUES (%s, '410399', '新区', '2026-01-01', '')"
)


def test_a_digest_rewritten_with_its_row_no_longer_agrees_with_its_event(owner):
    with silently(owner, "parties_region"):
        owner.execute("UPDATE parties_region SET name = '我的县' WHERE code = %s", [COUNTY])
        (told,) = unlike_digests(CITY)
        owner.execute(
            "UPDATE audit_rowdigest SET (digest, parts) ="
            " (SELECT sha256(convert_to(to_jsonb(r)::text, 'UTF8')), audit_parts(to_jsonb(r))"
            " FROM parties_region AS r WHERE code = %s)"
            " WHERE of_table = 'parties_region' AND key = %s",
            [COUNTY, told.key],
        )
        assert list(unlike_digests(CITY)) == [
            Unlike(row="审计记录", key=f"第 {told.seq} 条", field=OF_THE_ACT, seq=told.seq)
        ]


@pytest.mark.parametrize(
    "statement",
    [
        "SET city = '410000'",
        "SET parts = substr(parts, 9)",
        "SET id = (SELECT max(id) + 1 FROM audit_rowdigest)",
        "SET key = 'x'",
        "SET of_table = 'parties_city'",
    ],
)
def test_nothing_that_is_kept_of_a_digest_can_be_changed(owner, statement):
    """Put in another order, an older state of a row would pass for its newest."""
    owner.execute(
        f"UPDATE audit_rowdigest {statement} WHERE id = (SELECT min(id) FROM audit_rowdigest"
        " WHERE of_table = 'treasury_receivable')"
    )
    assert ("审计记录", OF_THE_ACT) in found()


def test_digests_taken_away_are_missed(owner):
    owner.execute("DELETE FROM audit_rowdigest WHERE of_table = 'parties_region'")
    assert found() == {("审计记录", OF_THE_ACT), ("区划", WHOLE)}


def test_a_digest_added_for_an_act_of_another_is_found(owner):
    """Whoever holds the app role names another's act: its event does not know of the row."""
    owner.execute(
        "SELECT encode(substr(rows, 1, 16), 'hex') FROM audit_event WHERE rows IS NOT NULL"
    )
    owner.execute("SELECT set_config('cairong.act', %s, true)", [owner.fetchone()[0]])
    owner.execute(NEW, [CITY])
    assert found() == {("审计记录", OF_THE_ACT)}


def test_what_no_act_wrote_is_found(owner):
    owner.execute(NEW, [CITY])
    assert found() == {("区划", WHOLE)}


def test_the_minutes_pass_finds_what_the_newest_acts_left(owner):
    seq = Event.objects.filter(type="treasury.payment.requested").get().seq
    with silently(owner, "treasury_payment"):
        owner.execute("UPDATE treasury_payment SET voucher_no = 'x'")
        (told,) = unlike_digests(CITY, after=seq - 1)
        assert (told.row, told.field, told.seq) == ("支付", "voucher_no", seq)
        assert list(unlike_digests(CITY, after=seq)) == []
    with silently(owner, "treasury_payment"):
        owner.execute("DELETE FROM treasury_payment")
        assert WHOLE in {each.field for each in unlike_digests(CITY, after=seq - 1)}


def test_a_column_that_came_since_is_left_out_and_hides_no_edit(owner):
    owner.execute("ALTER TABLE parties_region ADD COLUMN since text NOT NULL DEFAULT 'x'")
    assert list(unlike_digests(CITY)) == []
    with silently(owner, "parties_region"):
        owner.execute("UPDATE parties_region SET name = '我的县' WHERE code = %s", [COUNTY])
        assert found() == {("区划", "name")}


@pytest.mark.parametrize(
    ("told", "stands", "fields"),
    [
        (b"nameAAAA", b"nameAAAB", ["name"]),
        (b"nameAAAA", b"nameAAAA", [WHOLE]),  # two values whose four bytes are the same
        (b"nameAAAA", b"nameAAAAnew.BBBB", [WHOLE]),  # the digest, compared without it, differs
        (b"gone0000nameAAAA", b"nameAAAA", []),  # a column that is gone
        (b"gone0000nameAAAA", b"nameAAAB", ["name"]),
        (b"NAMEAAAA", b"nameAAAA", [WHOLE]),  # marked by another version of the database
        (b"", b"nameAAAA", [WHOLE]),
        (None, b"nameAAAA", [WHOLE]),
    ],
)
def test_what_is_apart_is_named(told, stands, fields):
    assert fields_apart({b"name": "name"}, told, stands) == fields


@use_case()
def rename(*, actor, now, name, refuse) -> None:
    region = Region.objects.get(city_id=actor.city, code=COUNTY)
    region.name = "先改成这个"
    region.save()
    region.name = name
    region.save()
    if refuse:
        raise Refusal("access.not_found", thing="区划")
    record(actor=actor, now=now, type="test.renamed", subject=City.objects.get(pk=CITY))


def test_an_act_keeps_what_it_leaves_once_and_a_refused_one_nothing(owner, busy):
    before = RowDigest.objects.count()
    with pytest.raises(Refusal):
        rename(actor=busy.system, now=busy.now, name="改名县", refuse=True)
    assert RowDigest.objects.count() == before
    rename(actor=busy.system, now=busy.now, name="改名县", refuse=False)
    (kept,) = RowDigest.objects.order_by("id")[before:]
    event = Event.objects.order_by("seq").last()
    assert bytes(event.rows[:16]) == kept.act.bytes
    assert list(unlike_digests(CITY)) == []


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (
            "INSERT INTO audit_rowdigest (city, act, of_table, key, digest, parts, xact)"
            " VALUES ('410300', gen_random_uuid(), 'parties_region', '1', '', '', 1)",
            "permission denied",
        ),
        ("UPDATE audit_rowdigest SET digest = ''", "permission denied"),
        ("DELETE FROM audit_rowdigest", "permission denied"),
        (
            "SELECT set_config('cairong.act', gen_random_uuid()::text, true),"
            " audit_digest_table('parties_region', 'id', '{}')",
            "digests were begun before",
        ),
    ],
    ids=["insert", "update", "delete", "begin"],
)
def test_the_app_role_writes_no_digest_and_begins_none(owner, statement, why):
    refused = pytest.raises(DatabaseError, match=why)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_rows_of_before_are_kept_as_they_stand_once(committed_db, busy):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_event SET rows = NULL")
        cursor.execute("DELETE FROM audit_rowdigest")
    connections["owner"].close()
    keep_digests()
    begun = Event.objects.get(type="notary.rows.begun")
    assert begun.after["count"] == RowDigest.objects.count() > 100
    assert list(unlike_digests(CITY)) == []
    keep_digests()
    assert Event.objects.filter(type="notary.rows.begun").count() == 1
    with pytest.raises(IntegrityError):
        begin_digests(actor=busy.system, now=busy.now)
