"""The lists of stories: of the desks that watch, of the sides that were asked, for anybody."""

from cairong.kernel.actor import INSTITUTION, Role
from cairong.lending.states import LOAN
from cairong.spreading.states import CASE_STORY, DESK
from cairong.spreading.stories import (
    asked_stories,
    consents_on,
    loans_to_tell,
    public_stories,
    stories_of,
)
from cairong.web.lists import List, Tool
from cairong.web.parts import Column, Empty
from cairong.web.spreading.lists import WATCHING

SIDES = (Role.SUPPLIER, *sorted(INSTITUTION))
WHO: tuple[Column, ...] = (
    Column("supplier", "供应商", of="supplier__name", search=True),
    Column("institution", "金融机构", of="institution__name", search=True),
)
TITLE = Column("title", "案例", sort=True, search=True)
STATE = Column("state", "状态", "status", states=CASE_STORY, filter=True)
STORIES = List(
    name="overseer-case-stories",
    at="overseer/case-stories/",
    title="典型案例",
    lead="选一笔办成的融资写成案例;双方都同意现在这份文字,两人发布以后公开。",
    roles=WATCHING,
    source=stories_of,
    columns=(
        TITLE,
        Column("no", "编号", "code", sort=True),
        *WHO,
        Column("consents", "同意", batch=consents_on),
        Column("written", "写成", "moment", of="written_at", sort=True),
        STATE,
    ),
    default="-written",
    opens="overseer-case-story",
    tools=(Tool("写一个案例", "case-story-loans", DESK),),
    empty=Empty(text="还没有典型案例。点「写一个案例」,选一笔贷款。"),
)
LOANS = List(
    name="case-story-loans",
    at="overseer/case-stories/loans/",
    title="选一笔贷款写成案例",
    lead="金额、天数、利率和名称照贷款填好,不用也不能另填。已经有案例的不再列出。",
    roles=DESK,
    source=loans_to_tell,
    columns=(
        Column("no", "贷款", "code", sort=True, search=True),
        *WHO,
        Column("amount", "本金", "money", of="principal_fen", sort=True),
        Column("drawn", "放款", "date", of="drawn_on", sort=True),
        Column("state", "状态", "status", states=LOAN, filter=True),
    ),
    default="-drawn",
    opens="case-story-new",
    empty=Empty(text="还没有可以写的贷款。"),
)
ASKED = List(
    name="own-case-stories",
    at="case-stories/own/",
    title="关于本单位的典型案例",
    lead="采购科写的、想公开的案例。本单位和另一方都同意才公开;随时可以撤回同意,马上撤下。",
    roles=SIDES,
    source=asked_stories,
    columns=(
        TITLE,
        *WHO,
        Column("consents", "同意", batch=consents_on),
        Column("asked", "征求时间", "moment", of="asked_at", sort=True),
        STATE,
    ),
    default="-asked",
    opens="own-case-story",
    empty=Empty(text="没有关于本单位的案例。"),
)
TOLD = List(
    name="case-stories",
    at="case-stories/",
    title="典型案例",
    lead="凭政府采购合同借到款的真实案例,供应商和金融机构都同意公开。",
    public=True,
    source=public_stories,
    columns=(TITLE, *WHO, Column("published", "公开", "date", of="published_at", sort=True)),
    default="-published",
    opens="case-story",
    empty=Empty(text="还没有公开的案例。"),
)
