"""Where each thing that can wait is read, in SQL: one statement finds the balls of all kinds.

Each source gives the same columns. It says nothing of turns: a row names its place alone, and
`places.py` says whose turn it is there.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cairong.cases.places import PLACES
from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Role
from cairong.lending.states import AWAITING_LOCK, LIVE_OFFERS
from cairong.notary.models import Alarm
from cairong.treasury.states import LIVE, OPEN_CHANGES, OPEN_OPENINGS, OPEN_PAYMENTS, PENDING

OTHER_TABLES = re.compile(r"\b[a-su-z]\.")
STATE, NOTHING = "t.state", "NULL::uuid"
NAMED_LATER = "''"
SUPPLIERS = """CASE w.thing
    WHEN 'contract' THEN (
        SELECT string_agg(x.name, '、' ORDER BY x.position)
        FROM contracts_contractsupplier x WHERE x.contract_id = w.id)
    WHEN 'award' THEN (
        SELECT string_agg(coalesce(o.name, x.supplier_name), '、' ORDER BY x.position)
        FROM contracts_awardshare x LEFT JOIN parties_organisation o ON o.id = x.supplier_id
        WHERE x.award_id = w.id)
    ELSE w.supplier END AS suppliers"""  # of those rows (`w`) that are shown
# Which bureau holds a row (`w`) at one of its desks: the one that decides in its region, unless the
# row names another. The city's own is named by its kind alone.
DECIDING = f"""LEFT JOIN LATERAL (
    SELECT o.id AS bureau_id, CASE WHEN o.region <> o.city_id THEN o.name END AS bureau
    FROM parties_organisation o WHERE o.id = CASE WHEN w.role IN (
        {", ".join(f"'{role}'" for role in sorted(BUREAU))})
        THEN coalesce(parties_living(w.bureau_of), parties_decides(
            %(city)s, w.region, parties_desk(w.role), %(today)s::date)) END
) decider ON TRUE"""
OF_CITY = "parties_bureau(t.city_id)"
OF_ALARM = (
    "CASE t.kind "
    + " ".join(f"WHEN '{kind.value}' THEN '{kind.label}'" for kind in Alarm.Kind)
    + " ELSE '' END"
)
RECEIVABLE = (
    " JOIN treasury_receivable r ON r.id = t.receivable_id"
    " JOIN contracts_contract c ON c.id = r.contract_id"
    " JOIN parties_organisation s ON s.id = r.supplier_id"
)


def listed(words: Iterable[str]) -> str:
    """Write words as SQL lists them."""
    return ", ".join(f"'{word}'" for word in words)


def _on_receivable(table: str, states: Iterable[str], *, but: str = "") -> str:
    """Ask whether a receivable has a row in one of these states, other than those named."""
    return (
        f"EXISTS (SELECT 1 FROM {table} x WHERE x.receivable_id = t.receivable_id"
        f" AND x.state IN ({listed(states)}){but})"
    )


CHANGING = (
    "(SELECT x.state FROM treasury_payeechange x WHERE x.receivable_id = t.receivable_id"
    f" AND x.state IN ({listed(OPEN_CHANGES)}))"
)
BOUND = " OR ".join(
    (_on_receivable("treasury_payment", OPEN_PAYMENTS), _on_receivable("treasury_lock", LIVE))
)
OFFER = (
    "i.name || CASE t.state WHEN 'offered' THEN"
    " ' 报价' || coalesce(' · 年化 ' || round(t.irr_percent, 2) || '%%', '') ELSE '' END"
)
UNSIGNED = (
    "CASE WHEN EXISTS (SELECT 1 FROM treasury_ownmeans o WHERE o.payment_id = t.id)"
    " THEN ' · 国库科自行支付' ELSE"
    " coalesce((SELECT ' · 待两人签名,核对码 ' || x.code FROM orders_order x"
    " WHERE x.kind = 'pay' AND x.about_id = t.id AND t.state = 'released' AND NOT EXISTS"
    " (SELECT 1 FROM orders_instruction y WHERE y.order_id = x.id)), '') END"
)
OTHERS = _on_receivable(
    "treasury_lock", ["active"], but=" AND x.institution_id <> t.institution_id"
)
UNDER_NO_LOCK = (
    "n.state = 'repaying' AND r.state = 'payable' AND NOT EXISTS (SELECT 1 FROM"
    " treasury_lockoperation x WHERE x.offer_id = t.id AND x.state = 'open')"
    f" AND NOT {OTHERS}"
)
OPENING_WAITS = (
    "EXISTS (SELECT 1 FROM treasury_opening x WHERE x.receivable_id = t.id"
    f" AND x.state IN ({listed(OPEN_OPENINGS)}))"
)
SAID = """EXISTS (SELECT 1 FROM treasury_ownaccount w
    WHERE (w.supplier_id, w.account_no, w.payee, w.bank, w.cnaps)
        = (t.supplier_id, t.account_no, t.payee, t.bank, t.cnaps))"""
DISOWNED = """EXISTS (SELECT 1 FROM treasury_disownedaccount w
    WHERE (w.contract_id, w.supplier_id, w.account_no, w.payee, w.bank, w.cnaps)
        = (t.contract_id, t.supplier_id, t.account_no, t.payee, t.bank, t.cnaps))"""
OFFERED = f"""CASE
    WHEN t.state = 'offered' THEN CASE WHEN t.valid_until >= %(today)s THEN 'offered' END
    WHEN t.state NOT IN ({listed(AWAITING_LOCK)}) THEN t.state
    WHEN l.state = 'active' THEN 'locking'
    WHEN l.state IN ({listed(PENDING)}) THEN 'lock_' || l.state
    WHEN {OTHERS} THEN 'other_lock'
    WHEN r.current_id IS NULL THEN 'contract_' || c.state
    WHEN t.id = ANY(%(elsewhere)s::uuid[]) THEN
        coalesce(
            'change_' || {CHANGING}, CASE WHEN {BOUND} THEN 'account_bound' END, 'move_account'
        )
    ELSE 'accepted' END"""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of thing that waits: its rows (`t`), and the SQL of each column of a ball.

    `live` keeps the rows that can wait at all. `bureau_of` is the bureau at whose desks it waits,
    where it is not whichever decides in its region. `parts` are the records whose duties are its
    own.
    """

    thing: str
    rows: str
    since: str
    amount_fen: str
    live: str = "TRUE"
    place: str = STATE
    contract_id: str = "c.id"
    on_contract: str = "c.id = ANY(%(contracts)s::uuid[])"
    award_id: str = NOTHING
    no: str = "c.no"
    title: str = "c.title"
    purchaser_id: str = "c.purchaser_id"
    purchaser: str = "c.purchaser_name"
    supplier_id: str = NOTHING
    supplier: str = "s.name"
    institution_id: str = NOTHING
    institution: str = "''"
    ref: str = "''"
    region: str = "c.region"
    bureau_of: str = NOTHING
    lapses_on: str = "NULL::date"
    parts: str = "ARRAY[t.id]"

    @property
    def bare(self) -> str:
        """The rows without what only names their parties, where nothing of that is asked."""
        alone = not OTHER_TABLES.search(f"{self.place} {self.live}")
        return self.rows.split(" JOIN ")[0] if alone else self.rows

    def select(self, where: str, keys: Collection[str] = ()) -> str:
        """Write the statement that finds the rows of this thing, in places of these keys or all."""
        wanted = keys or [key for of, key in PLACES if of == self.thing]
        live = f"t.state IN ({listed(wanted)})" if self.place == STATE else "TRUE"
        columns = ", ".join(f"{getattr(self, name)} AS {name}" for name in COLUMNS)
        return (
            f"SELECT '{self.thing}'::text AS thing, ({self.place})::text AS place, t.id, {columns}"
            f" FROM {self.rows} WHERE t.city_id = %(city)s AND {live} AND {self.live} AND {where}"
        )


