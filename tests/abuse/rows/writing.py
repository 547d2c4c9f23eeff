"""Words of SQL for who writes rows as the app role: each gives one statement.

Names in %(…)s are of the city that test_rows.py stands up; `new` and `other` are ids not yet used.
"""

from cairong.treasury.chart import FLOWS, Kind

Attempt = tuple[str, tuple[str, ...], str]
MOMENT, LAID = "%(now)s", "%(proposal)s"
INVENTED = (
    "INSERT INTO parties_person (id, city_id, name, phone, identity_hash, demo)"
    " VALUES (%(new)s, %(city)s, '王假人', '13800000000', '', false)"
)


def posting(kind: str, ref: str, fen: int | str, of: str = "free", at: str = MOMENT) -> str:
    """A whole posting of a kind: each of its accounts, one amount."""
    flow = FLOWS[Kind(kind)]
    rows = [(account, "-") for account in flow.takes] + [(account, "") for account in flow.gives]
    return entries(kind, ref, [(account, f"{sign}{fen}") for account, sign in rows], of, at)


def entries(kind: str, ref: str, moves: list[tuple[str, object]], of: str, at: str = MOMENT) -> str:
    """A posting with the moves said."""
    values = ", ".join(f"('{kind}', '{account}', ({fen})::bigint)" for account, fen in moves)
    return (
        "INSERT INTO treasury_entry"
        " (posting, receivable_id, kind, account, delta_fen, ref_id, at, kept_fen)"
        f" SELECT post, %({of}_receivable)s, kind, account, fen, {ref}, {at}, 0"
        f" FROM gen_random_uuid() AS post, (VALUES {values}) AS moved (kind, account, fen)"
    )


def payment(fen: int | str, of: str = "free", at: str = MOMENT, to: str = "") -> str:
    """A payment asked for, to the current payee."""
    return (
        "INSERT INTO treasury_payment (id, city_id, receivable_id, payee_version_id, amount_fen,"
        " voucher_no, state, requested_at, bank_serial, reason)"
        f" SELECT %(new)s, city_id, id, {to or 'current_id'}, {fen}, 'ZF-X', 'requested', {at},"
        f" '', '' FROM treasury_receivable WHERE id = %({of}_receivable)s"
    )


def turned(table: str, key: str, **columns: str) -> str:
    """A row turned to other values, each written as SQL."""
    changed = ", ".join(f"{name} = {value}" for name, value in columns.items())
    return f"UPDATE {table} SET {changed} WHERE id = {key}"


def intent_of(offer: str) -> str:
    """The intent that an offer is of."""
    return f"(SELECT intent_id FROM lending_offer WHERE id = {offer})"


def proposal(
    act: str, by: str, *, at: str = MOMENT, key: str = LAID, region: str = "", **arguments: str
) -> str:
    """A proposal laid, waiting, in the name of an officer; arguments are written as SQL."""
    told = ", ".join(f"'{name}', {value}" for name, value in arguments.items())
    return (
        "INSERT INTO parties_proposal (id, city_id, organisation_id, region, act, approves, about,"
        " arguments, before, after, basis, state, prepared_by_id, prepared_at, reason)"
        f" SELECT {key}, %(city)s, %({by}_house)s,"
        f" {region or f'%({by}_region)s'}, '{act}',"
        f" '{by}-approver', '{{}}', jsonb_build_object({told}), '{{}}', '{{}}', '{{}}', 'waiting',"
        f" %({by}_officer)s, {at}, ''"
    )


def put(by: str, decider: str) -> str:
    """A proposal of an officer, waiting before another organisation."""
    own = proposal("parties.admit_organisation", by).replace(", reason)", ", reason, decider_id)")
    return f"{own}, {decider}"


def said(type_: str, subject: str, person: str, house: str, role: str, at: str = MOMENT) -> str:
    """An event in somebody's name at the end of the chain; its hash is anything."""
    return (
        "WITH head AS (UPDATE audit_chain SET seq = seq + 1 WHERE city = %(city)s RETURNING *)"
        " INSERT INTO audit_event (city, seq, at, type, schema_version, person_id, person_name,"
        " organisation_id, organisation_name, role, channel, subject_type, subject_id, about,"
        " visible_to, before, after, basis, previous_hash, hash)"
        f" SELECT city, seq, {at}, '{type_}', 2, {person}, '', {house}, '', '{role}', 'web',"
        f" 'x', ({subject})::text, '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', hash, hash"
        " FROM head"
    )


def decided(by: str, *, second: str = "", at: str = MOMENT, key: str = LAID) -> str:
    """A proposal approved in the name of an approver."""
    return turned(
        "parties_proposal", key, state="'approved'",
        decided_by_id=second or f"%({by}_approver)s", decided_at=at,
    )  # fmt: skip


def two(
    act: str, by: str, *, at: str = MOMENT, key: str = LAID, **arguments: str
) -> tuple[str, ...]:
    """A proposal laid, told in the chain and approved: all a forger can write of two persons."""
    return (
        proposal(act, by, at=at, key=key, **arguments),
        said("parties.proposal.made", key, f"%({by}_officer)s", f"%({by}_house)s",
             f"{by}-officer", at),
        decided(by, at=at, key=key),
    )  # fmt: skip
