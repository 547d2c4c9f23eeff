"""Prove a database, or a copy of one, against signed heads: its own, or those kept elsewhere."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from cairong.audit.models import Event
from cairong.home.trouble import Trouble
from cairong.kernel.events import SEALED, content_of
from cairong.kernel.merkle import Frontier, inclusion_path
from cairong.notary.heads import TOKEN, SignedHead, read_head
from cairong.notary.models import Head
from cairong.notary.reads import keys, newest_head, read

PROOF = "cairong-proof/1"
Keys = Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class KeptHead:
    """What a chain was, as somebody kept it: whole and signed, or the one word of a message."""

    city: str
    size: int
    chain_hash: str
    signed: SignedHead | None = None

    @property
    def at(self) -> datetime | None:
        """When it was signed, where that is known."""
        return self.signed.at if self.signed else None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The heads that somebody kept, and the keys they named."""

    heads: Sequence[KeptHead]
    keys: Keys


@dataclass(frozen=True, kw_only=True)
class Unproved:
    """Where a chain is not what a head says: from after the last that agrees to the first not."""

    city: str
    first: int
    last: int
    why: str
    explained: bool = False


def read_kept(path: Path) -> Kept:
    """Read heads from a file: of the page `/log/`, a copy, or the text of a message.

    Raises Trouble where there is none in it.
    """
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    heads, named = list[KeptHead](), dict[str, bytes]()
    for each in _parts(said):
        if "public_key" in each:
            named |= _key(each)
        elif "head" in each:
            heads.append(_whole(path, each))
    if said is None:
        heads = [
            KeptHead(city=city, size=int(size), chain_hash=chain_hash)
            for city, size, chain_hash in TOKEN.findall(text)
        ]
    if not heads:
        raise Trouble(f"{path} 里没有日志头:请用「日志」页下载的文件、副本,或存下的摘要消息。")
    return Kept(heads=heads, keys=named)


def stored_heads(city: str) -> Kept:
    """Read the heads that the database itself keeps of a city, and its keys."""
    rows = Head.objects.filter(city=city).order_by("id").iterator()
    signed = [read(row) for row in rows]
    return Kept(heads=[_kept(each) for each in signed], keys=stored_keys())


def stored_keys() -> dict[str, bytes]:
    """Read the public keys that the database keeps."""
    return {each.key_id: base64.b64decode(each.public_key) for each in keys()}


def prove(city: str, kept: Kept, *, source: str) -> list[Unproved]:
    """Compare a city's chain with heads; say where they part, and which signature is none.

    What a later break explains, signed by a key that is known here, is marked so.
    """
    heads = [each for each in kept.heads if each.city == city]
    known = kept.keys or stored_keys()
    found = list(_unsigned(city, heads, known, source))
    good, wrong = 0, list[KeptHead]()
    chain = _chain(city, sorted({each.size for each in heads}))
    newest = max(chain, default=0)
    for head in sorted(heads, key=lambda each: each.size):
        if chain.get(head.size) == _said(head, chain.get(head.size)):
            good = max(good, head.size) if not wrong else good
        else:
            wrong.append(head)
    if wrong:
        parted = _parted(wrong, good, newest, _last_break(city, known))
        found.append(replace(parted, why=f"{parted.why}(与{source}的日志头不符)"))
    return found


def proof_of(city: str, seq: int) -> dict[str, Any] | None:
    """Prove that an event is in the log: what it says, its place, and the newest head signed.

    None for one that no head covers. Whoever holds it needs nothing else, and sees no other event.
    Raises Trouble for one whose content is sealed.
    """
    head = newest_head(city)
    event = Event.objects.filter(city=city, seq=seq).first()
    if head is None or event is None or seq > head.size:
        return None
    if event.schema_version == SEALED:
        raise Trouble(f"第 {seq} 条记录的内容因涉及国家秘密已冻结或清除,不能出具证明。")
    rows = Event.objects.filter(city=city, seq__lte=head.size).order_by("seq")
    entries = [bytes(each) for each in rows.values_list("hash", flat=True)]
    key = stored_keys().get(head.signature.key_id, b"")
    return {
        "format": PROOF,
        "event": content_of(event).decode(),
        "previous_hash": bytes(event.previous_hash).hex(),
        "leaf_index": seq - 1,
        "inclusion_path": [each.hex() for each in inclusion_path(entries, seq - 1)],
        "tree_head": head.written(),
        "public_key": base64.b64encode(key).decode(),
    }


