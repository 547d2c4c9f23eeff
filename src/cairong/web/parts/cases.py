"""A case as it is told: who holds the ball, what happened, what comes, which step."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairong.cases import timeline, ways
from cairong.web.parts.deadlines import Deadline
from cairong.web.parts.words import long_day, long_moment


@dataclass(frozen=True, kw_only=True)
class Ball:
    """Who has to act now, and for what the case waits. Without a holder nobody has to.

    `doing` is what the holder's person does. What an officer proposed to the second person says
    in `note` who did and when, and leads there by `paper`.
    """

    holder: str = ""
    awaits: str = ""
    role: str = ""
    doing: str = "经办"
    mine: bool = False
    deadline: Deadline | None = None
    next_word: str = ""
    note: str = ""
    paper: "Paper | None" = None

    @property
    def does(self) -> str:
        """Say what the holder's person does, unless the role has said so."""
        return "" if self.role.endswith(self.doing) else self.doing


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper that an act made, with its address."""

    word: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Moment(timeline.Moment):
    """One line of a timeline as it is drawn: the papers it made, whether it went no further."""

    papers: Sequence[Paper] = ()
    halt: bool = False

    @property
    def future(self) -> bool:
        """Whether it has yet to happen."""
        return self.at is None and not self.now

    @property
    def when(self) -> str:
        """Say when it was, or when it is expected."""
        if self.at is not None:
            return long_moment(self.at)
        if self.now:
            return "现在"
        return f"预计 {long_day(self.expected)}" if self.expected else "日期未定"

    @property
    def by(self) -> str:
        """Say until when the present step is expected."""
        return f"应于 {long_day(self.expected)}前完成" if self.now and self.expected else ""

    @property
    def who(self) -> str:
        """Say who did it, or has to."""
        return " · ".join(each for each in (self.organisation, self.role, self.person) if each)

    @property
    def shape(self) -> str:
        """Name the mark on the line."""
        if self.halt:
            return "stop"
        if self.now:
            return "work"
        return "wait" if self.future else "done"


@dataclass(frozen=True, kw_only=True)
class Step(ways.Step):
    """One step above a case, with what is said below it."""

    note: str = ""

    @property
    def said(self) -> str:
        """Say where the step lies, for those who cannot see it."""
        return {"done": "已完成", "now": "进行中", "next": "未开始", "stop": "受阻"}[self.place]