COLUMNS = (
    "contract_id", "award_id", "no", "title", "purchaser_id", "purchaser", "supplier_id",
    "supplier", "institution_id", "institution", "ref", "amount_fen", "region", "bureau_of",
    "since", "lapses_on", "parts",
)  # fmt: skip
HOLDERS = {
    **dict.fromkeys(PURCHASER, "purchaser_id"),
    Role.SUPPLIER: "supplier_id",
    **dict.fromkeys(INSTITUTION, "institution_id"),
    Role.AGENCY_CLERK: "institution_id",  # and where it is an agency's
    Role.PBOC: "institution_id",  # where it is the People's Bank's turn, a source says so
}
PBOC = " JOIN parties_organisation p ON p.city_id = t.city_id AND p.kind = 'pboc' AND p.active"
FREEZABLE = """CASE WHEN t.state = 'provisional' AND NOT EXISTS (
    SELECT FROM evaluation_yearversion v
    LEFT JOIN evaluation_appeal a ON a.version_id = v.id AND a.state = 'open'
    WHERE v.of_id = t.id AND (a.id IS NOT NULL OR v.appeal_on >= %(today)s))
    THEN t.state END"""
FINAL = """CASE WHEN t.state = 'provisional' AND NOT EXISTS (
    SELECT FROM assessment_version v
    LEFT JOIN assessment_objection o ON o.version_id = v.id AND o.state = 'open'
    WHERE v.of_id = t.id AND (o.id IS NOT NULL OR v.object_on >= %(today)s))
    THEN t.state END"""
