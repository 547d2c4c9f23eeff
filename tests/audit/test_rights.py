"""What the app role may do, table by table, asked of the database's own catalogue."""

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction

from cairong.audit import grants
from cairong.home.addresses import APP
from cairong.parties.models import City

FACTS = {
    "admission_decision",
    "agencies_recipient",
    "alerts_alertthing",
    "assessment_scheme", "assessment_value", "assessment_version",
    "audit_event", "audit_refusalrecord",
    "board_note", "board_supersession", "board_taskpaper",
    "clocks_dailyrun", "clocks_mark",
    "disclosure_publishedversion",
    "guidance_guidance", "guidance_guidanceanswer", "guidance_participation",
    "inspecting_bundle", "inspecting_look",
    "lending_backgroundcheck", "lending_eligibilitymark", "lending_forgiveness",
    "lending_instalment",
    "lending_lenderpaper", "lending_loanentry",
    "lending_overduecontact",
    "lending_verification", "lending_writeoff",
    "evaluation_adoptedscheme", "evaluation_appealpaper", "evaluation_closedflag",
    "evaluation_support", "evaluation_yearversion",
    "notary_head", "notary_signingkey",
    "orders_ceremony", "orders_order", "orders_signature",
    "oversight_monthlyfigures", "oversight_outsideamount", "oversight_outsidepaper",
    "oversight_statistic",
    "oversight_urginganswer", "oversight_urgingpaper", "oversight_urgingservice",
    "outreach_reminder",
    "papers_content", "papers_reading",
    "parties_accessalarm",
    "parties_openeddesk",
    "products_businessrules", "products_productversion",
    "rulebook_holidaynotice", "rulebook_lprrow", "rulebook_parameterrow",
    "promotion_feedback", "promotion_invitation",
    "readiness_statement",
    "spreading_consent",
    "recommending_ground", "recommending_groundpaper", "recommending_saying",
    "complaints_complaintpaper", "complaints_saying",
    "sizing_saying", "sizing_sizepaper",
    "treasury_acceptance", "treasury_acceptancerecall", "treasury_disownedaccount",
    "treasury_entry", "treasury_openingpart", "treasury_ownaccount", "treasury_ownmeans",
    "treasury_payeeconsent", "treasury_payeeversion", "treasury_paymentpart",
    "treasury_paymentreturn", "treasury_remittance", "treasury_returnslip",
}  # fmt: skip
ADDED_BY_THE_SIGNER = {"notary_head", "notary_signingkey"}
ADDED_BY_THE_GATEWAY = {
    "orders_instruction", "orders_order", "orders_personkey", "orders_signature",
}  # fmt: skip
ADDED_BY_THE_OWNER = {"orders_ceremony"}
PROJECTIONS = {
    "agencies_engagement": {"state", "answered_at", "ended_on", "ended_at", "ended_reason"},
    "agencies_procurementfile": {"state", "cancelled_at", "cancelled_reason"},
    "evaluation_appeal": {"state", "reply", "aside", "answered_at"},
    "evaluation_year": {"state", "frozen_at"},
    "assessment_objection": {"state", "reply", "answered_at"},
    "assessment_year": {"state", "frozen_at"},
    "audit_chain": {"seq", "hash"},
    "audit_rowdigest": set(),
    "clocks_duty": set(),
    "disclosure_publiccontract": set(),
    "lending_yearborrower": set(),
    "lending_yeardrawn": set(),
    "guidance_guided": {
        "state",
        "received_at",
        "received_by_id",
        "verdict",
        "finding",
        "closed_at",
    },
    "guidance_rosterentry": {"state", "region", "private", "consented_at", "withdrawn_at"},
    "guidance_rosterpush": {
        "state",
        "pushed_at",
        "done_on",
        "words",
        "answered_at",
        "loan_id",
    },
    "guidance_shortage": {"state", "instrument", "granted_fen", "words", "answered_at"},
    "lending_loan": set(),
    "lending_dataconsent": {"withdrawn_at"},
    "lending_lookup": {
        "state",
        "attempts",
        "not_before",
        "why",
        "ended_at",
        "provider",
        "reference",
        "facts",
        "value",
        "result",
        "rules",
        "of_on",
    },
    "lending_inquiry": {"state", "answer", "ended_at"},
    "lending_givenpaper": {"withdrawn_at"},
    "lending_paperform": {
        "state",
        "voided_at",
        "institution_id",
        "received_on",
        "entered_at",
        "late",
        "intent_id",
        "disowned_at",
        "words",
    },
    "lending_overdue": {"state", "ended_at"},
    "lending_repaymentplan": {"state", "reason", "answered_at", "ended_at"},
    "lending_startdispute": {"state", "reply", "answered_at", "words", "decided_at"},
    "lending_outsideloan": {"state", "words", "answered_at"},
    "orders_instruction": set(),
    "orders_personkey": set(),
    "oversight_urged": set(),
    "oversight_urging": {
        "state",
        "received_at",
        "received_by_id",
        "verdict",
        "finding",
        "closed_at",
    },
    "parties_access": {"times", "last_at"},
    "papers_paper": {"state", "handed_at", "withdrawn_at"},
    "complaints_complaint": {
        "state",
        "raised_at",
        "press_until",
        "outcome",
        "ended_at",
        "rating",
        "rating_words",
        "rated_at",
    },
    "complaints_passed": {"answer", "answered_on", "told_at", "told_by_id"},
    "sizing_dispute": {
        "state",
        "word",
        "year",
        "number",
        "addressed",
        "sent_at",
        "size",
        "tied",
        "figures",
        "answer_no",
        "answered_on",
        "ended_at",
    },
    "treasury_receivable": {"state"},
}
ADDED_BY_TRIGGERS = {
    "audit_rowdigest", "disclosure_publiccontract", "lending_yearborrower", "lending_yeardrawn",
}  # fmt: skip
ROWS_TO_DELETE = {
    "board_attendance",  # as long as the minutes are a draft
    "contracts_contractsupplier", "contracts_schedulerow", "contracts_withhelditem",
    "parties_access", "parties_tally",
}  # fmt: skip
RIGHTS = """
    SELECT one.relname, privilege
    FROM pg_class AS one,
        unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'])
            AS privilege
    WHERE one.relkind IN ('r', 'p') AND one.relnamespace = 'public'::regnamespace
        AND has_table_privilege('cairong_app', one.oid, privilege)
"""
COLUMNS = """
    SELECT one.relname, part.attname
    FROM pg_class AS one JOIN pg_attribute AS part ON part.attrelid = one.oid
    WHERE one.relkind IN ('r', 'p') AND one.relnamespace = 'public'::regnamespace
        AND part.attnum > 0 AND NOT part.attisdropped
        AND has_column_privilege('cairong_app', one.oid, part.attnum, 'UPDATE')
"""
GUARDED = """
    SELECT tgrelid::regclass::text FROM pg_trigger
    WHERE tgname LIKE 'pgtrigger_append_only%' AND tgenabled = 'O'
        AND tgtype & 1 = 1 AND tgtype & 2 = 2 AND tgtype & 8 = 8 AND tgtype & 16 = 16
"""
OURS = {
    model._meta.db_table
    for model in apps.get_models()
    if model.__module__.startswith("cairong.") and model._meta.managed
}


