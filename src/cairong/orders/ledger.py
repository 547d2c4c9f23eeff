"""The gateway's own list of what it sent and of keys that ended, kept outside of the database.

After a restore rows of the past come back: numbers would be given again, and keys that ended would
count. The list, beside `out/`, says which were used and for what, and which ended. Lines are only
added, each on the disk before its file is written.
"""

import json
import os
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cairong.home.folder import settle
from cairong.orders.reading import Said, read_on
from cairong.orders.reads import (
    dropped_numbers,
    ended_keys,
    orders_frozen,
    orders_standing,
    sending_mark,
    sent_numbers,
    signing_keys,
)
from cairong.orders.watching import BETWEEN
from cairong.parties.reads import city_of

NAME = "sent.jsonl"
SHOWN, FEW = 3, 12


class Ledger:
    """The list of one folder; `held` is the mark of a restore, or of another folder."""

    def __init__(self, folder: Path, held: Path | None = None) -> None:
        self.path, self.held = folder / NAME, held
        self._demo: dict[str, bool] = {}

    def add(self, number: str, digest: str, key: str = "") -> None:
        """Write down what is about to be sent, once; a line of before is there to stay, too.

        `key` is that of the order's row, by which a freeze that takes it away is known.
        """
        if self.sent().get(number) != digest:
            self._append({"number": number, "digest": digest, "key": key})
        else:
            self.stand()

    def stand(self) -> None:
        """See that the list is there and takes lines. Raises OSError."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.path.open("ab") as stream:
            os.fsync(stream.fileno())
        self.path.chmod(0o600)
        settle(self.path.parent)

    def names(self, number: str) -> bool:
        """Whether any line names a number. Raises OSError where there is no list to be read.

        A line that was torn counts: what is not sure is not said.
        """
        return f'"{number}"'.encode() in self.path.read_bytes()

    def sent(self) -> Mapping[str, str]:
        """Name the digest of each number that was sent: of one used twice, the first."""
        return self._said().sent

    def is_otherwise(self, number: str, digest: str) -> bool:
        """Whether a number was sent for something else, or dropped, and rows of before came back.

        What two persons paid by their own means would leave by signatures of then.
        """
        return number in self._said().over or self.sent().get(number, digest) != digest

    def keep_over(self, city: str) -> None:
        """Write down the numbers that were dropped since the last time."""
        for number in self.over_not_kept(city):
            self._append({"over": number})

    def over_not_kept(self, city: str) -> list[str]:
        """List the numbers that were dropped and are not written down at all."""
        said = self._said()
        return sorted(dropped_numbers(city) - said.over - said.sent.keys())

    def keep_ended(self, city: str) -> None:
        """Write down the keys that ended since the last time."""
        for fingerprint in self.not_kept(city):
            self._append({"ended": fingerprint})

    def not_kept(self, city: str) -> list[str]:
        """List the keys that ended and are not written down."""
        return sorted(set(ended_keys(city)) - self.ended())

    def ended(self) -> set[str]:
        """Name by their fingerprints the keys that ended, whatever the rows say now."""
        return set(self._said().ended)

    def revived(self, city: str) -> list[str]:
        """List the keys that ended and, by rows that came back, have not."""
        return sorted(self.ended() & {key.fingerprint for key in signing_keys(city)})

    def disagreeing(self, city: str) -> list[str]:
        """List the numbers that folder and rows disagree on, and nobody settled.

        Sent by the folder and of no order that stands; or sent by a row and not by this folder.
        None of a demonstration, whose treasury is simulated.
        """
        said, mark = self._said(), sending_mark(city)
        if self._is_demo(city):
            return []
        return said.compared(city, mark, lambda: _disagreeing(city, said))

    def why_held(self, city: str) -> str:
        """Say each cause by which nothing sets out now, a line each; empty where all agrees."""
        try:
            keys = self.revived(city)
        except OSError:
            keys = []
        back = (
            f"停用过的签名钥匙又显示已登记({keys[0][:FEW]}…等 {len(keys)} 把),没有送出:"
            "请再停用一次(cairong gateway end)"
            if keys
            else ""
        )
        return BETWEEN.join(each for each in (self.why_unsure(city), back) if each)

    def why_unsure(self, city: str) -> str:
        """Say why nobody knows by folder and rows what left; empty where they agree."""
        try:
            numbers = self.disagreeing(city)
        except OSError as error:
            return f"交换目录的 {NAME} 读不出({error.strerror})"
        if numbers:
            named = "、".join(numbers[:SHOWN])
            return (
                f"交换目录和数据库对不上({named}{'等' if len(numbers) > SHOWN else ''}),没有送出:"
                "请与国库对清以后运行 cairong gateway settled"
            )
        if self.held is not None and self.held.exists() and not self._is_demo(city):
            return "恢复过备份或换过交换目录,没有送出:请与国库对清以后运行 cairong gateway settled"
        return ""

    def settle(self, numbers: Collection[str], *, by: str, at: datetime) -> None:
        """Write down that numbers were settled, by whom, and let things set out again."""
        self._append({"settled": sorted(numbers), "by": by, "at": at.isoformat()})
        if self.held is not None:
            self.held.unlink(missing_ok=True)

    def _is_demo(self, city: str) -> bool:
        """Whether a city is a demonstration, which none becomes and none ceases to be."""
        if city not in self._demo:
            self._demo[city] = city_of(city).demo
        return self._demo[city]

    def _append(self, line: Mapping[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False) + "\n"
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.path.open("a+b") as stream:
            if stream.seek(0, os.SEEK_END):
                stream.seek(-1, os.SEEK_END)
                text = text if stream.read() == b"\n" else f"\n{text}"  # a torn line ends here
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        self.path.chmod(0o600)
        settle(self.path.parent)

    def _said(self) -> Said:
        return read_on(self.path)


def _disagreeing(city: str, said: Said) -> list[str]:
    mine = {n: d for n, d in tuple(said.sent.items()) if n.startswith(f"{city}-")}
    rows = sent_numbers(city)
    standing = orders_standing(city, mine)
    unknown = {number for number in mine if number not in standing}
    frozen = orders_frozen(city, [said.keys[n] for n in unknown if said.keys.get(n)])
    unknown -= {number for number in unknown if said.keys.get(number) in frozen}
    return sorted((unknown | (rows - mine.keys())) - said.settled)
