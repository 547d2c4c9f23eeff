"""How the cases of the demo city go: scripts of acts, and how long ago each came to rest.

A script names acts in order; `+n` lets n working days pass before the next one. A sign after an
act leaves its proposal before the second person: `?` waiting, `!` sent back, `~` taken back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cairong.driving.demo.facts import CITY, MAIN_COUNTY
from cairong.driving.demo.together import Ending


@dataclass(frozen=True, kw_only=True)
class Line:
    """One act of a script, so many working days after the one before."""

    wait: int
    act: str
    ending: Ending


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One way a case goes; `rests` are the working days since its last act, one case for each.

    A rest below zero counts calendar days. `clause` picks the payment clause, `days` the term,
    `region` where the cases lie instead of going round the counties.
    """

    script: str
    rests: tuple[int, ...]
    clause: int | None = None
    days: int = 270
    region: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Read the script."""
        return tuple(_read(self.script))

    @property
    def length(self) -> int:
        """The working days between its first act and its last."""
        return sum(line.wait for line in self.lines)


def _read(script: str) -> Iterator[Line]:
    wait = 0
    for word in script.split():
        if word.startswith("+"):
            wait = int(word)
            continue
        sign = word[-1] if word[-1] in {Ending.WAITING, Ending.SENT_BACK, Ending.TAKEN_BACK} else ""
        yield Line(wait=wait, act=word.removesuffix(sign), ending=Ending(sign))
        wait = 0


AWARD = "award +1 read_letter"
SIGNED = f"{AWARD} +5 sign"
FILED = f"{SIGNED} +1 read_filing file"
ASKED = f"{FILED} +2 intent"
COMPLETE = f"{ASKED} +1 contact complete"
OFFERED = f"{COMPLETE} +3 verify offer"
COMPARED = f"{FILED} +2 intent_both +1 complete rival_complete +3 verify offer rival_offer"
ACCEPTED = f"{OFFERED} +1 accept"
REQUESTED = f"{ACCEPTED} +1 lock"
CONSENTED = f"{REQUESTED} +1 consent"
ACKNOWLEDGED = f"{CONSENTED} +1 acknowledge"
LOCKED = f"{ACKNOWLEDGED} +1 confirm"
MET = f"{LOCKED} +1 conditions"
DRAWN = f"{MET} +3 draw"
INSPECTED = f"{DRAWN} +12 inspect"
CLAIMED = f"{INSPECTED} +3 ask"
PAID = f"{CLAIMED} +1 pay"
WHOLE = f"{PAID} +20 inspect +2 ask +1 pay"
CASH = f"{FILED} +20 inspect +3 ask"

SHAPES: tuple[Shape, ...] = (
    Shape(script="award", rests=(-15, -14, -12, -17, -25, -33, -3)),
    Shape(script=f"{AWARD} +3 draft", rests=(1, 6, 12)),
    Shape(script=f"{AWARD} +3 draft +4 cancel", rests=(20, 75)),
    Shape(script=f"{AWARD} +6 sign?", rests=(1, 2)),
    Shape(script=f"{AWARD} +5 sign!", rests=(1,)),
    Shape(script=f"{AWARD} +5 sign~", rests=(2,)),
    Shape(script=SIGNED, rests=(1, 2, 2, 3, 4)),
    Shape(script=f"{AWARD} +4 sign_withholding", rests=(1, 3)),
    Shape(script=f"{AWARD} +9 sign_earlier +2 file", rests=(4, 55)),
    Shape(script=f"{AWARD} +24 sign +3 file", rests=(8, 120)),
    Shape(script=f"{SIGNED} +1 file?", rests=(1, 2)),
    Shape(script=f"{SIGNED} +1 clerk_file?", rests=(1, 1)),
    Shape(script=f"{SIGNED} +1 file!", rests=(1,)),
    Shape(script=f"{SIGNED} +1 read_filing refuse_filing", rests=(1, 5)),
    Shape(script=f"{SIGNED} recall", rests=(2,)),
    Shape(script=f"{SIGNED} +1 refuse_filing +2 resubmit", rests=(1, 2)),
    Shape(script=f"{SIGNED} +1 refuse_filing +2 resubmit +1 clerk_file", rests=(15, 140)),
    Shape(script=FILED, rests=(1, 3, 10, 35)),
    Shape(script=f"{AWARD} +1 intent_on_award", rests=(1, 2, 4)),
    Shape(script=ASKED, rests=(1, 2, 6, 45)),
    Shape(script=f"{FILED} +2 broadcast", rests=(1, 2)),
    Shape(script=COMPLETE, rests=(2, 8, 10, 10, 11, 13)),
    Shape(script=f"{COMPLETE} +4 verify offer?", rests=(1, 1)),
    Shape(script=f"{COMPLETE} +4 reject?", rests=(1,)),
    Shape(script=f"{COMPLETE} +5 reject", rests=(3, 40)),
    Shape(script=OFFERED, rests=(1, 3, 5, 9)),
    Shape(script=COMPARED, rests=(2,)),
    Shape(
        script=f"{COMPARED} +1 accept",
        rests=(2, 30),
    ),
    Shape(script=f"{OFFERED} +2 decline", rests=(4, 90)),
    Shape(script=f"{OFFERED} +1 withdraw", rests=(7,)),
    Shape(script=ACCEPTED, rests=(1, 4)),
    Shape(script=f"{ACCEPTED} +1 lock?", rests=(1,)),
    Shape(script=f"{ACCEPTED} +2 decline", rests=(12,)),
    Shape(script=REQUESTED, rests=(1, 3, 15)),
    Shape(script=f"{REQUESTED} +1 read_lock", rests=(1,)),
    Shape(script=f"{REQUESTED} take_lock_back", rests=(2,)),
    Shape(script=f"{REQUESTED} +1 refuse", rests=(3,)),
    Shape(script=CONSENTED, rests=(1, 2, 4)),
    Shape(script=f"{CONSENTED} +1 acknowledge?", rests=(1, 1)),
    Shape(script=f"{CONSENTED} +2 decline_lock", rests=(5,)),
    Shape(script=ACKNOWLEDGED, rests=(1, 1, 3)),
    Shape(script=f"{ACKNOWLEDGED} +1 confirm?", rests=(1,)),
    Shape(script=f"{ACKNOWLEDGED} +1 decline_confirm", rests=(9,)),
    Shape(script=LOCKED, rests=(1, 4)),
    Shape(script=f"{LOCKED} +1 decline", rests=(8,)),
    Shape(script=MET, rests=(2, 6, 7, 7, 9)),
    Shape(script=f"{MET} +2 draw?", rests=(1,)),
    Shape(script=f"{MET} +2 draw_half", rests=(6,)),
    Shape(script=DRAWN, rests=(2, 20, 45)),
    Shape(script=DRAWN, rests=(75, 130), days=90),
    Shape(script=f"{DRAWN} +20 repay", rests=(4, 60)),
    Shape(script=INSPECTED, rests=(2, 9, 10, 10, 12, 25), clause=0),
    Shape(script=INSPECTED, rests=(19, 20), clause=1),
    Shape(script=f"{INSPECTED} +3 ask?", rests=(1,)),
    Shape(script=CLAIMED, rests=(1, 2, 2, 3)),
    Shape(script=f"{CLAIMED} +1 pay?", rests=(1, 1)),
    Shape(script=PAID, rests=(4, 30, 70), clause=0),
    Shape(script=PAID, rests=(6, 45, 110, 215, 300, 390), clause=2),
    Shape(
        script=WHOLE, rests=(3, 25, 60, 130, 190, 240, 310, 375),
        clause=0,
    ),
    Shape(
        script=f"{COMPLETE} +12 verify offer +2 accept +1 lock consent +2 acknowledge +1 confirm"
        " +2 conditions +9 draw +15 inspect +4 ask +1 pay",
        rests=(20, 150, 280), clause=1,
    ),
    Shape(script=f"{CASH} +1 pay", rests=(10, 100, 320), clause=2),
    Shape(script=f"{CASH} +1 pay +2 bounce?", rests=(1,), clause=2),
    Shape(script=f"{CASH} +1 pay +2 bounce", rests=(3,), clause=2),
    Shape(script=f"{CASH} +1 take_back", rests=(2,)),
    Shape(script=f"{CASH} +1 send_back", rests=(5,)),
    Shape(script=CASH, rests=(1, 2, 4), clause=1),
    Shape(script=f"{FILED} +4 ask_change", rests=(1,)),
    Shape(script=f"{FILED} +4 ask_change +1 agree_change", rests=(1,)),
    Shape(script=f"{FILED} +4 ask_change +1 agree_change +1 change_account", rests=(9,)),
    Shape(script=f"{FILED} +4 ask_change +2 drop_change", rests=(14,)),
)  # fmt: skip
EXTRA = (
    Shape(script=PAID, rests=(15, 85, 200, 250, 330), clause=2),
    Shape(script=WHOLE, rests=(80, 220), clause=0),
    Shape(script=DRAWN, rests=(8, 12, 30, 38)),
    Shape(script=PAID, rests=(40, 140, 250, 290, 330), clause=2, region=CITY),
    Shape(script=WHOLE, rests=(235, 295, 350), clause=0, region=MAIN_COUNTY),
    Shape(script="award", rests=(-2, -4, -5, -7, -8, -10, -11, -13, -14, -15, -16, -18, -20)),
    Shape(script=SIGNED, rests=(1, 2, 2, 3, 4, 6)),
    Shape(script=FILED, rests=(5, 8, 12, 18, 23, 28, 33, 40, 50, 65, 80, 90, 100, 115, 130, 150)),
    Shape(script=COMPLETE, rests=(1, 3, 4, 6, 7, 9, 10)),
    Shape(script=OFFERED, rests=(1, 2, 4)),
    Shape(script=MET, rests=(3, 7)),
    Shape(script=INSPECTED, rests=(5, 10), clause=0),
)


def oldest() -> int:
    """Count the working days back to the first act of all."""
    return max(
        shape.length + rest for shape in (*SHAPES, *EXTRA) for rest in shape.rests if rest > 0
    )
