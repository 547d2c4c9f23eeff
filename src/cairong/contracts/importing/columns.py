"""The columns of a file of published rows, by the names they go by."""

import re
import unicodedata
from collections.abc import Sequence

from cairong.kernel.errors import Invalid
from cairong.kernel.text import SECRET_MARK

WAN_HEADER = re.compile(r"[(\[]?万元[)\]]?$")
YUAN_HEADER = re.compile(r"[(\[](人民币)?元[)\]]$")
REQUIRED = ("src_id", "notice_type", "publish_date", "buyer", "suppliers", "title", "amount_yuan")
NAMES: dict[str, tuple[str, ...]] = {
    "src": ("来源",),
    "src_file": ("来源文件",),
    "src_id": ("来源编号", "编号", "id"),
    "notice_type": ("公告类型", "类型"),
    "publish_date": ("发布日期", "公告日期", "日期"),
    "province": ("省", "省份"),
    "city": ("市", "城市"),
    "district": ("区县", "县区", "区"),
    "buyer": ("采购人", "采购单位"),
    "buyer_class": ("采购人类别",),
    "agency": ("代理机构", "采购代理机构"),
    "suppliers": ("供应商", "中标供应商", "成交供应商", "中标人"),
    "title": ("标题", "公告标题", "项目名称"),
    "project_no": ("项目编号",),
    "contract_no": ("合同编号",),
    "amount_yuan": ("金额", "中标金额", "成交金额", "合同金额", "amount"),
    "budget_yuan": ("预算", "预算金额", "budget"),
    "bid_open_date": ("开标日期",),
    "industry": ("行业",),
    "published_on_site": ("发布网站", "来源网站"),
    "performance_period": ("履行期限", "工期"),
    "location": ("履行地点", "地点"),
    "scope": ("标的", "采购内容", "范围"),
    "quality_flag": ("数据标注",),
    "state_secret": ("涉密", "是否涉密", "涉及国家秘密", "是否涉及国家秘密", "国家秘密", "密级"),
}
MONEY = ("amount_yuan", "budget_yuan")
NO_SECRET = frozenset(
    {"", "否", "无", "不涉密", "非涉密", "非密", "公开", "no", "n", "false", "0", "0.0"}
)
FEWEST = 3
_BY_NAME = {name: column for column, names in NAMES.items() for name in (column, *names)}


class Header:
    """Which column stands where, and which money columns are in 万元."""

    def __init__(self, cells: Sequence[object]) -> None:
        """Read the header's cells; of two columns of one meaning the first counts.

        Raises Invalid for columns missing, or amounts in two: which one is meant is not guessed.
        """
        self.places: dict[int, str] = {}
        self.labels: dict[str, str] = {}
        self.in_wan: set[str] = set()
        for place, cell in enumerate(cells):
            column, wan = _column(cell)
            if column in MONEY and column in self.labels:
                both = f"{self.labels[column]}、{str(cell).strip()}"
                raise Invalid("import.column_twice", field="header", columns=both)
            if column and column not in self.labels:
                self.places[place] = column
                self.labels[column] = str(cell).strip()
                if wan:
                    self.in_wan.add(column)
        self.width = max(self.places, default=-1) + 1
        missing = [name for name in REQUIRED if name not in self.labels]
        if missing:
            raise Invalid("import.missing_column", field="header", columns="、".join(missing))

    def says_secret(self, cells: Sequence[object]) -> bool:
        """Whether a row says of itself that it is a state secret, in its column or by the mark.

        What is not plainly a no counts as a yes.
        """
        for place, cell in enumerate(cells):
            text = "" if cell is None else str(cell).strip().lower()
            if SECRET_MARK.search(text):
                return True
            if self.places.get(place) == "state_secret" and text not in NO_SECRET:
                return True
        return False

    def label(self, column: str) -> str:
        """Name a column as the file does."""
        return self.labels.get(column, column)


def looks_like_header(cells: Sequence[object]) -> bool:
    """Whether a row names at least three known columns."""
    return sum(bool(_column(cell)[0]) for cell in cells) >= FEWEST


def _column(cell: object) -> tuple[str, bool]:
    if not isinstance(cell, str):
        return "", False
    name = unicodedata.normalize("NFKC", cell).strip().strip("*").lower()
    name = "".join(name.split())
    wan = bool(WAN_HEADER.search(name)) or name.endswith("_wan")
    name = WAN_HEADER.sub("", YUAN_HEADER.sub("", name)).removesuffix("_wan")
    column = _BY_NAME.get(name) or _BY_NAME.get(f"{name}_yuan", "")
    return column, wan and column in MONEY
