"""A case as the parts of its page: the steps, the balls, the timeline."""

from dataclasses import dataclass

from cairong.cases.ball import Ball
from cairong.cases.financings import Financing
from cairong.cases.possible import DECIDE, Possible
from cairong.cases.proposals import Proposed
from cairong.cases.timeline import Moment
from cairong.cases.turns import waits_for
from cairong.cases.ways import Step
from cairong.kernel.actor import ROLE_NAMES, Actor
from cairong.kernel.acts import act_words
from cairong.web import parts
from cairong.web.cases.links import address_of
from cairong.web.duties import shown
from cairong.web.parts.words import long_moment


def steps_shown(steps: list[Step]) -> list[parts.Step]:
    """Show how far something has come."""
    return [parts.Step(word=step.word, place=step.place) for step in steps]


def ball_shown(actor: Actor, ball: Ball) -> parts.Ball:
    """Show who holds a ball, what is awaited, until when, and who has proposed what."""
    awaits = act_words(ball.proposal.act) if ball.proposal else ball.state.awaits
    return parts.Ball(
        holder=ball.organisation if ball.role else "",
        role=ROLE_NAMES[ball.role] if ball.role else "",
        doing="复核" if ball.proposal else "经办",
        awaits=awaits or ball.state.word,
        mine=waits_for(actor, ball),
        deadline=shown(ball.deadline) if ball.deadline else None,
        note=_proposed(ball.proposal) if ball.proposal else "",
        paper=_paper(actor, ball.proposal) if ball.proposal else None,
    )


@dataclass(frozen=True, kw_only=True)
class Card:
    """A financing under way on one small card: how far, who holds the ball, how long still."""

    of: Financing
    steps: list[parts.Step]
    ball: parts.Ball


def card_shown(actor: Actor, financing: Financing) -> Card:
    """Show a financing on its card."""
    steps, ball = steps_shown(financing.steps), ball_shown(actor, financing.ball)
    return Card(of=financing, steps=steps, ball=ball)


def timeline_shown(moments: list[Moment]) -> list[parts.Moment]:
    """Show what happened and what is awaited."""
    return [parts.Moment(**vars(moment)) for moment in moments]


def _proposed(proposal: Proposed) -> str:
    return f"{proposal.prepared_by} 于 {long_moment(proposal.prepared_at)} 送审"


def _paper(actor: Actor, proposal: Proposed) -> parts.Paper:
    word = "去复核" if proposal.mine else "看送审事项"
    decide = Possible(act=DECIDE, subject_id=proposal.id, word=word)
    return parts.Paper(word=word, href=address_of(actor, decide))
