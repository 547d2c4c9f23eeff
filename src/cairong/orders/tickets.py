"""Words of one use by which a person makes a key: printed by the command, spent on the page.

Each is a file named by the word's hash, in the folder that only the gateway reads.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from cairong.home.folder import write_whole
from cairong.kernel.errors import NotFound, Refusal
from cairong.kernel.orders import CROCKFORD, digest_of

LASTS = timedelta(hours=24)
LENGTH, GROUP = 16, 4
WRITTEN_ALIKE = str.maketrans("OIL", "011", "- ")


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Whose key a word lets make, in which ceremony if in one, and until when.

    In a `founding` one nobody has to sign for the key.
    """

    person_id: str
    name: str
    city: str
    founding: bool
    until: str
    ceremony: str = ""

    @property
    def person(self) -> UUID:
        """The person's id."""
        return UUID(self.person_id)

    @property
    def ceremony_id(self) -> UUID | None:
        """The ceremony's id, where it is a word of one."""
        return UUID(self.ceremony) if self.ceremony else None


def issue(folder: Path, ticket: Ticket) -> str:
    """Keep a new word's hash with whose it is, and return the word, which is told this once.

    Earlier words of the same person are good no more.
    """
    for earlier in _words(folder).glob("*.json"):
        if json.loads(earlier.read_text())["person_id"] == ticket.person_id:
            earlier.unlink()
    word = "".join(secrets.choice(CROCKFORD) for _ in range(LENGTH))
    path = _path(folder, word)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, json.dumps(asdict(ticket), ensure_ascii=False))
    return "-".join(word[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def found(folder: Path, word: str, now: datetime) -> Ticket:
    """Find whose a word is. Raises NotFound for one that is unknown, spent or run out."""
    try:
        ticket = Ticket(**json.loads(_path(folder, word).read_text()))
    except FileNotFoundError:
        raise NotFound("orders.no_word", "三(一)-1") from None
    if datetime.fromisoformat(ticket.until) <= now:
        raise NotFound("orders.no_word", "三(一)-1")
    return ticket


@contextmanager
def spent(folder: Path, word: str) -> Iterator[None]:
    """Let a word be good no more, before what it is used for; of two at once only one gets on.

    Where what it was used for is refused, it is good again. Raises NotFound.
    """
    path = _path(folder, word)
    used = path.with_suffix(".spent")
    try:
        path.rename(used)
    except FileNotFoundError:
        raise NotFound("orders.no_word", "三(一)-1") from None
    try:
        yield
    except Refusal:
        used.rename(path)
        raise
    used.unlink(missing_ok=True)


def challenge(word: str) -> bytes:
    """Say what a browser is asked with when it makes the key of a word: good as long as that is."""
    return bytes.fromhex(digest_of(f"cairong-key/1:{_plain(word)}"))


def _path(folder: Path, word: str) -> Path:
    return _words(folder) / f"{digest_of(_plain(word))}.json"


def _words(folder: Path) -> Path:
    return folder / "words"


def _plain(word: str) -> str:
    """Read a word however it was typed."""
    return word.strip().upper().translate(WRITTEN_ALIKE)
