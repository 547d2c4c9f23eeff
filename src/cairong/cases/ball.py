"""A ball as a plain value: what waits, for whom, until when, and who has proposed what."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cairong.cases.proposals import Proposed
from cairong.clocks.reads import Deadline
from cairong.kernel.actor import Role
from cairong.kernel.states import State


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a ball belongs to: a contract, or an award while there is none; its three parties."""

    contract_id: UUID | None = None
    award_id: UUID | None = None
    no: str = ""
    title: str = ""
    purchaser: str = ""
    supplier: str = ""
    institution: str = ""
    region: str = ""

    def others(self, own: str) -> str:
        """Name the parties that are not the reader's own organisation."""
        names = (self.purchaser, self.supplier, self.institution)
        return " · ".join(dict.fromkeys(name for name in names if name and name != own))


@dataclass(frozen=True, kw_only=True)
class Ball:
    """One ball: what waits (`subject_id`, a record of kind `thing`), where and since when.

    `state` says the holder's role and what is awaited; without a role nobody has to act. `acts`
    take it on, the first is the holder's, `word` what it does; `ref` tells it from others of the
    case. `organisation` is the holder's, of a bureau's desks the bureau that decides. `deadline` is
    that of the holder's own duty, else of the day on which the thing lapses.
    """

    thing: str
    place: str
    subject_id: UUID
    of: Subject
    state: State
    word: str = ""
    ref: str = ""
    acts: tuple[str, ...] = ()
    organisation_id: UUID | None = None
    organisation: str = ""
    amount_fen: int | None = None
    since: datetime | None = None
    deadline: Deadline | None = None
    proposal: Proposed | None = None

    @property
    def role(self) -> Role | None:
        """Whose turn it is: the holder's, or the second person's for what is proposed."""
        return self.proposal.approves if self.proposal else self.state.holder

    @property
    def act(self) -> str:
        """Name the act that is awaited; empty where nobody has to act."""
        if self.proposal:
            return self.proposal.act
        return self.acts[0] if self.acts and self.state.holder else ""

    @property
    def key(self) -> str:
        """Tell this turn from every other: the record that waits, and the act it waits for."""
        return f"{self.subject_id} {self.act}"

    @property
    def until(self) -> date | None:
        """The day until which it has to be moved on, if any."""
        return self.deadline.due if self.deadline else None
