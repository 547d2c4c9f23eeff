"""The items of a contract as a form asks for them: words, hints, sections. 二(二)-4"""

from collections.abc import Sequence
from dataclasses import dataclass

from cairong.policy.contracts import ITEMS, WITHHOLDABLE


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item that is typed: its name, word, hint, and lines of its box."""

    name: str
    word: str
    hint: str = ""
    lines: int = 1
    most: int = 200

    @property
    def needed(self) -> bool:
        """Whether no contract is signed without it."""
        return self.name == "title" or self.name in ITEMS


@dataclass(frozen=True, kw_only=True)
class Section:
    """Items under one heading, with figures and days that the form adds by name."""

    word: str
    hint: str
    names: Sequence[str]


TEXTS: Sequence[Item] = (
    Item(name="title", word="合同名称", most=300),
    Item(
        name="purchaser_no",
        word="采购人合同编号",
        hint="照合同文本抄写;平台另有自己的编号",
        most=100,
    ),
    Item(name="project_no", word="项目编号", most=100),
    Item(name="method", word="采购方式", most=40),
    Item(
        name="purchaser_address",
        word="采购人住所",
        hint="门牌要写全,例如:洛阳市西工区凯旋西路 1 号",
    ),
    Item(name="purchaser_contact", word="采购人联系人及电话", hint="不对外公开", most=100),
    Item(name="supplier_address", word="供应商住所", hint="与营业执照一致"),
    Item(
        name="subject_matter",
        word="标的",
        hint="买的是什么,例如:小学科学实验室设备",
        lines=2,
        most=500,
    ),
    Item(name="specification", word="规格型号", lines=3, most=2000),
    Item(name="quantity", word="数量", hint="数字加单位,例如:12 套"),
    Item(name="unit_price", word="单价"),
    Item(
        name="quality", word="质量", hint="标准或要求,例如:符合 GB/T 21747-2008", lines=2, most=1000
    ),
    Item(name="performance_period", word="履行期限", hint="例如:签订后 60 日内交付并安装完毕"),
    Item(name="place", word="履行地点"),
    Item(name="manner", word="履行方式", hint="例如:送货上门、安装调试并培训", lines=2, most=500),
    Item(
        name="acceptance_terms",
        word="验收要求",
        hint="谁验、按什么标准、几日内验",
        lines=3,
        most=1000,
    ),
    Item(name="liability", word="违约责任", lines=3, most=1000),
    Item(
        name="dispute_resolution",
        word="解决争议的方法",
        hint="例如:协商;协商不成,向采购人所在地人民法院起诉",
        lines=2,
        most=500,
    ),
    Item(name="other_terms", word="其他约定", lines=3, most=2000),
    Item(name="budget_line", word="预算指标", hint="与国库支付对应(二(三)-1)", most=60),
    Item(name="funding_source", word="资金来源", most=60),
)

SECTIONS: Sequence[Section] = (
    Section(
        word="合同",
        hint="",
        names=("title", "purchaser_no", "project_no", "method", "signed_on"),
    ),
    Section(
        word="名称和住所",
        hint="采购人和供应商的名称来自登记,不用填写。",
        names=("purchaser_address", "purchaser_contact", "supplier_address"),
    ),
    Section(
        word="标的、数量和质量",
        hint="",
        names=("subject_matter", "specification", "quantity", "unit_price", "quality"),
    ),
    Section(
        word="价款或者报酬",
        hint="",
        names=("amount", "retention_fen", "prepayment_fen", "sme_reserved", "budget_line",
               "funding_source"),
    ),
    Section(word="履行期限、地点和方式", hint="", names=("performance_period", "place", "manner")),
    Section(
        word="验收、违约和争议",
        hint="",
        names=("acceptance_terms", "liability", "dispute_resolution", "other_terms"),
    ),
)  # fmt: skip

ELSEWHERE = ("outside_no", "outside_at", "announced_outside_no", "announced_outside_at")
WITHHELD_CHOICES = [("", "不申请"), *WITHHOLDABLE.items()]
PLACES = {
    "contracts.signed_before_notice": "signed_on",
    "contracts.day_to_come": "signed_on",
    "contracts.above_award": "amount",
    "contracts.shares_sum": "amount",
    "contracts.payee_is_other": "payee",
    "contracts.bank_mismatch": "bank",
    "contracts.schedule_sum": "percent_0",
    "contracts.pays_too_late": "agreed_days_0",
    "contracts.milestone_twice": "milestone_0",
    "contracts.not_withholdable": "item_0",
    "contracts.withheld_twice": "item_0",
    "contracts.fixed_at_signing": "retention_fen",
}
RETURNED_TO = {"account_no": "account_no", "amount_fen": "amount", "schedule": "milestone_0",
               "withheld": "item_0"}  # fmt: skip
