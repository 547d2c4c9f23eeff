"""A million loans: the first pages of the authorities, and the yearly evaluation.

Run by `python -m bench million`. A tenth of the contracts that `bench.run` lays are lent on; each
of those loans is copied, with its intent, application, check, offer, entry, schedule, duty and
event, until there are so many. The books of the contracts under them are left as they were: no page
measured here reads them.
"""

import time
from collections.abc import Iterator, Mapping

import psycopg

from bench import pages
from bench.ground import Ground
from bench.report import Line, told
from bench.rows import vacuum
from bench.run import laid
from bench.timing import in_turn
from bench.town import CITY
from cairong.evaluation.counting import standing
from cairong.evaluation.scheme import governing
from cairong.home.addresses import DATABASE, OWNER
from cairong.home.folder import Home
from cairong.kernel.actor import BUREAU, OVERSEERS
from cairong.lending.models import Loan
from cairong.lending.steps.years import sum_years_anew

LOANS, STEP = 1_000_000, 50
EVALUATIONS = 5
EVALUATION_BOUND = 2.0
ANEW = "md5({}::text || n)::uuid"
# Of each table what is told apart in a copy, by column; all else is as in the first.
COPIED: Mapping[str, Mapping[str, str]] = {
    "lending_intent": {"id": ANEW, "no": "no || '-' || n"},
    "lending_application": {"id": ANEW, "intent_id": ANEW},
    "lending_verification": {"id": ANEW, "application_id": ANEW},
    "lending_offer": {
        "id": ANEW, "application_id": ANEW, "intent_id": ANEW, "verification_id": ANEW,
        "service_order": "service_order + n",
    },
    "lending_loan": {"id": ANEW, "offer_id": ANEW, "no": "no || '-' || n"},
    "lending_loanentry": {"id": "", "loan_id": ANEW},
    "lending_instalment": {"id": "", "loan_id": ANEW},
    "clocks_duty": {"id": ANEW, "subject_id": ANEW},
}  # fmt: skip
OF_LOANS = {
    "lending_intent": "t.state = 'financed'",
    "lending_application": "t.state = 'accepted'",
    "clocks_duty": (
        "t.kind = 'decide_application' AND t.subject_id IN"
        " (SELECT id FROM lending_application WHERE state = 'accepted')"
    ),
}
DRAWN = """
    INSERT INTO audit_event (city, seq, at, type, schema_version, person_name, organisation_id,
        organisation_name, role, channel, subject_type, subject_id, about, visible_to, before,
        after, basis, previous_hash, hash)
    SELECT l.city_id, c.seq + row_number() OVER (), l.drawn_on, 'lending.loan.drawn', 1, '',
        l.institution_id, '', 'institution-approver', 'web', 'lending.Loan', l.id::text,
        ARRAY[l.id, l.contract_id], ARRAY[l.institution_id, l.supplier_id], '{}',
        jsonb_build_object('no', l.no, 'amount_fen', l.principal_fen), '{}', '', ''
    FROM lending_loan l JOIN audit_chain c ON c.city = l.city_id"""
BARE = (
    """SELECT l.institution_id, sum(l.principal_fen), count(*), count(DISTINCT l.supplier_id),
        count(*) FILTER (WHERE v.collateral = ''), sum((l.rate_bp - o.lpr_bp) * l.principal_fen),
        max(l.principal_fen), count(*) FILTER (WHERE l.principal_fen < 1000000)
    FROM lending_loan l JOIN lending_offer o ON o.id = l.offer_id
        JOIN products_productversion v ON v.id = o.product_version_id
    WHERE l.city_id = %(city)s AND l.drawn_on BETWEEN %(first)s AND %(last)s GROUP BY 1""",
    """SELECT institution_id, count(*) FROM (
        SELECT DISTINCT ON (supplier_id) institution_id, drawn_on FROM lending_loan
        WHERE city_id = %(city)s ORDER BY supplier_id, drawn_on, no) f
    WHERE drawn_on BETWEEN %(first)s AND %(last)s GROUP BY 1""",
    """SELECT l.institution_id, sum(l.principal_fen) FROM lending_loan l
    WHERE l.city_id = %(city)s AND l.drawn_on BETWEEN %(first)s AND %(last)s
        AND l.settled_on <= l.drawn_on + 7 GROUP BY 1""",
    """SELECT institution_id, contract_id, count(*) FROM lending_loan
    WHERE city_id = %(city)s AND drawn_on BETWEEN %(first)s AND %(last)s GROUP BY 1, 2
    HAVING count(*) >= 3""",
    """SELECT institution_id, supplier_id, count(*) FROM lending_loan
    WHERE city_id = %(city)s AND drawn_on BETWEEN %(first)s AND %(last)s GROUP BY 1, 2
    HAVING count(*) >= 5""",
    """SELECT o.institution_id, count(*), count(*) FILTER (WHERE o.amount_fen < i.amount_fen * 0.1)
    FROM lending_offer o JOIN lending_intent i ON i.id = o.intent_id
    WHERE o.city_id = %(city)s AND o.offered_at >= %(first)s AND o.offered_at < %(last)s + 1
    GROUP BY 1""",
    """SELECT institution_id, count(*), count(decided_at), count(*) FILTER (WHERE state = 'lapsed')
    FROM lending_application WHERE city_id = %(city)s AND submitted_at >= %(first)s
        AND submitted_at < %(last)s + 1 GROUP BY 1""",
    """SELECT holder_organisation_id, count(*), count(*) FILTER (WHERE done_on <= due_on)
    FROM clocks_duty WHERE city_id = %(city)s AND kind IN ('decide_application', 'disburse_loan')
        AND (done_on BETWEEN %(first)s AND %(last)s OR due_on BETWEEN %(first)s AND %(last)s)
    GROUP BY 1""",
)  # what a year's evaluation counts, each by the plainest statement


