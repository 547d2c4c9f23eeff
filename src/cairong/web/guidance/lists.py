"""The lists of what the People's Bank asks and is asked: letters, and shortages of funds."""

from typing import Any

from django.http import HttpRequest

from cairong.guidance.reads import guidances_of, guided_of, standing_of
from cairong.guidance.shortages import ranked, shortages_of, window_of
from cairong.guidance.states import GUIDED, SHORTAGE
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.policy.guidance import ANSWER, VERDICTS
from cairong.policy.relending import ANSWER as RELENDING_ANSWER
from cairong.policy.relending import CLAUSE, INSTRUMENTS, WINDOW
from cairong.web.duties import deadline_column
from cairong.web.lists import List, Tool
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty, Sum, Why
from cairong.web.urgings.lists import number

OF_PBOC = [Role.PBOC]
PEOPLE = tuple(sorted(INSTITUTION))
GUIDANCES = List(
    name="overseer-guidances",
    title="信贷指导",
    lead="人民银行发给金融机构的信贷指导函,每家机构在期限内答复措施、数额和时间。",
    roles=OF_PBOC,
    source=guidances_of,
    columns=(
        Column("no", "编号", of=("word", "year", "number"), show=number),
        Column("subject", "事由", sort=True, search=True),
        Column("issued", "发出时间", "moment", of="issued_at", sort=True),
        Column("answer", "答复期限", "date", of="answer_on", sort=True),
        Column("standing", "办理情况", batch=standing_of),
    ),
    default="-issued",
    opens="guidance-letter",
    tools=(Tool("发信贷指导函", "guidance-new", OF_PBOC),),
    empty=Empty(text="没有信贷指导函。点「发信贷指导函」,写给一家、几家或全部机构。"),
)
GUIDED_LIST = List(
    name="institution-guidances",
    title="信贷指导",
    lead="人民银行发给本机构的信贷指导函,每一份都要答复。",
    roles=PEOPLE,
    source=guided_of,
    columns=(
        Column(
            "no", "编号", of=("letter__word", "letter__year", "letter__number"), show=number
        ),
        Column("subject", "事由", of="letter__subject", sort=True, search=True),
        Column("issued", "发出时间", "moment", of="letter__issued_at", sort=True),
        Column("state", "状态", "status", states=GUIDED, filter=True),
        Column("verdict", "结论", words=VERDICTS, filter=True, blank="—"),
        deadline_column("期限", ANSWER),
    ),
    default="-issued",
    opens="guided",
    empty=Empty(text="没有信贷指导函。人民银行发给本机构的,会出现在这里和待办里。"),
)  # fmt: skip


def around_priority(_request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Say by which formula the list is ranked, and over which days."""
    since, days = window_of(actor.city, asked.today)
    first = f"{since.year}年{since.month}月{since.day}日"
    rule = f"窗口期是到今天为止的 {days} 天(参数 {WINDOW}),从{first}起"
    sums = [
        Sum(word="窗口期放款", value="Σ 窗口期内在平台放款的本金,大小笔都算,不看是否已还"),
        Sum(word="位次", value="1 + 放款额比它多的申报机构数;相同的并列,先申报的排在前面"),
    ]
    why = Why(rule=rule, obligation=CLAUSE, sums=sums, ask="这个次序怎样算?")
    return {"why": why}


PRIORITY = List(
    name="overseer-relending",
    title="地方法人机构优先名单",
    roles=OF_PBOC,
    rows=ranked,
    by="shortage_id",
    columns=(
        Column("place", "位次", "number", sort=True),
        Column("name", "金融机构", sort=True, search=True),
        Column("volume", "窗口期放款", "money", of="volume_fen", sort=True),
        Column("loans", "笔数", "number", sort=True),
        Column("amount", "申报金额", "money", of="amount_fen", sort=True),
        Column("months", "期限(月)", "number"),
        Column("no", "编号", "code"),
        Column("declared", "申报时间", "moment", of="declared_at", sort=True),
    ),
    default="place",
    opens="relending",
    template="guidance/priority.html",
    around=around_priority,
    empty=Empty(text="没有等待答复的申报。地方法人机构申报资金困难以后,会出现在这里。"),
)  # fmt: skip
DECLARED = List(
    name="relending-all",
    at="relending/",
    title="再贷款、再贴现申报",
    lead="地方法人机构申报资金困难,人民银行两人答复。答复以后不再改动。",
    roles=(Role.PBOC, *PEOPLE),
    source=shortages_of,
    columns=(
        Column("institution", "金融机构", of="institution__name", sort=True, search=True),
        Column("no", "编号", "code", sort=True, search=True),
        Column("declared", "申报时间", "moment", of="declared_at", sort=True),
        Column("amount", "申报金额", "money", of="amount_fen", sort=True),
        Column("state", "状态", "status", states=SHORTAGE, filter=True),
        Column("instrument", "工具", words=INSTRUMENTS, filter=True, blank="—"),
        Column("granted", "支持金额", "money", of="granted_fen", sort=True),
        deadline_column("期限", RELENDING_ANSWER),
    ),
    default="-declared",
    opens="relending",
    tools=(Tool("申报资金困难", "relending-declare", [Role.INSTITUTION_MANAGER]),),
    empty=Empty(text="没有申报。地方法人机构的主管可以在这里申报资金困难,复核同意后送人民银行。"),
)  # fmt: skip
