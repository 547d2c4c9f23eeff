"""The list of complaints, as each reader may see it."""

from cairong.complaints.reads import DUTIES, READERS, complaints_of
from cairong.complaints.states import COMPLAINT
from cairong.policy.complaining import KIND_WORDS, OUTCOMES
from cairong.web.duties import deadline_column
from cairong.web.lists import List
from cairong.web.parts import Column, Empty

COMPLAINTS = List(
    name="complaints",
    at="complaints/",
    title="投诉",
    lead="供应商对金融机构、采购人的做法提出的投诉。被投诉单位的负责人先答复,"
    "逾期没有答复或者供应商不服的,由上级部门处理。",
    roles=READERS,
    source=complaints_of,
    columns=(
        Column("no", "编号", "code", sort=True, search=True),
        Column("kind", "投诉什么", words=KIND_WORDS, filter=True),
        Column("accused", "被投诉单位", of="accused__name", sort=True, search=True),
        Column("supplier", "供应商", of="supplier__name", search=True),
        Column("made", "提出时间", "moment", of="made_at", sort=True),
        Column("state", "状态", "status", states=COMPLAINT, filter=True),
        Column("outcome", "结论", words=OUTCOMES, filter=True, blank="—"),
        deadline_column("期限", *DUTIES),
    ),
    default="-made",
    opens="complaint",
    empty=Empty(text="没有投诉。供应商在合同、融资意向、贷款的页面上投诉,投诉会出现在这里。"),
)