def rows(statement: str) -> list[tuple[str, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def rights(privilege: str) -> set[str]:
    return {table for table, held in rows(RIGHTS) if held == privilege}


def test_tables_of_fact_are_these_and_each_is_guarded_before_every_row(owner_db):
    assert {table for (table,) in rows(GUARDED)} == FACTS


def test_what_the_app_role_may_never_do_to_any_table(owner_db):
    for privilege in ("TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"):
        assert rights(privilege) == set(), privilege


def test_rows_of_fact_are_added_and_never_changed_or_deleted(owner_db):
    assert rights("INSERT") & FACTS == (
        FACTS - ADDED_BY_THE_SIGNER - ADDED_BY_THE_GATEWAY - ADDED_BY_THE_OWNER
    )
    assert rights("UPDATE") & FACTS == set()
    assert rights("DELETE") & FACTS == set()
    assert [column for table, column in rows(COLUMNS) if table in FACTS] == []


def test_sums_that_triggers_keep_are_not_written_by_hand(owner_db):
    assert rights("UPDATE") & set(PROJECTIONS) == set()
    found = {table: set() for table in PROJECTIONS}
    for table, column in rows(COLUMNS):
        if table in found:
            found[table].add(column)
    assert found == PROJECTIONS
    assert rights("INSERT") & set(PROJECTIONS) == (
        set(PROJECTIONS) - ADDED_BY_TRIGGERS - ADDED_BY_THE_GATEWAY
    )


def test_of_our_rows_only_these_may_be_deleted(owner_db):
    assert rights("DELETE") & OURS == ROWS_TO_DELETE


def test_rights_are_renewed_all_at_once(committed_db, monkeypatch):
    """A command at work while another brings the database up never stands without its rights."""
    held = rows(RIGHTS)

    def look(*_: object) -> None:
        connection.close()
        assert City.objects.count() == 0
        raise KeyboardInterrupt

    monkeypatch.setattr(grants, "_grant", look)
    with pytest.raises(KeyboardInterrupt):
        grants.apply_grants(connections["owner"])
    assert rows(RIGHTS) == held


def test_migrations_are_read_and_not_written(owner_db):
    for privilege in ("INSERT", "UPDATE", "DELETE"):
        assert "django_migrations" not in rights(privilege)


TRIGGERS = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger%'"


def test_no_setting_makes_a_trigger_look_away(town):
    city = City.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        names = ",".join(name for (name,) in cursor.fetchall())
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{names}}}"])
        with pytest.raises(DatabaseError, match="demo"), transaction.atomic():
            cursor.execute("UPDATE parties_city SET demo = NOT demo WHERE code = %s", [city.code])


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'x')",
        "CREATE TEMPORARY TABLE kept (one int)",
        "CREATE TABLE kept (one int)",
    ],
)
def test_the_app_role_makes_nothing_of_its_own(db, statement):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_app_role_locks_the_chain_against_no_reader(town):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("LOCK TABLE audit_chain IN ACCESS EXCLUSIVE MODE")


@pytest.mark.parametrize("name", ["postgres", "template1"])
def test_the_app_role_enters_the_city_database_alone(cluster, name):
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(cluster.address(APP, name).conninfo)


@pytest.mark.parametrize("table", sorted(FACTS))
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "SELECT FROM {} FOR UPDATE",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "DROP TABLE {}",
        "MERGE INTO {} AS one USING (SELECT 1) AS two ON false WHEN MATCHED THEN DELETE",
        "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT (id) DO UPDATE SET id = {0}.id",
    ],
    ids=lambda text: text.split()[0] + ("-CONFLICT" if "CONFLICT" in text else ""),
)
def test_the_app_role_is_refused_by_name(db, table, statement):
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE cairong_owner",
        "SET session_replication_role = replica",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "ALTER ROLE cairong_app SUPERUSER",
        "COPY audit_event TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE EXTENSION dblink",
    ],
)
def test_the_app_role_finds_no_way_round(db, statement):
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be|Must have|Only roles"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