SOURCES = (
    Source(
        thing="award", rows="contracts_award t", live="NOT t.sample",
        contract_id="(SELECT x.id FROM contracts_contract x"
        " WHERE x.award_id = t.id AND x.state = 'draft')",
        on_contract="t.id IN (SELECT x.award_id FROM contracts_contract x"
        " WHERE x.id = ANY(%(contracts)s::uuid[]))",
        award_id="t.id", no="t.no", title="t.title",
        purchaser_id="t.purchaser_id", purchaser="t.purchaser_name", supplier=NAMED_LATER,
        amount_fen="t.amount_fen", region="t.region", since="t.recorded_at",
    ),
    Source(
        thing="contract", rows="contracts_contract t", live="NOT t.sample",
        contract_id="t.id", on_contract="t.id = ANY(%(contracts)s::uuid[])", award_id="t.award_id",
        no="t.no", title="t.title",
        purchaser_id="t.purchaser_id", purchaser="t.purchaser_name", supplier=NAMED_LATER,
        amount_fen="t.amount_fen", region="t.region",
        since="(SELECT max(coalesce(f.decided_at, f.submitted_at)) FROM contracts_filing f"
        " WHERE f.contract_id = t.id)",
    ),
    Source(
        thing="account", place="'unconfirmed'",
        live=f"c.state = 'announced' AND NOT {SAID} AND NOT {DISOWNED}",
        rows="(SELECT x.*, k.city_id FROM contracts_contractsupplier x"
        " JOIN contracts_contract k ON k.id = x.contract_id) t"
        " JOIN contracts_contract c ON c.id = t.contract_id"
        " JOIN parties_organisation s ON s.id = t.supplier_id"
        " JOIN contracts_filing f ON f.contract_id = c.id AND f.verdict = ''",
        supplier_id="t.supplier_id", amount_fen="t.share_fen", since="f.submitted_at",
        lapses_on="f.confirm_until",
    ),
    Source(
        thing="payment", rows="treasury_payment t" + RECEIVABLE,
        supplier_id="r.supplier_id", ref=f"t.voucher_no || {UNSIGNED}", amount_fen="t.amount_fen",
        since="coalesce(t.released_at, t.requested_at)",
    ),
    Source(
        thing="lock",
        rows=f"treasury_lock t{RECEIVABLE} JOIN parties_organisation i ON i.id = t.institution_id",
        supplier_id="r.supplier_id", institution_id="t.institution_id", institution="i.name",
        amount_fen="r.amount_fen", lapses_on="t.lapses_on",
        since="coalesce(t.acknowledged_at, t.consented_at, t.requested_at)",
    ),
    Source(
        thing="change", rows="treasury_payeechange t" + RECEIVABLE,
        supplier_id="r.supplier_id", amount_fen="r.amount_fen",
        since="(SELECT max(x.at) FROM treasury_payeeconsent x WHERE x.change_id = t.id)",
    ),
    Source(
        thing="opening", rows="treasury_opening t" + RECEIVABLE,
        place="CASE WHEN t.state = 'declared' AND t.object_until < %(today)s"
        " THEN 'unanswered' ELSE t.state END",
        live=f"t.state IN ({listed(OPEN_OPENINGS)})",
        supplier_id="r.supplier_id", amount_fen="t.paid_fen",
        since="coalesce(t.answered_at, t.declared_at)",
        lapses_on="CASE WHEN t.state = 'declared' THEN t.object_until END",
    ),
    Source(
        thing="offer", place=OFFERED,
        live=f"t.state IN ({listed(LIVE_OFFERS)})",
        rows=f"lending_offer t{RECEIVABLE} JOIN parties_organisation i ON i.id = t.institution_id"
        " LEFT JOIN treasury_lock l ON l.id = t.lock_id",
        supplier_id="r.supplier_id", institution_id="t.institution_id", institution="i.name",
        ref=OFFER, amount_fen="CASE t.state WHEN 'part_drawn' THEN t.amount_fen + t.back_fen"
        " ELSE coalesce(t.asked_fen, t.amount_fen) END - t.drawn_fen",
        since="coalesce(l.active_at, l.ended_at, t.accepted_at, t.offered_at)",
        lapses_on="CASE WHEN t.state = 'offered' THEN t.valid_until"
        f" WHEN l.state IN ({listed(PENDING)}) THEN l.lapses_on"
        " ELSE (%(lapsing)s::date[])[array_position(%(unlocked)s::uuid[], t.id)] END",
        parts="ARRAY[t.id, t.lock_id, c.id]",
    ),
    Source(
        thing="application", live="t.state IN ('submitted', 'complete')",
        place="CASE WHEN q.id IS NOT NULL THEN q.kind"
        " WHEN n.contract_id IS NULL THEN 'no_contract' ELSE t.state END",
        rows="lending_application t JOIN lending_intent n ON n.id = t.intent_id"
        " LEFT JOIN lending_inquiry q ON q.application_id = t.id AND q.state = 'open'"
        " LEFT JOIN contracts_contract c ON c.id = n.contract_id"
        " LEFT JOIN contracts_award a ON a.id = n.award_id AND n.contract_id IS NULL"
        " JOIN parties_organisation s ON s.id = n.supplier_id"
        " JOIN parties_organisation i ON i.id = t.institution_id",
        award_id="a.id", no="coalesce(c.no, a.no)", title="coalesce(c.title, a.title)",
        purchaser_id="coalesce(c.purchaser_id, a.purchaser_id)",
        purchaser="coalesce(c.purchaser_name, a.purchaser_name)",
        region="coalesce(c.region, a.region)",
        supplier_id="n.supplier_id", institution_id="t.institution_id", institution="i.name",
        ref="n.no", amount_fen="n.amount_fen", lapses_on="coalesce(q.lapses_on, n.lapses_on)",
        since="coalesce(q.asked_at, t.submitted_at)",
    ),
    Source(
        thing="start", live="t.state IN ('open', 'objected')",
        place="CASE WHEN t.state = 'open' AND t.answer_on < %(today)s THEN 'unheard'"
        " ELSE t.state END",
        rows="lending_startdispute t JOIN lending_application l ON l.id = t.application_id"
        " JOIN lending_intent n ON n.id = l.intent_id"
        " JOIN contracts_contract c ON c.id = n.contract_id"
        " JOIN parties_organisation s ON s.id = n.supplier_id"
        " JOIN parties_organisation i ON i.id = l.institution_id",
        supplier_id="n.supplier_id", institution_id="l.institution_id", institution="i.name",
        ref="n.no", amount_fen="n.amount_fen", since="coalesce(t.answered_at, t.disputed_at)",
        lapses_on="CASE WHEN t.state = 'open' THEN t.answer_on END",
    ),
    Source(
        thing="outside", live="t.state IN ('entered', 'standing')",
        place="CASE WHEN t.state = 'entered' THEN 'entered'"
        f" WHEN {UNDER_NO_LOCK} THEN 'unlocked' END",
        rows=f"lending_outsideloan t{RECEIVABLE} JOIN parties_organisation i"
        " ON i.id = t.institution_id LEFT JOIN lending_loan n ON n.outside_id = t.id",
        supplier_id="r.supplier_id", institution_id="t.institution_id", institution="i.name",
        amount_fen="coalesce(n.outstanding_fen, t.outstanding_fen)",
        since="coalesce(t.answered_at, t.entered_at)",
    ),
    Source(
        thing="loan", live="t.state = 'repaying'",
        place="CASE WHEN r.state = 'paid' THEN 'own_money' ELSE 'repaying' END",
        rows=f"lending_loan t{RECEIVABLE} JOIN parties_organisation i ON i.id = t.institution_id",
        supplier_id="t.supplier_id", institution_id="t.institution_id", institution="i.name",
        ref="t.no", amount_fen="t.outstanding_fen", lapses_on="t.due_on",
        since="t.drawn_on::timestamptz",
    ),
    Source(
        thing="overdue", live="t.state IN ('open', 'contacted')",
        place="CASE WHEN p.id IS NOT NULL THEN 'plan' ELSE t.state END",
        rows="lending_overdue t JOIN lending_loan n ON n.id = t.loan_id"
        " JOIN contracts_contract c ON c.id = n.contract_id"
        " JOIN parties_organisation s ON s.id = n.supplier_id"
        " JOIN parties_organisation i ON i.id = n.institution_id"
        " LEFT JOIN lending_repaymentplan p ON p.overdue_id = t.id AND p.state = 'proposed'",
        supplier_id="n.supplier_id", institution_id="n.institution_id", institution="i.name",
        ref="n.no", amount_fen="n.outstanding_fen", since="coalesce(p.proposed_at, t.begun_at)",
    ),
    Source(
        thing="receivable",
        place=f"CASE WHEN t.due_fen > 0 THEN 'due' WHEN t.opening_fen IS NOT NULL THEN 'committed'"
        f" WHEN NOT {OPENING_WAITS} THEN 'unopened' END",
        live="c.state = 'filed' AND (t.due_fen > 0 OR t.committed_fen > 0)",
        rows="treasury_receivable t JOIN contracts_contract c ON c.id = t.contract_id"
        " JOIN parties_organisation s ON s.id = t.supplier_id",
        supplier_id="t.supplier_id", since="t.established_at",
        amount_fen="CASE WHEN t.due_fen > 0 THEN t.due_fen ELSE t.committed_fen END",
        parts="ARRAY(SELECT x.id FROM treasury_acceptance x WHERE x.receivable_id = t.id)",
    ),
    Source(
        thing="claim", rows="parties_claim t", contract_id=NOTHING, no="t.uscc",
        title="t.name", purchaser_id=NOTHING, purchaser="''", supplier="''",
        amount_fen="NULL::bigint", region="t.region", bureau_of=OF_CITY, since="t.created_at",
    ),
    Source(
        thing="shared", contract_id=NOTHING, no="''", title="a.name || '、' || s.name",
        rows="treasury_sharednumber t JOIN parties_organisation a ON a.id = t.first_id"
        " JOIN parties_organisation s ON s.id = t.second_id",
        purchaser_id=NOTHING, purchaser="''", supplier="''", amount_fen="NULL::bigint",
        region="t.region", since="t.found_at",
    ),
    Source(
        thing="alarm", rows="(SELECT a.*, a.city AS city_id FROM notary_alarm a) t",
        contract_id=NOTHING, no="''", title=OF_ALARM, purchaser_id=NOTHING, purchaser="''",
        supplier="''", amount_fen="NULL::bigint", region="t.city", since="t.at",
    ),
    Source(
        thing="urging", rows="oversight_urging t JOIN parties_organisation o"
        " ON o.id = t.organisation_id",
        place="CASE t.state WHEN 'issued' THEN 'issued_' || t.desk ELSE t.state END",
        live="t.state <> 'closed'", contract_id=NOTHING,
        no="t.word || '〔' || t.year || '〕' || t.number || '号'",
        title="'督办函 ' || t.word || '〔' || t.year || '〕' || t.number || '号'",
        purchaser_id="CASE WHEN o.kind = 'purchaser' THEN o.id END",
        purchaser="CASE WHEN o.kind = 'purchaser' THEN o.name ELSE '' END",
        institution_id="CASE WHEN o.kind = 'institution' THEN o.id END",
        institution="CASE WHEN o.kind = 'institution' THEN o.name ELSE '' END",
        supplier="''", amount_fen="NULL::bigint", region="t.region", since="t.issued_at",
        bureau_of=f"CASE WHEN t.state = 'issued' THEN t.organisation_id ELSE {OF_CITY} END",
    ),
    Source(
        thing="engagement", contract_id=NOTHING, no="t.no",
        rows="agencies_engagement t JOIN parties_organisation p ON p.id = t.purchaser_id"
        " JOIN parties_organisation i ON i.id = t.agency_id",
        live="t.valid_to >= %(today)s",
        title="'委托代理协议'", purchaser_id="t.purchaser_id", purchaser="p.name", supplier="''",
        institution_id="t.agency_id", institution="i.name", amount_fen="NULL::bigint",
        region="p.region", since="t.recorded_at",
    ),
    Source(
        thing="appeal", contract_id=NOTHING, no="''",
        rows="(SELECT a.*, y.city_id, y.year FROM evaluation_appeal a, evaluation_yearversion v,"
        " evaluation_year y WHERE v.id = a.version_id AND y.id = v.of_id) t"
        f"{PBOC} JOIN parties_organisation i ON i.id = t.institution_id",
        title="t.year || '年综合评价申诉:' || i.name", lapses_on="t.answer_on",
        purchaser_id=NOTHING, purchaser="''", supplier="''", institution_id="p.id",
        institution="p.name", amount_fen="NULL::bigint", region="t.city_id", since="t.at",
    ),
    Source(
        thing="evaluation", rows=f"evaluation_year t{PBOC}", place=FREEZABLE,
        contract_id=NOTHING, no="''", title="t.year || '年综合评价'",
        purchaser_id=NOTHING, purchaser="''", supplier="''", institution_id="p.id",
        institution="p.name", amount_fen="NULL::bigint", region="t.city_id",
        since="t.published_at",
    ),
    Source(
        thing="objection", contract_id=NOTHING, no="''",
        rows="(SELECT o.*, y.city_id, y.year FROM assessment_objection o, assessment_version v,"
        " assessment_year y WHERE v.id = o.version_id AND y.id = v.of_id) t"
        f"{PBOC} JOIN parties_organisation i ON i.id = t.institution_id",
        title="t.year || '年导向效果评估异议:' || i.name", lapses_on="t.answer_on",
        purchaser_id=NOTHING, purchaser="''", supplier="''", institution_id="p.id",
        institution="p.name", amount_fen="NULL::bigint", region="t.city_id", since="t.at",
    ),
    Source(
        thing="assessment", rows=f"assessment_year t{PBOC}", place=FINAL,
        contract_id=NOTHING, no="''", title="t.year || '年导向效果评估'",
        purchaser_id=NOTHING, purchaser="''", supplier="''", institution_id="p.id",
        institution="p.name", amount_fen="NULL::bigint", region="t.city_id",
        since="t.published_at",
    ),
)  # fmt: skip