def run(home: Home, loans: int = LOANS) -> bool:
    """Lay so many loans and measure; whether every bound holds."""
    ground = Ground(home)
    try:
        ground.start()
        laid(ground)
        _multiply(ground, loans)
        return told(_lines(ground))
    finally:
        ground.stop()


def _multiply(ground: Ground, loans: int) -> None:
    began = time.monotonic()
    ground.leave()
    with psycopg.connect(ground.server.admin_address(DATABASE).conninfo) as admin:
        multiply(admin, loans)
    ground.use(DATABASE, user=OWNER)
    sum_years_anew(CITY)
    vacuum()
    print(f"{Loan.objects.count()} loans after {time.monotonic() - began:.0f} s\n", flush=True)


def multiply(admin: psycopg.Connection, loans: int) -> None:
    """Copy the loans that were laid until there are at least so many, past every trigger."""
    row = admin.execute("SELECT count(*) FROM lending_loan").fetchone()
    assert row
    copies = -(-loans // row[0]) - 1
    admin.execute("SET session_replication_role = replica")
    for table, changed in COPIED.items():
        _copy(admin, table, changed, copies)
    admin.execute(DRAWN)
    admin.execute("UPDATE audit_chain SET seq = (SELECT max(seq) FROM audit_event)")


def _copy(admin: psycopg.Connection, table: str, changed: Mapping[str, str], copies: int) -> None:
    """Copy the rows of a table, a few copies a statement: each sees the first rows alone."""
    rows = admin.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = [name for (name,) in rows if changed.get(name) != ""]
    values = [changed.get(name, f't."{name}"').format(name) for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    admin.execute(
        f"CREATE TEMP TABLE first AS SELECT * FROM {table} AS t"  # noqa: S608 - names of our own
        f" WHERE {OF_LOANS.get(table, 'true')}"
    )
    for start in range(1, copies + 1, STEP):
        admin.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM first AS t,"  # noqa: S608
            f" generate_series({start}, {min(start + STEP - 1, copies)}) AS n"
        )
    admin.execute("DROP TABLE first")


def _lines(ground: Ground) -> Iterator[Line]:
    ground.use(DATABASE)
    yield _evaluation(ground)
    with pages.serving(ground.home) as site:
        yield from pages.first_screens(site, sorted(OVERSEERS | BUREAU))


def _evaluation(ground: Ground) -> Line:
    newest = Loan.objects.order_by("-drawn_on").values_list("drawn_on", flat=True)[0]
    scheme = governing(CITY, newest.year).scheme
    with psycopg.connect(ground.address(DATABASE).conninfo, autocommit=True) as reading:
        given = {"city": CITY, "first": newest.replace(month=1, day=1), "last": newest}

        def bare() -> None:
            for statement in BARE:
                reading.execute(statement, given).fetchall()

        floor, ours = in_turn(
            bare,
            lambda: standing(CITY, newest.year, scheme, today=newest),
            rounds=EVALUATIONS,
            warm=1,
        )
    return Line(
        what="年度评价 ÷ 所需的汇总语句", floor_ms=floor, ours_ms=ours, bound=EVALUATION_BOUND
    )
