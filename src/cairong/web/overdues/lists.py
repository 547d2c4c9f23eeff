"""The lists of what is overdue, loan by loan and by institution. 二(四)-5, 三(一)-3"""

from cairong.kernel.actor import INSTITUTION
from cairong.lending.arrears import forgiven_of, lines_of, standings
from cairong.lending.states import OVERDUE
from cairong.parties.reads import all_regions
from cairong.policy.overdue import BUCKET_WORDS
from cairong.web.lists import List, Tool
from cairong.web.overseer.lists import WATCHING
from cairong.web.parts import Column, Empty

OVERDUES = List(
    name="overdues",
    title="逾期贷款",
    lead=(
        "应还日过了还没有还清的贷款,应还日是休息日的顺延到下一个工作日;只欠利息的也列。"
        "有还款计划的、已核销的也列在内,天数从原来的应还日算起。"
    ),
    roles=(*INSTITUTION, *WATCHING),
    rows=lines_of,
    by="key",
    columns=(
        Column("supplier", "供应商", sort=True, search=True),
        Column("no", "贷款编号", "code", sort=True, search=True),
        Column("institution", "金融机构", sort=True, search=True, shown_to=WATCHING),
        Column("contract", "合同", search=True),
        Column("region", "级次", words=all_regions, shown=False),
        Column("due", "应还日", "date", of="due_on", sort=True),
        Column("days", "逾期天数", "number", sort=True),
        Column(
            "bucket", "天数段", shown=False,
            words={str(place): word for place, word in enumerate(BUCKET_WORDS)},
        ),
        Column("whole", "逾期欠款", "money", of="whole_fen", sort=True, total=True),
        Column("principal", "其中本金", "money", of="principal_fen", shown=False),
        Column("interest", "其中利息", "money", of="interest_fen", shown=False),
        Column("state", "办理情况", "status", states=OVERDUE),
        Column("cause", "采购人迟付"),
    ),
    opens="overdue",
    tools=(
        Tool("按金融机构看", "overseer-overdues", WATCHING),
        Tool("减免的欠款", "overdues-forgiven", (*INSTITUTION, *WATCHING)),
    ),
    empty=Empty(text="没有逾期的贷款。应还日过了还没有还清的,第二天出现在这里。"),
)  # fmt: skip


FORGIVEN = List(
    name="overdues-forgiven",
    title="减免的欠款",
    lead="金融机构两人减免的逾期欠款和理由。减免的不用再还,分录不删改;还清的贷款也留在这里。",
    roles=(*INSTITUTION, *WATCHING),
    rows=forgiven_of,
    by="key",
    columns=(
        Column("on", "减免日期", "date", sort=True),
        Column("supplier", "供应商", sort=True, search=True),
        Column("no", "贷款编号", "code", sort=True, search=True),
        Column("institution", "金融机构", sort=True, search=True, shown_to=WATCHING),
        Column("contract", "合同", search=True),
        Column("region", "级次", words=all_regions, shown=False),
        Column("principal", "减免本金", "money", of="principal_fen", sort=True, total=True),
        Column("interest", "减免利息", "money", of="interest_fen", sort=True, total=True),
        Column("reason", "理由"),
    ),
    opens="overdue",
    tools=(Tool("逾期贷款", "overdues", (*INSTITUTION, *WATCHING)),),
    empty=Empty(text="没有减免的欠款。金融机构两人减免的,当天出现在这里。"),
)  # fmt: skip


def _counts(short: int, middle: int, long: int) -> str:
    return f"{short} / {middle} / {long}"


STANDINGS = List(
    name="overseer-overdues",
    title="逾期情况",
    lead=(
        "各金融机构逾期贷款的笔数和逾期本金,按逾期天数分段;"
        "有还款计划的、已核销的另写笔数,仍计在原来的天数里。"
    ),
    roles=WATCHING,
    rows=standings,
    by="key",
    columns=(
        Column("institution", "金融机构", sort=True, search=True),
        Column("loans", "笔数", "number", sort=True, total=True),
        Column("principal", "逾期本金", "money", of="principal_fen", sort=True, total=True),
        Column("counts", "各段笔数", of=("short", "middle", "long"), show=_counts),
        Column("short_fen", BUCKET_WORDS[0], "money", sort=True, total=True),
        Column("middle_fen", BUCKET_WORDS[1], "money", sort=True, total=True),
        Column("long_fen", BUCKET_WORDS[2], "money", sort=True, total=True),
        Column("planned", "有计划", "number", sort=True, total=True),
        Column("written_off", "已核销", "number", sort=True, total=True),
    ),
    tools=(Tool("逐笔看", "overdues", WATCHING),),
    empty=Empty(text="没有逾期的贷款。"),
)  # fmt: skip
