"""The lists of the «百千万» roster: what came of it, its firms, what institutions are told."""

from cairong.guidance.roster import answers_on, entries_of, pushes_of, what_came
from cairong.guidance.states import ENTRY, PUSH
from cairong.parties.reads import all_regions, desk_regions, served_regions
from cairong.policy.roster import ANSWER
from cairong.policy.size import SIZE_WORDS
from cairong.web.duties import deadline_column
from cairong.web.guidance.lists import OF_PBOC, PEOPLE
from cairong.web.lists import Filter, List, Tool
from cairong.web.parts import Column, Empty

CAME = List(
    name="overseer-roster",
    title="“百千万”名录库",
    lead=(
        "参与过政府采购(不必中标)、自己同意的民营和小微企业,推送给服务该县区的机构,逐家答复。"
        "已放款由平台从贷款查出;不说明是因为名录库。撤回同意的只计数,不显示是谁。"
    ),
    roles=OF_PBOC,
    rows=what_came,
    by="key",
    columns=(
        Column("institution", "金融机构", sort=True, search=True),
        Column("region", "县区", sort=True, search=True),
        Column("pushed", "推送", "number", sort=True),
        Column("visited", "已走访", "number", sort=True),
        Column("credited", "已授信", "number", sort=True),
        Column("lent", "已放款", "number", sort=True),
        Column("lent_fen", "放款金额", "money", sort=True),
        Column("declined", "未对接", "number", sort=True),
        Column("waiting", "待答复", "number", sort=True),
        Column("overdue", "其中超期", "number", sort=True),
        Column("closed", "撤回同意前没有答复", "number", sort=True),
    ),
    tools=(Tool("在库企业", "overseer-roster-firms", OF_PBOC),),
    empty=Empty(text="名录库里还没有企业。参与过政府采购的民营和小微企业自己同意以后进入。"),
)
FIRMS = List(
    name="overseer-roster-firms",
    title="名录库在库企业",
    lead="同意现在有效的企业。撤回同意的不再显示。",
    roles=OF_PBOC,
    source=entries_of,
    columns=(
        Column(
            "supplier", "企业", of="supplier__name", sort=True,
            search=("supplier__name", "supplier__uscc"),
        ),
        Column("uscc", "统一社会信用代码", "code", of="supplier__uscc"),
        Column("region", "县区", "short", words=all_regions, filter=desk_regions),
        Column(
            "size", "规模", of="supplier__supplier_profile__size", words=SIZE_WORDS, filter=True
        ),
        Column("at", "同意时间", "moment", of="consented_at", sort=True),
        Column("answers", "答复", batch=answers_on),
        Column("state", "状态", "status", states=ENTRY),
    ),
    default="-at",
    empty=Empty(text="没有这样的在库企业。"),
)  # fmt: skip
PUSHED = List(
    name="institution-roster",
    title="“百千万”名录库",
    lead="参与过政府采购、自己同意的民营和小微企业。每一家都要走访、对接并答复;已放款由平台查出。",
    roles=PEOPLE,
    source=pushes_of,
    columns=(
        Column(
            "supplier", "企业", of="entry__supplier__name", sort=True,
            search=("entry__supplier__name", "entry__supplier__uscc"),
        ),
        Column("region", "县区", "short", of="entry__region", words=all_regions),
        Column(
            "size", "规模", of="entry__supplier__supplier_profile__size", words=SIZE_WORDS,
            filter=True,
        ),
        Column("at", "推送时间", "moment", of="pushed_at", sort=True),
        Column("state", "状态", "status", states=PUSH, filter=True),
        Column("on", "办理日期", "date", of="done_on", sort=True),
        deadline_column("期限", ANSWER),
    ),
    filters=(Filter("region", "县区", served_regions, of="entry__region"),),
    default="-at",
    opens="roster-push",
    empty=Empty(text="没有这样的企业。所服务县区的企业同意进入名录库以后,会出现在这里和待办里。"),
)  # fmt: skip