def _parted(
    wrong: Sequence[KeptHead], good: int, newest: int, broken: SignedHead | None
) -> Unproved:
    first = wrong[0]
    cut = all(head.size > newest for head in wrong)
    explained = broken is not None and all(head.at and head.at < broken.at for head in wrong)
    why = "这一段不见了" if cut else "这一段被改写" if good else "整条链被换过,或从头改写"
    if explained and broken:
        why = f"两人签署的断点 {broken.body['timestamp']} 以前,{why}"
    return Unproved(
        city=first.city,
        first=newest + 1 if cut else good + 1,
        last=wrong[-1].size if cut else first.size,
        why=why,
        explained=explained,
    )


def _chain(city: str, sizes: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Work out root and hash of the chain at each of these sizes that it has, and at its end."""
    frontier, wanted, found = Frontier(), set(sizes), dict[int, tuple[str, str]]()
    newest = b""
    rows = Event.objects.filter(city=city).order_by("seq").values_list("seq", "hash")
    for seq, hash_ in rows.iterator(chunk_size=10_000):
        newest = bytes(hash_)
        frontier.append(newest)
        if seq in wanted:
            found[seq] = (frontier.root.hex(), newest.hex())
    if frontier.size:
        found[frontier.size] = (frontier.root.hex(), newest.hex())
    return found


def _said(head: KeptHead, found: tuple[str, str] | None) -> tuple[str, str]:
    """What a head says of root and hash; the root that was found where it says none."""
    root = head.signed.body["root_hash"] if head.signed else found[0] if found else ""
    return root, head.chain_hash


def _unsigned(city: str, heads: Iterable[KeptHead], known: Keys, source: str) -> Iterator[Unproved]:
    """Find heads whose signature is not a known key's own."""
    for head in heads:
        signed = head.signed
        if signed is None:
            continue
        key = known.get(signed.signature.key_id)
        if key is None or not signed.is_by(key):
            why = f"{source}的日志头签名不对,或密钥不认识({signed.body['timestamp']})"
            yield Unproved(city=city, first=head.size, last=head.size, why=why)


def unfollowed(city: str, heads: Sequence[KeptHead]) -> list[Unproved]:
    """Find stored heads that do not follow the one before, where no break explains it."""
    signed = [each.signed for each in heads if each.signed]
    found = list[Unproved]()
    for place, (before, head) in enumerate(pairwise(signed)):
        following = signed[place + 2] if place + 2 < len(signed) else head
        broken = "break" in head.body or "break" in following.body
        if head.body["previous"] != before.digest and not broken:
            why = f"数据库里的日志头少了,或次序被改({head.body['timestamp']} 之前)"
            found.append(Unproved(city=city, first=before.size, last=head.size, why=why))
    return found


def _last_break(city: str, known: Keys) -> SignedHead | None:
    """Find the newest stored head that begins after a break and is signed by a known key."""
    rows = Head.objects.filter(city=city, text__contains='"break":').order_by("-id")
    for row in rows:
        head = read(row)
        key = known.get(head.signature.key_id)
        if key is not None and head.is_by(key):
            return head
    return None


def _kept(signed: SignedHead) -> KeptHead:
    return KeptHead(
        city=signed.city,
        size=signed.size,
        chain_hash=signed.body["chain_hash"],
        signed=signed,
    )


def _whole(path: Path, said: Mapping[str, Any]) -> KeptHead:
    try:
        return _kept(read_head(said))
    except ValueError as error:
        raise Trouble(f"{path} 里有一个日志头读不懂:请换一份没有改动过的文件。") from error


def _key(said: Mapping[str, Any]) -> dict[str, bytes]:
    try:
        return {str(said["key_id"]): base64.b64decode(said["public_key"])}
    except (LookupError, TypeError, ValueError):
        return {}


def _parts(said: Any) -> Iterator[Mapping[str, Any]]:
    """Walk through what a file says for every head and key in it."""
    if isinstance(said, dict):
        if "head" in said or "public_key" in said:
            yield said
            return
        said = list(said.values())
    if isinstance(said, list):
        for each in said:
            yield from _parts(each)
