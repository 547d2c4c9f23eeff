"""Write the lines of a draft, and keep what is attached to it; or strike them out."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from cairong.audit.recording import record
from cairong.audit.rows import fetch, insert
from cairong.audit.transaction import use_case
from cairong.board.minutes import own_draft
from cairong.board.models import Line, Minutes, MinutesPaper
from cairong.board.states import BOARD, MINUTES
from cairong.board.steps.saying import said_of
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.papers import kind_of
from cairong.kernel.text import clean_text
from cairong.policy.board import CLAUSE, DESKS

MOST_LINES = 40


@use_case(*BOARD, word="写会议纪要的一条")
def write_line(
    *,
    actor: Actor,
    now: datetime,
    minutes_id: UUID,
    words: str,
    title: str = "",
    clauses: list[str],
    owner: str = "",
    partners: list[str],
    region: str = "",
    due_on: date | None = None,
) -> Line:
    """Write one line of a draft: what was decided, and the task it sets where an owner is named.

    Raises NotFound for another desk's draft, WrongState once it was sent round, Invalid by field,
    PolicyBreach as for a task. Writes: board.Line. Source: 三(一)-1.
    """
    found = _draft(actor, minutes_id)
    said = clean_text(words, "words", least=4, most=500, lines=True)
    task = {}
    if owner:
        if due_on is None:
            raise Invalid("invalid.missing", field="due_on")
        task = said_of(
            actor, found.met_on, title=title, words=said, clauses=clauses, owner=owner,
            partners=partners, region=region, due_on=due_on,
        )  # fmt: skip
        del task["words"]
        task["partners"] = list(partners)
    elif title or due_on or partners:
        raise Invalid("board.line_owner", CLAUSE, field="owner")
    last = found.lines.aggregate(last=Max("place"))["last"] or 0
    if last >= MOST_LINES:
        raise Invalid("board.too_many_lines", CLAUSE, field="words", most=MOST_LINES)
    made = insert(Line(minutes=found, place=last + 1, words=said, written_at=now, **task))
    record(
        actor=actor,
        now=now,
        type="board.minutes.line_written",
        subject=found,
        after={
            "title": found.title,
            "words": said,
            **({"owner": DESKS[made.owner], "due_on": made.due_on} if made.owner else {}),
        },
        basis=[CLAUSE, *made.clauses],
    )
    return made


@use_case(*BOARD, word="删去会议纪要的一条")
def strike_line(*, actor: Actor, now: datetime, minutes_id: UUID, line_id: UUID) -> Line:
    """Strike a line out of a draft; it stays in the record.

    Raises NotFound, WrongState once it was sent round. Writes: board.Line. Source: 三(一)-1.
    """
    found = _draft(actor, minutes_id)
    line = fetch(found.lines.filter(struck_at=None), line_id, "纪要的这一条", lock=True)
    line.struck_at = now
    line.save(update_fields=["struck_at"])
    record(
        actor=actor,
        now=now,
        type="board.minutes.line_struck",
        subject=found,
        after={"title": found.title, "words": line.words},
        basis=[CLAUSE],
    )
    return line


@use_case(*BOARD, word="上传会议材料")
def keep_minutes_paper(
    *, actor: Actor, now: datetime, minutes_id: UUID, name: str, content: bytes
) -> MinutesPaper:
    """Attach a PDF or a picture to a draft.

    Raises NotFound, WrongState once it was sent round, Invalid for another kind of file or one
    above 5 MB, Conflict for the same twice. Writes: board.MinutesPaper. Source: 三(一)-1.
    """
    found = _draft(actor, minutes_id)
    called = clean_text(name, "name", least=2, most=60)
    kind, sha256 = kind_of(content, what="会议材料"), hashlib.sha256(content).hexdigest()
    if found.papers.filter(sha256=sha256).exists():
        raise Conflict("board.paper_twice", CLAUSE, title=found.title)
    made = MinutesPaper.objects.create(
        city_id=actor.city, minutes=found, name=called, kind=kind, sha256=sha256,
        content=content, kept_at=now,
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="board.minutes.paper_kept",
        subject=found,
        after={"title": found.title, "name": called, "sha256": sha256},
        basis=[CLAUSE],
    )
    return made


@use_case(*BOARD, word="撤下会议材料")
def strike_minutes_paper(
    *, actor: Actor, now: datetime, minutes_id: UUID, paper_id: UUID
) -> MinutesPaper:
    """Take a paper off a draft; it stays in the record.

    Raises NotFound, WrongState once it was sent round. Writes: board.MinutesPaper.
    Source: 三(一)-1.
    """
    found = _draft(actor, minutes_id)
    paper = fetch(found.papers.filter(struck_at=None), paper_id, "会议材料", lock=True)
    paper.struck_at = now
    paper.save(update_fields=["struck_at"])
    record(
        actor=actor,
        now=now,
        type="board.minutes.paper_struck",
        subject=found,
        after={"title": found.title, "name": paper.name, "sha256": paper.sha256},
        basis=[CLAUSE],
    )
    return paper


def _draft(actor: Actor, minutes_id: UUID) -> Minutes:
    found = own_draft(actor, minutes_id, lock=True)
    MINUTES.after(found.state, "change")
    return found
