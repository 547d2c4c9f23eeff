"""The checklist of the trade behind an application, beside what is so now. 二(五)-2"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.lending.models import Application, BackgroundCheck
from cairong.lending.reads import application_for
from cairong.lending.states import UNDECIDED
from cairong.lending.steps.background import lines_of, newest_background, trade_of
from cairong.lending.steps.verification import newest_verification
from cairong.policy.background import JUDGED, Line, digest, moved


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A line, and what it said when it was looked at where that was something else."""

    line: Line
    was: str = ""


@dataclass(frozen=True, kw_only=True)
class Background:
    """The newest checklist of an application, its lines as they are now or were at the decision.

    `changed` says what a kept one no longer rests on; `ready` whether one can be made at all.
    """

    kept: BackgroundCheck | None
    lines: list[Looked]
    changed: list[str]
    ready: bool

    @property
    def stands(self) -> bool:
        """Whether an offer can rest on it."""
        return self.kept is not None and not self.changed

    @property
    def doubtful(self) -> list[str]:
        """Name the lines that want an opinion."""
        return [each.line.word for each in self.lines if each.line.doubt]

    @property
    def digest(self) -> str:
        """Say in short what its lines show."""
        return digest([each.line for each in self.lines])

    @property
    def judged(self) -> Mapping[str, bool]:
        """Say of each judgement of the list whether the officer ticked it."""
        marks = self.kept.judged if self.kept else []
        return {word: key in marks for key, word in JUDGED.items()}


def background_of(application: Application) -> Background | None:
    """Lay the newest checklist beside what is so now; None while there is no contract."""
    if application.intent.receivable is None:
        return None
    kept, check = newest_background(application.pk), newest_verification(application.pk)
    if check is None:
        return Background(kept=None, lines=[], changed=[], ready=False)
    if application.state not in UNDECIDED:
        lines = [Looked(line=line) for line in kept.read] if kept else []
        return Background(kept=kept, lines=lines, changed=[], ready=True)
    was = {line.key: line.value for line in kept.read} if kept else {}
    return Background(
        kept=kept,
        lines=[
            Looked(line=line, was=said if (said := was.get(line.key, "")) != line.value else "")
            for line in lines_of(application, check)
        ],
        changed=moved(kept.trade, trade_of(application)) if kept else [],
        ready=True,
    )


def background_for(actor: Actor, application_id: UUID) -> Background | None:
    """Read the checklist of an application. Raises NotFound where it is not the actor's."""
    return background_of(application_for(actor, application_id))
