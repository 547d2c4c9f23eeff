"""A busy city, whose one case turns out to be a state secret."""

from django.db import connection

from abuse.conftest import SECRETS, Busy, busy, steady
from cairong.contracts.models import Award
from cairong.secrecy.actions.freeze_case import freeze_case
from cairong.secrecy.models import Freeze

__all__ = ["busy", "steady"]
EVERY_TABLE = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND has_table_privilege(oid, 'SELECT') ORDER BY 1
"""


def words_of(busy: Busy) -> list[str]:
    """What tells of the case wherever it stands: its texts, its numbers, its keys."""
    contract, award = busy.case.contract, Award.objects.get()
    own = [str(id_) for name, id_ in busy.ids().items() if name in OF_THE_CASE]
    return [*SECRETS.values(), award.title, award.no, contract.no, *own]


OF_THE_CASE = {
    "contract_id", "award_id", "share_id", "application_id", "intent_id", "offer_id", "lock_id",
    "loan_id", "payment_id", "receivable_id", "verification_id", "letter_id", "proposal_id",
}  # fmt: skip


def frozen(busy: Busy, role: str = "treasury-officer", number: str = "") -> Freeze:
    """One officer of the bureau, of any desk, froze the case, or another by its number."""
    actor = busy.town.bureau(role)
    settled()
    return freeze_case(actor=actor, now=busy.case.now, number=number or busy.case.contract.no)


def settled() -> None:
    """Let the transaction look at what it put off, as at the end of each act: here all are one."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def rows_that_say(words: list[str]) -> list[str]:
    """Name the rows that the program can read, of the whole database, that hold any of the words.

    Of a row that is gone its key stands in its digest.
    """
    found = []
    with connection.cursor() as cursor:
        cursor.execute(EVERY_TABLE)
        for (table,) in cursor.fetchall():
            less = "- 'key'" if table == "audit_rowdigest" else ""
            cursor.execute(f"SELECT (to_jsonb(t) {less})::text FROM {table} AS t")  # noqa: S608 - names of the catalogue
            found += [
                f"{table}: {word}" for (row,) in cursor.fetchall() for word in words if word in row
            ]
    return found
