"""Disputes about the day on which clock A began."""

from datetime import date
from typing import Any

from cairong.driving.situation import Situation
from cairong.driving.verb import plain, verb
from cairong.driving.verbs.offers import application_of
from cairong.kernel.actor import Actor
from cairong.lending.actions import dispute_start as disputing
from cairong.lending.models import Intent


@verb(
    disputing.dispute_start,
    gives="start",
    example="claimed_on: 2025-11-10, ground: 十日那天材料已经全部交齐",
)
def dispute_start(
    situation: Situation, supplier: Actor, *, intent: Intent, claimed_on: date, ground: str
) -> dict[str, Any]:
    """供应商对审批起算日提出异议:材料在更早的一天就已齐全。"""
    application_id = application_of(situation, supplier, intent)
    return {"application_id": application_id, "claimed_on": claimed_on, "ground": ground}


plain(disputing.agree_start, "金融机构同意审批从供应商主张的那天起算。")
plain(
    disputing.object_start,
    "金融机构不同意提前起算,写明理由;由财政部门认定。",
    example="reasons: 授权书第二天才收到原件",
)
plain(
    disputing.decide_start,
    "财政部门两人认定审批起算日;机构没有按期答复的也可以认定。",
    example="verdict: uphold, reasons: 系统记录十日已经收到答复",
)
