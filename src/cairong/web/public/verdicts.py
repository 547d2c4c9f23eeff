"""The answers of 核验真伪 in words: what it is, what that means, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairong.disclosure.checking import Checked, Held
from cairong.disclosure.reads import KIND_WORDS, SAMPLE, AccountAnswer, Verified
from cairong.kernel.money import format_yuan
from cairong.policy.items import ITEMS
from cairong.web.parts.words import long_moment

MEANS = {
    "announced": "合同已公告,备案正在审核,备案以后才能放款。",
    "returned": "备案已退回,采购人正在补正;通过备案以前不能据此放款。",
    "filed": "合同已经备案。",
    "corrected": "合同已备案,公告后有更正,以现在的公开页为准。",
    "sample": "这是外地公开信息的样本,不是本市备案合同,不能据此融资。",
}
WORDS = {
    **{item.key: item.word for item in ITEMS},
    "amount_yuan": "金额", "signed_on": "签订日期", "retention_yuan": "质保金", "uscc": "信用代码",
    "prepayment_yuan": "预付款", "payee": "收款人", "no": "账号或编号", "cnaps": "联行号",
    "name": "名称", "address": "住所", "published_at": "公开时间",
    "kind": "状态", "version": "版本",
    "title": "名称", "schedule": "付款安排", "suppliers": "供应商", "purchaser": "采购人",
    "contract": "合同", "account": "回款账户", "percent": "比例", "milestone": "节点",
    "agreed_days": "期限天数", "filing": "备案", "announcement": "公告",
    "withheld": "不予公开项目", "notice": "公告", "source": "来源",
    "verdict": "审核结果", "award": "中标通知书", "size": "企业规模",
}  # fmt: skip
MOST_LETTERS = 40


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One answer. `tone` is a notice's: good, warn, stop or info."""

    tone: str
    title: str
    text: str
    no: str = ""
    sha256: str = ""
    places: Sequence[str] = ()


TEXTS = {
    "amount_differs": "有这个编号的合同,但公开的金额不是 {amount}。"
    "请核对合同原件;仍不符的,不要据此放款。",
    "unknown": "没有查到这个编号。请核对编号;合同签订后还没有公告的,也查不到。",
    "found": "「{title}」,金额 {amount},{at}公开。{means}",
    "never": "文件里的平台编号没有公开过。这不是本平台公开的合同文件。",
    "real": "与 {at} 公开的第 {version} 版逐字节相同。{means}",
    "rewritten": "内容与第 {version} 版相同,只是空格、换行或次序变了,散列值因此不同。{means}",
    "replaced": "这是 {at} 公开的第 {version} 版,已被第 {newest} 版取代。请以现在的公开页为准。",
    "altered": "与公开的第 {newest} 版不同。不要据此办理,请以公开页为准。",
    "account": "这是该合同现在的回款账户的完整账号。",
    "withheld_account": "该合同的回款账号不予公开,不在这里核对对错。请向采购人核实后再付款。",
    "no_account": "该编号的合同没有这个回款账号。请核对平台编号和账号;仍不符的,不要向它付款。",
}
HELD: Mapping[Held, str] = {
    "real": "真实",
    "rewritten": "内容真实",
    "replaced": "真实,但已失效",
    "altered": "已被改动",
}


def of_number(found: Verified, amount_fen: int) -> Verdict:
    """Say whether a number and an amount belong to a published contract (二(二)-6)."""
    amount = format_yuan(amount_fen)
    if found.answer == "amount_differs":
        text = TEXTS["amount_differs"].format(amount=amount)
        return Verdict(tone="stop", title="金额不符", text=text)
    if found.answer == "unknown":
        return Verdict(tone="warn", title="没有公开过这份合同", text=TEXTS["unknown"])
    text = TEXTS["found"].format(
        title=found.title,
        amount=amount,
        at=long_moment(found.published_at) if found.published_at else "",
        means=MEANS[found.kind],
    )
    return Verdict(
        tone=_tone(found.kind),
        title=f"真实:{KIND_WORDS[found.kind]}",
        text=text,
        no=found.no,
        sha256=found.sha256,
    )


def of_document(found: Checked) -> Verdict:
    """Say whether a document is the published one, and where it differs (二(二)-6)."""
    if found.held == "unknown":
        text, title = TEXTS["never"], "没有公开过这份文件"
        return Verdict(tone="stop", title=title, text=text, sha256=found.sha256)
    text = TEXTS[found.held].format(
        at=long_moment(found.published_at) if found.published_at else "",
        version=found.version,
        newest=found.newest,
        means=MEANS[found.kind],
    )
    tones = {"replaced": "warn", "altered": "stop"}
    return Verdict(
        tone=tones.get(found.held, _tone(found.kind)),
        title=f"{HELD[found.held]}:{found.title}",
        text=text,
        no=found.no,
        sha256=found.sha256,
        places=[place_words(place) for place in found.places],
    )


def of_account(answer: AccountAnswer, *, no: str) -> Verdict:
    """Say whether an account number is the whole one of a contract (二(二)-4, 二(二)-5)."""
    if answer == "withheld":
        return Verdict(tone="info", title="账号不予公开", text=TEXTS["withheld_account"], no=no)
    if answer == "same":
        return Verdict(tone="good", title="账号相符", text=TEXTS["account"], no=no)
    return Verdict(tone="stop", title="账号不符", text=TEXTS["no_account"])


def place_words(place: str) -> str:
    """Name a place of a document: `suppliers.0.account.no` is 供应商 第1个 回款账户 账号或编号."""
    parts = []
    for part in place.split("."):
        number = part.isascii() and part.isdigit()
        parts.append(f"第{int(part[:4]) + 1}个" if number else WORDS.get(part, part[:MOST_LETTERS]))
    return " ".join(parts)


def _tone(kind: str) -> str:
    if kind == "returned":
        return "warn"
    return "info" if kind == SAMPLE else "good"
