"""Lists that are entered from spreadsheets: a verdict per row, then the acts' own proposals.

A row becomes what it would be if it were typed: one proposal of the same act, or one invitation.
So nothing here goes round a rule or a guard, what was begun goes on where it was cut off, and the
same file twice changes nothing.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cairong.audit.arguments import as_kept
from cairong.contracts.importing.tables import Heading, TableRow, table_rows
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Finding, Refusal
from cairong.parties.four_eyes import (
    TwoPersonAct,
    open_proposal,
    proposals_for,
    proposals_to_decide,
)
from cairong.parties.models import Invitation, Proposal
from cairong.parties.people import still_to_agree
from cairong.parties.trials import findings_against
from cairong.policy.catalogue import sentence, with_basis

MOST = 300  # rows of one file
AT_ONCE = 50  # proposals decided by one press
SENT = "已送审,等复核"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One kind of list: its columns, the act that a row asks for, by whom.

    Rows of one `group` make the arguments of one act; by `marks` a row is known, and the example
    of the template. `standing` says in words where it is entered already as the row says, `as_read`
    how figures were read, for the eye. Many rows of one act are shown `apart`; what is tried on its
    own page first is agreed to there, `alone`.
    """

    key: str
    title: str
    lead: str
    then: str
    act: TwoPersonAct[..., Any] | Callable[..., Any]
    roles: tuple[Role, ...]
    columns: tuple[Heading, ...]
    marks: tuple[str, ...]
    arguments: Callable[[Actor, datetime, list[dict[str, Any]]], dict[str, Any]]
    standing: Callable[[Actor, datetime, dict[str, Any]], str]
    group: tuple[str, ...] = ()
    apart: bool = False
    alone: bool = False
    matter: tuple[str, ...] = ()  # by which arguments two rows ask for one thing
    as_read: Callable[[Actor, dict[str, Any]], str] = lambda _actor, _given: ""

    @property
    def of_two(self) -> TwoPersonAct[..., Any] | None:
        """Its act, where that takes two persons."""
        return self.act if isinstance(self.act, TwoPersonAct) else None

    @property
    def carried(self) -> Callable[..., Any]:
        """What a row begins with: the proposal of an act of two persons, else the act itself."""
        return self.act.propose if isinstance(self.act, TwoPersonAct) else self.act


@dataclass(kw_only=True)
class Verdict:
    """What becomes of one row, or of the rows of one group: entered, known already, or refused."""

    lines: list[int]
    said: dict[str, str]
    arguments: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    known: str = ""
    as_read: str = ""
    apart: list[dict[str, Any]] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether it would be entered."""
        return not self.wrong and not self.known


@dataclass(kw_only=True)
class Outcome:
    """What was done with one row: what it made, or why it was not done."""

    verdict: Verdict
    made: Any = None
    wrong: str = ""


def verdicts(
    sheet: Sheet, path: Path, actor: Actor, now: datetime, *, tried: bool = True
) -> list[Verdict]:
    """Say of each row what would become of it; `tried` carries each out and takes it back.

    Raises Invalid for a file that cannot be read, lacks a column, is empty or above 300 rows.
    """
    rows = table_rows(path, sheet.columns, most=MOST)
    waiting = _waiting(sheet, actor)
    found = []
    for group in _grouped(sheet, rows):
        made = _verdict(sheet, group, actor, now, waiting)
        if made.good and tried:
            refused = findings_against(sheet.act, actor=actor, now=now, arguments=made.arguments)
            made.wrong += _words(sheet, refused)
        found.append(made)
    return found


def submit(
    sheet: Sheet, path: Path, actor: Actor, now: datetime, *, shown: Sequence[Sequence[int]]
) -> list[Outcome]:
    """Put every row that can be entered before the second person, or carry it out.

    Only what was `shown` as such, by its lines: the rest is refused. Each is an act of its own:
    what one is refused keeps no other back.
    """
    alone = replace(actor, request_id=None, asked=None)
    act = sheet.carried
    done = []
    for verdict in verdicts(sheet, path, actor, now, tried=False):
        if verdict.good and verdict.lines not in shown:
            verdict.wrong.append(sentence(Finding.of("import.list_not_shown")))
        outcome = Outcome(verdict=verdict, wrong=" ".join(verdict.wrong))
        if verdict.good:
            try:
                outcome.made = act(actor=alone, now=now, **verdict.arguments)
            except Refusal as refusal:
                outcome.wrong = " ".join(_words(sheet, refusal.findings))
        done.append(outcome)
    return done


def to_decide(sheet: Sheet, actor: Actor) -> list[Proposal]:
    """List what waits for the actor as the second person of a sheet's act, the oldest first."""
    act = sheet.of_two
    if act is None or actor.role is not act.approves:
        return []
    rows = proposals_to_decide(actor).filter(act=act.name).order_by("prepared_at", "pk")
    return list(rows.select_related("prepared_by")[:AT_ONCE])


