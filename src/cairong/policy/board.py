"""The joint board of the four authorities (三(一)-1): its desks, tasks, minutes and documents."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from cairong.kernel.actor import Role
from cairong.kernel.calendar import Calendar, add_working_days
from cairong.kernel.errors import Finding
from cairong.policy.clauses import notice_clauses
from cairong.policy.rule import Answer, rule

CLAUSE = "三(一)-1"
WORK, ANSWER = "do_task", "answer_board"  # the duties of the board's desks
# The desks of the board, each of one authority; the bureau sits there with two.
AUTHORITY: Mapping[Role, str] = {
    Role.PROCUREMENT_OFFICER: "bureau",
    Role.TREASURY_OFFICER: "bureau",
    Role.PBOC: "pboc",
    Role.SME_AUTHORITY: "sme-authority",
    Role.REGULATOR: "regulator",
}
DESKS: Mapping[str, str] = {
    Role.PROCUREMENT_OFFICER.value: "财政局采购科",
    Role.TREASURY_OFFICER.value: "财政局国库科",
    Role.PBOC.value: "人民银行",
    Role.SME_AUTHORITY.value: "中小企业主管部门",
    Role.REGULATOR.value: "金融监管部门",
}
# Who looks a document over that somebody of the same authority entered.
CHECKS: Mapping[Role, Role] = {
    Role.PROCUREMENT_OFFICER: Role.PROCUREMENT_APPROVER,
    Role.TREASURY_OFFICER: Role.TREASURY_APPROVER,
    Role.PBOC: Role.PBOC,
    Role.SME_AUTHORITY: Role.SME_AUTHORITY,
    Role.REGULATOR: Role.REGULATOR,
}
CHECKERS: Mapping[Role, str] = {checks: AUTHORITY[enters] for enters, checks in CHECKS.items()}
FURTHEST = timedelta(days=731)  # how far ahead a task is due
MOST_CLAUSES = 3


def desk_words(desks: Collection[str]) -> str:
    """Name some desks of the board, in its order."""
    return "、".join(word for desk, word in DESKS.items() if desk in desks)


def same_authority(desk: str, other: str) -> bool:
    """Whether two desks are of one authority: the bureau's two are."""
    return AUTHORITY[Role(desk)] == AUTHORITY[Role(other)]


def others(desk: str) -> tuple[Role, ...]:
    """List the desks of the other authorities, in the board's order."""
    return tuple(each for each in AUTHORITY if not same_authority(each, desk))


def confirmer(owner: str, wanted: Collection[str]) -> Role:
    """Say who is asked to look at what a desk finished: the first of these of another authority.

    Where none of them is, the first desk of another authority.
    """
    apart = others(owner)
    return next((Role(desk) for desk in wanted if Role(desk) in apart), apart[0])


@rule(CLAUSE)
def desk_known(*, field: str, desk: str) -> Answer:
    """Bar a desk that does not sit on the board."""
    if desk in DESKS:
        return None
    words = "、".join(DESKS.values())
    return Finding.of("board.desk", CLAUSE, field=field, value=desk, desks=words)


@rule(CLAUSE)
def clauses_of_notice(*, clauses: Collection[str]) -> Answer:
    """Bar a task without a clause, with too many, or with one that the notice has not."""
    known = {each.id for each in notice_clauses()}
    unknown = [each for each in clauses if each not in known]
    if unknown:
        return Finding.of("board.clause", CLAUSE, field="clauses", value="、".join(unknown))
    if not 1 <= len(set(clauses)) == len(clauses) <= MOST_CLAUSES:
        return Finding.of("board.clauses", CLAUSE, field="clauses", most=MOST_CLAUSES)
    return None


@rule(CLAUSE)
def due_in_time(*, since: date, due_on: date, calendar: Calendar) -> Answer:
    """Bar a due day that is not after the day the work begins, too far ahead, or a day of rest."""
    last = since + FURTHEST
    if not since < due_on <= last:
        return Finding.of("board.due_on", CLAUSE, due=due_on, since=since, last=last)
    if not calendar.is_working(due_on):
        next_day = add_working_days(due_on, 1, calendar).due
        return Finding.of("board.rest_day", CLAUSE, due=due_on, next=next_day)
    return None


@rule(CLAUSE)
def not_over(*, no: str, due_on: date, today: date) -> Answer:
    """Bar taking a task on whose day is over or is today."""
    return None if due_on > today else Finding.of("board.over", CLAUSE, no=no, due=due_on)


@rule(CLAUSE)
def another_authority(*, no: str, owner: str, desk: str) -> Answer:
    """Bar the owner's own authority from confirming what its desk finished."""
    if not same_authority(owner, desk):
        return None
    return Finding.of("board.own", CLAUSE, no=no, owner=DESKS[owner])


@rule(CLAUSE)
def co_owners_apart(*, owner: str, co_owners: Collection[str]) -> Answer:
    """Bar naming the owner, or a desk twice, among those who work with it."""
    if owner not in co_owners and len(set(co_owners)) == len(co_owners):
        return None
    return Finding.of("board.co_owner", CLAUSE, owner=DESKS.get(owner, owner))


@rule(CLAUSE)
def change_of_two(*, no: str, owner: str, asked_by: str, desk: str) -> Answer:
    """Bar moving a day by one authority, or by two of which none is the owner's."""
    if same_authority(asked_by, desk):
        return Finding.of("board.change_own", CLAUSE, no=no, asked=DESKS[asked_by])
    if owner not in (asked_by, desk):
        return Finding.of("board.change_owner", CLAUSE, no=no, owner=DESKS[owner])
    return None


@rule(CLAUSE)
def met_by_two(*, attended: Collection[str], drafter: str) -> Answer:
    """Bar minutes of a meeting that the drafter did not attend, or one authority alone."""
    if drafter not in attended:
        return Finding.of("board.not_there", CLAUSE, field=_box(drafter), desk=DESKS[drafter])
    if len({AUTHORITY[Role(desk)] for desk in attended}) < 2:  # noqa: PLR2004 - two meet
        return Finding.of("board.alone", CLAUSE, desk=DESKS[drafter])
    return None


@rule(CLAUSE)
def met_already(*, met_on: date, today: date) -> Answer:
    """Bar minutes of a meeting that is still to come, or of more than a year ago."""
    first = today - timedelta(days=366)
    if first <= met_on <= today:
        return None
    return Finding.of("board.met_on", CLAUSE, met_on=met_on, first=first, last=today)


def _box(desk: str) -> str:
    return desk.replace("-", "_")
