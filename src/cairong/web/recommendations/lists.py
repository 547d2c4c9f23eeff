"""The lists of recommended suppliers: of the authorities, of an institution, of the supplier."""

from cairong.kernel.actor import INSTITUTION, Role
from cairong.oversight.reads import WATCHERS
from cairong.parties.reads import all_regions, desk_regions, served_regions
from cairong.recommending.reads import DUTY, answers_on, asks_of, recommendations_of
from cairong.recommending.states import ASK, RECOMMENDATION
from cairong.web.duties import deadline_column
from cairong.web.lists import Filter, List, Tool
from cairong.web.parts import Column, Empty

WATCHING = tuple(sorted(WATCHERS))
PEOPLE = tuple(sorted(INSTITUTION))
AUTHORITY = [Role.SME_AUTHORITY]
NO_RIGHT = "推荐不是担保,不加分,也不改变排序;融资与否由双方自愿决定。"
RECOMMENDED = List(
    name="overseer-recommendations",
    title="推荐企业",
    lead=f"中小企业主管部门推荐、由服务该区域的机构逐家答复的企业。{NO_RIGHT}",
    roles=WATCHING,
    source=recommendations_of,
    columns=(
        Column(
            "supplier", "企业",
            of="supplier__name", sort=True, search=("supplier__name", "supplier__uscc"),
        ),
        Column("no", "编号", "code", sort=True, search=True),
        Column("region", "县区", "short", words=all_regions, filter=desk_regions),
        Column("at", "推荐时间", "moment", of="recommended_at", sort=True),
        Column("until", "有效至", "date", sort=True),
        Column("answers", "答复", batch=answers_on),
        Column("state", "状态", "status", states=RECOMMENDATION, filter=True),
    ),
    default="-at",
    opens="overseer-recommendation",
    tools=(
        Tool("推荐一家", "recommend", AUTHORITY),
        Tool("导入名单", "recommend-import", AUTHORITY),
    ),
    empty=Empty(text="没有这样的推荐。中小企业主管部门两人办理推荐后,会出现在这里。"),
)  # fmt: skip
ASKED = List(
    name="institution-recommendations",
    title="推荐企业",
    lead=f"中小企业主管部门向本机构推荐的企业,每一家都要答复。{NO_RIGHT}",
    roles=PEOPLE,
    source=asks_of,
    columns=(
        Column(
            "supplier", "企业", of="recommendation__supplier__name", sort=True,
            search=("recommendation__supplier__name", "recommendation__supplier__uscc"),
        ),
        Column("no", "编号", "code", of="recommendation__no", search=True),
        Column("region", "县区", "short", of="recommendation__region", words=all_regions),
        Column("at", "推荐时间", "moment", of="asked_at", sort=True),
        Column("until", "有效至", "date", of="recommendation__until", sort=True),
        Column("state", "状态", "status", states=ASK, filter=True),
        deadline_column("期限", DUTY),
    ),
    filters=(Filter("region", "县区", served_regions, of="recommendation__region"),),
    default="-at",
    opens="recommendation-ask",
    empty=Empty(text="没有这样的推荐。中小企业主管部门推荐所服务区域的企业后,会出现在这里。"),
)  # fmt: skip
OWN = List(
    name="supplier-recommendations",
    title="主管部门的推荐",
    lead=f"中小企业主管部门把您推荐给金融机构,您可以谢绝。{NO_RIGHT}",
    roles=[Role.SUPPLIER],
    source=recommendations_of,
    columns=(
        Column("authority", "推荐部门", of="authority__name"),
        Column("no", "编号", "code", sort=True, search=True),
        Column("at", "推荐时间", "moment", of="recommended_at", sort=True),
        Column("until", "有效至", "date", sort=True),
        Column("answers", "答复", batch=answers_on),
        Column("state", "状态", "status", states=RECOMMENDATION, filter=True),
    ),
    default="-at",
    opens="supplier-recommendation",
    empty=Empty(text="还没有推荐。中小企业主管部门推荐您的企业时,会先写明依据,并在这里告诉您。"),
)
