"""How the cases of the demo city go: scripts of acts, and how long ago each came to rest.

A script names verbs in order; `+n` lets n working days pass before the next one. After a colon
stands how: `rival` and `clerk` say by whom, other words what is said (saying.py). A mark after an
act leaves its proposal with the second person: `?` waiting, `!` sent back, `~` taken back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cairong.driving.demo.facts import CITY, MAIN_COUNTY
from cairong.driving.together import Ending

RIVAL, COUNTY = "rival", "clerk"


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


AWARD = "record_award +1 open_letter"
SIGNED = f"{AWARD} +5 sign_contract"
RETURNED = f"{SIGNED} +1 decide_filing:return +2 resubmit_filing"
FILED = f"{SIGNED} +1 open_filing decide_filing"
ASKED = f"{FILED} +2 register_intent"
COMPLETE = f"{ASKED} +1 read_contact confirm_complete"
OFFERED = f"{COMPLETE} +3 verify_contract approve_offer"
COMPARED = (
    f"{FILED} +2 register_intent:both +1 confirm_complete confirm_complete:rival"
    " +3 verify_contract approve_offer verify_contract:rival approve_offer:rival"
)
ACCEPTED = f"{OFFERED} +1 accept_offer"
REQUESTED = f"{ACCEPTED} +1 request_lock"
CONSENTED = f"{REQUESTED} +1 consent_lock"
ACKNOWLEDGED = f"{CONSENTED} +1 acknowledge_lock"
LOCKED = f"{ACKNOWLEDGED} +1 confirm_lock"
MET = f"{LOCKED} +1 meet_conditions"
DRAWN = f"{MET} +3 disburse"
INSPECTED = f"{DRAWN} +12 record_acceptance"
CLAIMED = f"{INSPECTED} +3 request_payment"
PAID = f"{CLAIMED} +1 pay"
WHOLE = f"{PAID} +20 record_acceptance +2 request_payment +1 pay"
CHANGING = f"{FILED} +4 ask_payee_change"
CASH = f"{FILED} +20 record_acceptance +3 request_payment"

SHAPES: tuple[Shape, ...] = (
    Shape(script="record_award", rests=(-15, -14, -12, -17, -25, -33, -3)),
    Shape(script=f"{AWARD} +3 save_draft", rests=(1, 6, 12)),
    Shape(script=f"{AWARD} +3 save_draft +4 cancel_award", rests=(20, 75)),
    Shape(script=f"{AWARD} +6 sign_contract?", rests=(1, 2)),
    Shape(script=f"{AWARD} +5 sign_contract!", rests=(1,)),
    Shape(script=f"{AWARD} +5 sign_contract~", rests=(2,)),
    Shape(script=SIGNED, rests=(1, 2, 2, 3, 4)),
    Shape(script=f"{AWARD} +4 sign_contract:withholding", rests=(1, 3)),
    Shape(script=f"{AWARD} +9 sign_contract:earlier +2 decide_filing", rests=(4, 55)),
    Shape(script=f"{AWARD} +24 sign_contract +3 decide_filing", rests=(8, 120)),
    Shape(script=f"{SIGNED} +1 decide_filing?", rests=(1, 2)),
    Shape(script=f"{SIGNED} +1 decide_filing:clerk?", rests=(1, 1)),
    Shape(script=f"{SIGNED} +1 decide_filing!", rests=(1,)),
    Shape(script=f"{SIGNED} +1 open_filing decide_filing:return", rests=(1, 5)),
    Shape(script=f"{SIGNED} recall_filing", rests=(2,)),
    Shape(script=RETURNED, rests=(1, 2)),
    Shape(script=f"{RETURNED} +1 decide_filing:clerk", rests=(15, 140)),
    Shape(script=FILED, rests=(1, 3, 10, 35)),
    Shape(script=f"{AWARD} +1 register_intent:award", rests=(1, 2, 4)),
    Shape(script=ASKED, rests=(1, 2, 6, 45)),
    Shape(script=f"{FILED} +2 register_intent:all", rests=(1, 2)),
    Shape(script=COMPLETE, rests=(2, 8, 10, 10, 11, 13)),
    Shape(script=f"{COMPLETE} +4 verify_contract approve_offer?", rests=(1, 1)),
    Shape(script=f"{COMPLETE} +4 reject_application?", rests=(1,)),
    Shape(script=f"{COMPLETE} +5 reject_application", rests=(3, 40)),
    Shape(script=OFFERED, rests=(1, 3, 5, 9)),
    Shape(script=COMPARED, rests=(2,)),
    Shape(script=f"{COMPARED} +1 accept_offer", rests=(2, 30)),
    Shape(script=f"{OFFERED} +2 decline_offer", rests=(4, 90)),
    Shape(script=f"{OFFERED} +1 withdraw_intent", rests=(7,)),
    Shape(script=ACCEPTED, rests=(1, 4)),
    Shape(script=f"{ACCEPTED} +1 request_lock?", rests=(1,)),
    Shape(script=f"{ACCEPTED} +2 decline_offer", rests=(12,)),
    Shape(script=REQUESTED, rests=(1, 3, 15)),
    Shape(script=f"{REQUESTED} +1 open_lock", rests=(1,)),
    Shape(script=f"{REQUESTED} recall_lock", rests=(2,)),
    Shape(script=f"{REQUESTED} +1 refuse_lock", rests=(3,)),
    Shape(script=CONSENTED, rests=(1, 2, 4)),
    Shape(script=f"{CONSENTED} +1 acknowledge_lock?", rests=(1, 1)),
    Shape(script=f"{CONSENTED} +2 decline_acknowledgement", rests=(5,)),
    Shape(script=ACKNOWLEDGED, rests=(1, 1, 3)),
    Shape(script=f"{ACKNOWLEDGED} +1 confirm_lock?", rests=(1,)),
    Shape(script=f"{ACKNOWLEDGED} +1 decline_confirmation", rests=(9,)),
    Shape(script=LOCKED, rests=(1, 4)),
    Shape(script=f"{LOCKED} +1 decline_offer", rests=(8,)),
    Shape(script=MET, rests=(2, 6, 7, 7, 9)),
    Shape(script=f"{MET} +2 disburse?", rests=(1,)),
    Shape(script=f"{MET} +2 disburse:half", rests=(6,)),
    Shape(script=DRAWN, rests=(2, 20, 45)),
    Shape(script=DRAWN, rests=(75, 130), days=90),
    Shape(script=f"{DRAWN} +20 record_repayment", rests=(4, 60)),
    Shape(script=INSPECTED, rests=(2, 9, 10, 10, 12, 25), clause=0),
    Shape(script=INSPECTED, rests=(19, 20), clause=1),
    Shape(script=f"{INSPECTED} +3 request_payment?", rests=(1,)),
    Shape(script=CLAIMED, rests=(1, 2, 2, 3)),
    Shape(script=f"{CLAIMED} +1 pay?", rests=(1, 1)),
    Shape(script=PAID, rests=(4, 30, 70), clause=0),
    Shape(script=PAID, rests=(6, 45, 110, 215, 300, 390), clause=2),
    Shape(
        script=WHOLE, rests=(3, 25, 60, 130, 190, 240, 310, 375),
        clause=0,
    ),
    Shape(
        script=f"{COMPLETE} +12 verify_contract approve_offer +2 accept_offer +1 request_lock"
        " consent_lock +2 acknowledge_lock +1 confirm_lock +2 meet_conditions +9 disburse"
        " +15 record_acceptance +4 request_payment +1 pay",
        rests=(20, 150, 280), clause=1,
    ),
    Shape(script=f"{CASH} +1 pay", rests=(10, 100, 320), clause=2),
    Shape(script=f"{CASH} +1 pay +2 return_payment?", rests=(1,), clause=2),
    Shape(script=f"{CASH} +1 pay +2 return_payment", rests=(3,), clause=2),
    Shape(script=f"{CASH} +1 take_back_payment", rests=(2,)),
    Shape(script=f"{CASH} +1 send_back_payment", rests=(5,)),
    Shape(script=CASH, rests=(1, 2, 4), clause=1),
    Shape(script=CHANGING, rests=(1,)),
    Shape(script=f"{CHANGING} +1 consent_payee_change", rests=(1,)),
    Shape(script=f"{CHANGING} +1 consent_payee_change +1 change_payee", rests=(9,)),
    Shape(script=f"{CHANGING} +2 withdraw_payee_change", rests=(14,)),
)  # fmt: skip
EXTRA = (
    Shape(script=PAID, rests=(15, 85, 200, 250, 330), clause=2),
    Shape(script=WHOLE, rests=(80, 220), clause=0),
    Shape(script=DRAWN, rests=(8, 12, 30, 38)),
    Shape(script=PAID, rests=(40, 140, 250, 290, 330), clause=2, region=CITY),
    Shape(script=WHOLE, rests=(235, 295, 350), clause=0, region=MAIN_COUNTY),
    Shape(
        script="record_award", rests=(-2, -4, -5, -7, -8, -10, -11, -13, -14, -15, -16, -18, -20)
    ),
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
