"""Lists of agencies and their purchasers: agreements, procurement files, awards recorded."""

from cairong.agencies.reads import READERS, engagements_of, files_of, obtained, standings
from cairong.agencies.states import ENGAGEMENT, FILE
from cairong.contracts.reads import awards_of, winner_names
from cairong.contracts.states import AWARD
from cairong.kernel.actor import Role
from cairong.outreach.reads import read_of
from cairong.web.lists import List, Tool
from cairong.web.parts import Column, Empty

ALL = "全部采购项目"

ENGAGEMENTS = List(
    name="engagements",
    at="agencies/engagements/",
    title="委托代理协议",
    lead="代理机构只在协议有效、委托范围以内办理;合同、验收、支付和账户由采购人自己办理。",
    roles=READERS,
    source=engagements_of,
    columns=(
        Column("no", "协议编号", "code", sort=True, search=True),
        Column("purchaser", "采购人", of="purchaser__name", sort=True, search=True),
        Column("agency", "代理机构", of="agency__name", sort=True, search=True),
        Column("project", "委托项目", of="project_no", search=True, blank=ALL),
        Column("from", "起始日", "date", of="valid_from", sort=True),
        Column("to", "截止日", "date", of="valid_to", sort=True),
        Column("state", "状态", "status", states=ENGAGEMENT, filter=True),
        Column("standing", "到期情况", batch=standings),
    ),
    default="-from",
    opens="engagement",
    tools=(Tool("登记协议", "engagement-new", (Role.PURCHASER_OFFICER,)),),
    empty=Empty(text="还没有委托代理协议。采购人登记、两人复核,代理机构接受以后,才能代为办理。"),
)
FILES = List(
    name="procurement-files",
    at="agencies/files/",
    title="采购文件",
    lead="登记采购文件和获取它的供应商,告知函(附-1)随文件发出。开标以前,获取文件的供应商只有采购人和代理机构看得到。",
    roles=READERS,
    source=files_of,
    columns=(
        Column("title", "项目", sort=True, search=True),
        Column("project", "项目编号", "code", of="project_no", sort=True, search=True),
        Column("purchaser", "采购人", of="purchaser__name", sort=True, search=True),
        Column("agency", "代理机构", of="agency__name", search=True, blank="采购人自行"),
        Column("budget", "预算", "money", of="budget_fen", sort=True),
        Column("issued", "发出日期", "date", of="issued_on", sort=True),
        Column("obtained", "获取的供应商", "number", batch=obtained),
        Column("read", "告知函已读", batch=read_of),
        Column("state", "状态", "status", states=FILE, filter=True),
    ),
    default="-issued",
    opens="procurement-file",
    tools=(Tool("登记采购文件", "file-new", (Role.PURCHASER_OFFICER,)),),
    empty=Empty(text="还没有采购文件。发出以后在这里登记,告知函随文件发给获取它的供应商。"),
)
AWARDS = List(
    name="agency-awards",
    at="agencies/awards/",
    title="登记过的中标(成交)记录",
    lead="代采购人登记的,和凭本机构发出的采购文件登记的。合同由采购人签订。",
    roles=(Role.AGENCY_CLERK,),
    source=awards_of,
    columns=(
        Column("title", "项目", sort=True, search=True),
        Column("no", "编号", "code", sort=True, search=True),
        Column("purchaser", "采购人", of="purchaser_name", sort=True, search=True),
        Column("suppliers", "中标(成交)供应商", batch=winner_names),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("notice", "通知书日期", "date", of="notice_on", sort=True),
        Column("state", "状态", "status", states=AWARD, filter=True),
    ),
    search=("project_no",),
    default="-notice",
    opens="agency-award",
    empty=Empty(text="还没有登记过。从采购文件或委托代理协议的页面登记中标(成交)通知书。"),
)
