"""A published document as the lines of its page: what each item says, why it is shown or not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from cairong.kernel.money import capitals, format_yuan, parse_yuan
from cairong.policy.contracts import term_words
from cairong.policy.items import WORDS, Item, shown_under
from cairong.policy.size import SIZE_WORDS
from cairong.web.parts.words import clause_href, long_day, long_moment

SHOWN, KEPT = "二(二)-4", "二(二)-5"
MASKED = "个人账户只公开后四位;知道完整账号的人可以在「核验真伪」里核对。"
ASSENTS = {
    "undecided": "采购人申请不予公开,财政部门还没有决定",
    "given": "财政部门同意不予公开",
}
VERDICT_WORDS = {"": "审核中", "accept": "同意备案", "return": "退回补正", "recalled": "已收回"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item: its word, what it says, and why it is shown, or why it is not."""

    word: str
    value: str
    why: str = SHOWN
    kept: bool = False
    note: str = ""

    @property
    def href(self) -> str:
        """The address of the clause that it is shown or kept by."""
        return HREFS[self.why]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines under one heading."""

    word: str
    lines: list[Line]


HREFS = {each: clause_href(each) for each in (SHOWN, KEPT, "二(二)-3", "二(五)-1")}


class Contract:
    """The published document of a contract, read item by item."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.terms: Mapping[str, Any] = document["contract"]
        self.kept = {each["item"]: each for each in document["withheld"]}

    def groups(self) -> list[Group]:
        """List every item of 二(二)-4 and what else is public, by heading."""
        return [
            Group(word="双方", lines=[*self._purchaser(), *self._suppliers()]),
            Group(word="标的、价款和履行", lines=list(self._terms())),
            Group(word="回款账户", lines=list(self._accounts())),
            Group(word="编号与资金", lines=list(self._further())),
        ]

    def subject(self) -> Line:
        """Say what the contract is about, or that this is kept from the public."""
        return self._line("subject_matter", self.terms["subject_matter"])

    def _purchaser(self) -> Iterator[Line]:
        party = self.document["purchaser"]
        yield Line(word="采购人名称", value=party["name"])
        yield from _if_any("采购人信用代码", party["uscc"], "二(二)-3")
        yield self._line("purchaser_address", party["address"])

    def _suppliers(self) -> Iterator[Line]:
        parties = self.document["suppliers"]
        for party in parties:
            yield Line(word="供应商名称", value=party["name"])
            yield from _if_any("供应商信用代码", party["uscc"], "二(二)-3")
            yield from _if_any("企业规模", SIZE_WORDS.get(party["size"], ""), "二(五)-1")
            yield self._line("supplier_address", party["address"])
            if len(parties) > 1:
                yield Line(word="合同份额", value=yuan(party["share_yuan"]))

    def _terms(self) -> Iterator[Line]:
        for item in shown_under("terms"):
            value = self._said(item)
            if item.required or value or item.code in self.kept:
                yield self._line(item.code, value)

    def _accounts(self) -> Iterator[Line]:
        for party in self.document["suppliers"]:
            account = party["account"]
            yield from _if_any("收款人", account["payee"], SHOWN)
            note = MASKED if account["masked"] else ""
            yield self._line("account_no", account["no"], note=note)
            yield self._line("bank", " ".join(filter(None, (account["bank"], account["cnaps"]))))

    def _further(self) -> Iterator[Line]:
        for item in shown_under("numbers"):
            yield from _if_any(item.word, self._said(item), item.clause)
        award = self.document["award"]
        yield Line(word="中标(成交)通知书", value=f"{award['no']},{day(award['notice_on'])}发出",
                   why="二(二)-3")  # fmt: skip

    def _said(self, item: Item) -> str:
        """Write what the document says of an item; empty where it says nothing."""
        said = self.terms.get(item.key)
        if item.kind == "flag":
            return "是" if said else ""
        if item.kind != "money":
            return said or ""
        fen = parse_yuan(said or 0, item.key)
        if item.required:
            return f"{format_yuan(fen)}(人民币{capitals(fen)})"
        return format_yuan(fen) if fen else ""

    def _line(self, item: str, value: str, note: str = "") -> Line:
        word = WORDS[item]
        kept = self.kept.get(item)
        if kept is None:
            return Line(word=word, value=value or "合同未约定", note=note)
        said = ASSENTS.get(kept["assent"], kept["assent"])
        return Line(word=word, value=f"不予公开({kept['basis']})", why=KEPT, kept=True,
                    note=f"{said},至{day(kept['until'])}止。")  # fmt: skip


