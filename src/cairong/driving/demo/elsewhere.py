"""Contracts of before the city opened: part paid, lent on elsewhere; one locked, one asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cairong.contracts.facts import Items
from cairong.driving.demo.case import FULL, Case
from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY, clauses, read, works
from cairong.driving.demo.timeline import Placed
from cairong.kernel.calendar import day_of

SIGNED, NOTICED = date(2021, 1, 18), date(2021, 1, 6)  # before the city opened
PERIOD = "2021年2月至2028年1月"
BACK = timedelta(days=200)


def elsewhere(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay what is said of each contract on its days."""
    locked, asked = (Ran.of(cast, title, at) for at, title in enumerate(
        ("校园网络七年运维服务(演示)", "图书管理系统七年运维服务(演示)"), start=4))  # fmt: skip
    said: tuple[tuple[int, Ran, str], ...] = (
        (30, locked, "record_award"), (29, locked, "sign_contract"), (27, locked, "decide_filing"),
        (25, locked, "declare_opening"), (24, locked, "agree_opening"),
        (23, locked, "approve_opening"), (18, locked, "enter_outside"),
        (17, locked, "decline_outside"), (16, locked, "enter_outside"),
        (15, locked, "agree_outside"), (14, locked, "request_outside_lock"),
        (13, locked, "consent_lock"), (12, locked, "acknowledge_lock"),
        (11, locked, "confirm_lock"),
        (22, asked, "record_award"), (21, asked, "sign_contract"), (19, asked, "decide_filing"),
        (16, asked, "declare_opening"), (14, asked, "agree_opening"),
        (11, asked, "approve_opening"), (2, asked, "enter_outside"),
    )  # fmt: skip
    for ago, ran, verb in said:
        yield Placed(day=days.ago(ago), place=9, run=ran.doing(verb))


@dataclass(kw_only=True)
class Ran(Case):
    """One contract that ran elsewhere, and what its sides say of it."""

    @classmethod
    def of(cls, cast: Cast, title: str, at: int) -> "Ran":
        """Take parties of the cast for it: those of the city's own level."""
        lender, rival = (each for each in cast.institutions[:2])
        return cls(
            title=title, amount_fen=works()[at]["amount_fen"], project_no=f"洛采演-2021-{at:02d}",
            clause=clauses()[at % len(clauses())],
            days=360, purchaser=cast.purchasers[CITY][0], supplier=cast.suppliers[at],
            lender=lender, rival=rival, desk=cast.desks[CITY], shelf={},
        )  # fmt: skip

    def doing(self, verb: str) -> Callable[[datetime], object]:
        """Make what carries a verb out at a moment."""

        def run(now: datetime) -> object:
            self.now = now
            return self.do(verb, **self._words(day_of(now)).get(verb, {}))

        return run

    def _words(self, today: date) -> Mapping[str, Mapping[str, Any]]:
        first = self.clause[0]
        paid = int(self.amount_fen * first.percent) // FULL // 2
        return {
            "record_award": {
                "supplier": self.supplier.organisation, "amount_fen": self.amount_fen,
                "notice_on": NOTICED, "title": self.title, "project_no": self.project_no,
            },
            "sign_contract": {
                "amount_fen": self.amount_fen, "signed_on": SIGNED, "schedule": list(self.clause),
                "account": {"bank": self.lender.organisation.name, "cnaps": self.lender.bank_code},
                "fields": Items(**read("words")["items"], performance_period=PERIOD),
            },
            "decide_filing": {"verdict": "accept"},
            "declare_opening": {
                "paid_until": today - timedelta(days=20),
                "parts": [{"milestone": first.milestone, "paid_fen": paid}],
            },
            "decline_outside": {"reasons": "放款日写错了,请照借据改正"},
            "enter_outside": {
                "agreement_no": f"借字{self.project_no[-2:]}号",
                "original_fen": self.amount_fen * 3 // 10,
                "outstanding_fen": self.amount_fen // 5, "counted_on": today - timedelta(days=1),
                "drawn_on": today - BACK, "due_on": today + BACK, "rate_bp": 415, "lpr_bp": 300,
            },
        }  # fmt: skip
