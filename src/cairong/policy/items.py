"""The items of a contract, each once: its word, what the notice asks of it, how it is used.

Form, check, published document, public page, review and words are made from this table. A further
item is a row here, a column of `contracts.Contract` and a field of `contracts.facts.Items`.
二(二)-4
"""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "money", "day", "flag"]
Owner = Literal["contract", "purchaser", "supplier"]
Public = Literal["", "head", "parties", "terms", "account", "numbers"]
NAMED_BY_NOTICE, FURTHER = "二(二)-4", "二(二)-3"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a contract.

    `required`: the notice names it, and nothing is announced without it. `of` says whose row bears
    it, `public` where the public page shows it (empty: nowhere). `section` is the heading under
    which the form asks for it (empty: it is not typed there), `lines` the height of its box,
    `longest` its letters at most. `prefilled` is the column of the award it is filled from.
    """

    code: str
    word: str
    kind: Kind = "text"
    of: Owner = "contract"
    public: Public = "terms"
    required: bool = False
    withholdable: bool = False
    section: str = ""
    hint: str = ""
    lines: int = 1
    longest: int = 200
    prefilled: str = ""

    @property
    def key(self) -> str:
        """Its name in a published document."""
        return f"{self.code.removesuffix('_fen')}_yuan" if self.kind == "money" else self.code

    @property
    def clause(self) -> str:
        """The clause by which it is public."""
        return FURTHER if self.public == "numbers" else NAMED_BY_NOTICE


IDENTITY, PARTIES, SUBJECT = "合同", "名称和住所", "标的、数量和质量"
PRICE, PERFORMANCE, TROUBLE = "价款或者报酬", "履行期限、地点和方式", "验收、违约和争议"


def _named(code: str, word: str, section: str = "", **more: Any) -> Item:
    """An item the notice names, which may be a secret of trade."""
    return Item(code=code, word=word, section=section, required=True, withholdable=True, **more)


def _further(code: str, word: str, section: str, **more: Any) -> Item:
    """A number or a source of money, public beside the items of the notice."""
    return Item(code=code, word=word, section=section, public="numbers", **more)


ITEMS: tuple[Item, ...] = (
    Item(code="title", word="合同名称", public="head", section=IDENTITY, longest=300,
         prefilled="title"),
    _further("purchaser_no", "采购人合同编号", IDENTITY, longest=100,
             hint="照合同文本抄写;平台另有自己的编号"),
    _further("project_no", "项目编号", IDENTITY, longest=100, prefilled="project_no"),
    _further("method", "采购方式", IDENTITY, longest=40, prefilled="method"),
    Item(code="signed_on", word="签订日期", kind="day", public="head"),
    Item(code="purchaser_name", word="采购人名称", of="purchaser", public="parties", required=True),
    _named("purchaser_address", "采购人住所", PARTIES, of="purchaser", public="parties",
           hint="门牌要写全,例如:洛阳市西工区凯旋西路 1 号"),
    Item(code="purchaser_contact", word="采购人联系人及电话", of="purchaser", public="",
         section=PARTIES, longest=100, hint="不对外公开"),
    Item(code="supplier_name", word="供应商名称", of="supplier", public="parties", required=True),
    _named("supplier_address", "供应商住所", PARTIES, of="supplier", public="parties",
           hint="与营业执照一致"),
    _named("subject_matter", "标的", SUBJECT, longest=500, lines=2, prefilled="scope",
           hint="买的是什么,例如:小学科学实验室设备"),
    Item(code="specification", word="规格型号", section=SUBJECT, withholdable=True, longest=2000,
         lines=3),
    _named("quantity", "数量", SUBJECT, hint="数字加单位,例如:12 套"),
    Item(code="unit_price", word="单价", section=SUBJECT, withholdable=True),
    _named("quality", "质量", SUBJECT, longest=1000, lines=2,
           hint="标准或要求,例如:符合 GB/T 21747-2008"),
    Item(code="amount_fen", word="价款或者报酬", kind="money", section=PRICE, required=True,
         prefilled="amount_fen"),
    _further("retention_fen", "质保金", PRICE, kind="money", hint="验收后扣留的部分,不能用来融资"),
    _further("prepayment_fen", "预付款", PRICE, kind="money"),
    _further("sme_reserved", "专门面向中小企业采购", PRICE, kind="flag"),
    _further("budget_line", "预算指标", PRICE, longest=60, hint="与国库支付对应(二(三)-1)"),
    _further("funding_source", "资金来源", PRICE, longest=60),
    _named("performance_period", "履行期限", PERFORMANCE, prefilled="performance_period",
           hint="例如:签订后 60 日内交付并安装完毕"),
    _named("place", "履行地点", PERFORMANCE, prefilled="place_of_work"),
    _named("manner", "履行方式", PERFORMANCE, longest=500, lines=2,
           hint="例如:送货上门、安装调试并培训"),
    _named("acceptance_terms", "验收要求", TROUBLE, longest=1000, lines=3,
           hint="谁验、按什么标准、几日内验"),
    _named("liability", "违约责任", TROUBLE, longest=1000, lines=3),
    _named("dispute_resolution", "解决争议的方法", TROUBLE, longest=500, lines=2,
           hint="例如:协商;协商不成,向采购人所在地人民法院起诉"),
    Item(code="other_terms", word="其他约定", section=TROUBLE, withholdable=True, longest=2000,
         lines=3),
    Item(code="payee", word="收款人", of="supplier", public="account"),
    _named("account_no", "回款账户", of="supplier", public="account"),
    _named("bank", "开户行", of="supplier", public="account"),
    Item(code="cnaps", word="联行号", of="supplier", public="account"),
)  # fmt: skip

BY_CODE: dict[str, Item] = {item.code: item for item in ITEMS}
WORDS: dict[str, str] = {item.code: item.word for item in ITEMS}
REQUIRED: dict[str, str] = {item.code: item.word for item in ITEMS if item.required}
WITHHOLDABLE: dict[str, str] = {item.code: item.word for item in ITEMS if item.withholdable}
TYPED = tuple(item for item in ITEMS if item.section and item.code != "amount_fen")
OWN = tuple(
    each for each in TYPED if each.of != "supplier"
)  # what is typed into the contract's row


def shown_under(place: Public) -> list[Item]:
    """List the items that the public page shows in one place."""
    return [item for item in ITEMS if item.public == place]