def groups_drawn(groups: Iterable[Group]) -> SafeString:
    """Draw every group as a panel; in one pass, since this page is the one most looked at."""
    return SafeString("".join(_group(group) for group in groups))


def _group(group: Group) -> str:
    lines = "".join(_drawn(line) for line in group.lines)
    return (
        f'<section class="panel"><h2>{escape(group.word)}</h2><div class="panel-in">'
        f'<dl class="facts facts-why">{lines}</dl></div></section>'
    )


def _drawn(line: Line) -> str:
    value = escape(line.value)
    note = f'<br /><span class="quiet">{escape(line.note)}</span>' if line.note else ""
    said = f"<strong>{value}</strong>" if line.kept else value
    why = "不公开" if line.kept else "公开"
    return (
        f"<dt>{escape(line.word)}</dt><dd>{said}{note}</dd>"
        f'<dd class="quiet">{why} <a href="{line.href}">{line.why}</a></dd>'
    )


def sample_groups(document: Mapping[str, Any]) -> list[Group]:
    """List what a sample says: only what was published elsewhere."""
    notice = document["notice"]
    place = " ".join(
        dict.fromkeys(filter(None, (notice["province"], notice["city"], notice["district"])))
    )
    pairs = (
        ("公告种类", notice["kind"]),
        ("采购人", notice["purchaser"]),
        ("供应商", "、".join(notice["suppliers"])),
        ("金额", yuan(notice["amount_yuan"])),
        ("预算", yuan(notice["budget_yuan"])),
        ("公告日期", day(notice["notice_on"])),
        ("地区", place),
        ("合同编号", notice["purchaser_no"]),
        ("项目编号", notice["project_no"]),
        ("代理机构", notice["agency"]),
        ("行业", notice["industry"]),
        ("履行期限", notice["performance_period"]),
        ("履行地点", notice["place"]),
        ("主要内容", notice["scope"]),
        ("说明", notice["note"]),
    )
    lines = [Line(word=word, value=value, why="二(二)-3") for word, value in pairs if value]
    return [Group(word="公告内容", lines=lines)]


def payments(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """List the agreed payments: milestone, share and its amount, within how many days."""
    whole = parse_yuan(document["contract"]["amount_yuan"], "amount_yuan")
    return [
        {
            "milestone": row["milestone"],
            "percent": row["percent"],
            "amount": _share(whole, row["percent"]),
            "days": term_words(row["agreed_days"], row["unit"]),
        }
        for row in document.get("schedule", ())
    ]


def filing(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say how the filing of a contract stands."""
    filed, announced = document.get("filing") or {}, document.get("announcement") or {}
    if not filed:
        return []
    pairs = (
        ("第几次报备", f"第 {filed['round']} 次"),
        ("报备时间", moment(filed["submitted_at"])),
        ("审核结果", VERDICT_WORDS.get(filed["verdict"], filed["verdict"])),
        ("审核时间", moment(filed["decided_at"])),
        ("其他网站备案号", filed["outside_no"]),
        ("其他网站备案时间", moment(filed["outside_at"])),
        ("其他网站公告编号", announced.get("outside_no")),
        ("其他网站公告时间", moment(announced.get("outside_at"))),
    )
    return [(word, value) for word, value in pairs if value]


def yuan(text: str | None) -> str:
    """Write an amount of a document: ¥411,120.00."""
    return format_yuan(parse_yuan(text, "amount")) if text else ""


def day(text: str | None) -> str:
    """Write a day of a document in full."""
    return long_day(date.fromisoformat(text)) if text else ""


def moment(text: str | None) -> str:
    """Write a moment of a document in China's time."""
    return long_moment(datetime.fromisoformat(text)) if text else ""


def _share(whole_fen: int, percent: str) -> str:
    """Work out the amount of a share, to the fen half up."""
    hundredths = parse_yuan(percent, "percent")
    return format_yuan((whole_fen * hundredths + 5_000) // 10_000)


def _if_any(word: str, value: str, why: str) -> Iterator[Line]:
    if value:
        yield Line(word=word, value=value, why=why)
