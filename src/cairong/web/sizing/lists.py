"""The list of disputes about a size class, as each reader may see it."""

from cairong.policy.sizing import SIZES
from cairong.sizing.reads import DUTIES, READERS, disputes_of
from cairong.sizing.states import ASKERS, DISPUTE
from cairong.web.duties import deadline_column
from cairong.web.lists import List, Tool
from cairong.web.parts import Column, Empty

DISPUTES = List(
    name="sizes",
    at="sizes/",
    title="企业规模认定",
    lead="对供应商申报的中型、小型、微型企业有争议的,请企业登记地的中小企业主管部门认定。"
    "认定的规模从认定之日起有效,此前签订的合同不变。",
    roles=READERS,
    source=disputes_of,
    columns=(
        Column(
            "supplier", "企业", of="supplier__name", sort=True,
            search=("supplier__name", "supplier__uscc"),
        ),
        Column("no", "编号", "code", sort=True, search=True),
        Column("asker", "提出单位", of="asker__name"),
        Column("asked", "提出时间", "moment", of="asked_at", sort=True),
        Column("claimed", "申报", words=SIZES),
        Column("size", "认定", words=SIZES, filter=True, blank="—"),
        Column("state", "状态", "status", states=DISPUTE, filter=True),
        deadline_column("期限", *DUTIES),
    ),
    default="-asked",
    opens="size",
    tools=(Tool("提出异议", "size-new", ASKERS),),
    empty=Empty(text="没有规模异议。对企业申报的规模类型有争议的,提出以后会出现在这里。"),
)  # fmt: skip