def invitations_to_agree(actor: Actor, now: datetime) -> list[Invitation]:
    """List the administrators' invitations that wait for the second authority, the oldest first."""
    return list(still_to_agree(actor, now)[:AT_ONCE])


def decide(
    sheet: Sheet, actor: Actor, now: datetime, proposal_ids: Sequence[UUID]
) -> list[tuple[UUID, str]]:
    """Agree to proposals one by one; of each the words in which it was refused, if it was."""
    act, alone = sheet.of_two, replace(actor, request_id=None, asked=None)
    assert act is not None
    done = []
    for pk in proposal_ids[:AT_ONCE]:
        said = ""
        try:
            open_proposal(actor=alone, now=now, proposal_id=pk)
            act.approve(actor=alone, now=now, proposal_id=pk)
        except Refusal as refusal:
            said = " ".join(_words(sheet, refusal.findings))
        done.append((pk, said))
    return done


def _words(sheet: Sheet, findings: Iterable[Finding]) -> list[str]:
    """Say findings with the columns' own words for what an act calls otherwise."""
    words = {each.key: each.word for each in sheet.columns}
    return [
        with_basis(replace(each, params={**each.params, "field": words[each.params["field"]]}))
        if each.params.get("field") in words
        else with_basis(each)
        for each in findings
    ]


def _grouped(sheet: Sheet, rows: list[TableRow]) -> Iterator[list[TableRow]]:
    """Bring together the rows of one act; a row known by the same marks as another is refused."""
    groups: dict[Hashable, list[TableRow]] = {}
    first: dict[Hashable, int] = {}
    shown = [each for each in sheet.columns if each.key in sheet.marks and each.example]
    for row in rows:
        marked = _cells(row, sheet.marks)
        if all(row.said.get(each.key) == each.example for each in shown):
            row.wrong.append(sentence(Finding.of("import.example")))
        before = first.setdefault(marked, row.line)
        if before != row.line and not row.wrong:
            row.wrong.append(sentence(Finding.of("import.list_twice", row=before)))
        of = _cells(row, sheet.group)
        groups.setdefault(of if sheet.group else row.line, []).append(row)
    yield from groups.values()


def _cells(row: TableRow, keys: Iterable[str]) -> tuple[Hashable, ...]:
    """Say what cells of a row were read as, so that 2027 and 2027年 are one."""
    return tuple(row.read.get(key, row.said.get(key, "").strip()) for key in keys)


def _verdict(
    sheet: Sheet, group: list[TableRow], actor: Actor, now: datetime, waiting: Sequence[Any]
) -> Verdict:
    made = Verdict(lines=[row.line for row in group], said=_said(sheet, group))
    made.wrong = [reason for row in group for reason in row.wrong]
    if sheet.apart:
        made.apart = [{"line": row.line, "said": row.said, "wrong": row.wrong} for row in group]
    if made.wrong:
        return made
    try:
        made.arguments = sheet.arguments(actor, now, [row.read for row in group])
        made.as_read = sheet.as_read(actor, made.arguments)
        made.known = sheet.standing(actor, now, made.arguments)
    except Refusal as refusal:
        made.wrong = _words(sheet, refusal.findings)
        return made
    if not made.known and sheet.of_two:
        kept = _kept(sheet.of_two, made.arguments)
        of = [kept.get(key) for key in sheet.matter]
        if kept in waiting:
            made.known = SENT
        elif of and any([each.get(key) for key in sheet.matter] == of for each in waiting):
            made.wrong.append(sentence(Finding.of("import.list_waits")))
    return made


def _said(sheet: Sheet, group: Sequence[TableRow]) -> dict[str, str]:
    """Say by column what the rows of one act hold."""
    return {
        each.key: ";".join(dict.fromkeys(row.said.get(each.key, "") for row in group))
        for each in sheet.columns
    }


def _waiting(sheet: Sheet, actor: Actor) -> list[Any]:
    """List the arguments of what waits of an act already, as they are kept."""
    if sheet.of_two is None:
        return []
    rows = proposals_for(actor).filter(act=sheet.of_two.name, state="waiting")
    return list(rows.values_list("arguments", flat=True))


def _kept(act: TwoPersonAct[..., Any], arguments: Mapping[str, Any]) -> Any:
    return as_kept(act.arguments, act.kept(arguments))
