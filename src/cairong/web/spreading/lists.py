"""The lists of surveys: of the desks that ask and look, and for anybody."""

from cairong.oversight.reads import WATCHERS
from cairong.spreading.reads import answered_on, public_surveys, surveys_of
from cairong.spreading.states import DESK, SURVEY
from cairong.web.lists import List, Tool
from cairong.web.parts import Column, Empty

WATCHING = tuple(sorted(WATCHERS))
COLUMNS = (
    Column("title", "问卷", sort=True, search=True),
    Column("no", "编号", "code", sort=True, search=True),
    Column("host", "发出单位", of="host__name"),
    Column("opens", "开始", "date", of="opens_on", sort=True),
    Column("closes", "结束", "date", of="closes_on", sort=True),
)
STATE = Column("state", "状态", "status", states=SURVEY, filter=True)
SURVEYS = List(
    name="overseer-surveys",
    title="知晓度问卷",
    lead="政策知不知道、从哪里知道、还缺什么:三到六个问题,网上和纸质都收,不记名。",
    roles=WATCHING,
    source=surveys_of,
    columns=(*COLUMNS, Column("answers", "答卷", batch=answered_on), STATE),
    default="-opens",
    opens="overseer-survey",
    tools=(Tool("发一份问卷", "survey-new", DESK),),
    empty=Empty(text="还没有问卷。点「发一份问卷」起草,核对以后发布。"),
)
ASKED = List(
    name="surveys",
    title="知晓度问卷",
    lead="政府采购合同融资政策您知道吗?几个问题,一分钟填完,不记名;结束以后公布结果。",
    public=True,
    source=public_surveys,
    columns=(*COLUMNS, STATE),
    default="-opens",
    opens="survey",
    empty=Empty(text="还没有问卷。财政部门发布的问卷会列在这里。"),
)
