"""Letters of urging: issued about what is overdue, answered or disputed, and closed."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from cairong.clocks.models import Duty
from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.oversight.actions import answer_urging as answering
from cairong.oversight.actions import close_urging as closing
from cairong.oversight.actions import dispute_urging as disputing
from cairong.oversight.actions import issue_urging as issuing
from cairong.oversight.actions.keep_urging_paper import keep_urging_paper
from cairong.oversight.models import Urging
from cairong.policy.duties import DUTIES

PAPER = b"%PDF-1.4\n%% a paper of a story\n%%EOF\n"


@verb(
    issuing.issue_urging,
    example="of: 中标, duty: sign_contract, demand: 请立即签订合同并说明原因",
)
def issue_urging(
    situation: Situation,
    actor: Actor,
    *,
    of: Model,
    duty: str,
    demand: str = "请立即办理,并说明超期的原因。",
    series: str = "洛财督",
) -> dict[str, Any]:
    """采购科就一项超期的职责发督办函;of 是哪一件事,duty 是哪一项职责,series 是字号。"""
    del situation
    found = Duty.objects.filter(about__contains=[of.pk], kind=duty).order_by("pk").last()
    if found is None:
        word = DUTIES[duty].word if duty in DUTIES else duty
        raise Absent(f"没有「{word}」这项职责")
    return {
        "organisation_id": found.holder_organisation_id or actor.organisation_id,
        "duty_ids": [found.pk],
        "series": series,
        "demand": demand,
    }


@verb(answering.answer_urging, example="words: 已于当天办理")
def answer_urging(_: Situation, __: Actor, *, urging: Urging, words: str) -> dict[str, Any]:
    """责任单位答复督办函,说明办理情况。"""
    return {"urging_id": urging.pk, "words": words}


@verb(disputing.dispute_urging, example="words: 项目已经终止,附终止协议")
def dispute_urging(
    situation: Situation, actor: Actor, *, urging: Urging, words: str
) -> dict[str, Any]:
    """责任单位对督办函的全部事项提出异议,附依据。"""
    paper = _paper(actor, situation.now)
    duties = urging.items.values_list("duty_id", flat=True)
    return {
        "urging_id": urging.pk, "duty_ids": list(duties), "words": words, "paper_id": paper,
    }  # fmt: skip


plain(
    closing.close_urging,
    "采购科两人办结督办函;verdict:mended 整改到位、unmended 未整改、upheld 异议成立、"
    "overruled 异议不成立。",
    example="verdict: mended, finding: 已核对备案记录",
)


def _paper(actor: Actor, now: datetime) -> Any:
    return keep_urging_paper(actor=actor, now=now, name="依据.pdf", content=PAPER).pk
