"""The database as the signer sees it: events and heads to read, and two tables to add to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from cairong.kernel.events import VOUCHED
from cairong.notary.heads import SignedHead
from cairong.notary.memory import Alarm

WINDOW = 2_000
COLUMNS = (
    "city, seq, at, type, schema_version, person_id, person_name, organisation_id,"
    " organisation_name, role, channel, request_id, asked, subject_type, subject_id, about,"
    " visible_to, before, after, basis, rows, previous_hash, hash"
)
CHAINS = """
    SELECT chain.city, seq AS size, encode(hash, 'hex') AS chain_hash,
        coalesce(head.digest, '') AS newest, coalesce(head.size, 0) AS newest_size,
        coalesce(head.text::jsonb ->> 'chain_hash', '') AS newest_hash
    FROM audit_chain AS chain LEFT JOIN LATERAL (
        SELECT digest, size, text FROM notary_head WHERE city = chain.city ORDER BY id DESC LIMIT 1
    ) AS head ON true ORDER BY chain.city
"""
ACCEPTED = """
    SELECT accepted.seq FROM audit_event AS accepted JOIN audit_event AS made
        ON made.city = accepted.city AND made.about @> ARRAY[%(alarm)s::uuid]
        AND made.type = 'parties.proposal.made' AND made.after ->> 'act' = 'notary.accept_break'
        AND made.seq < accepted.seq AND made.person_id <> accepted.person_id
    WHERE accepted.city = %(city)s AND accepted.type = 'notary.break.accepted'
        AND accepted.about @> ARRAY[%(alarm)s::uuid] ORDER BY accepted.seq LIMIT 1
"""
HOLDS = """EXISTS (
    SELECT FROM audit_sealed AS kept
    WHERE kept.of_table = 'audit_event' AND kept.key = sealed.id::text
        AND sha256(sealed.previous_hash || kept.content) = sealed.hash)"""
ADD_KEY = """
    INSERT INTO notary_signingkey (key_id, alg, public_key, since)
    VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
ADD_HEAD = """
    INSERT INTO notary_head (city, size, at, digest, text, alg, value)
    VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
ADD_ALARM = """
    INSERT INTO notary_alarm
        (id, city, kind, at, kept_size, kept_hash, found_size, found_hash, seq)
    VALUES (%(id)s, %(city)s, %(kind)s, %(at)s, %(kept_size)s, %(kept_hash)s, %(found_size)s,
        %(found_hash)s, %(seq)s)
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The head of a city's chain as the database has it, and the newest signed head stored."""

    city: str
    size: int
    chain_hash: str
    newest: str
    newest_size: int
    newest_hash: str


def nothing_of(city: str) -> Seen:
    """What is seen of a city that the database knows nothing of."""
    return Seen(city=city, size=0, chain_hash="", newest="", newest_size=0, newest_hash="")


class Ledger:
    """One connection of the signer's own role."""

    def __init__(self, conninfo: str) -> None:
        self.connection = psycopg.connect(
            conninfo,
            autocommit=True,
            row_factory=namedtuple_row,
            connect_timeout=10,
            options="-c statement_timeout=60s",
        )

    def chains(self) -> list[Seen]:
        """List the chains, each with the newest signed head that is stored of it."""
        rows = self.connection.execute(CHAINS)
        return [Seen(**row._asdict()) for row in rows]

    def hash_at(self, city: str, seq: int) -> str:
        """Read the stored hash of one event; empty where it is not there."""
        row: Any = self.connection.execute(
            "SELECT encode(hash, 'hex') AS hash FROM audit_event WHERE city = %s AND seq = %s",
            [city, seq],
        ).fetchone()
        return row.hash if row else ""

    def events(self, city: str, *, after: int, upto: int) -> Iterator[Any]:
        """Read a stretch of events in their order, so many at a time."""
        while after < upto:
            rows: Any = self.connection.execute(
                f"SELECT {COLUMNS} FROM audit_event WHERE city = %s AND seq > %s AND seq <= %s"  # noqa: S608 - our own words
                " ORDER BY seq LIMIT %s",
                [city, after, upto, WINDOW],
            ).fetchall()
            if not rows:
                return
            yield from rows
            after = rows[-1].seq

    def vouched(self, city: str) -> Mapping[int, str]:
        """Read the hashes of sealed events that a later event vouches for, by their numbers."""
        rows: Any = self.connection.execute(VOUCHED.format(holds=HOLDS), {"city": city})
        return {row.seq: row.hash for row in rows if row.by > row.seq}

    def accepted(self, city: str, alarm: str) -> int:
        """Find the event by which two persons accepted a break; 0 where there is none."""
        row: Any = self.connection.execute(ACCEPTED, {"city": city, "alarm": alarm}).fetchone()
        return row.seq if row else 0

    def add_key(self, key_id: str, alg: str, public_key: str, since: str) -> None:
        """Store a public key, once."""
        self.connection.execute(ADD_KEY, [key_id, alg, public_key, since])

    def add_head(self, head: SignedHead) -> None:
        """Store a signed head, once."""
        signed = head.signature
        facts = [head.city, head.size, head.at, head.digest, head.text, signed.alg, signed.value]
        self.connection.execute(ADD_HEAD, facts)

    def add_alarm(self, city: str, alarm: Alarm) -> None:
        """Store an alarm, once."""
        self.connection.execute(ADD_ALARM, {"city": city, **vars(alarm)})

    def close(self) -> None:
        """Hang up."""
        self.connection.close()
