"""Closed tables of states: what may follow what, who holds the ball in each, and why."""

from collections.abc import Collection, Mapping
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
class Step:
    """One step of a table: the state it leads to, its word, and the roles that may begin it.

    Where two persons are needed `by` is who prepares. Nobody begins what comes by itself.
    """

    after: str
    word: str
    by: Collection[Role] = ()


type Steps = Mapping[tuple[str, str], Step]


def from_each(states: Collection[str], act: str, step: Step) -> Steps:
    """Write the step that an act takes from each of several states alike."""
    return {(state, act): step for state in states}


@dataclass(frozen=True)
class StateTable:
    """A closed list of states and of the steps, by state and act, that lead to another."""

    thing: str
    word: str
    states: Mapping[str, State]
    steps: Steps

    def __post_init__(self) -> None:
        for (before, act), step in self.steps.items():
            unknown = {before, step.after} - self.states.keys()
            if unknown or not step.word:
                raise ValueError(f"{self.thing}: {act} names unknown states {sorted(unknown)}")

    def ordered(self, states: Collection[str]) -> list[str]:
        """List some states in the order of the table, as constraints of the database name them."""
        return [state for state in self.states if state in states]

    def after(self, state: str, act: str) -> str:
        """Name the state that `act` leads to. Raises WrongState with both words.

        An act that the table does not know is a fault of the program: KeyError.
        """
        step = self.steps.get((state, act))
        if step is None:
            raise self.refusal(state, self._word(act))
        return step.after

    def refusal(self, state: str, act_word: str) -> WrongState:
        """Make the refusal of something that cannot be done in a state, with what can be."""
        steps = [step for (before, _), step in self.steps.items() if before == state]
        return WrongState.of(
            thing=self.word,
            state=self.states[state].word,
            act=act_word,
            possible=[(step.word, step.by) for step in steps if step.by],
        )

    def choices(self) -> list[tuple[str, str]]:
        """The states as Django choices."""
        return [(code, state.word) for code, state in self.states.items()]

    def _word(self, act: str) -> str:
        words = {name: step.word for (_, name), step in self.steps.items()}
        return words[act]
