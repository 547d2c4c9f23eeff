"""The lists of people and organisations: colleagues, suppliers' claims, all of the city."""

from typing import Any

from django.http import HttpRequest

from cairong.cases.renewals import words_of, words_run
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.states import State
from cairong.parties import reads as parties
from cairong.parties.eyes import asks_bureau, unproven_of
from cairong.parties.people import invited, require_administrator, to_agree
from cairong.parties.states import CLAIM
from cairong.web.links import kept_link, kept_word
from cairong.web.lists import Filter, List, Tool
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty

PROVING = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
AGREEING = (Role.PROCUREMENT_APPROVER, Role.PBOC)
ACTIVE, ENDED = State(word="正常", shape="done"), State(word="已停用", shape="stop")


def _note(administrator: object, deputy_for: str | None, ended: str, brought: str | None) -> str:
    if ended:
        return ended
    words = f"代{deputy_for}" if deputy_for else "管理员" if administrator else ""
    unproven = f"未证实({brought}邀请)" if brought else ""
    return "、".join(filter(None, (words, unproven)))


def _around_people(request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Show who is invited, and the link that was made just now."""
    rows = [(each, each.expires_at <= asked.now) for each in invited(actor)]
    return {"invited": rows, "link": kept_link(request)}


def _around_invitations(request: HttpRequest, _actor: Actor, _asked: Asking) -> dict[str, Any]:
    """Show the word that was made just now."""
    return {"word": kept_word(request)}


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
            of=(
                "administrator",
                "deputy_for__person__name",
                "ended_reason",
                "person__leans_on__name",
            ),
            show=_note,
        ),
    ),
    search=("person__phone",),
    search_word="姓名或手机",
    filters=(Filter("held", "状态", {"yes": "在岗", "no": "不在岗"}, where=parties.held_now),),
    default="name",
    opens="account-person",
    tools=(Tool("邀请人员", "account-invite"), Tool("用表格邀请", "sheets")),
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
UNPROVEN = List(
    name="account-unproven",
    title="待证实人员",
    lead="这些人由本单位唯一的管理员邀请,在证实以前和邀请人算一个人,不能互相复核。经办见到本人、核对材料后提出,复核同意。",
    roles=PROVING,
    source=unproven_of,
    still=asks_bureau,
    columns=(
        Column("name", "姓名", of="person__name", sort=True, search=True),
        Column("organisation", "单位", of="organisation__name", sort=True, search=True),
        Column("role", "岗位", words=ROLE_NAMES, sort=True),
        Column("brought", "邀请人", of="person__leans_on__name"),
        Column("since", "起始日期", "date", of="valid_from", sort=True),
    ),
    default="since",
    opens="account-unproven-person",
    empty=Empty(text="没有等财政局证实的人员。单位自己有另一位管理员的,由他证实,不出现在这里。"),
)
WORDS = List(
    name="account-words",
    title="找回登录的核对",
    lead="这些人已由第一人核对,凭单位材料请采购科作第二人核对。核对前请看到本人屏幕上的代码。",
    roles=PROVING,
    source=words_of,
    still=words_run,
    columns=(
        Column("name", "姓名", of="account__person__name", sort=True, search=True),
        Column("organisation", "单位", of="account__mandate__organisation__name", search=True),
        Column("first", "第一人", of="first_by__name"),
        Column("at", "核对时间", "moment", of="first_at", sort=True),
        Column("until", "有效至", "moment", of="expires_at", sort=True),
    ),
    default="at",
    opens="account-word",
    empty=Empty(text="没有等第二人核对的。"),
)
INVITATIONS = List(
    name="account-invitations",
    title="管理员邀请",
    lead="平台运维凭材料邀请单位的管理员,要第二个部门同意:财政局采购科复核;财政局没有人能办时,人民银行。",
    roles=AGREEING,
    source=to_agree,
    still=words_run,
    columns=(
        Column("organisation", "单位", of="organisation__name", sort=True, search=True),
        Column("name", "姓名", sort=True, search=True),
        Column("role", "岗位", words=ROLE_NAMES),
        Column("papers", "材料"),
        Column("at", "邀请时间", "moment", of="created_at", sort=True),
    ),
    default="at",
    opens="account-invitation",
    template="account/invitations.html",
    around=_around_invitations,
    tools=(Tool("一起同意", "sheet-agreeing"),),
    empty=Empty(text="没有等同意的管理员邀请。"),
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
    tools=(Tool("登记单位", "account-admit"), Tool("用表格登记", "sheets")),
    empty=Empty(text="没有这样的单位。"),
)
