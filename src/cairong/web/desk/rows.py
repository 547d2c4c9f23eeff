"""A ball as a row of 待办: act, project, counterparty, amount, until when by which obligation."""

from cairong.cases.ball import Ball
from cairong.cases.possible import possible_of
from cairong.kernel.actor import ROLE_NAMES, Actor
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import day_of
from cairong.web.cases.links import address_of
from cairong.web.duties import shown
from cairong.web.parts import Column, Paper, Row

COLUMNS = (
    Column(key="what", word="事项"),
    Column(key="case", word="项目"),
    Column(key="other", word="对方"),
    Column(key="amount", word="金额", kind="money"),
    Column(key="until", word="期限", kind="deadline"),
)


def row_of(actor: Actor, ball: Ball, *, mine: bool) -> Row:
    """Lay out a ball that waits for an actor, or (not `mine`) for a colleague it looks after."""
    deadline = shown(ball.deadline) if ball.deadline else None
    since = day_of(ball.since) if ball.since else None
    href = address_of(actor, possible_of(ball))
    return Row(
        cells={
            "what": what_of(ball),
            "case": f"{ball.of.title} {ball.of.no}".strip() or None,
            "other": ball.of.others(actor.organisation_name) or None,
            "amount": ball.amount_fen,
            "until": deadline or since,
            "deadline": deadline,
            "since": since,
            "obligation": ball.deadline.obligation if ball.deadline else ball.state.obligation,
            "holder": ROLE_NAMES[ball.role] if ball.role else None,
        },
        href=href,
        acts=[Paper(word=_act_word(ball, mine=mine), href=href)],
    )


def what_of(ball: Ball) -> str:
    """Say what is to be done, or what somebody proposed."""
    if ball.proposal is not None:
        return f"复核:{act_words(ball.proposal.act)}"
    return f"{ball.word} {ball.ref}".rstrip()


def _act_word(ball: Ball, *, mine: bool) -> str:
    if not mine:
        return "查看"
    return "看差异" if ball.proposal is not None else "去办理"
