"""The folder by which the treasury is reached: `out/` holds what leaves, `in/` what it answers.

It needs no network, a person can carry it, and each file proves itself to whoever has the keys.
"""

import json
import logging
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from cairong.home.environment import exchange_folder
from cairong.home.exchanging import keep_folder
from cairong.home.folder import HELD, Home, settle, write_whole
from cairong.home.trouble import Trouble
from cairong.kernel.errors import Invalid, Refusal
from cairong.orders.answers import TreasuryAnswer, answer_of
from cairong.orders.ledger import SHOWN, Ledger
from cairong.orders.watching import BETWEEN
from cairong.policy.catalogue import sentences

LOGGER = logging.getLogger(__name__)
NUMBER = re.compile(r"[0-9]{6}-[0-9]{6,12}")
LONGEST = 64 * 1024
LONGEST_NAME = 40
PROBE = ".probe"
UNREAD_SECONDS = 30 * 60  # by then it is whole


class Rest(NamedTuple):
    """Until when what could not be done rests, and why, in words."""

    until: datetime
    why: str


class Exchange:
    """One folder with the two, made where they are not."""

    def __init__(self, folder: Path, held: Path | None = None) -> None:
        self.out, self.into, self.ledger = folder / "out", folder / "in", Ledger(folder, held)
        self.failed = ""  # why the last file could not be written
        self.resting: dict[object, Rest] = {}  # what was refused
        self._unread: dict[str, float] = {}
        for path in (self.out, self.into):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, number: str, facts: dict[str, Any], key: str = "") -> None:
        """Write what leaves, whole and to stay; written again it is the same file.

        Before it, that its number is used, and for what. Raises OSError, Trouble.
        """
        text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
        self.failed = "交换目录写不进"
        self.ledger.add(number, facts["digest"], key)
        write_whole(self.out / f"{number}.json", text)
        settle(self.out)
        self.failed = ""

    def can_write(self) -> bool:
        """Whether what is about to set out could be written: something longer is, and taken away.

        The list stands from then on, so that one that is not there was taken away.
        """
        try:
            write_whole(self.out / PROBE, " " * LONGEST)
            (self.out / PROBE).unlink()
            self.ledger.stand()
        except (OSError, Trouble):
            if not self.failed:
                LOGGER.exception("nothing sets out: %s cannot be written", self.out)
            self.failed = "交换目录写不进"
            return False
        self.failed = ""
        return True

    def never_left(self, number: str) -> bool:
        """Whether nothing was ever written of a number: the list can be read and does not name it.

        Its line is on the disk before its file.
        """
        try:
            return not self.ledger.names(number) and not (self.out / f"{number}.json").exists()
        except OSError:
            return False

    def trouble(self, city: str, now: datetime) -> str:
        """Say what a person has to look at; empty where all goes on."""
        old = now.timestamp() - UNREAD_SECONDS
        unread = [p.stem for p in self.into.glob("*.json") if self._lies(p, before=old)]
        strange = [_plainly(p.name) for p in self.into.iterdir() if _strange(p, before=old)]
        why = (NUMBER.match(path.stem) for path in self.into.glob("*.why"))
        refused = [found[0] for found in why if found]
        said = [
            self.failed,
            self.ledger.why_held(city),
            _named(refused, city, "的回执没有记入,原因在 in/ 的 .why 里,办完请移走 .why"),
            _named(unread, city, "的回执读不出来"),
            _loose(self.out, self.into),
            f"in/ 里有不认识的文件 {'、'.join(sorted(strange)[:SHOWN])}" if strange else "",
        ]
        return BETWEEN.join(each for each in said if each)

    def _lies(self, path: Path, *, before: float) -> bool:
        with suppress(OSError):
            return path.name in self._unread and path.lstat().st_mtime < before
        return False

    def answers(self) -> Iterator[TreasuryAnswer]:
        """Read every answer that is whole. What is none is kept apart, with why beside it.

        What cannot be read at all stays, since it may not be whole yet, and is logged once.
        """
        for path in sorted(self.into.glob("*.json")):
            if not NUMBER.fullmatch(path.stem):
                continue
            try:
                said = self._read(path)
                answer = answer_of(said, path.stem) if said is not None else None
            except Invalid as refusal:
                LOGGER.warning("%s is no answer of the treasury: %s", path, refusal)
                self._apart(path.stem, refusal)
                continue
            if answer is not None:
                yield answer

    def put_away(self, number: str) -> None:
        """Take from `out/` what nobody may carry to the treasury any more; it is kept beside."""
        with suppress(FileNotFoundError):
            (self.out / f"{number}.json").rename(self.out / f"{number}.closed")
            settle(self.out)

    def done(self, number: str) -> None:
        """Put an answer away that was taken."""
        with suppress(FileNotFoundError):
            answer = self.into / f"{number}.json"
            answer.rename(_free(answer, ".taken"))
            settle(self.into)

    def refuse(self, number: str, refusal: Refusal) -> None:
        """Keep a refused answer apart, with why beside it; it is not tried again."""
        why = "\n".join(each.text for each in sentences(refusal))
        with suppress(FileNotFoundError):
            answer = self.into / f"{number}.json"
            apart = _free(answer, ".refused")
            write_whole(apart.with_suffix(".why"), f"{why}\n")
            answer.rename(apart)
            settle(self.into)

    def _apart(self, number: str, refusal: Refusal) -> None:
        """Keep it apart if the disk lets us; other answers are read all the same."""
        try:
            self.refuse(number, refusal)
        except (OSError, Trouble):
            self.failed = "交换目录写不进"
            LOGGER.exception("%s could not be put apart", number)

    def _read(self, path: Path) -> Any:
        changed = 0.0
        try:
            state = path.lstat()
            changed = state.st_mtime
            if _plain(state):
                return json.loads(path.read_bytes())
            why = "no plain file of a bearable size"
        except (OSError, ValueError, RecursionError) as error:
            why = repr(error)
        if self._unread.get(path.name) != changed:
            self._unread[path.name] = changed
            LOGGER.warning("%s is no answer of the treasury: %s", path, why)
        return None


