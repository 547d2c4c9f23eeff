"""Why something is so, what a second person has to judge, and what a refusal says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cairong.policy.clauses import Clause, clause, known
from cairong.web.parts.cases import Paper


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact a rule looked at, and where it comes from. `fen` marks an amount of money."""

    word: str
    value: str = ""
    fen: int | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """One line of arithmetic; the last line is the result."""

    word: str
    value: str = ""
    fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class Why:
    """The rule behind a block or a figure: its clause, facts, arithmetic, and who can mend it."""

    rule: str
    obligation: str = ""
    facts: Sequence[Fact] = ()
    sums: Sequence[Sum] = ()
    mender: str = ""
    ask: str = "为什么?"

    @property
    def clause(self) -> Clause | None:
        """The clause's record, where the obligation is in the register."""
        return clause(self.obligation) if known(self.obligation) else None


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that the act would change."""

    word: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ at all."""
        return self.before != self.after


@dataclass(frozen=True, kw_only=True)
class TwoPerson:
    """What one person prepared and another decides: the difference, and what it rests on.

    The form posts `decision` (approve or return) and `reason` to `action`. Who may not decide
    reads why in `barred`; `reason` is what was typed before.
    """

    word: str
    action: str
    proposed_by: str
    proposed_at: datetime
    changes: Sequence[Change]
    obligation: str = ""
    basis: Sequence[Fact] = ()
    papers: Sequence[Paper] = ()
    next_word: str = ""
    barred: str = ""
    reason: str = ""
    token: str = ""
