"""Clock B worked by hand: what the supplier asked for, what was drawn when, what came of it. D14

Of ¥300,000 offered. A line of `done` is a day and what was done on it; draws are made at 23:59:

    accept [yuan]          the whole, or that much first (and the lock, unless a line says `lock`)
    met signed-on [registered-on | -] [cooling-until]
    draw yuan · ask yuan · waive · give-up · step-back

A line of `duties` is one duty: begun on, due on, what it is judged as `on` the last day.
"""

from dataclasses import dataclass

REST = "299999"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One case: what was done, and how each duty to draw is judged on a day."""

    done: str
    on: str
    duties: str


# fmt: off
TOKENS = {
    "the whole in time": Drawn(
        done="10-09 accept; 10-09 met 10-09; 10-17 draw 300000", on="10-18",
        duties="10-09 10-17 kept"),  # 10, 11(make-up), 13—17
    "the whole a day late": Drawn(
        done="10-09 accept; 10-09 met 10-09; 10-18 draw 300000", on="10-18",
        duties="10-09 10-17 late"),
    "a token of one yuan keeps nothing": Drawn(
        done="10-09 accept; 10-09 met 10-09; 10-09 draw 1", on="10-18",
        duties="10-09 10-17 late"),
    "a token, still in its days": Drawn(
        done="10-09 accept; 10-09 met 10-09; 10-09 draw 1", on="10-17",
        duties="10-09 10-17 open"),
    "a token, then the rest in time": Drawn(
        done=f"10-09 accept; 10-09 met 10-09; 10-09 draw 1; 10-17 draw {REST}", on="11-17",
        duties="10-09 10-17 kept"),
    "a token, then the rest a day late": Drawn(
        done=f"10-09 accept; 10-09 met 10-09; 10-09 draw 1; 10-18 draw {REST}", on="11-17",
        duties="10-09 10-17 late"),
    "all but a fen": Drawn(
        done="10-09 accept; 10-09 met 10-09; 10-13 draw 299999.99", on="10-18",
        duties="10-09 10-17 late"),
    "in three parts, the last on the last day": Drawn(
        done="10-09 accept; 10-09 met 10-09; 10-10 draw 100000; 10-13 draw 100000;"
        " 10-17 draw 100000", on="10-18",
        duties="10-09 10-17 kept"),
    "a part asked, that part drawn": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-17 draw 100000", on="11-17",
        duties="10-09 10-17 kept"),
    "a part asked, a token drawn": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 1", on="10-18",
        duties="10-09 10-17 late"),
    "one yuan asked is no token": Drawn(
        done="10-09 accept 1; 10-09 met 10-09; 10-10 draw 1", on="11-17",
        duties="10-09 10-17 kept"),
    "the whole asked in so many words": Drawn(
        done="10-09 accept 300000; 10-09 met 10-09; 10-10 draw 100000", on="10-18",
        duties="10-09 10-17 late"),
}
LATER = {
    "a later draw runs its own days": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 10-20 ask 200000;"
        " 10-29 draw 200000", on="11-17",
        duties="10-09 10-17 kept; 10-20 10-29 kept"),  # 21—24, 27—29
    "a later draw late, the first kept": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 10-20 ask 200000;"
        " 10-30 draw 200000", on="11-17",
        duties="10-09 10-17 kept; 10-20 10-29 late"),
    "the first late, a later draw kept": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-20 draw 100000; 10-20 ask 200000;"
        " 10-21 draw 200000", on="11-17",
        duties="10-09 10-17 late; 10-20 10-29 kept"),
    "a token of a later draw": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 10-20 ask 200000;"
        " 10-20 draw 1", on="10-30",
        duties="10-09 10-17 kept; 10-20 10-29 late"),
    "three draws, each its own days": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 10-13 ask 100000;"
        " 10-22 draw 100000; 10-22 ask 50000; 10-23 draw 50000", on="11-17",
        duties="10-09 10-17 kept; 10-13 10-22 kept; 10-22 10-31 kept"),  # 14—17, 20—22; 23—31
    "asked before the conditions it joins the first": Drawn(
        done="10-09 accept 100000; 10-10 ask 100000; 10-13 met 10-13; 10-22 draw 200000",
        on="11-17", duties="10-13 10-22 kept"),
    "asked before the conditions, the first part alone drawn": Drawn(
        done="10-09 accept 100000; 10-10 ask 100000; 10-13 met 10-13; 10-14 draw 100000",
        on="10-23", duties="10-13 10-22 late"),
    "asked on a make-up Saturday": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 10-11 ask 1000;"
        " 10-21 draw 1000", on="11-17",
        duties="10-09 10-17 kept; 10-11 10-21 kept"),  # 13—17, 20, 21
    "asked on a Sunday": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 10-12 ask 1000;"
        " 10-22 draw 1000", on="11-17",
        duties="10-09 10-17 kept; 10-12 10-21 late"),
    "asked on the last day before New Year": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 12-31 ask 1000;"
        " 2026-01-12 draw 1000", on="2026-02-01",
        duties="10-09 10-17 kept; 12-31 2026-01-12 kept"),  # 4(make-up), 5—9, 12
    "asked before Spring Festival": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 2026-02-13 ask 1000;"
        " 2026-03-03 draw 1000", on="2026-03-03",
        duties="10-09 10-17 kept; 2026-02-13 2026-03-02 late"),  # 14, 24—28(28 make-up), 2
}
FACTS = {
    "the agreement last": Drawn(
        done="10-09 accept; 10-14 met 10-14 10-13; 10-23 draw 300000", on="11-17",
        duties="10-14 10-23 kept"),  # 15—17, 20—23
    "the registration last": Drawn(
        done="10-09 accept; 10-14 met 10-10 10-14; 10-24 draw 300000", on="11-17",
        duties="10-14 10-23 late"),
    "the lock last": Drawn(
        done="10-09 accept; 10-13 lock; 10-13 met 10-09 10-10; 10-22 draw 300000", on="11-17",
        duties="10-13 10-22 kept"),  # 14—17, 20—22
    "ticked late, the clock began with the fact": Drawn(
        done="10-09 accept; 10-17 met 10-10 10-10; 10-21 draw 300000", on="11-17",
        duties="10-10 10-20 late"),  # 11(make-up), 13—17, 20
    "ticked after its last day it is late at once": Drawn(
        done="10-09 accept; 10-21 met 10-10 10-10", on="10-21",
        duties="10-10 10-20 late"),
    "ticked late, drawn in time": Drawn(
        done="10-09 accept; 10-17 met 10-10 -; 10-20 draw 300000", on="11-17",
        duties="10-10 10-20 kept"),
    "a fact on a Saturday of rest": Drawn(
        done="10-09 accept; 10-20 met 10-18 -; 10-28 draw 300000", on="11-17",
        duties="10-18 10-28 kept"),  # 20—24, 27, 28
    "a fact on New Year's Eve, over the holiday": Drawn(
        done="12-30 accept; 12-30 lock; 2026-01-05 met 12-31 -; 2026-01-12 draw 300000",
        on="2026-02-01", duties="12-31 2026-01-12 kept"),
}
COOLING = {
    "a cooling-off leaves the days as they are": Drawn(
        done="10-09 accept; 10-09 met 10-09 - 10-14; 10-15 draw 300000", on="11-17",
        duties="10-09 10-17 kept"),
    "who waits beyond it is late by the same day": Drawn(
        done="10-09 accept; 10-09 met 10-09 - 10-16; 10-18 draw 300000", on="11-17",
        duties="10-09 10-17 late"),
    "waived, and drawn at once": Drawn(
        done="10-09 accept; 10-09 met 10-09 - 10-14; 10-10 waive; 10-10 draw 300000", on="11-17",
        duties="10-09 10-17 kept"),
    "waived, the days are not shorter": Drawn(
        done="10-09 accept; 10-09 met 10-09 - 10-14; 10-10 waive; 10-17 draw 300000", on="11-17",
        duties="10-09 10-17 kept"),
}
GIVEN_UP = {
    "the rest given up after what was asked": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 10-20 give-up", on="11-17",
        duties="10-09 10-17 kept"),
    "given up in its days, judged by nobody": Drawn(
        done="10-09 accept; 10-09 met 10-09; 10-10 draw 1; 10-16 give-up", on="11-17",
        duties="10-09 10-17 open"),
    "given up once late, not kept": Drawn(
        done="10-09 accept; 10-09 met 10-09; 10-10 draw 1; 10-20 give-up", on="11-17",
        duties="10-09 10-17 late"),
    "the lender steps back from the rest once late": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 1; 10-20 step-back", on="11-17",
        duties="10-09 10-17 late"),
    "a later draw given up in its days": Drawn(
        done="10-09 accept 100000; 10-09 met 10-09; 10-10 draw 100000; 10-20 ask 1000;"
        " 10-29 give-up", on="11-17",
        duties="10-09 10-17 kept; 10-20 10-29 open"),
}
# fmt: on
CASES = {**TOKENS, **LATER, **FACTS, **COOLING, **GIVEN_UP}
