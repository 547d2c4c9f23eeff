"""Lists and charts of the style guide."""

from datetime import date

from django import forms

from cairong.kernel.states import State
from cairong.web.forms import PageForm
from cairong.web.parts import Chart, Column, Empty, Pages, Paper, Row, Table
from styleguide.cases import STATES, deadlines

LONG_NAME = (
    "洛阳市老城区邙山镇中心小学及附属幼儿园教学楼改扩建工程"
    "配套课桌椅、实验台与图书阅览设备采购项目(第二包)合同"
)
COLUMNS = (
    Column(key="name", word="对象", sort="name"),
    Column(key="number", word="编号", kind="code"),
    Column(key="amount", word="金额", kind="money", sort="amount"),
    Column(key="on", word="登记日", kind="date", sort="on"),
    Column(key="state", word="状态", kind="status"),
    Column(key="left", word="期限", kind="deadline", sort="due"),
)
MONTHS = (412, 655, 731, 508, 694, 842, 901, 765, 880, 1_024, 1_000, 0)


class ListFilter(PageForm):
    """The filter row of a list."""

    q = forms.CharField(label="编号或名称", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=(("", "全部"), ("work", "审批中"), ("done", "已放款"))
    )
    since = forms.DateField(
        label="登记自", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def _row(*, number: str, name: str, fen: int, on: date, state: State, left: int) -> Row:
    return Row(
        href="#table",
        acts=(Paper(word="核对材料", href="#table"), Paper(word="查看", href="#table")),
        cells={
            "name": name,
            "number": number,
            "amount": fen,
            "on": on,
            "state": state,
            "left": deadlines()[left],
        },
    )


def full() -> Table:
    """Make a list with filters, sorting, pages and a total."""
    rows = (
        _row(
            number="YX-2025-0031",
            name=LONG_NAME,
            fen=12_345_678_901_234,
            on=date(2025, 10, 9),
            state=STATES[1],
            left=1,
        ),
        _row(
            number="YX-2025-0029",
            name="校园食堂餐具采购",
            fen=41_112_000,
            on=date(2025, 9, 28),
            state=STATES[0],
            left=0,
        ),
        _row(
            number="YX-2025-0024",
            name="市政道路清扫服务",
            fen=2_740_000_00,
            on=date(2025, 9, 16),
            state=STATES[4],
            left=2,
        ),
        _row(
            number="YX-2025-0020",
            name="办公电脑一批",
            fen=96_800_50,
            on=date(2025, 9, 3),
            state=STATES[2],
            left=5,
        ),
    )
    return Table(
        caption="待办意向",
        columns=COLUMNS,
        rows=rows,
        empty=Empty(text="没有待办的意向。"),
        pages=Pages(number=3, last=12, total=236),
        sort="-amount",
        filters=ListFilter({}, auto_id="filter_%s"),
        export_href="/styleguide/",
        total={"amount": sum(row.cells["amount"] for row in rows)},
    )


def empty() -> Table:
    """Make a list without rows."""
    return Table(
        caption="我发起的",
        columns=(Column(key="name", word="对象"),),
        rows=(),
        empty=Empty(
            text="您提交复核的事项会出现在这里。现在一件也没有。",
            begin_word="从待办开始",
            begin_href="#table",
        ),
        pages=Pages(),
    )


def chart() -> Chart:
    """Make a chart of money by month against the target line."""
    words = [f"{month}月" for month in range(1, 13)]
    table = Table(
        caption="市级融资规模(万元)",
        columns=(
            Column(key="month", word="月份"),
            Column(key="drawn", word="放款", kind="number"),
            Column(key="so_far", word="累计", kind="number"),
        ),
        rows=[
            Row(cells={"month": word, "drawn": drawn, "so_far": sum(MONTHS[: at + 1])})
            for at, (word, drawn) in enumerate(zip(words, MONTHS, strict=True))
        ],
        empty=Empty(text="今年还没有放款。"),
        heading=False,
    )
    sums = [sum(MONTHS[: at + 1]) for at in range(12)]
    return Chart(
        title="2025 年市级融资规模与 +100 % 目标线(万元)",
        alt="到 12 月累计放款 8,412 万元,目标线 9,000 万元,还差 588 万元。",
        source="放款记录,按合同级次",
        table=table,
        option={
            "legend": {"top": 0, "left": 0},
            "xAxis": {"type": "category", "data": words},
            "yAxis": {"type": "value"},
            "series": [
                {"type": "bar", "name": "当月放款", "data": MONTHS, "barMaxWidth": 28},
                {
                    "type": "line",
                    "name": "累计",
                    "data": sums,
                    "symbol": "circle",
                    "markLine": {
                        "symbol": "none",
                        "data": [{"yAxis": 9000, "name": "目标线"}],
                        "label": {"formatter": "目标线 9,000", "position": "insideStartTop"},
                    },
                },
            ],
        },
    )
