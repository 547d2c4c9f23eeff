"""The items of a contract, each once: its word, what the notice asks of it, how it is used.

Form, check, published document, public page, review and words are made from this table. A further
item is a row here, a column of `contracts.Contract` and a field of `contracts.facts.Items`.
二(二)-4
"""

from dataclasses import dataclass
from typing import Literal

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

ITEMS: tuple[Item, ...] = (
    Item(
        code="title", word="合同名称", public="head", section=IDENTITY, longest=300,
        prefilled="title",
    ),
    Item(
        code="purchaser_no", word="采购人合同编号", public="numbers", section=IDENTITY,
        hint="照合同文本抄写;平台另有自己的编号", longest=100,
    ),
    Item(
        code="project_no", word="项目编号", public="numbers", section=IDENTITY, longest=100,
        prefilled="project_no",
    ),
    Item(
        code="method", word="采购方式", public="numbers", section=IDENTITY, longest=40,
        prefilled="method",
    ),
    Item(code="signed_on", word="签订日期", kind="day", public="head"),
    Item(code="purchaser_name", word="采购人名称", of="purchaser", public="parties", required=True),
    Item(
        code="purchaser_address", word="采购人住所", of="purchaser", public="parties",
        required=True, withholdable=True, section=PARTIES,
        hint="门牌要写全,例如:洛阳市西工区凯旋西路 1 号",
    ),
    Item(
        code="purchaser_contact", word="采购人联系人及电话", of="purchaser", public="",
        section=PARTIES, hint="不对外公开", longest=100,
    ),
    Item(code="supplier_name", word="供应商名称", of="supplier", public="parties", required=True),
    Item(
        code="supplier_address", word="供应商住所", of="supplier", public="parties",
        required=True, withholdable=True, section=PARTIES, hint="与营业执照一致",
    ),
    Item(
        code="subject_matter", word="标的", required=True, withholdable=True, section=SUBJECT,
        hint="买的是什么,例如:小学科学实验室设备", lines=2, longest=500, prefilled="scope",
    ),
    Item(
        code="specification", word="规格型号", withholdable=True, section=SUBJECT, lines=3,
        longest=2000,
    ),
    Item(
        code="quantity", word="数量", required=True, withholdable=True, section=SUBJECT,
        hint="数字加单位,例如:12 套",
    ),
    Item(code="unit_price", word="单价", withholdable=True, section=SUBJECT),
    Item(
        code="quality", word="质量", required=True, withholdable=True, section=SUBJECT,
        hint="标准或要求,例如:符合 GB/T 21747-2008", lines=2, longest=1000,
    ),
    Item(
        code="amount_fen", word="价款或者报酬", kind="money", required=True, section=PRICE,
        prefilled="amount_fen",
    ),
    Item(
        code="retention_fen", word="质保金", kind="money", public="numbers", section=PRICE,
        hint="验收后扣留的部分,不能用来融资",
    ),
    Item(code="prepayment_fen", word="预付款", kind="money", public="numbers", section=PRICE),
    Item(
        code="sme_reserved", word="专门面向中小企业采购", kind="flag", public="numbers",
        section=PRICE,
    ),
    Item(
        code="budget_line", word="预算指标", public="numbers", section=PRICE,
        hint="与国库支付对应(二(三)-1)", longest=60,
    ),
    Item(code="funding_source", word="资金来源", public="numbers", section=PRICE, longest=60),
    Item(
        code="performance_period", word="履行期限", required=True, withholdable=True,
        section=PERFORMANCE, hint="例如:签订后 60 日内交付并安装完毕",
        prefilled="performance_period",
    ),
    Item(
        code="place", word="履行地点", required=True, withholdable=True, section=PERFORMANCE,
        prefilled="place_of_work",
    ),
    Item(
        code="manner", word="履行方式", required=True, withholdable=True, section=PERFORMANCE,
        hint="例如:送货上门、安装调试并培训", lines=2, longest=500,
    ),
    Item(
        code="acceptance_terms", word="验收要求", required=True, withholdable=True,
        section=TROUBLE, hint="谁验、按什么标准、几日内验", lines=3, longest=1000,
    ),
    Item(
        code="liability", word="违约责任", required=True, withholdable=True, section=TROUBLE,
        lines=3, longest=1000,
    ),
    Item(
        code="dispute_resolution", word="解决争议的方法", required=True, withholdable=True,
        section=TROUBLE, hint="例如:协商;协商不成,向采购人所在地人民法院起诉", lines=2, longest=500,
    ),
    Item(
        code="other_terms", word="其他约定", withholdable=True, section=TROUBLE, lines=3,
        longest=2000,
    ),
    Item(code="payee", word="收款人", of="supplier", public="account"),
    Item(
        code="account_no", word="回款账户", of="supplier", public="account", required=True,
        withholdable=True,
    ),
    Item(
        code="bank", word="开户行", of="supplier", public="account", required=True,
        withholdable=True,
    ),
    Item(code="cnaps", word="联行号", of="supplier", public="account"),
)  # fmt: skip

BY_CODE: dict[str, Item] = {one.code: one for one in ITEMS}
WORDS: dict[str, str] = {one.code: one.word for one in ITEMS}
REQUIRED: dict[str, str] = {one.code: one.word for one in ITEMS if one.required}
WITHHOLDABLE: dict[str, str] = {one.code: one.word for one in ITEMS if one.withholdable}
TYPED = tuple(one for one in ITEMS if one.section and one.code != "amount_fen")
OWN = tuple(one for one in TYPED if one.of != "supplier")  # what is typed into the contract's row


def shown_under(place: Public) -> list[Item]:
    """List the items that the public page shows in one place."""
    return [one for one in ITEMS if one.public == place]
