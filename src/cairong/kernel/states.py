"""Closed tables of states: what may follow what, who holds the ball in each, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from cairong.kernel.actor import Role
from cairong.kernel.errors import WrongState


@dataclass(frozen=True, kw_only=True)
class State:
    """One state: its word on pages, who holds the ball, what is awaited, by which obligation.

    `shape` is the mark that stands beside the word (never colour alone): one of
    `wait`, `work`, `done`, `stop`, `alert`. `holder` is empty where nobody has to act.
    """

    word: str
    shape: str = "wait"
    holder: Role | None = None
    awaits: str = ""
    obligation: str = ""


@dataclass(frozen=True)
class StateTable:
    """A closed list of states and of the acts that lead from one to another."""

    thing: str
    word: str
    states: Mapping[str, State]
    steps: Mapping[tuple[str, str], str]

    def __post_init__(self) -> None:
        for (before, act), after in self.steps.items():
            unknown = {before, after} - self.states.keys()
            if unknown:
                raise ValueError(f"{self.thing}: {act} names unknown states {sorted(unknown)}")

    def after(self, state: str, act: str) -> str:
        """Name the state that `act` leads to. Raises WrongState with both words."""
        try:
            return self.steps[state, act]
        except KeyError:
            possible = "、".join(sorted({a for s, a in self.steps if s == state})) or "无"
            raise WrongState(
                "state.cannot",
                thing=self.word,
                state=self.states[state].word,
                act=act,
                possible=possible,
            ) from None

    def choices(self) -> list[tuple[str, str]]:
        """The states as Django choices."""
        return [(code, state.word) for code, state in self.states.items()]
