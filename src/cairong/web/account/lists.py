"""The lists of people and organisations: colleagues, suppliers' claims, all of the city."""

from typing import Any

from django.http import HttpRequest

from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.states import State
from cairong.parties import reads as parties
from cairong.parties.people import invited, require_administrator
from cairong.parties.states import CLAIM
from cairong.web.links import kept_link
from cairong.web.lists import Filter, List, Tool
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty

PROVING = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
ACTIVE, ENDED = State(word="正常", shape="done"), State(word="已停用", shape="stop")


def _note(administrator: object, deputy_for: str | None, ended: str) -> str:
    if ended or deputy_for:
        return ended or f"代{deputy_for}"
    return "管理员" if administrator else ""


def _around_people(request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Show who is invited, and the link that was made just now."""
    rows = [(each, each.expires_at <= asked.now) for each in invited(actor)]
    return {"invited": rows, "link": kept_link(request)}


PEOPLE = List(
    name="account-people",
    title="本单位人员",
    admits=require_administrator,
    source=parties.colleagues,
    columns=(
        Column("name", "姓名", of="person__name", sort=True, search=True),
        Column("role", "岗位", words=ROLE_NAMES, sort=True, filter=parties.own_roles),
        Column("region", "区域", words=parties.all_regions, sort=True),
        Column("since", "起始日期", "date", of="valid_from", sort=True),
        Column("until", "截止日期", "date", of="valid_to", sort=True),
        Column(
            "note",
            "说明",
            of=("administrator", "deputy_for__person__name", "ended_reason"),
            show=_note,
        ),
    ),
    search=("person__phone",),
    search_word="姓名或手机",
    filters=(Filter("held", "状态", {"yes": "在岗", "no": "不在岗"}, where=parties.held_now),),
    default="name",
    opens="account-person",
    tools=(Tool("邀请人员", "account-invite"),),
    template="account/people.html",
    around=_around_people,
    empty=Empty(text="没有这样的人员。"),
)
CLAIMS = List(
    name="account-claims",
    title="供应商授权核实",
    roles=PROVING,
    source=parties.claims_of,
    columns=(
        Column("name", "供应商", sort=True, search=("name", "organisation__name")),
        Column("uscc", "统一社会信用代码", sort=True, search=True),
        Column("person", "经办人", of="person__name", search=True),
        Column("at", "提交时间", "moment", of="created_at", sort=True),
        Column("state", "状态", "status", states=CLAIM, sort=True, filter=True),
    ),
    default="-at",
    opens="account-claim",
    empty=Empty(text="没有待看的授权。供应商自行注册后,授权材料会出现在这里,由采购科核对。"),
)
ORGANISATIONS = List(
    name="account-organisations",
    title="单位管理",
    roles=[Role.OPERATOR],
    source=parties.organisations_of,
    columns=(
        Column("name", "单位", sort=True, search=True),
        Column("kind", "类别", words=parties.KIND_WORDS, sort=True, filter=True),
        Column("uscc", "统一社会信用代码", search=True),
        Column("state", "状态", "status", of="active", show=lambda yes: ACTIVE if yes else ENDED),
    ),
    filters=(
        Filter(
            "active",
            "状态",
            {"yes": ACTIVE.word, "no": ENDED.word},
            of="active",
            means={"yes": True, "no": False},
        ),
    ),
    default="name",
    opens="account-organisation",
    tools=(Tool("登记单位", "account-admit"),),
    empty=Empty(text="没有这样的单位。"),
)
