"""The signer: works out what came since its last head, and only what extends it is signed."""

import base64
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from cairong.kernel.calendar import day_of, start_of
from cairong.kernel.merkle import Frontier
from cairong.notary.following import Parted, follow
from cairong.notary.heads import Signature, SignedHead, body_of, canonical, fingerprint, moment
from cairong.notary.keys import Ed25519
from cairong.notary.ledger import Ledger, Seen, nothing_of
from cairong.notary.memory import Alarm, Kept, Memory

LOGGER = logging.getLogger(__name__)
PERIOD = timedelta(seconds=45)
TOLERANCE = timedelta(minutes=5)  # a clock further back than this is wrong, not corrected


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look at one chain: what the database has, what is remembered of it, and when."""

    ledger: Ledger
    seen: Seen
    kept: Kept
    now: datetime

    @property
    def day_ended(self) -> str:
        """The day that has ended since the last head; empty where none has."""
        head = self.kept.head
        if head is None or day_of(head.at) >= day_of(self.now):
            return ""
        return day_of(start_of(day_of(self.now)) - timedelta(seconds=1)).isoformat()

    def holds(self, alarm: Alarm) -> bool:
        """Whether the chain still begins with what an alarm was raised of."""
        found = self.ledger.hash_at(self.seen.city, alarm.found_size)
        return found == alarm.found_hash or not alarm.found_size

    def is_of(self, alarm: Alarm, parted: Parted) -> bool:
        """Whether an alarm is of this chain still, or of the same place that nothing stands at."""
        if (alarm.found_size, alarm.found_hash) == (self.seen.size, self.seen.chain_hash):
            return True
        gone = not self.ledger.hash_at(self.seen.city, alarm.found_size)
        return self.holds(alarm) or (gone and (alarm.kind, alarm.seq) == (parted.kind, parted.seq))

    def require_own(self, key_id: str) -> None:
        """See that stored heads, memory and key belong together. Raises Parted."""
        head = self.kept.head
        if head is None:
            if self.seen.newest:
                raise Parted(kind="memory", seq=0)
        elif self.seen.newest not in {head.digest, head.body["previous"]}:
            raise Parted(kind="heads", seq=0)
        elif head.signature.key_id != key_id:
            raise Parted(kind="key", seq=0)

    def require_begun(self) -> None:
        """See that the chain begins with what was signed of it. Raises Parted."""
        size = self.kept.size
        if self.seen.size < size:
            raise Parted(kind="cut", seq=self.seen.size + 1)
        if size and self.ledger.hash_at(self.seen.city, size) != self.kept.chain_hash:
            raise Parted(kind="fork", seq=size)

    def followed(self, frontier: Frontier, chain_hash: str = "") -> bytes:
        """Work out every event from a known place up to the head seen. Raises Parted."""
        events = self.ledger.events(self.seen.city, after=frontier.size, upto=self.seen.size)
        vouched = self.ledger.vouched(self.seen.city)
        found = follow(events, frontier, bytes.fromhex(chain_hash), vouched)
        if (frontier.size, found.hex()) != (self.seen.size, self.seen.chain_hash):
            raise Parted(kind="head", seq=frontier.size)
        return found


@dataclass
class Signer:
    """One key, one folder of memory. `round` looks at every chain once."""

    key: Ed25519
    folder: Path
    period: timedelta = PERIOD
    looked: dict[str, datetime] = field(default_factory=dict)  # again, at a chain under alarm

    def __post_init__(self) -> None:
        self.memory = Memory(self.folder)
        self.key_id = fingerprint(self.key.public)

    def round(self, ledger: Ledger, now: datetime) -> None:
        """Look at every chain; sign what is due, raise an alarm for what does not extend.

        One that is remembered and not there any more is looked at as an empty one.
        """
        chains = ledger.chains()
        gone = self.memory.cities() - {seen.city for seen in chains}
        for seen in [*chains, *(nothing_of(city) for city in sorted(gone))]:
            kept = self.memory.read(seen.city) or Kept()
            look = Look(ledger=ledger, seen=seen, kept=kept, now=now)
            if kept.head and seen.newest == kept.head.body["previous"]:
                self._store(ledger, kept.head)
            try:
                self._look(look)
            except Parted as parted:
                self._alarm(look, parted)

    def _look(self, look: Look) -> None:
        """Sign the chain where there is news and it extends what was signed. Raises Parted."""
        alarm = look.kept.alarm
        if alarm and (event := self._accepted(look, alarm)):
            self._go_on(look, alarm, event)
            return
        look.require_own(self.key_id)
        look.require_begun()
        whole = bool(alarm or look.day_ended)
        if self._is_due(look):
            frontier = Frontier() if whole else look.kept.frontier
            chain_hash = look.followed(frontier, "" if whole else look.kept.chain_hash)
            self._sign(look, frontier, chain_hash, day_end=look.day_ended)

    def _is_due(self, look: Look) -> bool:
        """Whether a head is to be signed: for news that waited, a day that ended; never backwards.

        A chain under alarm is worked out whole, so only now and then. Raises Parted where the clock
        stands well before the last head.
        """
        city, head = look.seen.city, look.kept.head
        if head is not None and look.now < head.at - TOLERANCE:
            raise Parted(kind="clock", seq=0)
        if look.kept.alarm:
            due = look.now >= self.looked.get(city, look.now - self.period) + self.period
            self.looked[city] = look.now if due else self.looked[city]
            return due
        if head is None:
            return look.seen.size > 0
        if look.now < head.at:
            return False
        news = look.seen.size > look.kept.size and look.now >= head.at + self.period
        return news or bool(look.day_ended)

    @staticmethod
    def _accepted(look: Look, alarm: Alarm) -> int:
        """Find the event by which two persons accepted exactly the chain that was alarmed of."""
        event = look.ledger.accepted(look.seen.city, alarm.id)
        return event if event <= look.seen.size and look.holds(alarm) else 0

    def _go_on(self, look: Look, alarm: Alarm, event: int) -> None:
        """Sign a chain that two persons accepted, worked out whole. Raises Parted."""
        frontier = Frontier()
        chain_hash = look.followed(frontier)
        if look.kept.head:
            self._store(look.ledger, look.kept.head)
        said = {"alarm": alarm.id, "event": event, "kind": alarm.kind}
        self._sign(look, frontier, chain_hash, **{"break": said})

    def _sign(self, look: Look, frontier: Frontier, chain_hash: bytes, **further: Any) -> None:
        """Sign; remember it on the disk; only then store it where others read."""
        body = body_of(
            city=look.seen.city,
            size=look.seen.size,
            root=frontier.root,
            chain_hash=chain_hash,
            now=look.now,
            key_id=self.key_id,
            previous=look.kept.head.digest if look.kept.head else look.seen.newest,
            **further,
        )
        value = base64.b64encode(self.key.sign(canonical(body).encode())).decode()
        signature = Signature(alg=self.key.alg, key_id=self.key_id, value=value)
        head = SignedHead(body=body, signature=signature)
        self.memory.write(look.seen.city, look.kept.signed(head, frontier))
        self._store(look.ledger, head)

    def _store(self, ledger: Ledger, head: SignedHead) -> None:
        if head.signature.key_id == self.key_id:
            public = base64.b64encode(self.key.public).decode()
            ledger.add_key(self.key_id, self.key.alg, public, head.body["timestamp"])
        ledger.add_head(head)

    def _alarm(self, look: Look, parted: Parted) -> None:
        """Raise an alarm, once as long as it is of the same chain; nothing is signed meanwhile."""
        alarm, city = look.kept.alarm, look.seen.city
        if alarm is None or not look.is_of(alarm, parted):
            LOGGER.error("the chain of %s is not signed: %s at %d", city, parted.kind, parted.seq)
            alarm = Alarm(
                id=str(uuid4()),
                kind=parted.kind,
                at=moment(look.now),
                kept_size=look.kept.size or look.seen.newest_size,
                kept_hash=look.kept.chain_hash or look.seen.newest_hash,
                found_size=look.seen.size,
                found_hash=look.seen.chain_hash,
                seq=parted.seq,
            )
            self.memory.write(city, replace(look.kept, alarm=alarm))
        look.ledger.add_alarm(city, alarm)