def _free(path: Path, suffix: str) -> Path:
    """Name the place of a file that is put away: what lies there already is kept beside it.

    Of the same bytes one is enough.
    """
    whole, place = path.read_bytes(), path.with_suffix(suffix)
    for more in count(2):
        if not os.path.lexists(place) or (_plain(place.lstat()) and place.read_bytes() == whole):
            break
        place = path.with_suffix(f".{more}{suffix}")
    return place


def _loose(*folders: Path) -> str:
    """Say which folder anybody may write into: an answer there is anybody's."""
    with suppress(OSError):
        names = [each.name for each in folders if each.stat().st_mode & stat.S_IWOTH]
        return f"{'、'.join(names)} 任何账号都能写:请用 chmod o-w 收回" if names else ""
    return ""


def _strange(path: Path, *, before: float) -> bool:
    """Whether a file lies there that no round will ever take up."""
    known = path.suffix in {".taken", ".refused", ".why"} or (
        path.suffix == ".json" and NUMBER.fullmatch(path.stem)
    )
    with suppress(OSError):
        return not known and path.lstat().st_mtime < before
    return False


def _plainly(name: str) -> str:
    """Write a file's name in ASCII and short: whoever made it words nothing of ours."""
    return ascii(name)[1:-1][:LONGEST_NAME]


def _plain(state: os.stat_result) -> bool:
    """Whether it is a file that can be read at once; a pipe would keep us waiting."""
    return stat.S_ISREG(state.st_mode) and state.st_size <= LONGEST


def _named(numbers: list[str], city: str, what: str) -> str:
    own = sorted(number for number in numbers if number.startswith(f"{city}-"))
    more = "等" if len(own) > SHOWN else ""
    return f"支付指令 {'、'.join(own[:SHOWN])}{more}{what}" if own else ""


def opened(place: Home) -> Exchange:
    """Open the folder as the gateway starts, and say to the commands which it is."""
    keep_folder(place)
    return exchange(place)


def exchange(place: Home) -> Exchange:
    """Name the folder: CAIRONG_GATEWAY_FOLDER, or one in the data folder."""
    return Exchange(exchange_folder(place), place.gateway / HELD)
